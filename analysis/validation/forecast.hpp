// SPDX-License-Identifier: MIT
// Forecasts of flows by series, year and member: naive ones, and what a model says in the same
// form.
#pragma once
#include <functional>
#include <string>
#include <vector>

#include "analysis/flows/conditions.hpp"
#include "analysis/flows/panel.hpp"

namespace keruen {

/// What a forecaster says at the end of year `base`. A point forecast has one member; those of a
/// band are equally likely. NaN only where the series was not known at the base.
struct Forecast {
    std::string name;
    Year base = 0;
    Grid<double, 3> students;  ///< [series][year - base - 1][member]

    Year last() const { return base + static_cast<Year>(students.extent(1)); }
    /// NaN outside the forecast.
    double at(std::size_t s, Year year, std::size_t member) const;
};

/// Forecasts the years known.last + 1 to `last` of a panel that ends at the base
/// (FlowPanel::until): nobody can look ahead.
struct Forecaster {
    std::string name;
    std::string prose;  ///< one line
    std::function<Forecast(const FlowPanel& known, Year last)> forecast;
};

/// Growth of each series up to the end of `known`: mean yearly log growth of at most three years,
/// between recorded or bridged years, within +-0.6; NaN where no two years follow each other.
std::vector<double> recent_growth(const FlowPanel& known);
/// The median of recent_growth over series with at least 50 students at the end.
double world_drift(const FlowPanel& known);

/// Persistence first; then drift, trends and drift+half (docs/hindcasts.md has the formulas).
std::vector<Forecaster> naive_forecasters();
/// The two rivals by PPML with pair effects and lagged covariates. `conditions` must outlive them;
/// of it nothing later than the base is used.
std::vector<Forecaster> ppml_forecasters(const Conditions& conditions);

/// A model that speaks of regions, as one more forecast: each series grows from its latest known
/// value as the model's flow between its regions does from the base on.
/// region_of [series] = {origin, host} region; model [origin][host][year - base][member], the base
/// year first.
Forecast grown_with_regions(const std::string& name, const FlowPanel& known,
                            const std::vector<std::pair<std::size_t, std::size_t>>& region_of,
                            const Grid<double, 4>& model);

}  // namespace keruen
