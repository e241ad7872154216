// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>
#include <cmath>
#include <numeric>

#include "models/groups.hpp"
#include "models/phases/tally.hpp"
#include "tests/support/small_world.hpp"

using namespace keruen;
using namespace keruen::test;

TEST_CASE("the shares of each division of groups sum to one") {
    const auto shares = group_shares(Parameters{});
    CHECK(std::accumulate(shares.begin(), shares.begin() + 5, 0.0) == Approx(1));
    CHECK(std::accumulate(shares.begin() + 5, shares.begin() + 10, 0.0) == Approx(1));
    CHECK(shares[kSexGroup] + shares[kSexGroup + 1] == 1);
    CHECK(shares[kTownGroup] + shares[kTownGroup + 1] == 1);
    for (std::size_t g = 0; g < 10; ++g) CHECK(shares[g] == Approx(0.2).margin(0.004));
}

TEST_CASE("entrants of a run fall into groups as births do, movers and stayers alike") {
    // 3 origins x 14 groups x 18 years of binomial counts, some 10,000 people each and the stayers
    // among them shared out without chance: 5 standard deviations, false alarm below 1 in 2,000.
    Workers workers(2);
    auto ready = make_ready(workers);
    const auto shares = group_shares(ready->setup.parameters);
    for (const YearRecord& r : simulate(ready->setup, workers)) {
        for (std::size_t o = 0; o < 3; ++o) {
            std::int64_t entrants = r.home_entrants[o];
            for (std::size_t h = 0; h < 3; ++h) entrants += r.entrants_by_level(o, h, 0);
            const auto n = static_cast<double>(entrants);
            for (std::size_t g = 0; g < kGroups; ++g) {
                const double sd = std::sqrt(n * shares[g] * (1 - shares[g]));
                CHECK(std::abs(static_cast<double>(r.group_entrants(o, g)) - n * shares[g]) <
                      5 * sd + 1);
                CHECK(r.group_mobile(o, g) <= r.group_entrants(o, g));
                CHECK(r.group_funded(o, g) <= r.group_mobile(o, g));
            }
        }
    }
}

TEST_CASE("the rich, the able, the urban go abroad more, women no more than men") {
    Workers workers(2);
    auto ready = make_ready(workers);
    Grid<std::int64_t, 2> mobile({3, kGroups}), entrants = mobile;
    for (const YearRecord& r : simulate(ready->setup, workers)) {
        for (std::size_t k = 0; k < mobile.values().size(); ++k) {
            mobile.values()[k] += r.group_mobile.values()[k];
            entrants.values()[k] += r.group_entrants.values()[k];
        }
    }
    auto rate = [&](std::size_t g) {
        return static_cast<double>(mobile(0, g)) / static_cast<double>(entrants(0, g));
    };
    CHECK(rate(kIncomeGroup + 4) > 1.3 * rate(kIncomeGroup));
    CHECK(rate(kAbilityGroup + 4) > rate(kAbilityGroup));
    CHECK(rate(kTownGroup + 1) > rate(kTownGroup));
    // Sex acts on nothing: the two rates differ by chance alone (some 10,000 mobile people in all;
    // 5 standard deviations of their ratio).
    CHECK(rate(kSexGroup + 1) / rate(kSexGroup) == Approx(1).margin(0.1));
}
