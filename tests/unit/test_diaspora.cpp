// SPDX-License-Identifier: MIT
// Graduates abroad: expected in the opening, simulated after it, and their pull on students.
#include <catch2/catch.hpp>
#include <cmath>

#include "models/constants/diaspora.hpp"
#include "tests/support/small_world.hpp"

using namespace keruen;
using namespace keruen::test;

namespace {

constexpr std::size_t kHom = 0, kNea = 1, kFar = 2;

double per_thousand(double students, double settled, double weight) {
    Parameters p;
    p.choose_diaspora = weight;
    return network_size(p, students, settled, 20'000);
}

}  // namespace

TEST_CASE("a graduate counts in the network as much as the parameter says") {
    CHECK(per_thousand(100, 50, 0) == 5);
    CHECK(per_thousand(100, 50, 1) == 7.5);
    CHECK(per_thousand(100, 50, 0.2) == Approx(5.5));
}

TEST_CASE("the diaspora expected in the opening is what agents and the earlier one come to") {
    // Without bonds and third regions, which the expectation leaves out. Some 1,000 to 10,000
    // people a flow: the band is the mean field's error, not chance.
    Workers workers(2);
    World world = small_world(2014);
    Policy policy = small_policy(world);
    policy.programmes[0].bond_years.assign(world.years(), 0);
    Parameters parameters;
    parameters.settle_third = 0;
    auto ready = make_ready(workers, std::move(world), std::move(policy), parameters);
    const std::vector<YearRecord> years = simulate(ready->setup, workers);
    const ExpectedDiaspora& expected = ready->constants.diaspora;
    for (const auto& [o, h] : {std::pair{kHom, kNea}, {kHom, kFar}, {kNea, kFar}, {kFar, kFar}}) {
        for (const Year year : {2009, 2014}) {
            const std::size_t t = ready->world.index(year);
            const double simulated = static_cast<double>(years[t].diaspora(o, h));
            INFO(o << " -> " << h << " in " << year << ": " << simulated << " + "
                   << expected.earlier(o, h, t) << " for " << expected.all(o, h, t));
            CHECK(simulated + expected.earlier(o, h, t) ==
                  Approx(expected.all(o, h, t)).epsilon(0.1));
        }
    }
}

TEST_CASE("the earlier diaspora begins large and fades at the rate of return") {
    Workers workers(2);
    auto ready = make_ready(workers);
    const Parameters& p = ready->setup.parameters;
    const ExpectedDiaspora& expected = ready->constants.diaspora;
    CHECK(expected.earlier(kHom, kNea, 0) > 500);
    CHECK(expected.earlier(kHom, kNea, 0) == Approx(expected.all(kHom, kNea, 0)));
    for (std::size_t t = ready->world.index(2015); t < ready->world.years(); ++t) {
        CHECK(expected.earlier(kHom, kNea, t) ==
              Approx((1 - p.settle_return_hazard) * expected.earlier(kHom, kNea, t - 1)));
        CHECK(expected.all(kHom, kNea, t) == 0);
    }
    CHECK(expected.earlier(kHom, kHom, 5) == 0);
}

TEST_CASE("whatever graduates count in the network, the opening has the observed stocks") {
    Workers workers(2);
    for (const double weight : {0.0, 1.0}) {
        Parameters parameters;
        parameters.choose_diaspora = weight;
        const World world = small_world(2016);
        auto ready = make_ready(workers, world, small_policy(world), parameters);
        const std::vector<YearRecord> years = simulate(ready->setup, workers);
        for (const Year year : {2013, 2014}) {
            const std::size_t t = world.index(year);
            for (const std::size_t h : {kNea, kFar}) {
                const double observed = world.stock(kHom, h, t);
                const auto simulated = static_cast<double>(years[t].stock(kHom, h));
                // As for all flows: five standard deviations and 4 % for the finite sample.
                CHECK(std::abs(simulated - observed) < 5 * std::sqrt(observed) + 0.04 * observed);
            }
        }
    }
}

TEST_CASE("taxes forgone are income times ratio for every graduate abroad") {
    Workers workers(2);
    auto ready = make_ready(workers);
    const std::vector<YearRecord> years = simulate(ready->setup, workers);
    const std::size_t t = ready->world.index(2018);
    double graduates = 0;
    for (std::size_t h = 0; h < 3; ++h) {
        graduates += static_cast<double>(years[t].diaspora(kHom, h)) +
                     ready->constants.diaspora.earlier(kHom, h, t);
    }
    CHECK(static_cast<double>(years[t].taxes_forgone[kHom]) ==
          Approx(graduates * ready->setup.parameters.account_tax * 4000).margin(1));
}
