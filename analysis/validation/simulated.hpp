// SPDX-License-Identifier: MIT
// The simulation as a forecaster of recorded flows (docs/hindcasts.md).
#pragma once
#include <functional>
#include <map>
#include <memory>
#include <vector>

#include "analysis/experiments/run.hpp"
#include "analysis/validation/forecast.hpp"

namespace keruen {

/// Degree students between a scenario's regions, simulated from one base.
struct RegionFlows {
    Grid<double, 3> students;  ///< [origin][host][year - base], mean over seeds
    Matrix recorded;           ///< [origin][host] at the base as then known; NaN where unknown
};

struct SimulationOptions {
    int seeds = 3;
    double scale = 1;  ///< of the agents
};

/// The scenario with `base` as the last year whose flows it knows, to `last`. Flows are those known
/// at the base (ScenarioFile::hindsight); all other inputs are as the data have them. Agents are
/// spread more evenly over the regions than in the scenario: all flows between them count here, and
/// Kazakhstan alone does not deserve every one of them. Throws InputError for mistakes.
std::unique_ptr<Experiment> prepare_from(const ScenarioFile& scenario, DataPackage& data, Year base,
                                         Year last, double scale, Workers& workers);

/// Simulates this. `finished` is called after each simulated year with the share of the work done.
RegionFlows simulate_from(const ScenarioFile& scenario, DataPackage& data, Year base, Year last,
                          const SimulationOptions& options, Workers& workers,
                          const std::function<void(double)>& finished);

/// What simulations say of pairs of countries and of outbound totals: each grows as its regions'
/// flow does, within the bands of bands.hpp. Knows the bases of `flows` and no others.
class SimulatedForecasts {
public:
    SimulatedForecasts(std::vector<Region> regions, std::map<Year, RegionFlows> flows,
                       std::uint64_t seed)
        : regions_(std::move(regions)), flows_(std::move(flows)), seed_(seed) {}

    /// Of each series the first member is the simulation's, the others stray from it in pairs, up
    /// and down. Series with a country in no region keep their latest value.
    Forecast operator()(const FlowPanel& known, Year last) const;

private:
    using Ends = std::pair<std::size_t, std::size_t>;
    std::vector<Ends> ends_of(const FlowPanel& known) const;
    Grid<double, 4> members(const RegionFlows& flows, Year base, int years) const;
    void spread(Forecast& forecast, const FlowPanel& known, const std::vector<Ends>& ends,
                const Grid<double, 4>& model) const;

    std::vector<Region> regions_;
    std::map<Year, RegionFlows> flows_;
    std::uint64_t seed_;
};

/// `simulated` must outlive it.
Forecaster simulation_forecaster(const SimulatedForecasts& simulated);

}  // namespace keruen
