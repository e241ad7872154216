// SPDX-License-Identifier: MIT
#pragma once
#include <atomic>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "analysis/ensemble/draws.hpp"
#include "analysis/ensemble/member.hpp"
#include "analysis/ensemble/quantiles.hpp"
#include "analysis/measures/statistics.hpp"

namespace keruen {

/// One figure over an ensemble in groups, such as the seeds of a draw, in memory that does not grow
/// with members.
class FigureStatistics {
public:
    /// Values that are not known are counted and otherwise left out.
    void add(double value, double target, bool met_before);
    /// The members of one group are over.
    void end_group();
    /// What follows is independent of all before: of another draw, or without draws another seed.
    void end_part();

    std::size_t members() const { return all_.count(); }
    double mean() const { return all_.mean(); }
    std::array<double, StreamQuantiles::levels.size()> quantiles() const {
        return quantiles_.values();
    }
    /// Mean variance between members of one group. NaN with one member a group.
    double within_variance() const;
    /// Variance between the expectations of groups. NaN with one group. Not below zero, though its
    /// estimate may be.
    double between_variance() const;
    /// Standard error of the mean; members of one group are not independent.
    double standard_error() const;
    /// Share of members in which the target was met in the year; in the year or any from 2013 on.
    double met() const { return share(met_); }
    double met_by() const { return share(met_by_); }
    /// Standard error of met_by() over independent parts. NaN with one.
    double met_by_error() const;
    /// The same, but where all of n parts agree that it is certain or excluded, which shows no
    /// error, 1 / (n + 2): what Laplace's rule leaves to the next part to disagree.
    double met_by_doubt() const;

private:
    double share(std::size_t n) const;

    Moments all_, group_, group_means_, within_, part_met_, parts_met_;
    double group_size_ = 0;
    StreamQuantiles quantiles_;
    std::size_t met_ = 0, met_by_ = 0;
};

struct EnsembleOptions {
    int draws = 20;  ///< at most; with no sample one draw is all there is
    int seeds = 5;   ///< for each draw
    std::optional<ParameterSample> sample;
    int paths = 50;       ///< mirrored pairs of model discrepancy laid over each member; 0 = none
    double target = 0.2;  ///< share mobile
    /// Stop once the standard error of the figure's mean, and the doubt of its met_by() with model
    /// discrepancy if there is any, are not above; 0 = whatever they are. Never if both are 0.
    double precision = 0, precision_met = 0;
    std::size_t origin = 0, definition = 0;  ///< of the figure
    Year year = 0;                           ///< of the figure
    RunOptions run;
    const std::atomic<bool>* stop = nullptr;
};

struct Ensemble {
    std::string origin;
    std::vector<int> years;
    /// [year][definition] Groups are draws: chance within them, parameters between them.
    Grid<FigureStatistics, 2> rates;
    /// The same with model discrepancy laid over every member: groups are members. Empty without.
    Grid<FigureStatistics, 2> strayed;
    Year base = 0;  ///< last year without model discrepancy
    bool has_discrepancy() const { return !strayed.values().empty(); }
    std::size_t members = 0, draws = 0;
    bool interrupted = false, precise = false;
};

struct EnsembleProgress {
    std::size_t member, most;
    Year year;
    double done;  ///< share of the most there may be
};

/// Runs draws x seeds, member after member: draw d has row d of the sample, seed k that of the
/// scenario + k, the same for every draw. Ends early once the figure is precise enough, or if
/// stopped, with the members it has.
Ensemble run_ensemble(const ScenarioFile& scenario, DataPackage& data,
                      const EnsembleOptions& options, Workers& workers,
                      const std::function<void(const EnsembleProgress&)>& progress);

}  // namespace keruen
