// SPDX-License-Identifier: MIT
#include <array>
#include <catch2/catch.hpp>
#include <numeric>
#include <random>

#include "analysis/validation/attribution.hpp"
#include "analysis/validation/shapley.hpp"
#include "tests/support/small_experiment.hpp"

using namespace keruen;

TEST_CASE("The glove game has its textbook values, and games of less structure theirs") {
    // Players 0 and 1 own a left glove each, player 2 the only right one; a pair is worth 1.
    std::vector<double> gloves(8, 0.0);
    gloves[0b101] = gloves[0b110] = gloves[0b111] = 1;
    const std::vector<double> values = shapley_values(gloves);
    CHECK(values[0] == Approx(1.0 / 6));
    CHECK(values[1] == Approx(1.0 / 6));
    CHECK(values[2] == Approx(2.0 / 3));
    // Everybody brings the same whoever is there; the empty coalition's worth is nobody's.
    const std::vector<double> additive{5, 6, 8, 9};
    CHECK(shapley_values(additive) == std::vector<double>{1, 3});
    CHECK(shapley_values(std::vector<double>{7}).empty());
    CHECK_THROWS_AS(shapley_values(std::vector<double>{0, 1, 2}), std::invalid_argument);
    CHECK_THROWS_AS(shapley_values(std::vector<double>{}), std::invalid_argument);
}

TEST_CASE("Shares of growth add up to what all mechanisms together do") {
    std::mt19937 chance(7);
    std::normal_distribution<double> normal;
    std::vector<std::array<double, kCombinations>> games(3);
    for (auto& game : games) {
        for (double& worth : game) worth = normal(chance);
    }
    Attribution found;
    found.recorded = 0.9;
    found.at_rest = 0.05;
    share_out(games, found);
    const double shared = std::accumulate(found.shares.begin(), found.shares.end(), 0.0);
    CHECK(shared == Approx(found.growth.back() - found.growth.front()).margin(1e-14));
    CHECK(found.at_rest + found.other_inputs() + shared + found.unexplained() ==
          Approx(found.recorded).margin(1e-14));
    CHECK(found.growth[3] == Approx((games[0][3] + games[1][3] + games[2][3]) / 3));
    for (const double error : found.errors) CHECK(error > 0);
    share_out({games[0]}, found);
    CHECK(found.errors == std::array<double, kMechanisms.size()>{});
}

TEST_CASE("A mechanism at rest stays as at the base, and the past as it was") {
    Workers workers(1);
    const auto given = test::small_experiment(workers), e = test::small_experiment(workers);
    const std::size_t base = e->world.index(e->world.base);
    const std::size_t last = e->world.years() - 1;
    REQUIRE(e->constants.entrants(0U, base) != e->constants.entrants(0U, last));
    rest(Mechanism::cohorts, *e);
    rest(Mechanism::places, *e);
    rest_other_inputs(*e);
    CHECK(e->constants.entrants(0U, last) == given->constants.entrants(0U, base));
    CHECK(e->constants.entrants(0U, base - 1) == given->constants.entrants(0U, base - 1));
    CHECK(e->constants.home_seats(0U, last) == 0);
    CHECK(e->world.cohort(1U, last) == given->world.cohort(1U, base));
    for (std::size_t q = 0; q < e->policy.programmes.size(); ++q) {
        const auto &held = e->policy.programmes[q].places,
                   &was = given->policy.programmes[q].places;
        CHECK(held[last] == was[base]);
        CHECK(held[base - 1] == was[base - 1]);
    }
    // Prices stay in the host's real money.
    const World &w = e->world, &g = given->world;
    CHECK(w.living(1U, last) * w.real_rate(1U, last) ==
          Approx(g.living(1U, base) * g.real_rate(1U, base)));
    Parameters parameters;
    rest_in_parameters(Mechanism::rates, parameters);
    rest_in_parameters(Mechanism::network, parameters);
    CHECK(parameters.choose_rate_pass_through == 0);
    CHECK(parameters.choose_network == 0);
    CHECK(parameters.choose_price == Parameters{}.choose_price);
}
