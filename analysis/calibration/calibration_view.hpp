// SPDX-License-Identifier: MIT
#pragma once
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "analysis/calibration/calibration.hpp"

namespace keruen {

/// What a plan asks for, in words.
std::string plan_text(const CalibrationPlan& plan, const PatternTask& task);

/// Patterns before and after, and the parameters that moved. Lines of at most 100 characters.
std::string calibration_text(const PatternTask& task, const Calibration& found);
/// Every pattern and every parameter.
nlohmann::ordered_json calibration_json(const PatternTask& task, const Calibration& found);

std::string recovery_text(const PatternTask& task, const Recovery& recovery);
nlohmann::ordered_json recovery_json(const PatternTask& task, const Recovery& recovery);

/// The sample of parameters that `keruen ensemble` reads: lines of `header` behind "# ", keys, and
/// `count` draws of equal weight in random order, every parameter with a prior among them.
std::string posterior_csv(const PatternTask& task, const Calibration& found, std::size_t count,
                          std::uint64_t seed, const std::vector<std::string>& header);

}  // namespace keruen
