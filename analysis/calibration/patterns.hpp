// SPDX-License-Identifier: MIT
// What was measured of the world and not put into the model: what parameters are calibrated on, and
// what the result is judged by (table patterns, docs/calibration.md).
#pragma once
#include <span>
#include <string>
#include <vector>

#include "analysis/experiments/run.hpp"
#include "scenarios/diagnostics.hpp"

namespace keruen {

/// What is counted of a run (a column of the table).
enum class PatternMeasure {
    paying_entrants,      ///< new degree students who have to pay a new fee, of regions that mostly
                          ///< do
    abroad,               ///< degree students abroad, without China as host
    foreign,              ///< foreign degree students
    exchange_out,         ///< exchange students of the year
    exchange_in,          ///<
    share_of_abroad,      ///< at the host, of `abroad`
    share_on_programmes,  ///< paid for by programmes of the host, of degree students there
    degree_graduates,     ///< awards taken abroad, of all
    credit_graduates,     ///< awards taken at home after credit mobility, of all
    at_host               ///< degree students of the origin at the host
};

/// Whether parameters are fitted to it, or it is kept to judge them by, or the constants of a run
/// meet it anyhow, so that it says nothing of parameters.
enum class PatternUse { calibration, judgement, constants };

struct Pattern {
    std::string key, scenario;  ///< scenario: a name in the library, to be simulated
    PatternMeasure measure{};
    std::string origin, host;  ///< region codes, of the scenario; "*" all
    Year since = 0, year = 0;  ///< since: of a change; 0 for a level
    double before = 0, value = 0;
    std::string unit;
    double observation_sd = 0, discrepancy_sd = 0;  ///< of the logarithm, of shares: the logit
    PatternUse use{};

    bool is_share() const {
        return measure >= PatternMeasure::share_of_abroad && measure != PatternMeasure::at_host;
    }
    /// The scale of comparison: log of the level or of its change, logit of shares. Below half a
    /// person counts as half a person.
    double compared(double before_value, double at_value) const;
    /// What was measured, on that scale, and how far a right model may be off it.
    double measured() const { return compared(before, value); }
    double sd() const;
};

/// The table, in its order.
std::vector<Pattern> read_patterns(DataPackage& data, Diagnostics& diagnostics);

/// Each pattern's figure in the model on the scale of comparison. All must be of this scenario.
/// Entrants who pay a fee are found in expectation, from the constants alone; for all else the
/// scenario is simulated to the last year asked for, with its seed and agents.
std::vector<double> pattern_figures(const ScenarioFile& scenario, DataPackage& data,
                                    std::span<const Pattern> patterns, Workers& workers);

}  // namespace keruen
