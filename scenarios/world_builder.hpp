// SPDX-License-Identifier: MIT
#pragma once
#include <string>
#include <vector>

#include "models/world/policy.hpp"
#include "models/world/world.hpp"
#include "scenarios/diagnostics.hpp"
#include "scenarios/scenario_file.hpp"
#include "scenarios/table.hpp"

namespace keruen {

/// A group of values that were filled by a rule instead of observed; `keruen check --data` lists
/// them.
struct Gap {
    std::string table;  ///< name of the table
    std::string what;   ///< which rows: countries, years
    std::string rule;   ///< how they were filled
    std::string mark;   ///< bridged, estimated, assumed or projected
};

struct BuiltWorld {
    World world;
    Policy policy;  ///< as the data tell it, before any dated value of a scenario
    std::vector<Gap> gaps;
};

/// Aggregates the country tables to the scenario's regions: people are summed, prices weighted by
/// the students they apply to, dyads by the flows or, where unknown, by cohorts. Sums are always
/// built from country rows. Mistakes (a country without a needed row, ...) go to `diagnostics`.
BuiltWorld build_world(const ScenarioFile& scenario, DataPackage& data, Diagnostics& diagnostics);

}  // namespace keruen
