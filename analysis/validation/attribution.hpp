// SPDX-License-Identifier: MIT
// What a flow's simulated growth is owed to, mechanism by mechanism (docs/validation.md).
#pragma once
#include <array>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/validation/simulated.hpp"

namespace keruen {

/// A mechanism at rest stays as it was at the base year; the constants, which reproduce the flows
/// to the base, are found under the same rest.
enum class Mechanism : std::uint8_t {
    rates,    ///< students feel changes of real exchange rates between two countries
    cohorts,  ///< people who reach the age of study, and who enter, change in number
    network,  ///< compatriots at a host, students and graduates, draw others
    places,   ///< places of scholarship programmes and home grants change
};
inline constexpr std::array<std::string_view, 4> kMechanisms{"exchange rates", "cohorts", "network",
                                                             "places"};
inline constexpr std::size_t kCombinations = 1U << kMechanisms.size();

/// Log growth of a flow between two regions, base to last year.
struct Attribution {
    std::string origin, host;
    Year base = 0, last = 0;
    double pass_through = 0, network = 0;  ///< parameters choose.rate_pass_through, choose.network
    double recorded = 0;
    /// [bit m: mechanism m at work] simulated, means over seeds
    std::array<double, kCombinations> growth{};
    std::array<double, kMechanisms.size()> shares{};  ///< Shapley values, means over seeds
    std::array<double, kMechanisms.size()> errors{};  ///< standard errors over seeds; 0 with one
    double at_rest = 0;  ///< simulated with all mechanisms and all other inputs as at the base

    double simulated() const { return growth.back(); }
    double other_inputs() const { return growth.front() - at_rest; }
    double unexplained() const { return recorded - simulated(); }
};

/// The mean over seeds of games [seed][combination], and of their Shapley values.
void share_out(const std::vector<std::array<double, kCombinations>>& games, Attribution& out);

struct AttributionRequest {
    std::string origin = "KAZ", host = "RUS";  ///< regions
    Year base = 2012, last = 2016;
    double recorded = 0;  ///< log growth
};

/// Simulates every combination of mechanisms at work and at rest from the base, and once with all
/// other inputs at rest too. `finished` is called after each run with the share of the work done.
/// Throws InputError if the scenario lacks one of the regions.
Attribution attribute(const ScenarioFile& scenario, DataPackage& data,
                      const AttributionRequest& request, const SimulationOptions& options,
                      Workers& workers, const std::function<void(double)>& finished);

/// Makes a mechanism rest in an experiment whose parameters have been set by rest_in_parameters.
void rest(Mechanism mechanism, Experiment& experiment);
void rest_in_parameters(Mechanism mechanism, Parameters& parameters);
/// Holds prices (in the host's real money), incomes, quality and rules at the base year.
void rest_other_inputs(Experiment& experiment);

}  // namespace keruen
