// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>

#include "scenarios/regimes.hpp"
#include "tests/support/small_world.hpp"
#include "tests/unit/scratch_folder.hpp"

using namespace keruen;
using namespace keruen::test;

namespace {

constexpr std::size_t kHom = 0, kNea = 1, kFar = 2;

std::vector<Regime> regimes(const std::string& text, Diagnostics& diagnostics) {
    const ScratchFolder folder("regimes");
    return read_regimes(folder.write("regimes.toml", text), diagnostics);
}

const std::string kHead = "title = \"t\"\nsource = \"s\"\nfrom = 2016\n";

/// The small world with a scholarship that NEA pays for foreigners.
Policy policy_with_award(const World& world) {
    Policy policy = small_policy(world);
    Programme award = policy.programmes.front();
    award.id = "near-award";
    award.sponsor = "RUS";  // a country of NEA
    award.origins = {true, false, true};
    award.hosts = {false, true, false};
    award.places.assign(world.years(), 50);
    policy.programmes.push_back(award);
    return policy;
}

}  // namespace

TEST_CASE("a regime sets levers of its region from its year on, given, by cost or by schedule") {
    const World world = small_world();
    Policy policy = policy_with_award(world);
    Diagnostics diagnostics;
    const std::vector<Regime> list = regimes("[dear]\n" + kHead + R"(
[dear.levers]
"H.tuition_foreign.FAR" = 100
"H.tuition_foreign" = { of_cost = 1.5 }
"H.tuition_foreign.NEA" = 7
"P.places" = { times = 3 }
)",
                                             diagnostics);
    REQUIRE(diagnostics.empty());
    REQUIRE(list.size() == 1);
    CHECK(list[0].name == "dear");
    CHECK(list[0].from == 2016);
    apply_regime(list[0], kNea, world, policy, diagnostics);
    REQUIRE(diagnostics.empty());  // NEA has no fee towards itself, and needs none
    const std::size_t before = world.index(2015), after = world.index(2016);
    CHECK(policy.tuition_foreign(kHom, kNea, before) == 3000);
    CHECK(policy.tuition_foreign(kHom, kNea, after) == 1.5 * 4000);
    CHECK(policy.tuition_foreign(kFar, kNea, after) == 100);  // the specific lever comes last
    CHECK(policy.tuition_foreign(kNea, kHom, after) == 3000);
    CHECK(policy.programmes.back().places[before] == 50);
    CHECK(policy.programmes.back().places[after] == 150);
    CHECK(policy.programmes.front().places[after] == 200);  // HOM's own
}

TEST_CASE("own scholarships are those a region pays for and foreigners hold in it") {
    const World world = small_world();
    const Policy policy = policy_with_award(world);
    CHECK(own_scholarships(world, policy, kHom).empty());  // one for going abroad, one for home
    CHECK(own_scholarships(world, policy, kNea) == std::vector<std::size_t>{2});
}

TEST_CASE("every mistake in a file of regimes is told with its place") {
    Diagnostics diagnostics;
    const auto list = regimes(
        "[Soft]\n[a]\ntitle = \"t\"\nform = 2016\n[a.levers]\n"
        "\"KAZ.tuition_foreign\" = 0\n\"H.x\" = { by = 2 }\n"
        "\"H.y\" = { of_cost = 1, times = 2 }\n\"H.z\" = \"free\"\n",
        diagnostics);
    std::string all;
    for (const Diagnostic& d : diagnostics.list()) all += d.text() + "\n";
    INFO(all);
    CHECK(diagnostics.list().size() == 8);
    for (const char* told : {"Soft", "form", "without source", "without from",
                             "KAZ.tuition_foreign", "by", "of_cost", "free"}) {
        CHECK(all.find(told) != std::string::npos);
    }
    CHECK(all.find(":4:") != std::string::npos);
}

TEST_CASE("a regime of levers that a region does not have, or out of bounds, is told") {
    const World world = small_world();
    Policy policy = policy_with_award(world);
    Diagnostics reading, applying;
    const auto list = regimes("[a]\n" + kHead + R"(
[a.levers]
"H.tuition_freign" = 0
"H.refusal" = { of_cost = 1 }
"H.member.EHEA" = 0
"H.work_hours" = { times = 10 }
)",
                              reading);
    REQUIRE(reading.empty());
    apply_regime(list[0], kHom, world, policy, applying);
    std::string all;
    for (const Diagnostic& d : applying.list()) all += d.text() + "\n";
    INFO(all);
    CHECK(applying.list().size() == 4);
    for (const char* told : {"HOM.tuition_foreign", "share of cost", "HOM.member.EHEA", "200"}) {
        CHECK(all.find(told) != std::string::npos);
    }
}

TEST_CASE("the regimes of the library are complete and can be played") {
    Diagnostics diagnostics;
    const auto list = read_regimes(
        std::filesystem::path(KERUEN_SOURCE_DIR) / "scenarios" / "regimes.toml", diagnostics);
    CHECK(diagnostics.empty());
    std::vector<std::string> names;
    names.reserve(list.size());
    for (const Regime& regime : list) names.push_back(regime.name);
    CHECK(names == std::vector<std::string>{"soft", "hard", "as-is"});
    const World world = small_world(2030);
    for (const Regime& regime : list) {
        for (const std::size_t region : {kHom, kNea, kFar}) {
            Policy policy = policy_with_award(world);
            apply_regime(regime, region, world, policy, diagnostics);
        }
    }
    CHECK(diagnostics.empty());
    const Regime rung = fee_regime(0.5, 2027);
    CHECK(rung.name == "0.5");
}
