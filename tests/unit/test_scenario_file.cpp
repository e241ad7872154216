// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>
#include <limits>

#include "scenario_world.hpp"
#include "scenarios/levers.hpp"
#include "scenarios/scenario_file.hpp"
#include "scenarios/table.hpp"
#include "scratch_folder.hpp"

using namespace keruen;

namespace {

const std::string kRoot = R"(title = "Root"
description = "The reference"
[run]
first = 2003
last = 2020
base = 2014
seed = 7
[regions.RUS]
name = "Russia"
countries = ["RUS"]
[regions.KAZ]
name = "Kazakhstan"
home = true
countries = ["KAZ"]
weight_stayer = 10
[regions.EUR]
name = "Two countries"
countries = ["DEU", "FRA"]
weight_mover = 5
weight_stayer = 100
[parameters]
"choose.price" = -2
"choose.quality" = 1.5
[policy]
"bolashak.places" = { 2004 = 100, 2010 = 200, 2015 = 300 }
"RUS.promotion" = 1
)";

/// A library of one folder with the root scenario.
struct Fixture {
    ScratchFolder folder{"scenario_file"};
    Library library{folder.path / "library", folder.path / "data"};
    Diagnostics diagnostics;

    Fixture() { add("root", kRoot); }
    void add(const std::string& name, const std::string& text) {
        folder.write("library/" + name + ".toml", text);
    }
    ScenarioFile read(const std::string& name, const std::vector<std::string>& settings = {}) {
        return read_scenario(name, library, known_countries(), settings, diagnostics);
    }
    std::string messages() const {
        std::string out;
        for (const Diagnostic& one : diagnostics.list()) out += one.text() + '\n';
        return out;
    }
};

const PolicyValue& value(const ScenarioFile& scenario, const std::string& key) {
    for (const PolicyValue& known : scenario.policy) {
        if (known.key == key) return known;
    }
    throw std::out_of_range(key);
}

std::vector<std::pair<Year, double>> dates(const PolicyValue& value) {
    std::vector<std::pair<Year, double>> out;
    for (const DatedValue& date : value.dates) out.emplace_back(date.year, date.value);
    return out;
}

using Dates = std::vector<std::pair<Year, double>>;

}  // namespace

TEST_CASE_METHOD(Fixture, "A root scenario is read as it is written") {
    const ScenarioFile root = read("root");
    REQUIRE(messages() == "");
    CHECK(root.name == "root");
    CHECK(root.title == "Root");
    CHECK(root.description == "The reference");
    CHECK(root.first == 2003);
    CHECK(root.last == 2020);
    CHECK(root.base == 2014);
    CHECK(root.seed == 7);
    REQUIRE(root.regions.size() == 3);
    CHECK(root.regions[0].region.code == "RUS");  // in the order of the file, not of the alphabet
    CHECK(root.regions[1].region.code == "KAZ");
    CHECK(root.regions[1].region.home);
    CHECK(root.regions[1].weight_mover == 1);
    CHECK(root.regions[1].weight_stayer == 10);
    CHECK(root.regions[2].region.countries == std::vector<std::string>{"DEU", "FRA"});
    CHECK(root.parameters.choose_price == -2);
    CHECK(root.parameters.choose_quality == 1.5);
    CHECK(root.parameters.choose_nest == Parameters{}.choose_nest);
    CHECK(dates(value(root, "bolashak.places")) == Dates{{2004, 100}, {2010, 200}, {2015, 300}});
    CHECK(dates(value(root, "RUS.promotion")) == Dates{{DatedValue::always, 1}});
    CHECK(value(root, "RUS.promotion").place.line == 26);
    CHECK(root.chain == std::vector<std::string>{"root"});
}

