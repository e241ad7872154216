// SPDX-License-Identifier: MIT
#include "app/inputs.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cstdlib>
#include <filesystem>
#include <system_error>

#include "analysis/experiments/run.hpp"
#include "scenarios/governments.hpp"

namespace keruen {
namespace {

namespace fs = std::filesystem;

Library library() {
    std::vector<fs::path> homes;
    if (const char* home = std::getenv("KERUEN_HOME")) return find_library({home});
    homes.emplace_back(KERUEN_SOURCE_DIR);
    std::error_code error;
    const fs::path program = fs::read_symlink("/proc/self/exe", error);
    if (!error) homes.push_back(program.parent_path().parent_path() / "share" / "keruen");
    return find_library(homes);
}

std::vector<std::string> country_codes(DataPackage& data, Diagnostics& diagnostics) {
    const Table* countries = data.table("countries", diagnostics);
    if (countries == nullptr || !diagnostics.empty()) return {};
    const auto& codes = countries->text("country");
    return {codes.begin(), codes.end()};
}

}  // namespace

Ground read_ground(Diagnostics& diagnostics) {
    Library places = library();
    DataPackage data(places.data, diagnostics);
    std::vector<std::string> countries = country_codes(data, diagnostics);
    return {std::move(places), std::move(data), std::move(countries)};
}

Inputs read_inputs(const std::string& scenario, const std::vector<std::string>& settings) {
    Diagnostics diagnostics;
    Ground ground = read_ground(diagnostics);
    ScenarioFile file =
        read_scenario(scenario, ground.library, ground.countries, settings, diagnostics);
    return {std::move(diagnostics), std::move(ground.data), std::move(file),
            ground.library.regimes()};
}

std::optional<BuiltWorld> check_inputs(Inputs& inputs) {
    inputs.data.check(inputs.diagnostics);
    if (inputs.scenario.regions.empty()) return std::nullopt;
    Diagnostics building;
    BuiltWorld built = build_world(inputs.scenario, inputs.data, building);
    const bool usable = building.empty();
    if (usable) complete_policy(inputs.scenario, built.world, built.policy, building);
    if (building.empty()) {
        check_limits(built.world, built.policy, inputs.scenario.name, building);
    }
    for (const Diagnostic& found : building.list()) {
        inputs.diagnostics.add(found.place, found.found, found.expected, found.suggestion);
    }
    return usable ? std::optional(std::move(built)) : std::nullopt;
}

void tell_not_drawn(const ParameterSample& sample, const ScenarioFile& scenario) {
    const std::vector<std::string> keys = sample.not_drawn(scenario);
    if (keys.empty()) return;
    fmt::print(stderr, "set by {}, not drawn: {}\n", scenario.name, fmt::join(keys, ", "));
}

bool draws_posterior(const DrawsFlags& flags, const ScenarioFile& scenario) {
    return flags.file.empty() && !flags.none && scenario.posterior.has_value();
}

std::optional<ParameterSample> sample_of(const DrawsFlags& flags, Inputs& inputs) {
    const ScenarioFile& scenario = inputs.scenario;
    const bool posterior = draws_posterior(flags, scenario);
    if (!posterior && flags.file.empty()) return std::nullopt;
    ParameterSample sample =
        read_sample(posterior ? scenario.posterior->file : std::filesystem::path(flags.file),
                    inputs.diagnostics);
    if (!sample.data_sha256.empty() && sample.data_sha256 != inputs.data.sha256()) {
        fmt::print(stderr, "{} was calibrated with other data ({}) than these ({})\n", sample.file,
                   sample.data_sha256.substr(0, 12), inputs.data.sha256().substr(0, 12));
    }
    tell_not_drawn(sample, scenario);
    const std::size_t all = sample.draws.size(), differ = sample.distinct(all);
    if (differ < all) {
        fmt::print(stderr, "of the {} draws in {} {} differ\n", all, sample.file, differ);
    }
    return sample;
}

}  // namespace keruen
