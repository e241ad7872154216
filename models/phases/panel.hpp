// SPDX-License-Identifier: MIT
#pragma once
#include "models/state.hpp"

namespace keruen {

/// Looks at the keyed sample of potential movers, as enrolled this year, if the run records them.
void look(const Setup& setup, const Population& population, YearRecord& record);

}  // namespace keruen
