// SPDX-License-Identifier: MIT
// Screening by elementary effects (Morris 1991), with mu* of Campolongo, Cariboni and Saltelli
// (2007): which of many factors move an output at all, for k + 1 runs a trajectory.
#pragma once
#include "analysis/sensitivity/design.hpp"

namespace keruen {

struct MorrisDesign {
    std::size_t factors = 0;
    std::size_t trajectories = 0;
    int levels = 4;  ///< even: of the grid 0, 1 / (levels - 1), ..., 1 on which all points lie
    std::uint64_t seed = 1;

    /// A step: half of the levels, so that every level is as likely as any other.
    double step() const { return levels / (2.0 * (levels - 1)); }
};

/// factors + 1 points; one factor moves by the design's step from each to the next, in any order.
struct Trajectory {
    Rows points;
    std::vector<std::size_t> moved;  ///< [step] factor
};

/// The first n of a design are those of any longer one of the same seed.
std::vector<Trajectory> trajectories(const MorrisDesign& design);

/// What moving one factor from one end of its range to the other does to an output, on average over
/// the other factors; NaN with no effect known.
struct FactorEffects {
    Estimate strength;  ///< mu*: mean of absolute effects
    Estimate mean;      ///< mu: mean of effects; smaller than mu* in size if signs differ
    double spread = 0;  ///< sigma: standard deviation; curvature and interaction. NaN of one effect
    std::size_t effects = 0;
};

/// [output][factor]. `values` are [trajectory][point][output]; steps with an unknown end are left
/// out. Intervals: bootstrap over trajectories.
std::vector<std::vector<FactorEffects>> elementary_effects(
    const MorrisDesign& design, const std::vector<Trajectory>& trajectories,
    const std::vector<Rows>& values, std::size_t outputs);

/// The whole: runs the model on all points of the design at once.
std::vector<std::vector<FactorEffects>> morris(const Model& model, const MorrisDesign& design,
                                               std::size_t outputs);

/// The `count` factors to be looked at closer, in ascending order: each factor is ranked by the
/// largest share it has, over outputs, of the strongest factor's mu*; so that with as many
/// survivors as outputs the strongest of each is among them. Factors without effect never survive.
std::vector<std::size_t> survivors(const std::vector<std::vector<FactorEffects>>& effects,
                                   std::size_t count);

}  // namespace keruen
