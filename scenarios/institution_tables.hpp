// SPDX-License-Identifier: MIT
#pragma once
#include "models/world/policy.hpp"
#include "models/world/world.hpp"
#include "scenarios/country_tables.hpp"

namespace keruen {

/// Numbers and kinds of the institutions of world.regions: numbers are summed over the countries of
/// a region, shares and ratios are means weighted by numbers.
InstitutionFacts institution_facts(const World& world, CountryTables& tables);

/// The rules that the data give for institutions, aggregated likewise; branch campuses are summed.
void set_institution_policy(const World& world, CountryTables& tables, Policy& policy);

}  // namespace keruen
