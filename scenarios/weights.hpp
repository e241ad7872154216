// SPDX-License-Identifier: MIT
#pragma once
#include <functional>
#include <vector>

#include "models/world/world.hpp"
#include "scenarios/country_tables.hpp"
#include "scenarios/flow_cells.hpp"

namespace keruen {

/// How countries count in the means of their region: as hosts by the foreign students they have, as
/// origins by their cohort, as pairs by the students between them in the base year. A pair without
/// known students counts by origin cohort x host students, at a thousandth, so that it decides
/// only where nothing better is known.
class RegionWeights {
public:
    RegionWeights(CountryTables& tables, const std::vector<FlowCell>& flows, Year base);

    double pair(std::size_t origin_country, std::size_t host_country) const;

    Series mean_of_hosts(const Grid<double, 2>& by_country) const;
    Series mean_of_origins(const Grid<double, 2>& by_country) const;
    /// Mean of f(origin country, host country) over the pairs of two regions (a country is never
    /// its own host); pairs where f is NaN do not count.
    Matrix mean_over_pairs(const std::function<double(std::size_t, std::size_t)>& f) const;
    /// The same by year, [origin][host][year]; the years may be done on several threads.
    Cube mean_over_pairs(Year first, Year last,
                         const std::function<double(std::size_t, std::size_t, Year)>& f) const;

private:
    Series mean(const Grid<double, 2>& by_country, const std::vector<double>& weight) const;

    const CountryTables& tables_;
    std::size_t regions_ = 0;
    std::vector<double> host_, origin_;
    Grid<double, 2> students_;
    double host_total_ = 0, origin_total_ = 0, students_total_ = 0;
};

}  // namespace keruen
