// SPDX-License-Identifier: MIT
#pragma once
#include <Eigen/Dense>
#include <vector>

namespace keruen {

/// A point of the unit cube: one position a lever, 0 the low bound, 1 the high one.
using Position = std::vector<double>;

/// Quantities known at some points, guessed in between: a Gaussian process with a trend and a
/// Matern 5/2 kernel, one length a lever. The trend is linear, or quadratic where there are points
/// enough and that has the smaller errors at points left out. All quantities share lengths and
/// noise, found by maximum likelihood, and have a variance each (Rasmussen and Williams 2006,
/// chapters 2 and 5). Noise is what a quantity does between points however close, such as people
/// that come as wholes.
class Surrogate {
public:
    /// `values` are [point][quantity]. Needs more points than levers + 1; throws
    /// std::invalid_argument.
    Surrogate(const std::vector<Position>& points, const Eigen::MatrixXd& values);

    /// Of every quantity.
    Eigen::VectorXd mean(const Position& at) const;
    /// Root of the mean over quantities of the variance of what is not known there; without noise.
    double deviation(const Position& at) const;

    /// Value less what the other points alone would have it be, [point][quantity] (Dubrule 1983).
    const Eigen::MatrixXd& left_out_errors() const { return left_out_errors_; }

private:
    enum class Trend { linear, quadratic };
    struct Fit {
        Eigen::LLT<Eigen::MatrixXd> kernel, trend;
        Eigen::MatrixXd weighted_trend;  ///< K^-1 F
        Eigen::MatrixXd coefficients;    ///< of the trend, [term][quantity]
        Eigen::MatrixXd weights;         ///< K^-1 (y - F b)
        Eigen::VectorXd variances;       ///< [quantity]
        double unlikelihood = 0;
    };
    void take(Trend form);
    Fit fit(const std::vector<double>& shape) const;
    Eigen::MatrixXd kernel(const std::vector<double>& shape) const;
    Eigen::VectorXd trend(const Position& at) const;
    void choose_shape();
    void leave_out();

    std::vector<Position> points_;
    Eigen::MatrixXd values_;
    Trend form_ = Trend::linear;
    Eigen::MatrixXd trend_;           ///< [point][term]
    Eigen::VectorXd offset_, scale_;  ///< values are fitted centred, in units of their spread
    std::vector<double> shape_;       ///< log length a lever, log noise variance
    Fit fit_;
    Eigen::MatrixXd left_out_errors_;
};

}  // namespace keruen
