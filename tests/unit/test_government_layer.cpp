// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>

#include "models/measures/definitions.hpp"
#include "scenario_world.hpp"
#include "scenarios/governments.hpp"
#include "scenarios/programmes.hpp"
#include "scenarios/scenario_file.hpp"
#include "scratch_folder.hpp"

using namespace keruen;

namespace {

const std::string kRoot = R"(title = "Root"
[run]
first = 2003
last = 2020
base = 2014
[regions.KAZ]
name = "Kazakhstan"
home = true
countries = ["KAZ"]
[regions.EUR]
name = "Two countries"
countries = ["DEU", "FRA"]
[programmes.nomad]
name = "Nomad"
sponsor = "KAZ"
origins = ["*"]
hosts = ["DEU"]
levels = ["master", "doctoral"]
fields = [5, 7]
language = "foreign"
selection = { 2010 = "need", 2015 = "lottery" }
places = { 2010 = 40 }
stipend = 1000
min_ability = 0.25
requires = "EHEA"
years_paid = 2
[rules.goal]
kind = "target-chasing"
region = "KAZ"
definition = "stock, degree"
target = 0.2
lever = "nomad.places"
from = 2012
gain = 10
low = 5
high = 500
[rules.fees]
kind = "best-response"
region = "EUR"
sector = "private"
from = 2015
to = 2018
low = 0
high = 1.5
)";

struct Fixture {
    ScratchFolder folder{"government_layer"};
    Library library{folder.path / "library", folder.path / "data"};
    Diagnostics diagnostics;
    World world;
    Policy policy;

    explicit Fixture(const std::string& child = "") {
        folder.write("library/root.toml", kRoot);
        folder.write("library/child.toml", "title = \"Child\"\nparent = \"root\"\n" + child);
        const ScenarioFile scenario =
            read_scenario("child", library, known_countries(), {}, diagnostics);
        world = world_of(scenario);
        policy = half_policy(world);
        complete_policy(scenario, world, policy, diagnostics);
        for (const Diagnostic& one : diagnostics.list()) UNSCOPED_INFO(one.text());
        CHECK(diagnostics.empty());
    }
};

}  // namespace

TEST_CASE("A programme of a scenario is what its table says, with levers of its own") {
    const Fixture f("[policy]\n\"nomad.places\" = { 2016 = 70 }\n");
    REQUIRE(f.policy.programmes.size() == 2);
    const Programme& p = f.policy.programmes[1];
    CHECK(p.id == "nomad");
    CHECK(p.origins == std::vector<bool>{false, true});  // "*" is all but the sponsor
    CHECK(p.hosts == std::vector<bool>{false, true});
    CHECK(p.levels == std::vector<bool>{false, false, true, true});
    CHECK(p.fields == (1U << 5 | 1U << 7));
    CHECK(p.foreign_language);
    CHECK(p.requires_bloc == kEhea);
    const std::size_t t = f.world.index(2010);
    CHECK(p.places[t - 1] == 0);
    CHECK(p.places[t] == 40);
    CHECK(p.places[f.world.index(2016)] == 70);
    CHECK(p.stipend[0] == 1000);
    CHECK(p.min_ability[0] == 0.25);
    CHECK(p.years_paid[0] == 2);
    CHECK(p.selections[t - 1] == 0);
    CHECK(p.selections[t] == 1);
    CHECK(p.selections[f.world.index(2015)] == 2);
}

TEST_CASE("Rules are resolved in the world; the sector decides a weight that is not given") {
    Fixture f;
    REQUIRE(f.policy.target_rules.size() == 1);
    const TargetRule& goal = f.policy.target_rules[0];
    CHECK(goal.region == 0);
    CHECK(definitions()[goal.definition].label == "stock, degree");
    CHECK(&goal.knob.at(f.policy, 3) == &f.policy.programmes[1].places[3]);
    REQUIRE(f.policy.fee_rules.size() == 1);
    const FeeRule& fees = f.policy.fee_rules[0];
    CHECK(fees.weight == Parameters{}.govern_weight_private);
    CHECK(fees.origins == std::vector<bool>{true, false});
    CHECK(fees.to == 2018);
}

TEST_CASE("A best response moves a budget where it names a programme") {
    const Fixture f(R"([programmes.welcome]
name = "Welcome"
sponsor = "EUR"
origins = ["KAZ"]
hosts = ["EUR"]
levels = ["master"]
places = 10
stipend = 9000
[rules.awards]
kind = "best-response"
region = "EUR"
programme = "welcome"
from = 2016
gain = 0.5
low = 0.1
high = 40
)");
    CHECK(f.policy.fee_rules.size() == 1);
    REQUIRE(f.policy.budget_rules.size() == 1);
    const BudgetRule& awards = f.policy.budget_rules[0];
    CHECK(f.policy.programmes[awards.programme].id == "welcome");
    CHECK(awards.region == 1);
    CHECK(awards.weight == Parameters{}.govern_weight_state);
    CHECK(awards.gain == 0.5);
    CHECK(awards.high == 40);
}

TEST_CASE("A child replaces a programme or rule as a whole, or removes it") {
    const Fixture f(R"([programmes.nomad]
name = "Another"
sponsor = "KAZ"
origins = ["KAZ"]
hosts = ["EUR"]
levels = ["bachelor"]
places = 10
[rules.goal]
remove = true
[rules.fees]
kind = "best-response"
region = "EUR"
weight = 0.9
from = 2016
low = 0.1
high = 1
origins = ["KAZ", "EUR"]
)");
    const Programme& p = f.policy.programmes[1];
    CHECK(p.name == "Another");
    CHECK(p.fields == Programme::kAllFields);
    CHECK(p.stipend[0] == 0);
    CHECK(f.policy.target_rules.empty());
    CHECK(f.policy.fee_rules.at(0).weight == 0.9);
    CHECK(f.policy.fee_rules.at(0).origins == std::vector<bool>{true, true});
}
