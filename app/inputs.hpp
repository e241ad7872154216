// SPDX-License-Identifier: MIT
#pragma once
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "analysis/ensemble/draws.hpp"
#include "app/commands.hpp"
#include "scenarios/diagnostics.hpp"
#include "scenarios/library.hpp"
#include "scenarios/scenario_file.hpp"
#include "scenarios/table.hpp"
#include "scenarios/world_builder.hpp"

namespace keruen {

/// A scenario, the data it stands on, and every mistake found in either so far.
struct Inputs {
    Diagnostics diagnostics;
    DataPackage data;
    ScenarioFile scenario;
    std::filesystem::path regimes;  ///< file of the regimes that the library has
};

/// What scenarios stand on: the library, the data, the codes of countries.
struct Ground {
    Library library;
    DataPackage data;
    std::vector<std::string> countries;
};

/// Throws InputError only if there is no library.
Ground read_ground(Diagnostics& diagnostics);

/// Reads a scenario (a path, or a name in the library) with the settings of the command line.
/// Throws InputError only if there is no library.
Inputs read_inputs(const std::string& scenario, const std::vector<std::string>& settings);

/// Reads all tables, builds the world and applies the scenario's policy to it, adding every mistake
/// to inputs.diagnostics; nothing if there is no world to be had.
std::optional<BuiltWorld> check_inputs(Inputs& inputs);

/// Says on stderr which parameters of a sample stay as the scenario sets them.
void tell_not_drawn(const ParameterSample& sample, const ScenarioFile& scenario);

/// Whether draws are those of the scenario's posterior sample.
bool draws_posterior(const DrawsFlags& flags, const ScenarioFile& scenario);

/// The sample that runs of a scenario draw their parameters from, none if they draw none.
std::optional<ParameterSample> sample_of(const DrawsFlags& flags, Inputs& inputs);

}  // namespace keruen
