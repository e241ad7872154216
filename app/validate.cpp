// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <nlohmann/json.hpp>
#include <set>

#include "analysis/validation/fees.hpp"
#include "analysis/validation/hindcast.hpp"
#include "analysis/validation/simulated.hpp"
#include "app/commands.hpp"
#include "app/inputs.hpp"
#include "app/progress.hpp"
#include "sim/parallel.hpp"

namespace keruen {

namespace {

/// Simulates from every base of the plan, telling on stderr how far it is.
std::map<Year, RegionFlows> simulate_all(const ValidateCommand& command, Inputs& inputs,
                                         const HindcastPlan& plan) {
    std::set<Year> bases(plan.bases.begin(), plan.bases.end());
    bases.insert(plan.long_bases.begin(), plan.long_bases.end());
    Workers workers(command.threads);
    ProgressLine line;
    const auto began = std::chrono::steady_clock::now();
    std::map<Year, RegionFlows> flows;
    for (const Year base : bases) {
        bool told = false;
        const auto tell = [&](double part) {
            if (told && !line.changes()) return;
            told = true;
            const double done =
                (static_cast<double>(flows.size()) + part) / static_cast<double>(bases.size());
            const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - began;
            line.say(fmt::format("simulating from {}: {} elapsed, about {} left", base,
                                 duration_text(elapsed),
                                 duration_text(elapsed * ((1 - done) / done))));
        };
        const SimulationOptions options{command.seeds, command.scale};
        flows.emplace(base, simulate_from(inputs.scenario, inputs.data, base, plan.last, options,
                                          workers, tell));
    }
    line.finish();
    return flows;
}

int show_experiments(const ValidateCommand& command) {
    Workers workers(command.threads);
    ProgressLine line;
    line.say("simulating introductions of fees");
    const auto began = std::chrono::steady_clock::now();
    Inputs inputs = read_inputs(command.scenario, {});
    const auto read = [&](const std::string& name) {
        Inputs own = read_inputs(name, command.settings);
        own.diagnostics.throw_if_any();
        return std::move(own.scenario);
    };
    const auto rows =
        fee_experiments(read, inputs.data, command.seeds, command.scale, workers, [&](double done) {
            const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - began;
            line.say(fmt::format("introductions of fees: {} elapsed, about {} left",
                                 duration_text(elapsed),
                                 duration_text(elapsed * ((1 - done) / done))));
        });
    line.finish();
    if (command.json) {
        fmt::print("{}\n", fees_json(rows).dump(2));
    } else {
        fmt::print("{}", command.csv ? fees_csv(rows) : fees_text(rows));
    }
    return exit_code::done;
}

}  // namespace

int validate_command(const ValidateCommand& command) {
    if (command.experiments) return show_experiments(command);
    Inputs inputs = read_inputs(command.scenario, command.settings);
    const FlowPanel flows = recorded_flows(inputs.data, inputs.diagnostics);
    const FlowPanel totals = recorded_totals(inputs.data, inputs.diagnostics);
    const Conditions conditions(inputs.data, inputs.diagnostics);
    std::vector<Forecaster> forecasters = naive_forecasters();
    for (Forecaster& rival : ppml_forecasters(conditions)) forecasters.push_back(std::move(rival));
    std::vector<Region> regions;
    for (const ScenarioRegion& entry : inputs.scenario.regions) regions.push_back(entry.region);
    inputs.diagnostics.throw_if_any();
    const HindcastPlan plan;
    const SimulatedForecasts simulated(
        regions,
        command.rivals ? std::map<Year, RegionFlows>() : simulate_all(command, inputs, plan),
        inputs.scenario.seed);
    if (!command.rivals) forecasters.push_back(simulation_forecaster(simulated));
    const Hindcast found = hindcast(flows, totals, forecasters, regions, plan);
    if (command.json) {
        fmt::print("{}\n", hindcast_json(found).dump(2));
    } else {
        fmt::print("{}", command.csv ? hindcast_csv(found) : hindcast_text(found));
    }
    return exit_code::done;
}

}  // namespace keruen
