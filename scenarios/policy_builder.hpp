// SPDX-License-Identifier: MIT
#pragma once
#include "models/world/policy.hpp"
#include "scenarios/country_tables.hpp"
#include "scenarios/weights.hpp"

namespace keruen {

/// The policies of the data tables, aggregated to the regions of `world`.
Policy build_policy(const World& world, CountryTables& tables, const RegionWeights& weights);

}  // namespace keruen
