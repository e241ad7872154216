// SPDX-License-Identifier: MIT
// The academic year on real data: nanoseconds per agent-year in all and per phase, bytes per agent.
// An agent-year is an agent enrolled in a year; slots of those who have left are work too, but no
// merit. Stand these beside yardstick/* of the same process.
#include <benchmark/benchmark.h>

#include <string>

#include "analysis/experiments/run.hpp"
#include "scenarios/library.hpp"
#include "scenarios/table.hpp"

namespace {
using namespace keruen;

std::unique_ptr<Experiment> prepare_scenario(const std::string& name, Workers& workers) {
    const Library library = find_library({KERUEN_SOURCE_DIR});
    Diagnostics diagnostics;
    DataPackage data(library.data, diagnostics);
    std::vector<std::string> countries;
    for (const auto code : data.table("countries", diagnostics)->text("country")) {
        countries.emplace_back(code);
    }
    const ScenarioFile scenario = read_scenario(name, library, countries, {}, diagnostics);
    diagnostics.throw_if_any();
    return prepare(scenario, data, RunOptions{}, workers);
}

std::size_t bytes(const Population& population) {
    std::size_t sum = 0;
    auto add = [&](std::string_view, const auto& column) {
        sum += column.size() * sizeof(column[0]);
    };
    for (const MoverBlock& block : population.movers) for_each_column(block, add);
    for (const StayerBlock& block : population.stayers) for_each_column(block, add);
    return sum;
}

void run(benchmark::State& state, const char* scenario, bool events) {
    Workers workers(static_cast<int>(state.range(0)));
    const auto experiment = prepare_scenario(scenario, workers);
    experiment->setup.events = events;
    for ([[maybe_unused]] auto _ : state) {
        State world = initial_state(experiment->setup);
        Schedule<YearWork> schedule = academic_year(experiment->setup, workers);
        double agent_years = 0, last = 0;
        while (world.next <= experiment->last) {
            last = static_cast<double>(
                simulate_year(experiment->setup, schedule, world, false).agents_studied);
            agent_years += last;
        }
        double seconds = 0;
        for (const auto& phase : schedule.phases()) {
            const double spent = std::chrono::duration<double>(phase.spent).count();
            seconds += spent;
            state.counters["ns " + phase.name] = 1e9 * spent / agent_years;
        }
        state.counters["ns/agent-year"] = 1e9 * seconds / agent_years;
        state.counters["agent-years/s"] = agent_years / seconds;
        state.counters["bytes/agent"] = static_cast<double>(bytes(world.population)) / last;
    }
}

void estimate(benchmark::State& state) {
    Workers workers(static_cast<int>(state.range(0)));
    const auto experiment = prepare_scenario("baseline", workers);
    for ([[maybe_unused]] auto _ : state) {
        benchmark::DoNotOptimize(estimate_constants(experiment->world, experiment->reference,
                                                    experiment->setup.parameters, workers));
    }
}

BENCHMARK_CAPTURE(run, baseline, "baseline", false)
    ->Name("run/baseline/threads")
    ->Arg(1)
    ->Arg(2)
    ->Iterations(1)
    ->UseRealTime()
    ->Unit(benchmark::kSecond);
BENCHMARK_CAPTURE(run, events, "baseline", true)
    ->Name("run/baseline with events/threads")
    ->Arg(1)
    ->Arg(2)
    ->Iterations(1)
    ->UseRealTime()
    ->Unit(benchmark::kSecond);
BENCHMARK_CAPTURE(run, full, "full-population", false)
    ->Name("run/full-population/threads")
    ->Arg(1)
    ->Arg(2)
    ->Iterations(1)
    ->UseRealTime()
    ->Unit(benchmark::kSecond);
BENCHMARK(estimate)
    ->Name("run/constants/threads")
    ->Arg(1)
    ->Arg(2)
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond);

}  // namespace
