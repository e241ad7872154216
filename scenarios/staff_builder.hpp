// SPDX-License-Identifier: MIT
#pragma once
#include "models/world/policy.hpp"
#include "models/world/world.hpp"
#include "scenarios/country_tables.hpp"

namespace keruen {

/// Fills what world and policy hold about academic staff: people are summed over the countries of a
/// region, everything else is a mean weighted by their staff of the base year.
void build_staff(World& world, Policy& policy, CountryTables& tables);

}  // namespace keruen
