// SPDX-License-Identifier: MIT
// A nested hundredth against the full population. False-alarm rate 1e-6 a flow and year; with about
// 500 of them under 1e-3 for the file, if at all: the seed is fixed.
#include <boost/math/distributions/poisson.hpp>
#include <catch2/catch.hpp>
#include <cmath>

#include "tests/support/small_world.hpp"

using namespace keruen;
using namespace keruen::test;

namespace {

constexpr double kFalseAlarm = 1e-6;
constexpr std::uint32_t kWeight = 100;

/// The small world with everybody and every place twenty times, so that a hundredth of a flow is
/// still some dozens of agents.
std::unique_ptr<Ready> great_world(Workers& workers) {
    World world = small_world();
    for (Series* people : {&world.cohort, &world.home_enrolment, &world.university_enrolment,
                           &world.outbound_known}) {
        for (double& value : people->values()) value *= 20;
    }
    for (double& value : world.stock.values()) value *= 20;
    Policy policy = small_policy(world);
    for (Programme& programme : policy.programmes) {
        for (double& places : programme.places) places *= 20;
    }
    return make_ready(workers, std::move(world), std::move(policy));
}

/// `coarse` counts agents of kWeight people, each a person drawn from the full population, of whom
/// `full` are in the flow. If their number of agents were fixed it would be hypergeometric; Poisson
/// tails are wider. Rationing takes whole agents, so up to `whole` agents may be off for certain.
/// `feedback` widens the deviation for what error breeds: last year's students attract this year's.
void check_sample(std::int64_t full, std::int64_t coarse, double whole, double feedback) {
    REQUIRE(coarse % kWeight == 0);
    if (full == 0) {
        CHECK(coarse == 0);
        return;
    }
    const double mean = static_cast<double>(full) / kWeight;
    const double agents = static_cast<double>(coarse) / kWeight;
    const boost::math::poisson expected(mean);
    const double low = quantile(expected, kFalseAlarm / 2);
    const double high = quantile(complement(expected, kFalseAlarm / 2));
    CHECK(agents >= mean - feedback * (mean - low) - whole - 1);
    CHECK(agents <= mean + feedback * (high - mean) + whole + 1);
}

}  // namespace

TEST_CASE("A nested hundredth gives the flows of the full population within sampling error",
          "[nested]") {
    Workers workers(2);
    const auto ready = great_world(workers);
    const std::vector<YearRecord> full = simulate(ready->setup, workers, false);
    ready->setup.weights.assign(3, Weights{kWeight, kWeight});
    const std::vector<YearRecord> coarse = simulate(ready->setup, workers);
    for (std::size_t t = 0; t < full.size(); ++t) {
        const bool forecast = t > ready->world.index(ready->world.base);
        // To the base year the network is the observed one. After it an error of e log points of a
        // stock is one of at most choose.network / lambda e = 0.4 e of next year's entrants, and in
        // the long run of 1 / (1 - 0.4) times the error of each year's own chance.
        const Parameters& p = ready->setup.parameters;
        const double feedback = forecast ? 1 / (1 - p.choose_network / p.choose_nest) : 1;
        for (std::size_t o = 0; o < 3; ++o) {
            for (std::size_t h = 0; h < 3; ++h) {
                INFO(ready->world.year(t) << " " << o << " -> " << h);
                // One programme overfilled by less than an agent a year; at most 5 years of study.
                check_sample(full[t].stock(o, h), coarse[t].stock(o, h), 5, feedback);
                check_sample(full[t].entrants(o, h), coarse[t].entrants(o, h), 1, feedback);
            }
            INFO(ready->world.year(t) << " at home in " << o);
            std::int64_t at_home = 0, sampled = 0;
            for (std::size_t level = 0; level < 3; ++level) {
                at_home += full[t].home_students(o, level);
                sampled += coarse[t].home_students(o, level);
            }
            // Each of 13 cohorts has rounded up its two strata.
            check_sample(at_home, sampled, 26, 1);
        }
        for (std::size_t q = 0; q < 2; ++q) {
            CHECK(std::abs(coarse[t].awards[q] - full[t].awards[q]) < kWeight);
        }
    }
}
