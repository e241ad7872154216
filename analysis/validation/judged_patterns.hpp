// SPDX-License-Identifier: MIT
#pragma once
#include <functional>
#include <string>
#include <vector>

#include "analysis/calibration/patterns.hpp"

namespace keruen {

/// A pattern beside what the model gives (docs/validation.md). All on the pattern's scale of
/// comparison: a logarithm, or a logit of shares.
struct JudgedPattern {
    Pattern pattern;
    double simulated = 0;  ///< mean over seeds
    double chance = 0;     ///< standard error of it
    double sd() const;     ///< of what may lie between a right model and the record
    /// Central 90 % in which a right model's record would lie.
    double low() const;
    double high() const;
    bool holds() const { return low() <= pattern.measured() && pattern.measured() <= high(); }
};

/// Every pattern of the table, simulated with several seeds. `read` gives a scenario by its name;
/// `finished` is called after each run with the share of the work done.
std::vector<JudgedPattern> judge_patterns(
    const std::function<ScenarioFile(const std::string&)>& read, DataPackage& data, int seeds,
    double scale, Workers& workers, const std::function<void(double)>& finished);

}  // namespace keruen
