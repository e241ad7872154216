// SPDX-License-Identifier: MIT
#pragma once
#include "models/state.hpp"

namespace keruen {

/// The year's cohort. Makes one block of potential movers and one of certain stayers per
/// origin, draws the attributes of the former, and admits to higher education everybody whose
/// keyed threshold lies below expected entrants / candidates. Movers become candidates; stayers
/// begin at home. Cohorts that nobody follows any more leave as whole blocks.
/// docs/phases/enter.md
void enter(const Setup& setup, Year year, Population& population, YearRecord& record,
           Workers& workers);

}  // namespace keruen
