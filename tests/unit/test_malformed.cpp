// SPDX-License-Identifier: MIT
// Every file in tests/unit/malformed is read as a person's input and its messages are compared, to
// the letter, with the file of the same name plus ".expected". KERUEN_UPDATE=1 rewrites those:
// read the difference before committing it.
#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "models/world/policy.hpp"
#include "scenario_world.hpp"
#include "scenarios/governments.hpp"
#include "scenarios/levers.hpp"
#include "scenarios/own_institutions.hpp"
#include "scenarios/scenario_file.hpp"
#include "scenarios/table.hpp"
#include "scenarios/text_file.hpp"

namespace {

namespace fs = std::filesystem;
using namespace keruen;

const fs::path kFolder = fs::path(KERUEN_SOURCE_DIR) / "tests/unit/malformed";

std::string contents(const fs::path& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

/// The messages, a line each, with paths told from `folder`.
std::string messages(const Diagnostics& diagnostics, const fs::path& folder) {
    std::string out;
    for (const Diagnostic& diagnostic : diagnostics.list()) out += diagnostic.text() + '\n';
    const std::string prefix = folder.string() + '/';
    for (std::size_t at = out.find(prefix); at != out.npos; at = out.find(prefix, at)) {
        out.erase(at, prefix.size());
    }
    return out;
}

std::string read_as_scenario(const fs::path& path) {
    Diagnostics diagnostics;
    const ScenarioFile scenario = read_scenario(path.string(), {kFolder / "library", kFolder},
                                                known_countries(), {}, diagnostics);
    World world = world_of(scenario);
    Policy policy = half_policy(world);
    complete_policy(scenario, world, policy, diagnostics);
    return messages(diagnostics, kFolder);
}

/// Puts the file into a copy of the valid package, in place of what its name begins with.
std::string read_as_table(const fs::path& path) {
    const fs::path folder = fs::path(KERUEN_BINARY_DIR) / "malformed-package";
    fs::remove_all(folder);
    fs::copy(kFolder / "package", folder);
    const std::string stem = path.stem().string();
    fs::copy_file(path, folder / (stem.substr(0, stem.find('-')) + path.extension().string()),
                  fs::copy_options::overwrite_existing);
    Diagnostics diagnostics;
    DataPackage(folder, diagnostics).check(diagnostics);
    return messages(diagnostics, folder);
}

/// A university's own table, for the regions of a scenario without mistakes.
std::string read_as_own_table(const fs::path& path) {
    Diagnostics diagnostics;
    const std::vector<Region> regions{{"KAZ", "", true, {"KAZ"}}, {"RUS", "", true, {"RUS"}}};
    if (const auto text = read_text(path, diagnostics)) {
        read_own_institutions(*text, path.string(), regions, 2003, 2035, diagnostics);
    }
    return messages(diagnostics, kFolder);
}

}  // namespace

TEST_CASE("Every malformed input is told where, what was found, what was expected, what to do") {
    std::vector<fs::path> inputs;
    for (const auto& entry : fs::directory_iterator(kFolder)) {
        if (entry.is_regular_file() && entry.path().extension() != ".expected") {
            inputs.push_back(entry.path());
        }
    }
    std::sort(inputs.begin(), inputs.end());
    REQUIRE(inputs.size() >= 30);
    for (const fs::path& input : inputs) {
        const bool is_scenario = input.extension() == ".toml";
        const bool is_own = input.filename().string().starts_with("university-");
        const std::string found = is_scenario ? read_as_scenario(input)
                                  : is_own    ? read_as_own_table(input)
                                              : read_as_table(input);
        const fs::path expected = input.string() + ".expected";
        if (std::getenv("KERUEN_UPDATE") != nullptr) std::ofstream(expected) << found;
        INFO(input.filename().string());
        CHECK_FALSE(found.empty());
        CHECK(found == contents(expected));
    }
}

TEST_CASE("A missing table and a missing scenario are told with the nearest name") {
    Diagnostics diagnostics;
    read_scenario("bsae", {kFolder / "library", kFolder}, known_countries(), {}, diagnostics);
    read_scenario((kFolder / "emtpy.toml").string(), {kFolder / "library", kFolder},
                  known_countries(), {}, diagnostics);
    read_datapackage(kFolder / "package/datapakage.json", diagnostics);
    CHECK(messages(diagnostics, kFolder) ==
          "bsae: found the scenario \"bsae\"; expected a name in the library; did you mean "
          "\"base\"?\n"
          "emtpy.toml: found no such file; expected a file that can be read; did you mean "
          "\"empty.toml\"?\n"
          "package/datapakage.json: found no such file; expected a file that can be read; did you "
          "mean \"datapackage.json\"?\n");
    CHECK_THROWS_AS(diagnostics.throw_if_any(), InputError);
}

TEST_CASE("The package that the malformed tables are put into is valid itself") {
    Diagnostics diagnostics;
    DataPackage(kFolder / "package", diagnostics).check(diagnostics);
    CHECK(messages(diagnostics, kFolder) == "");
}
