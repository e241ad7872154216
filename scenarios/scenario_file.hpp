// SPDX-License-Identifier: MIT
#pragma once
#include <cstdint>
#include <filesystem>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "models/parameters.hpp"
#include "models/world/world.hpp"
#include "scenarios/diagnostics.hpp"
#include "scenarios/layer.hpp"
#include "scenarios/library.hpp"

namespace keruen {

/// A sample of parameters that stands for what is not known about them: a file, checked against its
/// hash.
struct PosteriorSample {
    std::filesystem::path file;
    std::string sha256;
};

/// A scenario merged with its parents and the settings of the command line: plain and valid, but
/// for the lever keys, which only a world can judge (levers.hpp: apply_policy).
struct ScenarioFile {
    std::string name;  ///< the stem of the file
    std::string title, description;
    Year first = 2003;  ///< first simulated year
    Year last = 2035;   ///< last simulated year
    Year base = 2014;   ///< last year whose flows set the constants
    /// Flows and momentum as they were known at the end of the base year, nothing recorded later in
    /// them. For hindcasts; no file can set it.
    bool hindsight = true;
    std::uint64_t seed = 1;
    std::vector<ScenarioRegion> regions;  ///< in the order of the root, added ones at the end
    Parameters parameters;
    std::set<std::string> own_parameters;  ///< keys that a file or a setting gives
    std::vector<PolicyValue> policy;
    std::vector<ImportedInstitution> own_institutions;  ///< of the nearest `institutions = FILE`
    std::optional<PosteriorSample> posterior;           ///< of the nearest [posterior]
    /// What the root of the chain says alone: constants are inverted under this reference.
    std::vector<PolicyValue> root_policy;
    std::vector<ScenarioProgramme> programmes, root_programmes;  ///< beside those of the data
    std::vector<ScenarioRule> rules;
    std::vector<std::string> chain;  ///< names from the root to this scenario
    std::string text;                ///< every file of the chain, root first, then the settings
    std::string sha256;              ///< of `text`, 64 hexadecimal digits
};

/// Reads a scenario: the path of a TOML file (it holds a slash or ends in .toml), or a name in the
/// library. Parents are named in the same way, a path being relative to the file that names it.
/// A child overrides what it names: a title, a run setting, a whole region, a parameter; a lever
/// from the child's first date on (a bare number: for all years). `settings` ("KEY=VALUE") come
/// last. `countries` are the known country codes. All mistakes go to `diagnostics`; with any, the
/// result is good for nothing but more checks.
ScenarioFile read_scenario(const std::string& scenario, const Library& library,
                           std::span<const std::string> countries,
                           std::span<const std::string> settings, Diagnostics& diagnostics);

/// From its first date on, `value` replaces what was said about the lever before.
void merge_policy(const PolicyValue& value, std::vector<PolicyValue>& into);

}  // namespace keruen
