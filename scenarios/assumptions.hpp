// SPDX-License-Identifier: MIT
#pragma once
#include <string>
#include <vector>

#include "scenarios/table.hpp"

namespace keruen {

/// Values of the data package that no source gives (status "assumed") and that have a range: those
/// of one column, or of one of its keys, which are moved together.
struct Assumption {
    std::string key;  ///< "data.visa.refusal", "data.institution_values.autonomy"
    std::string table, column, low, high;
    std::string by, group;  ///< only rows with this text in the column `by`; "" = all rows
    std::size_t rows = 0;   ///< that have a range
};

/// Every group of assumed values, in the order of a fixed list of columns; mistakes in the tables
/// go to `diagnostics`. Shares of territories are left out: moved alone they would no longer fit
/// their country.
std::vector<Assumption> assumptions(DataPackage& data, Diagnostics& diagnostics);

/// Moves the values of a group within their ranges: each to its low end at position 0, to its high
/// end at 1, to where it is at 1/2, in straight lines between.
void move_assumption(DataPackage& data, const Assumption& assumption, double position);

}  // namespace keruen
