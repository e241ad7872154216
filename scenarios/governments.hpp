// SPDX-License-Identifier: MIT
#pragma once
#include <vector>

#include "models/parameters.hpp"
#include "models/world/policy.hpp"
#include "scenarios/diagnostics.hpp"
#include "scenarios/government_layer.hpp"
#include "scenarios/scenario_file.hpp"

namespace keruen {

/// Gives the policy of the data what a scenario says: its programmes, the values of levers, its
/// rules.
void complete_policy(const ScenarioFile& scenario, const World& world, Policy& policy,
                     Diagnostics& diagnostics);

/// Gives governments the rules that a scenario describes. Unknown regions, definitions and levers,
/// and dates outside the world, go to `diagnostics`.
void add_rules(const std::vector<ScenarioRule>& list, const World& world,
               const Parameters& parameters, Policy& policy, Diagnostics& diagnostics);

}  // namespace keruen
