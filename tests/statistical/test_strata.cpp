// SPDX-License-Identifier: MIT
// Strata of taste are a way of sampling: they must change no flow in the mean. Every z below is
// compared with 6, which a true mean passes with probability 1e-6 at 38 degrees of freedom; there
// are 4 of them, and seeds are fixed.
#include <catch2/catch.hpp>
#include <cmath>
#include <set>

#include "tests/support/small_world.hpp"

using namespace keruen;
using namespace keruen::test;

namespace {

constexpr int kSeeds = 20;
constexpr RegionIndex kFocus = 0, kOrigin = 2;

struct Moments {
    double sum = 0, squares = 0;
    void add(double x) {
        sum += x;
        squares += x * x;
    }
    double mean() const { return sum / kSeeds; }
    double variance() const { return (squares - sum * sum / kSeeds) / (kSeeds - 1); }
};

/// Entrants of the origin at every host, summed over the years, in one run.
std::vector<double> entrants(const Setup& setup, Workers& workers) {
    std::vector<double> sum(setup.regions());
    for (const YearRecord& year : simulate(setup, workers)) {
        for (std::size_t h = 0; h < sum.size(); ++h) {
            sum[h] += static_cast<double>(year.entrants(kOrigin, h));
        }
    }
    return sum;
}

std::vector<Moments> over_seeds(Setup setup, Workers& workers) {
    std::vector<Moments> moments(setup.regions());
    for (int seed = 1; seed <= kSeeds; ++seed) {
        setup.seed = static_cast<std::uint64_t>(seed);
        const std::vector<double> flows = entrants(setup, workers);
        for (std::size_t h = 0; h < flows.size(); ++h) moments[h].add(flows[h]);
    }
    return moments;
}

}  // namespace

TEST_CASE("Strata of taste for the focus change no flow in the mean and make that to it steadier") {
    Workers workers(2);
    const auto ready = make_ready(workers);
    for (Cube& delta : ready->constants.delta) {  // few of the origin want to go to the focus
        for (std::size_t t = 0; t < ready->world.years(); ++t) delta(kOrigin, kFocus, t) -= 3;
    }
    Setup plain = ready->setup;
    plain.weights.assign(3, Weights{40, 400, 40});
    Setup strata = plain;
    strata.focus = kFocus;
    strata.weights.assign(3, Weights{40, 400, 2});
    const auto without = over_seeds(plain, workers), with = over_seeds(strata, workers);
    for (std::size_t h = 0; h < 3; ++h) {
        const double error = std::sqrt((without[h].variance() + with[h].variance()) / kSeeds);
        if (error == 0) continue;
        INFO("host " << h << ": " << without[h].mean() << " and " << with[h].mean());
        CHECK(std::abs(without[h].mean() - with[h].mean()) < 6 * error);
    }
    CHECK(with[kFocus].mean() > 0);
    CHECK(with[kFocus].variance() < without[kFocus].variance() / 2);
}

TEST_CASE("No two people of different strata share an id") {
    Workers workers(1);
    const auto ready = make_ready(workers);
    Setup setup = ready->setup;
    setup.focus = kFocus;
    setup.events = true;
    setup.panel_share = 0.5;
    State state = initial_state(setup);
    auto schedule = academic_year(setup, workers);
    const YearRecord year = simulate_year(setup, schedule, state, true);
    std::set<std::uint64_t> ids;
    for (const PanelRow& row : year.panel) CHECK(ids.insert(row.person).second);
    REQUIRE(ids.size() > 1000);
}
