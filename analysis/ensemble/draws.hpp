// SPDX-License-Identifier: MIT
#pragma once
#include <filesystem>
#include <string>
#include <vector>

#include "scenarios/diagnostics.hpp"
#include "scenarios/scenario_file.hpp"

namespace keruen {

/// A sample of parameters: one row a draw, one column a parameter.
struct ParameterSample {
    std::string file, sha256;
    std::string data_sha256;  ///< of the data it was calibrated with, if it says so, else ""
    std::vector<const ParameterDeclaration*> parameters;
    std::vector<std::vector<double>> draws;  ///< [draw][parameter]

    /// Gives a scenario the values of a draw; parameters that the sample does not name, or that the
    /// scenario sets itself, stay.
    void apply(std::size_t draw, ScenarioFile& to) const;
    /// How many of the first `count` draws differ: a resampled draw may come several times.
    std::size_t distinct(std::size_t count) const;
    /// Keys of the sample that the scenario sets itself.
    std::vector<std::string> not_drawn(const ScenarioFile& scenario) const;
};

/// Reads a CSV file with keys of parameters in the first row and a draw in every other one, after
/// any lines that begin with #. Adds every mistake to `diagnostics`: unknown or repeated keys, what
/// is no number or out of bounds.
ParameterSample read_sample(const std::filesystem::path& file, Diagnostics& diagnostics);

}  // namespace keruen
