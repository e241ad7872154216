// SPDX-License-Identifier: MIT
// The cheapest package of levers that meets a target with a wanted probability: a space-filling
// design on fixed pairs, surrogates between its points, a search on these, new points where the
// search ends, and a confirmation on pairs that nothing was chosen by. docs/target.md
#pragma once
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "analysis/target/surrogate.hpp"

namespace keruen {

/// What one run of a package gives; NaN if it failed or was not made.
struct PackageOutcome {
    double mobility = 0;  ///< largest share mobile from the package's first year to the target's
    double spending = 0;  ///< of the payer in these years, nominal US dollars
    double settled = 0;   ///< graduates who live abroad in the target's year, people
    double modelled = 0;  ///< `mobility` without model discrepancy
    bool known() const;
};
using PackageOutcomes = std::vector<PackageOutcome>;  ///< [pair]

/// Runs as the solver sees them. A pair is a draw of parameters, a seed and a path of model
/// discrepancy: the same number is the same pair in every package.
struct PackageSimulator {
    std::size_t levers = 0;
    /// The nearest position that can be written as a package.
    std::function<Position(const Position&)> snap = [](const Position& at) { return at; };
    /// [point][pair] of the `count` pairs from `first` on. An empty position is the scenario as it
    /// is. `stage` says to people what the runs are for.
    std::function<std::vector<PackageOutcomes>(const std::vector<Position>& points,
                                               std::size_t first, std::size_t count,
                                               const std::string& stage)>
        simulate;
    std::function<bool()> stopped = [] { return false; };
};

struct TargetPlan {
    double target = 0.2;       ///< share mobile
    double probability = 0.8;  ///< with which it is to be met
    std::size_t points = 30, pairs = 20, confirm = 40;
    std::size_t rounds = 4;    ///< of new points near the optimum, three at most in each
    std::size_t attempts = 3;  ///< to confirm a package
    std::uint64_t seed = 1;    ///< of the design

    /// Pairs of a draw and a seed there may be at most: fixed, and fresh ones of every attempt.
    std::size_t all_pairs() const { return pairs + attempts * confirm; }
    /// Runs there may be at most.
    std::size_t runs() const;
};

struct Spread {
    double mean = 0, low = 0, high = 0;  ///< low and high: 5 % and 95 % of members
};

/// What is told of a package over some pairs; differences are to the scenario in the same pair.
struct PackageFigures {
    std::size_t members = 0, met = 0;  ///< pairs, and those in which the target is met
    double probability = 0;            ///< met / members
    double low = 0, high = 0;          ///< 95 % interval of the probability (Clopper and Pearson)
    double reached = 0;                ///< largest target that is met with the wanted probability
    std::size_t modelled_met = 0;      ///< as met, without model discrepancy
    Spread mobility, modelled;         ///< shares mobile, with model discrepancy and without
    Spread cost, settled;              ///< spending more; graduates abroad more
};

/// A package that was simulated on the fixed pairs.
struct SimulatedPackage {
    Position position;  ///< empty: the scenario as it is
    PackageOutcomes outcomes;
    PackageFigures figures;
};

/// A package on fresh pairs.
struct Confirmation {
    Position position;
    PackageFigures figures;
    bool confirmed = false;
};

/// A package that none is known to beat in cost, mobility and graduates abroad.
struct FrontPoint {
    Position position;
    double cost = 0, mobility = 0, probability = 0, settled = 0;  ///< means; of the fixed pairs
    bool simulated = false;                                       ///< or else from the surrogate
};

enum class TargetStatus {
    found,        ///< confirmed on fresh pairs
    unconfirmed,  ///< neither confirmed on fresh pairs nor ruled out
    unreachable,  ///< the best within the bounds is not good enough, by its interval too
    interrupted
};

struct TargetAnswer {
    TargetStatus status = TargetStatus::interrupted;
    bool cheapest = false;  ///< `best` is the cheapest of those good enough, not the highest
    std::vector<SimulatedPackage> packages;  ///< the first is the scenario as it is
    std::optional<std::size_t> best;         ///< among packages: the answer
    std::vector<Confirmation> confirmations;
    std::vector<FrontPoint> front;  ///< by cost
    /// Root mean square of what surrogates get wrong at points left out, and the spread of the
    /// quantity over points.
    double mobility_error = 0, mobility_spread = 0, cost_error = 0, cost_spread = 0;
    std::size_t failed_pairs = 0;  ///< left out
};

/// Figures of outcomes against those of the scenario in the same pairs.
PackageFigures package_figures(const PackageOutcomes& outcomes, const PackageOutcomes& base,
                               const TargetPlan& plan);

/// Solves. Of a run that is stopped the answer holds what was simulated in full.
TargetAnswer solve_target(const PackageSimulator& simulator, const TargetPlan& plan);

}  // namespace keruen
