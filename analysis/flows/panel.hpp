// SPDX-License-Identifier: MIT
// Recorded flows by country and year: what estimates and hindcasts stand on.
#pragma once
#include <span>
#include <string>
#include <vector>

#include "scenarios/table.hpp"
#include "sim/grid.hpp"

namespace keruen {

/// Degree students by series and academic year ending, as a source printed them.
struct FlowPanel {
    struct Series {
        std::string origin, host;  ///< country codes; host "*": all hosts but China
    };
    std::vector<Series> series;
    Year first = 0, last = 0;
    Grid<double, 2> students;  ///< [series][year - first], NaN where nobody recorded

    /// NaN outside the years of the panel.
    double at(std::size_t s, Year year) const;
    /// The panel as it was at the end of `year`: later cells are gone, not hidden.
    FlowPanel until(Year year) const;
    /// Holes between recorded years filled: geometrically, or linearly at a zero.
    FlowPanel bridged() const;
    /// The last recorded value if it is at most `oldest` years old, else NaN.
    double latest(std::size_t s, int oldest = 2) const;
};

/// Pairs of named countries with their observed cells. Left out are China as host and the
/// unnamed rest (scenarios/data/README.md, flows 4 to 6), territories, and flagged host-years.
FlowPanel recorded_flows(DataPackage& data, Diagnostics& diagnostics);
/// Each origin's outbound total (host "*"), observed cells of the table `outbound`.
FlowPanel recorded_totals(DataPackage& data, Diagnostics& diagnostics);

}  // namespace keruen
