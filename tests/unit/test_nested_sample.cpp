// SPDX-License-Identifier: MIT
#include <algorithm>
#include <catch2/catch.hpp>
#include <set>

#include "models/phases/aspire.hpp"
#include "models/phases/enter.hpp"
#include "models/phases/govern.hpp"
#include "tests/support/small_world.hpp"

using namespace keruen;
using namespace keruen::test;

namespace {

template <class T>
bool is_prefix(const std::vector<T>& coarse, const std::vector<T>& fine) {
    return coarse.size() <= fine.size() && std::equal(coarse.begin(), coarse.end(), fine.begin());
}

Setup weighted(const Ready& ready, std::uint32_t mover, std::uint32_t stayer) {
    Setup setup = ready.setup;
    setup.weights.assign(3, Weights{mover, stayer});
    setup.events = true;
    setup.panel_share = 0.2;
    return setup;
}

struct Entered {
    Population population;
    Applicants applicants;
};

Entered enter_and_aspire(const Setup& setup, Year year, Workers& workers) {
    Entered entered;
    YearRecord record(3, setup.policy->programmes.size());
    enter(setup, year, entered.population, record, workers);
    const YearTables tables = govern(setup, year, initial_state(setup).memory, workers);
    entered.applicants = aspire(setup, year, tables, entered.population, record, workers);
    return entered;
}

}  // namespace

TEST_CASE("the people of a coarser population are among those of a finer, with all they are") {
    Workers workers(1);
    const auto ready = make_ready(workers);
    const Entered fine = enter_and_aspire(weighted(*ready, 2, 10), 2012, workers);
    const Entered coarse = enter_and_aspire(weighted(*ready, 14, 1000), 2012, workers);
    for (std::size_t b = 0; b < 3; ++b) {
        const MoverBlock &few = coarse.population.movers[b], &many = fine.population.movers[b];
        CHECK(few.size() == (many.size() * 2 + 13) / 14);
        CHECK(is_prefix(few.ability, many.ability));
        CHECK(is_prefix(few.income, many.income));
        CHECK(is_prefix(few.traits, many.traits));
        CHECK(is_prefix(few.stage, many.stage));  // who entered, and who looks abroad
        CHECK(is_prefix(few.panel, many.panel));
        const StayerBlock &stays = coarse.population.stayers[b], &stay = fine.population.stayers[b];
        CHECK(stays.first_position == stay.first_position);
        CHECK(is_prefix(stays.stage, stay.stage));
    }
}

TEST_CASE("whoever is ever seen in a coarser run is seen in a finer one") {
    Workers workers(2);
    const auto ready = make_ready(workers);
    // Without rationing nobody's fate hangs on how many others there are, up to the base year.
    for (Programme& programme : ready->policy.programmes) {
        programme.places.assign(ready->world.years(), std::numeric_limits<double>::infinity());
    }
    // Exchange is rationed throughout, and agents answer for others: leave it out, and its delays.
    ready->setup.parameters.exchange_delay = 0;
    const auto fine = simulate(weighted(*ready, 1, 10), workers);
    const auto coarse = simulate(weighted(*ready, 8, 100), workers);
    for (std::size_t t = 0; t <= ready->world.index(ready->world.base); ++t) {
        std::set<std::pair<std::uint64_t, int>> all;
        for (const Event& e : fine[t].events) all.emplace(e.person, static_cast<int>(e.kind));
        REQUIRE(!coarse[t].events.empty());
        std::size_t missing = 0;
        for (const Event& e : coarse[t].events) {
            if (e.kind == EventKind::exchange) continue;
            missing += all.count({e.person, static_cast<int>(e.kind)}) == 0;
        }
        CHECK(missing == 0);
    }
}
