// SPDX-License-Identifier: MIT
// Poisson pseudo-maximum likelihood with effects of many groups (docs/decisions/0020).
#pragma once
#include <Eigen/Core>
#include <vector>

namespace keruen {

/// E[y] = exp(x b + one effect for each grouping). The pairs (x, y) need not be Poisson.
struct PpmlData {
    Eigen::VectorXd y;  ///< [n], >= 0
    Eigen::MatrixXd x;  ///< [n][k]
    /// [groupings][n]: the group of each observation, numbered from 0; numbers may be unused.
    std::vector<std::vector<std::size_t>> groups;
    std::vector<std::size_t> cluster;  ///< [n]: errors may be correlated within a cluster
};

struct PpmlFit {
    Eigen::VectorXd beta;           ///< [k]
    Eigen::VectorXd error;          ///< [k] clustered standard errors
    Eigen::MatrixXd covariance;     ///< [k][k] sandwich, times G / (G - 1) of G clusters
    std::vector<std::size_t> kept;  ///< the observations used, in order
    Eigen::VectorXd fitted;         ///< [kept] E[y]
    std::size_t groups = 0;         ///< groups in use, over all groupings
    std::size_t clusters = 0;
    double deviance = 0;
    int steps = 0;  ///< of reweighting
};

/// Iteratively reweighted least squares; the groups' effects are taken out of y and x within each
/// step by alternating projections (as Correia, Guimaraes and Zylkin 2020 do). beta is exact to
/// about 1e-8.
///
/// *Separation.* A group whose y are all 0 has no finite effect: its observations fit perfectly,
/// tell nothing about beta, and are left out, as often as that makes new such groups. A covariate
/// that separates zeros from the rest has no finite coefficient: that throws std::runtime_error
/// once the coefficients do not settle, as does too little left to estimate from.
/// Throws std::invalid_argument for a covariate that the effects or other covariates determine.
PpmlFit fit_ppml(const PpmlData& data);

/// Takes weighted group means out of the columns of `values` until nothing is left of them; exact
/// in one pass for a single grouping.
/// groups [groupings][n]; weights [n] > 0; values [n][columns].
void take_out_groups(const std::vector<std::vector<std::size_t>>& groups,
                     const Eigen::VectorXd& weights, Eigen::MatrixXd& values);

}  // namespace keruen
