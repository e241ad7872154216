// SPDX-License-Identifier: MIT
#pragma once
#include <optional>
#include <vector>

#include "scenarios/country_tables.hpp"

namespace keruen {

/// Degree students of one country in another, at an academic year's end.
struct FlowCell {
    std::size_t origin = 0, host = 0;  ///< countries of the scenario
    Year year = 0;
    double students = 0;
    Mark mark = Mark::unknown;
};

/// The table of flows between countries of the scenario, in its order. With `known_at`, as its
/// rules would have made it at the end of that year (table known_flows), and nothing later; a year
/// that the table does not have is a mistake that goes to `diagnostics`.
std::vector<FlowCell> read_flow_cells(CountryTables& tables, std::optional<Year> known_at,
                                      Diagnostics& diagnostics);

}  // namespace keruen
