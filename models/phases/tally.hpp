// SPDX-License-Identifier: MIT
#pragma once
#include "models/state.hpp"

namespace keruen {

/// Counts the year's bachelor entrants by group (income, ability, sex, town), wherever they study:
/// potential movers one by one, certain stayers by the shares that births have. Changes nobody and
/// draws nothing. docs/phases/tally.md
void tally(const Setup& setup, Year year, const Population& population, YearRecord& record,
           Workers& workers);

}  // namespace keruen
