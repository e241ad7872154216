// SPDX-License-Identifier: MIT
#pragma once
#include <nlohmann/json_fwd.hpp>
#include <string>

#include "analysis/sensitivity/sensitivity.hpp"

namespace keruen {

/// What a plan asks for, in words.
std::string plan_text(const SensitivityOptions& options);
/// Every factor with its range and every outcome with its meaning.
std::string factors_text(const std::vector<Factor>& factors);
nlohmann::ordered_json factors_json(const std::vector<Factor>& factors);

/// For each outcome the strongest factors of the screening and the indices of the survivors. Lines
/// of at most 100 characters.
std::string sensitivity_text(const Sensitivity& found, const SensitivityOptions& options,
                             const std::string& origin);
/// Every outcome and every factor.
nlohmann::ordered_json sensitivity_json(const Sensitivity& found, const SensitivityOptions& options,
                                        const std::string& origin);
std::string sensitivity_csv(const Sensitivity& found, const SensitivityOptions& options,
                            const std::string& origin);

}  // namespace keruen
