// SPDX-License-Identifier: MIT
#pragma once
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "analysis/sensitivity/prior.hpp"
#include "scenarios/assumptions.hpp"
#include "scenarios/scenario_file.hpp"

namespace keruen {

/// Something a run rests on that could be otherwise: a parameter with a prior, or a group of
/// assumed values of the data, moved within their ranges.
struct Factor {
    std::string key;
    const ParameterDeclaration* parameter = nullptr;  ///< null: of the data
    std::optional<Prior> prior;
    Assumption assumption;

    /// What the position 0..1 within the factor's range stands for: a value of the parameter; of
    /// data the position itself (0 low, 1/2 as in the table, 1 high).
    double value(double position) const;
    /// Gives a scenario or the data that value.
    void apply(double position, ScenarioFile& scenario, DataPackage& data) const;
};

/// Every parameter that is not fixed, then every group of assumed data.
std::vector<Factor> all_factors(DataPackage& data, Diagnostics& diagnostics);

/// Those that are wanted, in their order: by key, or by the beginning of keys and "*"; none wanted
/// is all. Throws InputError for what is no factor.
std::vector<Factor> chosen_factors(std::vector<Factor> all, std::span<const std::string> wanted);

}  // namespace keruen
