// SPDX-License-Identifier: MIT
#pragma once
#include "models/parameters.hpp"
#include "models/world/policy.hpp"
#include "models/world/world.hpp"

namespace keruen {

/// Institutions answer to less public funding by higher fees (US evidence [61]): home and foreign
/// fees of a region times funding ratio ^ -fees.funding, year by year. At a ratio of 1, that of
/// the data, nothing changes. docs/phases/institutions.md
void answer_funding(const World& world, const Parameters& parameters, Policy& policy);

}  // namespace keruen
