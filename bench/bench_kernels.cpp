// SPDX-License-Identifier: MIT
// Nanoseconds an element of every kernel in every variant this CPU runs, on data that fits the
// first caches, as the phases' blocks do.
#include <benchmark/benchmark.h>

#include <cmath>
#include <vector>

#include "sim/kernels/kernels.hpp"

namespace {
using namespace keruen;

constexpr std::size_t n = 2048;
const DrawKey key{2024, 7, 2003, 2011, 5, 0};

struct Data {
    std::vector<std::uint32_t> a = std::vector<std::uint32_t>(n);
    std::vector<std::uint32_t> b = a, c = a, d = a, positions = a;
    std::vector<double> x = std::vector<double>(n), y = x;

    Data() {
        kernels().draw_range(key, 0, n, a.data(), b.data(), c.data(), positions.data());
        kernels().gumbel(n, a.data(), x.data());
        for (double& v : x) v = std::abs(v) + 1e-3;
    }
};

/// One argument, the variant; benchmarks of those the CPU lacks end with an error.
template <class Body>
void kernel(benchmark::State& state, const Body& body) {
    const char* const isa[] = {"baseline", "avx2", "avx512"};
    const Kernels* k = kernels_for(isa[state.range(0)]);
    state.SetLabel(isa[state.range(0)]);
    if (k == nullptr) return state.SkipWithError("not on this CPU");
    Data data;
    for ([[maybe_unused]] auto _ : state) {
        body(*k, data);
        benchmark::ClobberMemory();
    }
    state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(n));
}

void draw_scalar(benchmark::State& state) {
    std::uint32_t position = 0;
    for ([[maybe_unused]] auto _ : state) benchmark::DoNotOptimize(draw(key, position++));
    state.SetItemsProcessed(state.iterations());
}
BENCHMARK(draw_scalar)->Name("kernel/draw/scalar");

#define KERUEN_BENCH_KERNEL(NAME, CALL) \
    BENCHMARK_CAPTURE(kernel, NAME, [](const Kernels& k, Data& s) { CALL; })->DenseRange(0, 2)

KERUEN_BENCH_KERNEL(draw_range_four_lanes,
                    k.draw_range(key, 0, n, s.a.data(), s.b.data(), s.c.data(), s.d.data()));
KERUEN_BENCH_KERNEL(draw_range_one_lane,
                    k.draw_range(key, 0, n, s.a.data(), nullptr, nullptr, nullptr));
KERUEN_BENCH_KERNEL(draw_list_four_lanes, k.draw_list(key, 0, s.positions.data(), n, s.a.data(),
                                                      s.b.data(), s.c.data(), s.d.data()));
KERUEN_BENCH_KERNEL(log, k.log(n, s.x.data(), s.y.data()));
KERUEN_BENCH_KERNEL(exp, k.exp(n, s.x.data(), s.y.data()));
KERUEN_BENCH_KERNEL(gumbel, k.gumbel(n, s.a.data(), s.y.data()));
KERUEN_BENCH_KERNEL(exponential, k.exponential(n, s.a.data(), s.y.data()));
KERUEN_BENCH_KERNEL(normal, k.normal(n, s.a.data(), s.y.data()));
KERUEN_BENCH_KERNEL(logistic_threshold, k.logistic_threshold(n, s.x.data(), s.d.data()));
KERUEN_BENCH_KERNEL(log_stable, k.log_stable(n, 0.6, s.a.data(), s.b.data(), s.y.data()));

}  // namespace
