// SPDX-License-Identifier: MIT
#pragma once
#include "models/state.hpp"

namespace keruen {

/// The year ends. Counts everybody who studied (stock by origin, host, level and payer),
/// then each leaves, takes the award, takes it and seeks the next level, or goes on to the next
/// year, by one keyed word and the table of transitions. Who leaves abroad without a degree
/// returns. docs/phases/progress.md
void progress(const Setup& setup, Year year, Population& population, YearRecord& record,
              Workers& workers);

}  // namespace keruen
