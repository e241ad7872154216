// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>
#include <cmath>

#include "analysis/sensitivity/prior_sample.hpp"
#include "analysis/target/packages.hpp"
#include "tests/unit/scenario_world.hpp"

using namespace keruen;

namespace {

ScenarioFile two_regions() {
    ScenarioFile scenario;
    scenario.first = 2010;
    scenario.base = 2012;
    scenario.last = 2020;
    scenario.regions.resize(2);
    scenario.regions[0].region = {"KAZ", "", true, {"KAZ"}};
    scenario.regions[1].region = {"RUS", "", true, {"RUS"}};
    return scenario;
}

std::vector<LeverRange> completed(const std::vector<std::string>& texts,
                                  const ScenarioFile& scenario, Diagnostics& diagnostics,
                                  const std::vector<std::string>& prices = {}) {
    const World world = world_of(scenario);
    Policy policy = half_policy(world);
    policy.programmes.front().sponsor = "KAZ";
    std::vector<LeverRange> ranges;
    for (const std::string& text : texts) {
        if (auto range = read_range(text, 2015, diagnostics)) ranges.push_back(*range);
    }
    complete_ranges(ranges, {0, prices, 2018}, scenario, world, policy, diagnostics);
    return ranges;
}

}  // namespace

TEST_CASE("Levers of packages are read with bounds and a year") {
    Diagnostics diagnostics;
    const auto full = read_range("bolashak.places@2027=360:2000", 2030, diagnostics);
    REQUIRE(full);
    CHECK(full->key == "bolashak.places");
    CHECK(full->from == 2027);
    CHECK(full->low == 360);
    CHECK(full->high == 2000);
    const auto bare = read_range("KAZ.reporting", 2030, diagnostics);
    REQUIRE(bare);
    CHECK(bare->from == 2030);
    CHECK(std::isnan(bare->low));
    CHECK(diagnostics.empty());
    for (const char* wrong : {"", "=1:2", "a.b=1", "a.b=1:x", "a.b@soon=1:2", "a.b=1:2:3"}) {
        INFO(wrong);
        Diagnostics found;
        CHECK_FALSE(read_range(wrong, 2030, found));
        CHECK(found.list().size() == 1);
    }
}

TEST_CASE("A package is written in whole steps, and read back as it was simulated") {
    Diagnostics diagnostics;
    const ScenarioFile scenario = two_regions();
    const auto ranges =
        completed({"bolashak.places=0:2500", "KAZ.reporting@2016=0.1:0.4"}, scenario, diagnostics);
    REQUIRE(diagnostics.empty());
    CHECK(ranges[0].step == 1);
    CHECK(ranges[1].step == 0.0001);
    const Position at = snapped(ranges, {0.33333, 0.123456});
    CHECK(ranges[0].value(at[0]) == 833);
    CHECK(ranges[1].value(at[1]) == 0.137);
    CHECK(snapped(ranges, at) == at);
    CHECK(package_lines(ranges, at) ==
          "\"bolashak.places\" = { 2015 = 833 }\n\"KAZ.reporting\" = { 2016 = 0.137 }\n");
    Diagnostics of_toml;
    const auto layer = parse_layer(package_toml(ranges, at, "baseline", "A package"), "a.toml",
                                   known_countries(), of_toml);
    REQUIRE(of_toml.empty());
    REQUIRE(layer->policy.size() == 2);
    const ScenarioFile with = with_package(scenario, ranges, at);
    for (std::size_t i = 0; i < 2; ++i) {
        CHECK(layer->policy[i].key == with.policy[i].key);
        CHECK(layer->policy[i].dates.front().year == with.policy[i].dates.front().year);
        CHECK(layer->policy[i].dates.front().value == with.policy[i].dates.front().value);
    }
    CHECK(with_package(scenario, ranges, {}).policy.empty());
}

TEST_CASE("Who pays decides which levers have a cost of their own; others may be priced") {
    Diagnostics diagnostics;
    const auto ranges =
        completed({"bolashak.places=0:10", "KAZ.visit_grants=0:10", "RUS.visit_grants=0:10",
                   "KAZ.office_posts=0:2", "RUS.refusal=0:0.5"},
                  two_regions(), diagnostics, {"KAZ.office_posts=1e6"});
    CHECK(diagnostics.empty());
    CHECK(ranges[0].accounted);
    CHECK(ranges[1].accounted);
    CHECK_FALSE(ranges[2].accounted);
    CHECK_FALSE(ranges[3].accounted);
    CHECK(ranges[3].price == 1e6);
    CHECK(ranges[3].as_is.at(5) == 0.5);
    Programme both;
    both.sponsor = "RUS+EU";
    CHECK(is_paid_by({"RUS", "", true, {"RUS"}}, both));
    CHECK_FALSE(is_paid_by({"KAZ", "", true, {"KAZ"}}, both));
}

TEST_CASE("Every mistake in the levers of a package is told") {
    ScenarioFile scenario = two_regions();
    scenario.rules.resize(1);
    scenario.rules.front().name = "chase";
    scenario.rules.front().lever.value = "KAZ.promotion";
    const auto told = [&](const std::vector<std::string>& texts,
                          const std::vector<std::string>& prices = {}) {
        Diagnostics diagnostics;
        completed(texts, scenario, diagnostics, prices);
        return diagnostics.list().size();
    };
    CHECK(told({"bolashak.places=0:10"}) == 0);
    CHECK(told({"bolashak.plaices=0:10"}) == 1);
    CHECK(told({"bolashak.places=0:10", "bolashak.places=0:20"}) == 1);
    CHECK(told({"bolashak.places=10:0"}) == 1);
    CHECK(told({"bolashak.places=-1:5"}) == 1);
    CHECK(told({"KAZ.foreign_seats"}) == 1);  // without an upper bound
    CHECK(told({"bolashak.places@2019=0:5"}) == 1);
    CHECK(told({"bolashak.selection=0:2"}) == 1);
    CHECK(told({"KAZ.promotion=0:5"}) == 1);
    CHECK(told({"bolashak.places=0:5"}, {"bolashak.places=7"}) == 1);
    CHECK(told({"RUS.refusal=0:0.5"}, {"RUS.refusal=7", "RUS.refuse=7", "RUS.refusal"}) == 2);
}

TEST_CASE("Draws from priors lie within them, and begin alike in any longer sample") {
    const ParameterSample few = prior_sample(3, 7), many = prior_sample(30, 7);
    REQUIRE(few.draws.size() == 3);
    CHECK(few.parameters.size() > 100);
    for (std::size_t d = 0; d < 3; ++d) CHECK(few.draws[d] == many.draws[d]);
    CHECK(few.draws[0] != prior_sample(3, 8).draws[0]);
    for (const std::vector<double>& draw : many.draws) {
        for (std::size_t i = 0; i < draw.size(); ++i) {
            CHECK(draw[i] >= many.parameters[i]->low);
            CHECK(draw[i] <= many.parameters[i]->high);
        }
    }
}
