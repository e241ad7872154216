// SPDX-License-Identifier: MIT
#include "scenarios/flow_cells.hpp"

#include <fmt/format.h>

#include <cmath>
#include <map>
#include <tuple>

namespace keruen {

namespace {

Mark mark_of(std::string_view status) {
    if (status == "observed") return Mark::observed;
    if (status == "bridged") return Mark::bridged;
    return status == "assumed" ? Mark::assumed : Mark::estimated;
}

using Cell = std::tuple<std::size_t, std::size_t, Year>;  // origin, host, year

/// Cells that were otherwise at `base`; NaN where there was none.
std::map<Cell, double> otherwise_at(CountryTables& tables, Year base, Diagnostics& diagnostics) {
    std::map<Cell, double> cells;
    bool any = false;
    const Table& table = tables.table("known_flows");
    for (std::size_t row = 0; row < table.rows(); ++row) {
        if (table.integer("base")[row] != base) continue;
        any = true;
        cells[{tables.find(table.text("origin")[row]), tables.find(table.text("host")[row]),
               static_cast<Year>(table.integer("year")[row])}] = table.number("students")[row];
    }
    if (!any) {
        diagnostics.add({table.file()}, fmt::format("flows as known in {}", base),
                        "a base year that the table has");
    }
    return cells;
}

}  // namespace

std::vector<FlowCell> read_flow_cells(CountryTables& tables, std::optional<Year> known_at,
                                      Diagnostics& diagnostics) {
    std::map<Cell, double> otherwise;
    if (known_at) otherwise = otherwise_at(tables, *known_at, diagnostics);
    std::vector<FlowCell> cells;
    const Table& table = tables.table("flows");
    for (std::size_t row = 0; row < table.rows(); ++row) {
        FlowCell cell{tables.find(table.text("origin")[row]), tables.find(table.text("host")[row]),
                      static_cast<Year>(table.integer("year")[row]), table.number("students")[row],
                      mark_of(table.text("status")[row])};
        if (cell.origin == tables.size() || cell.host == tables.size()) continue;
        if (known_at) {
            if (cell.year > *known_at) continue;
            const auto then = otherwise.find({cell.origin, cell.host, cell.year});
            if (then != otherwise.end()) {
                if (std::isnan(then->second)) continue;
                cell.students = then->second;
                cell.mark = Mark::estimated;
            }
        }
        cells.push_back(cell);
    }
    return cells;
}

}  // namespace keruen
