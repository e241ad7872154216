// SPDX-License-Identifier: MIT
#pragma once
#include <string_view>
#include <vector>

#include "models/state.hpp"

namespace keruen {

/// One definition of "mobile" (model.md 8). The label is the coordinate in result files.
struct Definition {
    std::string_view label;
    std::string_view meaning;  ///< numerator / denominator in words
};

/// Every definition that degree mobility allows, in file order.
const std::vector<Definition>& definitions();

/// [origin][definition] share mobile in the year of the record; NaN where the denominator is empty
/// or not sourced.
Grid<double, 2> mobility_rates(const World& world, const YearRecord& record, Year year);

/// Students at home, agents of all nationalities and the counts (open, distance, college), people.
std::vector<double> home_enrolment(const World& world, const YearRecord& record, Year year);

}  // namespace keruen
