// SPDX-License-Identifier: MIT
#pragma once
#include "models/institutions/placement.hpp"
#include "models/state.hpp"

namespace keruen {

/// Places the year's students within their region. The seats that each host has for foreign
/// entrants are divided among its ability tiers and cleared by ability and a keyed tie: everybody
/// prefers the same tiers, so that this is deferred acceptance (docs/decisions/0010). At home tiers
/// are a table of ability. Notes the cutoffs, and counts foreign entrants by tier and institution.
/// docs/phases/place.md
void place(const Setup& setup, Year year, const YearTables& tables, const Population& population,
           const Applicants& applicants, const Institutions& institutions, TierCutoffs& cutoffs,
           YearRecord& record, Workers& workers);

}  // namespace keruen
