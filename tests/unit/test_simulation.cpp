// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>
#include <cmath>

#include "sim/kernels/kernels.hpp"
#include "tests/support/small_world.hpp"

using namespace keruen;
using namespace keruen::test;

TEST_CASE("a run is the same on any number of threads and with any chunk size", "[parallel]") {
    Workers one(1);
    auto ready = make_ready(one);
    ready->setup.events = true;
    ready->setup.panel_share = 0.01;
    const std::uint64_t expected = fingerprint(simulate(ready->setup, one));
    for (const int threads : {2, 3, 8}) {
        Workers workers(threads);
        auto again = make_ready(workers);
        again->setup.events = true;
        again->setup.panel_share = 0.01;
        again->setup.chunk = 4096U * static_cast<unsigned>(threads);
        CHECK(fingerprint(simulate(again->setup, workers)) == expected);
    }
}

TEST_CASE("a run is the same on every instruction set") {
    Workers workers(1);
    const std::string best = kernels().name;
    auto first = make_ready(workers);
    const std::uint64_t expected = fingerprint(simulate(first->setup, workers));
    for (const char* isa : {"baseline", "avx2", "avx512"}) {
        if (kernels_for(isa) == nullptr) continue;
        use_kernels(isa);
        auto ready = make_ready(workers);
        CHECK(fingerprint(simulate(ready->setup, workers)) == expected);
    }
    use_kernels(best);
}

TEST_CASE("recording events and the panel changes nothing else") {
    Workers workers(2);
    auto ready = make_ready(workers);
    const std::uint64_t plain = fingerprint(simulate(ready->setup, workers), false);
    ready->setup.events = true;
    CHECK(fingerprint(simulate(ready->setup, workers), false) == plain);
}

TEST_CASE("a policy that changes nothing gives the identical result, another does not") {
    Workers workers(2);
    auto ready = make_ready(workers);
    const std::uint64_t base = fingerprint(simulate(ready->setup, workers));
    ready->policy.programmes[0].places = ready->policy.programmes[0].places;
    CHECK(fingerprint(simulate(ready->setup, workers)) == base);
    for (std::size_t t = ready->world.index(2016); t < ready->world.years(); ++t) {
        ready->policy.programmes[0].places[t] = 400;
    }
    CHECK(fingerprint(simulate(ready->setup, workers)) != base);
}

TEST_CASE("the simulated stocks of the last inverted years match the observed ones") {
    Workers workers(2);
    auto ready = make_ready(workers);
    const std::vector<YearRecord> years = simulate(ready->setup, workers);
    for (const Year year : {2012, 2013, 2014}) {
        const std::size_t t = ready->world.index(year);
        for (std::size_t o = 0; o < 3; ++o) {
            for (std::size_t h = 0; h < 3; ++h) {
                const double observed = ready->world.stock(o, h, t);
                if (std::isnan(observed)) continue;
                const auto simulated = static_cast<double>(years[t].stock(o, h));
                INFO(year << " " << o << " -> " << h << ": " << simulated << " for " << observed);
                // Five standard deviations of a count of this size, and 4 % for the expectation
                // taken over a finite sample of students.
                CHECK(std::abs(simulated - observed) < 5 * std::sqrt(observed) + 0.04 * observed);
            }
        }
    }
}
