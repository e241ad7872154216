// SPDX-License-Identifier: MIT
// Parameters given what was measured: docs/calibration.md.
#pragma once
#include <optional>

#include "analysis/calibration/importance.hpp"
#include "analysis/calibration/pattern_runs.hpp"
#include "analysis/sensitivity/morris.hpp"

namespace keruen {

/// How many points go into what; known before the first is simulated.
struct CalibrationPlan {
    std::size_t trajectories = 4;          ///< of the screening
    std::size_t survivors = 8;             ///< at most
    std::vector<std::size_t> generations;  ///< points of each
    std::size_t points(std::size_t dimensions) const;
};
/// Half of the particles from the prior, the rest in equal later generations. Throws InputError if
/// there are too few.
std::vector<std::size_t> generations_of(std::size_t particles, std::size_t generations);

struct Calibration {
    std::vector<std::vector<FactorEffects>> effects;  ///< [pattern][dimension], of the screening
    std::vector<double> strength;        ///< [dimension] largest mu* over a fitted pattern's sd
    std::vector<std::size_t> survivors;  ///< dimensions that proposals adapt, ascending
    std::optional<ImportanceSampler> sampler;  ///< its points and their weights
    Rows figures;                              ///< [point][pattern]
    std::vector<double> sizes;  ///< [generation] effective size of the sample once it is over
    std::size_t failed = 0;
    std::string first_failure;
    bool interrupted = false;
};

/// Log-likelihood of figures that were measured (`target`, one a pattern), over the patterns used
/// for calibration: independent normal errors of their sd; -infinity for unknown figures.
double log_likelihood(const std::vector<Pattern>& patterns, const std::vector<double>& figures,
                      const std::vector<double>& target);

/// Screening, then adaptive importance sampling. If interrupted, what is finished is kept by `runs`
/// and of no other use.
Calibration calibrate(const PatternTask& task, const CalibrationPlan& plan, std::uint64_t seed,
                      PatternRuns& runs);

/// What became of a parameter: moments and quantiles of its value, before and after.
struct ParameterShift {
    std::size_t dimension = 0;
    double prior_mean = 0, prior_sd = 0, mean = 0, sd = 0;
    double low = 0, median = 0, high = 0;  ///< 5, 50 and 95 %
    double shift = 0;                      ///< of the mean, in sd of the prior
    bool moved = false;                    ///< beyond what chance does to a sample of this size
    double contraction() const { return 1 - sd * sd / (prior_sd * prior_sd); }
};
std::vector<ParameterShift> shifts(const std::vector<Dimension>& dimensions,
                                   const Calibration& found);

/// How often central intervals hold planted values.
struct Recovery {
    std::vector<std::size_t> dimensions;
    /// [planted][dimension] rank of the true value among as many draws of the posterior as its
    /// effective size says, as a share: uniform if the posterior is right, however few they are.
    Rows below;
    std::vector<double> sizes;        ///< [planted] effective size of the posterior
    std::vector<double> contraction;  ///< [dimension] mean over planted points
    /// Share of the planted values within the central interval of this probability.
    double coverage(std::size_t dimension, double probability) const;
};

/// Takes `count` points from the prior as the truth, one after another: to their figures come
/// errors of the patterns' sd, and the posterior given these is found from all the other points. No
/// model is run. Simulation-based calibration (Talts et al. 2018) by importance sampling.
Recovery recover(const std::vector<Pattern>& patterns, const Calibration& found, std::size_t count,
                 std::uint64_t seed);

}  // namespace keruen
