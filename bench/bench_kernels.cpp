// SPDX-License-Identifier: MIT
// Nanoseconds an element of every kernel in every variant this CPU runs, on data that fits the
// first caches, as the phases' blocks do.
#include <benchmark/benchmark.h>

#include <cmath>
#include <functional>
#include <string>
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

using Body = std::function<void(const Kernels&, Data&)>;

void add(const char* name, const Body& body) {
    for (const char* isa : {"baseline", "avx2", "avx512"}) {
        const Kernels* k = kernels_for(isa);
        if (k == nullptr) continue;
        benchmark::RegisterBenchmark(
            (std::string("kernel/") + name + "/" + isa).c_str(),
            [k, body](benchmark::State& state) {
                Data data;
                for (auto _ : state) {
                    body(*k, data);
                    benchmark::ClobberMemory();
                }
                state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(n));
            });
    }
}

void draw_scalar(benchmark::State& state) {
    std::uint32_t position = 0;
    for (auto _ : state) benchmark::DoNotOptimize(draw(key, position++));
    state.SetItemsProcessed(state.iterations());
}
BENCHMARK(draw_scalar)->Name("kernel/draw/scalar");

const bool registered = [] {
    add("draw_range_four_lanes", [](const Kernels& k, Data& s) {
        k.draw_range(key, 0, n, s.a.data(), s.b.data(), s.c.data(), s.d.data());
    });
    add("draw_range_one_lane", [](const Kernels& k, Data& s) {
        k.draw_range(key, 0, n, s.a.data(), nullptr, nullptr, nullptr);
    });
    add("draw_list_four_lanes", [](const Kernels& k, Data& s) {
        k.draw_list(key, s.positions.data(), n, s.a.data(), s.b.data(), s.c.data(), s.d.data());
    });
    add("log", [](const Kernels& k, Data& s) { k.log(n, s.x.data(), s.y.data()); });
    add("exp", [](const Kernels& k, Data& s) { k.exp(n, s.x.data(), s.y.data()); });
    add("gumbel", [](const Kernels& k, Data& s) { k.gumbel(n, s.a.data(), s.y.data()); });
    add("exponential", [](const Kernels& k, Data& s) { k.exponential(n, s.a.data(), s.y.data()); });
    add("normal", [](const Kernels& k, Data& s) { k.normal(n, s.a.data(), s.y.data()); });
    add("logistic_threshold",
        [](const Kernels& k, Data& s) { k.logistic_threshold(n, s.x.data(), s.d.data()); });
    add("log_stable", [](const Kernels& k, Data& s) {
        k.log_stable(n, 0.6, s.a.data(), s.b.data(), s.y.data());
    });
    return true;
}();

}  // namespace
