// SPDX-License-Identifier: MIT
#pragma once
#include <filesystem>
#include <string>
#include <vector>

namespace keruen {

/// Where the scenarios and the data tables lie.
struct Library {
    std::filesystem::path scenarios;  ///< NAME.toml
    std::filesystem::path data;       ///< datapackage.json

    /// The file of regimes that regions can play (regimes.hpp).
    std::filesystem::path regimes() const { return scenarios.parent_path() / "regimes.toml"; }
    /// The file of a scenario of this name, whether or not it exists.
    std::filesystem::path file(const std::string& name) const;
    /// Names of all scenarios, sorted.
    std::vector<std::string> names() const;
};

/// The library below the first of `homes` that has a folder scenarios/library (a home is the
/// source tree or an installed share/keruen). The app passes, in this order, $KERUEN_HOME if set,
/// the compiled-in source tree, and the folder beside the executable.
/// Throws InputError naming the places if none has.
Library find_library(const std::vector<std::filesystem::path>& homes);

}  // namespace keruen