TEST_CASE_METHOD(Fixture, "A child keeps what it does not name and overrides what it names") {
    add("middle", R"(title = "Middle"
parent = "root"
[run]
last = 2018
[regions.TUR]
name = "Turkey"
countries = ["TUR"]
[regions.EUR]
remove = true
[parameters]
"choose.price" = -1
)");
    add("leaf", R"(title = "Leaf"
parent = "middle"
[regions.RUS]
name = "Russia and Germany"
countries = ["RUS", "DEU"]
)");
    const ScenarioFile leaf = read("leaf");
    REQUIRE(messages() == "");
    CHECK(leaf.title == "Leaf");
    CHECK(leaf.description == "The reference");
    CHECK(leaf.last == 2018);
    CHECK(leaf.seed == 7);
    REQUIRE(leaf.regions.size() == 3);
    CHECK(leaf.regions[0].region.name == "Russia and Germany");
    CHECK(leaf.regions[1].region.code == "KAZ");
    CHECK(leaf.regions[2].region.code == "TUR");
    CHECK(leaf.parameters.choose_price == -1);
    CHECK(leaf.parameters.choose_quality == 1.5);
    CHECK(leaf.chain == std::vector<std::string>{"root", "middle", "leaf"});
}

TEST_CASE_METHOD(Fixture, "A child's dated values replace its parent's from their first date on") {
    add("child", R"(title = "Child"
parent = "root"
[policy]
"bolashak.places" = { 2012 = 1000, 2011 = 900 }
"RUS.promotion" = { 2010 = 80 }
"KAZ.promotion" = 3
)");
    const ScenarioFile child = read("child");
    REQUIRE(messages() == "");
    CHECK(dates(value(child, "bolashak.places")) ==
          Dates{{2004, 100}, {2010, 200}, {2011, 900}, {2012, 1000}});
    CHECK(dates(value(child, "RUS.promotion")) == Dates{{DatedValue::always, 1}, {2010, 80}});
    CHECK(dates(value(child, "KAZ.promotion")) == Dates{{DatedValue::always, 3}});
}

TEST_CASE_METHOD(Fixture, "The root's own policy is kept apart as the reference") {
    add("child", "title = \"Child\"\nparent = \"root\"\n[policy]\n\"bolashak.places\" = 5\n");
    const ScenarioFile child = read("child", {"RUS.promotion=9"});
    REQUIRE(messages() == "");
    CHECK(dates(value(child, "bolashak.places")) == Dates{{DatedValue::always, 5}});
    CHECK(dates(value(child, "RUS.promotion")) == Dates{{DatedValue::always, 9}});
    REQUIRE(child.root_policy.size() == 2);
    CHECK(dates(child.root_policy[0]) == Dates{{2004, 100}, {2010, 200}, {2015, 300}});
    CHECK(dates(child.root_policy[1]) == Dates{{DatedValue::always, 1}});
}

TEST_CASE_METHOD(Fixture, "Settings of the command line come last") {
    const ScenarioFile set =
        read("root", {"choose.price=-0.5", "run.first=2010", "run.last = 2016", "run.seed=99",
                      "bolashak.places={ 2012 = 1, 2014 = 2 }", "RUS.promotion=inf"});
    REQUIRE(messages() == "");
    CHECK(set.parameters.choose_price == -0.5);
    CHECK(set.first == 2010);
    CHECK(set.last == 2016);
    CHECK(set.seed == 99);
    CHECK(dates(value(set, "bolashak.places")) ==
          Dates{{2004, 100}, {2010, 200}, {2012, 1}, {2014, 2}});
    CHECK(value(set, "RUS.promotion").dates[0].value == std::numeric_limits<double>::infinity());
    CHECK(value(set, "RUS.promotion").place.file == "--set");
}

