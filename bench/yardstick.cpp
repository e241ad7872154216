// SPDX-License-Identifier: MIT
// What the machine and a plain program reach, to hold the engine's figures against: memory
// bandwidth (STREAM's copy and triad) and the student loop as one would first write it.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <vector>

#include "sim/parallel.hpp"
#include "sim/random.hpp"

namespace {
using namespace keruen;

// ---- memory: three arrays of 256 MiB, well beyond the caches; STREAM's rule for counting bytes
// -----

constexpr std::size_t elements = std::size_t{1} << 25;
constexpr std::size_t slice = std::size_t{1} << 16;

template <class F>
void stream(benchmark::State& state, std::size_t bytes_an_element, const F& f) {
    Workers workers(static_cast<int>(state.range(0)));
    std::vector<double> a(elements, 1.0), b(elements, 2.0), c(elements, 0.5);
    for ([[maybe_unused]] auto _ : state) {
        workers.for_chunks(elements, slice, [&](std::size_t begin, std::size_t end, std::size_t) {
            f(a.data(), b.data(), c.data(), begin, end);
        });
        benchmark::ClobberMemory();
    }
    state.SetBytesProcessed(state.iterations() *
                            static_cast<std::int64_t>(elements * bytes_an_element));
}

void memory_copy(benchmark::State& state) {
    stream(state, 16,
           [](double* a, const double* b, const double*, std::size_t i, std::size_t end) {
               std::copy(b + i, b + end, a + i);
           });
}

void memory_triad(benchmark::State& state) {
    stream(state, 24,
           [](double* a, const double* b, const double* c, std::size_t i, std::size_t end) {
               for (; i < end; ++i) a[i] = b[i] + 3.0 * c[i];
           });
}

BENCHMARK(memory_copy)->Name("yardstick/copy/threads")->Arg(1)->Arg(2)->UseRealTime();
BENCHMARK(memory_triad)->Name("yardstick/triad/threads")->Arg(1)->Arg(2)->UseRealTime();

// ---- the plain loop: 25 years; each year a third of the agents choose among six places by random
// utility, the others go home with probability 0.1; last year's stocks attract
// -----------------------

constexpr std::size_t places = 6;
constexpr int years = 25;

struct Agent {
    double ability;  // standard normal, roughly
    double income;   // positive, mean 1
    std::uint32_t id;
    std::uint32_t group;  // which third of the years it chooses in
    std::uint32_t origin;
    std::uint32_t place;
};

using Stock = std::array<std::array<double, places>, places>;

double uniform_draw(std::uint32_t id, int year, std::uint16_t purpose, std::uint32_t lane) {
    return uniform(draw({1, 0, 0, static_cast<std::uint16_t>(year), purpose, 0}, id)[lane]);
}

std::vector<Agent> make_agents(std::size_t n) {
    std::vector<Agent> agents(n);
    for (std::uint32_t i = 0; i < n; ++i) {
        double ability = -6;
        for (std::uint16_t k = 0; k < 12; ++k) ability += uniform_draw(i, 0, k, 0);
        const auto origin = static_cast<std::uint32_t>(i % places);
        agents[i] = {ability, -std::log(uniform_draw(i, 0, 20, 0)), i, i / 6 % 3, origin, origin};
    }
    return agents;
}

std::uint32_t chosen_place(const Agent& agent, int year, const Stock& stock, double people) {
    const auto key = [&](std::uint16_t index) {
        return DrawKey{1, 0, 0, static_cast<std::uint16_t>(year), 1, index};
    };
    const auto low = draw(key(0), agent.id);
    const auto high = draw(key(1), agent.id);
    std::uint32_t best = 0;
    double best_utility = -1e300;
    for (std::uint32_t d = 0; d < places; ++d) {
        const double cost = d == agent.origin ? 0.3 : 0.6 + 0.2 * d;
        const double network = 1000 * stock[agent.origin][d] / people;
        const double gumbel = -std::log(-std::log(uniform(d < 4 ? low[d] : high[d - 4])));
        const double utility = (d == agent.origin ? 2.0 : 0.0) + 0.1 * d * agent.ability -
                               std::log(cost) / std::sqrt(1 + agent.income) +
                               0.2 * std::log(1 + network) + gumbel;
        if (utility > best_utility) best_utility = utility, best = d;
    }
    return best;
}

Stock step(std::vector<Agent>& agents, std::size_t begin, std::size_t end, int year,
           const Stock& before) {
    Stock stock{};
    for (std::size_t i = begin; i < end; ++i) {
        Agent& agent = agents[i];
        if (agent.group == static_cast<std::uint32_t>(year % 3)) {
            agent.place = chosen_place(agent, year, before, static_cast<double>(agents.size()));
        } else if (agent.place != agent.origin && uniform_draw(agent.id, year, 2, 0) < 0.1) {
            agent.place = agent.origin;
        }
        stock[agent.origin][agent.place] += 1;
    }
    return stock;
}

void plain_loop(benchmark::State& state) {
    Workers workers(static_cast<int>(state.range(0)));
    const std::vector<Agent> start = make_agents(1'000'000);
    constexpr std::size_t chunk_size = 20'000;
    for ([[maybe_unused]] auto _ : state) {
        state.PauseTiming();
        std::vector<Agent> agents = start;
        state.ResumeTiming();
        Stock stock{};
        std::vector<Stock> parts(Workers::chunk_count(agents.size(), chunk_size));
        for (int year = 0; year < years; ++year) {
            workers.for_chunks(agents.size(), chunk_size, [&](auto begin, auto end, auto chunk) {
                parts[chunk] = step(agents, begin, end, year, stock);
            });
            stock = {};
            for (const Stock& part : parts)
                for (std::size_t o = 0; o < places; ++o)
                    for (std::size_t d = 0; d < places; ++d) stock[o][d] += part[o][d];
        }
        benchmark::DoNotOptimize(stock);
    }
    state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(start.size()) * years);
    state.counters["bytes_per_agent"] = sizeof(Agent);
}
BENCHMARK(plain_loop)
    ->Name("yardstick/plain_loop/threads")
    ->Arg(1)
    ->Arg(2)
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond);

}  // namespace
