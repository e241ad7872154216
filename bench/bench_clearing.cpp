// SPDX-License-Identifier: MIT
#include <benchmark/benchmark.h>

#include <cmath>
#include <random>

#include "models/clearing/clearing.hpp"

namespace {

using keruen::Market;

/// `applicants` who rank 8 of 40 capacities of uneven popularity; `tightness` is people per place
/// over all capacities. Scores have 20 bits, correlated over capacities, as the phase makes them.
Market crowded_market(std::uint32_t applicants, double tightness, std::uint32_t heaviest) {
    constexpr std::uint32_t kCapacities = 40;
    constexpr std::uint32_t kOptions = 8;
    std::mt19937_64 random(7);
    Market market;
    market.first.push_back(0);
    std::int64_t people = 0;
    for (std::uint32_t i = 0; i < applicants; ++i) {
        market.weight.push_back(1 + static_cast<std::uint32_t>(random() % heaviest));
        people += market.weight.back();
        const std::uint64_t ability = random() >> 45;
        std::uint64_t listed = 0;
        while (market.choice.size() < market.first.back() + kOptions) {
            // The square makes low capacities popular.
            const double u = static_cast<double>(random() >> 11) * 0x1p-53;
            const auto c = static_cast<std::uint8_t>(u * u * kCapacities);
            if (listed >> c & 1) continue;
            listed |= std::uint64_t{1} << c;
            market.choice.push_back(c);
            const std::uint64_t score = ability + (random() >> 45);
            market.priority.push_back(score << 43 | (random() & 0x3fffff) << 21 | i);
        }
        market.first.push_back(market.first.back() + kOptions);
    }
    const double places = static_cast<double>(people) / tightness / kCapacities;
    market.capacity.assign(kCapacities, static_cast<std::int64_t>(places));
    return market;
}

void report(benchmark::State& state, int rounds) {
    state.counters["time/applicant"] = benchmark::Counter(
        static_cast<double>(state.range(0)),
        benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
    state.counters["rounds"] = rounds;
}

/// Arguments: applicants, people per 100 places, heaviest weight.
void clear_market(benchmark::State& state) {
    keruen::Workers workers(1);
    const Market market = crowded_market(static_cast<std::uint32_t>(state.range(0)),
                                         static_cast<double>(state.range(1)) / 100,
                                         static_cast<std::uint32_t>(state.range(2)));
    int rounds = 0;
    for (auto _ : state) {
        const keruen::Clearing result = keruen::clear(market, workers);
        rounds = result.rounds;
        benchmark::DoNotOptimize(result.placed.data());
    }
    report(state, rounds);
}
BENCHMARK(clear_market)
    ->ArgNames({"applicants", "crowding", "heaviest"})
    ->ArgsProduct({{20'000, 2'000'000}, {50, 95, 150, 1000}, {1, 40}})
    ->Unit(benchmark::kMillisecond);

void place_at_frozen_cutoffs(benchmark::State& state) {
    keruen::Workers workers(1);
    const Market market = crowded_market(static_cast<std::uint32_t>(state.range(0)), 1.5, 1);
    const keruen::Clearing result = keruen::clear(market, workers);
    for (auto _ : state) {
        const auto placed = keruen::place(market, result.cutoff);
        benchmark::DoNotOptimize(placed.data());
    }
    report(state, result.rounds);
}
BENCHMARK(place_at_frozen_cutoffs)->Arg(2'000'000)->Unit(benchmark::kMillisecond);

}  // namespace