TEST_CASE_METHOD(Fixture, "Wrong settings are told by what was given") {
    read("root", {"choose.price", "=3", "choose.price=5", "choose.price=[", "run.frist=2010",
                  "run.first=\"now\"", "bolashak.places={ 2055 = 1 }", "RUS.promotion=1\nx = 2",
                  "run.last=2005"});
    CHECK(messages() ==
          "--set: found \"choose.price\"; expected KEY=VALUE, such as bolashak.places=600\n"
          "--set: found \"=3\"; expected KEY=VALUE, such as bolashak.places=600\n"
          "--set: found choose.price = 5; expected -4 to 0 (utility per log cost)\n"
          "--set: found the value of \"choose.price=[\": Error while parsing array: encountered "
          "end-of-file; expected a TOML value\n"
          "--set: found the unknown key \"run.frist\"; expected one of run.first, run.last, "
          "run.base, run.seed; did you mean \"run.first\"?\n"
          "--set: found run.first = \"now\"; expected a whole number from 1950 to 2100\n"
          "--set: found \"RUS.promotion=1 x = 2\"; expected one value\n"
          "--set: found the date 2055 of bolashak.places; expected a year of the run, 2003 to "
          "2005\n"
          "--set: found run: first = 2003, base = 2014, last = 2005; expected first < last, and "
          "base between them\n");
}

TEST_CASE_METHOD(Fixture, "Parents may be paths, told from the file that names them") {
    add("child", "title = \"Child\"\nparent = \"root\"\n");
    const std::string leaf =
        folder.write("mine/leaf.toml", "title = \"Leaf\"\nparent = \"../library/child.toml\"\n");
    const ScenarioFile scenario = read(leaf);
    CHECK(messages() == "");
    CHECK(scenario.chain == std::vector<std::string>{"root", "child", "leaf"});
}

TEST_CASE_METHOD(Fixture, "The text holds the whole chain, and its digest is SHA-256") {
    add("child", "title = \"Child\"\nparent = \"root\"\n");
    const ScenarioFile plain = read("child");
    CHECK(plain.text ==
          "# root.toml\n" + kRoot + "\n# child.toml\ntitle = \"Child\"\nparent = \"root\"\n\n");
    CHECK(plain.sha256.size() == 64);
    CHECK(plain.sha256 == read("child").sha256);
    const ScenarioFile set = read("child", {"run.seed=8"});
    CHECK(set.text == plain.text + "# --set run.seed=8\n");
    CHECK(set.sha256 != plain.sha256);
}

TEST_CASE_METHOD(Fixture, "A child that narrows the run keeps its parent's dates") {
    add("child", "title = \"Child\"\nparent = \"root\"\n[run]\nfirst = 2012\n");
    const ScenarioFile child = read("child");
    REQUIRE(messages() == "");
    const World world = world_of(child);
    Policy policy = half_policy(world);
    apply_policy(child.policy, world, policy, diagnostics);
    CHECK(policy.programmes[0].places ==
          std::vector<double>{200, 200, 200, 300, 300, 300, 300, 300, 300});
}

TEST_CASE("The library is found in the first home that has one") {
    const ScratchFolder folder("homes");
    folder.write("second/scenarios/library/b.toml", "");
    folder.write("second/scenarios/library/a.toml", "");
    folder.write("second/scenarios/library/notes.txt", "");
    const Library library = find_library({folder.path / "first", folder.path / "second"});
    CHECK(library.data == folder.path / "second/scenarios/data");
    CHECK(library.names() == std::vector<std::string>{"a", "b"});
    CHECK_THROWS_AS(find_library({folder.path / "first"}), InputError);
}

TEST_CASE("Every scenario of the library can be read with the repository's countries") {
    const Library library = find_library({KERUEN_SOURCE_DIR});
    Diagnostics diagnostics;
    DataPackage package(library.data, diagnostics);
    const Table* countries = package.table("countries", diagnostics);
    REQUIRE(countries != nullptr);
    const auto& codes = countries->text("country");
    const std::vector<std::string> known(codes.begin(), codes.end());
    REQUIRE_FALSE(library.names().empty());
    for (const std::string& name : library.names()) {
        read_scenario(name, library, known, {}, diagnostics);
    }
    std::string messages;
    for (const Diagnostic& one : diagnostics.list()) messages += one.text() + '\n';
    CHECK(messages == "");
}
