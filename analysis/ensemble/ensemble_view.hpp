// SPDX-License-Identifier: MIT
#pragma once
#include <nlohmann/json_fwd.hpp>
#include <string>

#include "analysis/ensemble/ensemble.hpp"

namespace keruen {

/// Bands and the probability of the target under the headline definitions, and where the spread
/// comes from. Lines of at most 100 characters.
std::string ensemble_text(const Ensemble& ensemble, const EnsembleOptions& options);
/// Every year and every definition.
nlohmann::ordered_json ensemble_json(const Ensemble& ensemble, const EnsembleOptions& options);
std::string ensemble_csv(const Ensemble& ensemble);

}  // namespace keruen
