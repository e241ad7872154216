// SPDX-License-Identifier: MIT
#pragma once
#include <vector>

#include "models/measures/definitions.hpp"
#include "models/state.hpp"

namespace keruen {

/// A year's record as the numbers that measures are computed from.
YearNumbers year_numbers(const World& world, const ExpectedDiaspora& expected,
                         const YearRecord& record, Year year);

/// [origin][definition] share mobile in the year; NaN where the denominator is empty or not
/// sourced.
Grid<double, 2> mobility_rates(const YearNumbers& year);

/// Open, distance and college students of each region: counts, not agents. People.
std::vector<double> home_counts(const World& world, Year year);

}  // namespace keruen
