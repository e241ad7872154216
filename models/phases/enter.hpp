// SPDX-License-Identifier: MIT
#pragma once
#include "models/state.hpp"

namespace keruen {

/// Phase 1: the year's cohort. Makes one block of potential movers and one of certain stayers per
/// origin, draws the attributes of the former, and admits to higher education everybody whose
/// keyed threshold lies below expected entrants / candidates. Movers become candidates; stayers
/// begin at home. Cohorts that nobody follows any more leave as whole blocks.
/// docs/phases/enter.md
void enter(const Setup& setup, Year year, Population& population, YearRecord& record,
           Workers& workers);

/// Share of a cohort who can study in a foreign language, those trained for it included.
double language_share(const Setup& setup, std::size_t origin, Year cohort);

}  // namespace keruen
