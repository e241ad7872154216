// SPDX-License-Identifier: MIT
#include <algorithm>
#include <catch2/catch.hpp>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <limits>
#include <set>

#include "scenario_world.hpp"
#include "scenarios/levers.hpp"
#include "scenarios/reference_pages.hpp"

using namespace keruen;

namespace {

/// Two regions of one country and one of two, 2010-2014.
World three_regions() {
    World world;
    world.regions = {{"KAZ", "", true, {"KAZ"}},
                     {"RUS", "", false, {"RUS"}},
                     {"EUR", "", false, {"DEU", "FRA"}}};
    world.first = 2010;
    world.base = 2012;
    world.last = 2014;
    return world;
}

PolicyValue constant(const std::string& key, double value) {
    return {key, {"test"}, {{DatedValue::always, value, {"test"}}}};
}

constexpr std::size_t KAZ = 0, RUS = 1, EUR = 2;

}  // namespace

TEST_CASE("Levers are those of the world's programmes and regions, each key once") {
    const World world = three_regions();
    Policy policy = half_policy(world);
    std::set<std::string> keys;
    for (const Lever& lever : levers(world, policy)) {
        CHECK(keys.insert(lever.key).second);
        for (const auto& series : lever.series) CHECK(series.size() == world.years());
    }
    CHECK(keys.size() == 9 + 3 * (12 + 5 + 12 + 5 + 11) + 5 * (3 + 7));
    CHECK(keys.contains("bolashak.bond_years"));
    CHECK(keys.contains("RUS.tuition_foreign"));
    CHECK(keys.contains("RUS.tuition_foreign.KAZ"));
    CHECK(keys.contains("EUR.refusal.EUR"));        // another country of its own region
    CHECK_FALSE(keys.contains("KAZ.refusal.KAZ"));  // a region of one country has none
}

TEST_CASE("Every lever family is used, and only declared ones are") {
    const World world = three_regions();
    Policy policy = half_policy(world);
    std::set<std::string_view> used;
    for (const Lever& lever : levers(world, policy)) used.insert(lever.family->pattern);
    std::set<std::string_view> declared;
    for (const LeverFamily& family : lever_families()) {
        declared.insert(family.pattern);
        CHECK(family.low < family.high);
        CHECK_FALSE(family.source.empty());
    }
    CHECK(used == declared);
}

TEST_CASE("A rule moves no lever that acts before the year's government does") {
    const World world = three_regions();
    const Policy policy = half_policy(world);
    std::set<std::string> keys;
    for (const KnobLever& lever : knob_levers(world, policy)) keys.insert(lever.key);
    CHECK(keys.contains("KAZ.tuition_home"));
    for (const char* early : {"KAZ.entry", "KAZ.language_training", "KAZ.public_funding"}) {
        CHECK_FALSE(keys.contains(early));
    }
}

TEST_CASE("A dated value holds from its year to the next date, or to the end") {
    const World world = three_regions();
    Policy policy = half_policy(world);
    Diagnostics diagnostics;
    apply_policy({{"bolashak.places", {}, {{2011, 600, {}}, {2013, 1200, {}}}}}, world, policy,
                 diagnostics);
    CHECK(diagnostics.empty());
    CHECK(policy.programmes[0].places == std::vector<double>{0.5, 600, 600, 1200, 1200});
}

TEST_CASE("A bare number holds for all years; dates beyond the run do nothing") {
    const World world = three_regions();
    Policy policy = half_policy(world);
    Diagnostics diagnostics;
    const double unlimited = std::numeric_limits<double>::infinity();
    apply_policy({constant("RUS.foreign_seats", unlimited),
                  {"RUS.promotion", {}, {{2001, 1, {}}, {2005, 2, {}}, {2030, 3, {}}}}},
                 world, policy, diagnostics);
    CHECK(diagnostics.empty());
    for (std::size_t t = 0; t < world.years(); ++t) {
        CHECK(policy.foreign_seats(RUS, t) == unlimited);
        CHECK(policy.promotion(RUS, t) == 2);
        CHECK(policy.promotion(EUR, t) == 0.5);
    }
}

TEST_CASE("A specific lever overrides the broad one, whichever is written first") {
    const World world = three_regions();
    Diagnostics diagnostics;
    const PolicyValue broad = constant("EUR.tuition_foreign", 9000);
    const PolicyValue specific = constant("EUR.tuition_foreign.KAZ", 100);
    for (const auto& order : {std::vector{broad, specific}, std::vector{specific, broad}}) {
        Policy policy = half_policy(world);
        apply_policy(order, world, policy, diagnostics);
        CHECK(policy.tuition_foreign(KAZ, EUR, 0) == 100);
        CHECK(policy.tuition_foreign(RUS, EUR, 4) == 9000);
        CHECK(policy.tuition_foreign(EUR, EUR, 4) == 0.5);  // the diagonal is its own lever
        CHECK(policy.tuition_foreign(EUR, KAZ, 4) == 0.5);  // [origin][host], not the reverse
    }
    CHECK(diagnostics.empty());
}

TEST_CASE("What is unknown or out of bounds is reported and not applied") {
    const World world = three_regions();
    Policy policy = half_policy(world);
    Diagnostics diagnostics;
    apply_policy({constant("RUS.refusal", 2), constant("rus.refusal", 0.1)}, world, policy,
                 diagnostics);
    REQUIRE(diagnostics.list().size() == 2);
    CHECK(diagnostics.list()[0].text() == "test: found RUS.refusal = 2; expected 0 to 1 (share)");
    CHECK(diagnostics.list()[1].suggestion == "did you mean \"RUS.refusal\"?");
    CHECK(policy.refusal == half_policy(world).refusal);
}

TEST_CASE("The reference pages in docs are the generated ones") {
    const std::string folder = std::string(KERUEN_SOURCE_DIR) + "/docs/reference/";
    const auto check = [&](const std::string& name, const std::string& page) {
        if (std::getenv("KERUEN_UPDATE") != nullptr) std::ofstream(folder + name) << page;
        std::ifstream in(folder + name);
        const std::string committed{std::istreambuf_iterator<char>(in),
                                    std::istreambuf_iterator<char>()};
        INFO("run unit_tests with KERUEN_UPDATE=1 to write " << name);
        CHECK(committed == page);
    };
    check("levers.md", levers_page());
    check("parameters.md", parameters_page());
}
