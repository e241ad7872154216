// SPDX-License-Identifier: MIT
#include "analysis/target/surrogate.hpp"

#include <cmath>
#include <limits>
#include <stdexcept>

#include "analysis/target/optimise.hpp"

namespace keruen {

namespace {

// Ranges of the search: lengths in cube edges, noise in variances of the process.
constexpr double kShortest = 0.15, kLongest = 8, kLeastNoise = 1e-6, kMostNoise = 1;
constexpr double kLeastVariance = 1e-12;   ///< of a quantity that is all trend
constexpr int kShapes = 300;               ///< tried by the search
constexpr std::size_t kPointsPerTerm = 3;  ///< of a quadratic trend, at least

/// Matern 5/2 of a distance in lengths.
double matern(double distance) {
    const double r = std::sqrt(5.0) * distance;
    return (1 + r + r * r / 3) * std::exp(-r);
}

double correlation(const Position& a, const Position& b, const std::vector<double>& shape) {
    double squares = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        const double off = (a[i] - b[i]) / std::exp(shape[i]);
        squares += off * off;
    }
    return matern(std::sqrt(squares));
}

}  // namespace

Surrogate::Surrogate(const std::vector<Position>& points, const Eigen::MatrixXd& values)
    : points_(points), values_(values) {
    const auto n = static_cast<Eigen::Index>(points.size());
    if (points.empty() || points.size() < points.front().size() + 2 || values.rows() != n) {
        throw std::invalid_argument("a surrogate needs two points more than levers");
    }
    offset_ = values.colwise().mean();
    values_.rowwise() -= offset_.transpose();
    scale_ = (values_.colwise().squaredNorm() / static_cast<double>(n)).cwiseSqrt();
    scale_ = (scale_.array() > 0).select(scale_, 1.0);
    values_.array().rowwise() /= scale_.transpose().array();
    take(Trend::linear);
    const std::size_t levers = points.front().size(), terms = (levers + 1) * (levers + 2) / 2;
    if (points.size() < kPointsPerTerm * terms) return;
    Surrogate curved = *this;
    curved.take(Trend::quadratic);
    if (curved.left_out_errors_.squaredNorm() < left_out_errors_.squaredNorm()) *this = curved;
}

void Surrogate::take(Trend form) {
    form_ = form;
    const auto n = static_cast<Eigen::Index>(points_.size());
    trend_.resize(n, trend(points_.front()).size());
    for (Eigen::Index i = 0; i < n; ++i) {
        trend_.row(i) = trend(points_[static_cast<std::size_t>(i)]).transpose();
    }
    choose_shape();
    leave_out();
}

/// 1, x_i and, if quadratic, x_i x_j.
Eigen::VectorXd Surrogate::trend(const Position& at) const {
    std::vector<double> terms{1};
    terms.insert(terms.end(), at.begin(), at.end());
    for (std::size_t i = 0; form_ == Trend::quadratic && i < at.size(); ++i) {
        for (std::size_t j = i; j < at.size(); ++j) terms.push_back(at[i] * at[j]);
    }
    return Eigen::Map<const Eigen::VectorXd>(terms.data(), static_cast<Eigen::Index>(terms.size()));
}

Eigen::MatrixXd Surrogate::kernel(const std::vector<double>& shape) const {
    const auto n = static_cast<Eigen::Index>(points_.size());
    Eigen::MatrixXd k(n, n);
    for (Eigen::Index i = 0; i < n; ++i) {
        for (Eigen::Index j = 0; j <= i; ++j) {
            k(i, j) = k(j, i) = correlation(points_[static_cast<std::size_t>(i)],
                                            points_[static_cast<std::size_t>(j)], shape);
        }
        k(i, i) += std::exp(shape.back());
    }
    return k;
}

/// Trend by generalised least squares, variances by maximum likelihood given the shape.
Surrogate::Fit Surrogate::fit(const std::vector<double>& shape) const {
    Fit found;
    found.kernel.compute(kernel(shape));
    if (found.kernel.info() != Eigen::Success) {
        found.unlikelihood = std::numeric_limits<double>::infinity();
        return found;
    }
    const auto n = static_cast<double>(points_.size());
    found.weighted_trend = found.kernel.solve(trend_);
    found.trend.compute(trend_.transpose() * found.weighted_trend);
    found.coefficients = found.trend.solve(found.weighted_trend.transpose() * values_);
    const Eigen::MatrixXd rest = values_ - trend_ * found.coefficients;
    found.weights = found.kernel.solve(rest);
    found.variances = (rest.cwiseProduct(found.weights).colwise().sum() / n).transpose();
    found.variances = found.variances.cwiseMax(kLeastVariance);
    const double log_determinant = 2 * found.kernel.matrixLLT().diagonal().array().log().sum();
    found.unlikelihood = n * found.variances.array().log().sum() +
                         static_cast<double>(values_.cols()) * log_determinant;
    return found;
}

void Surrogate::choose_shape() {
    const std::size_t levers = points_.front().size();
    std::vector<double> low(levers, std::log(kShortest)), high(levers, std::log(kLongest));
    low.push_back(std::log(kLeastNoise));
    high.push_back(std::log(kMostNoise));
    const auto shape_at = [&](const Position& unit) {
        std::vector<double> shape(unit.size());
        for (std::size_t i = 0; i < unit.size(); ++i) {
            shape[i] = low[i] + unit[i] * (high[i] - low[i]);
        }
        return shape;
    };
    const auto best =
        minimise({levers + 1,
                  [&](const Position& unit) { return fit(shape_at(unit)).unlikelihood; },
                  {},
                  {Position(levers + 1, 0.5)},
                  kShapes});
    shape_ = shape_at(best.value_or(Position(levers + 1, 0.5)));
    fit_ = fit(shape_);
}

/// With Q = K^-1 - K^-1 F (F' K^-1 F)^-1 F' K^-1 the error of the point i is (Q y)_i / Q_ii.
void Surrogate::leave_out() {
    const auto n = static_cast<Eigen::Index>(points_.size());
    const Eigen::MatrixXd q =
        fit_.kernel.solve(Eigen::MatrixXd::Identity(n, n)) -
        fit_.weighted_trend * fit_.trend.solve(fit_.weighted_trend.transpose());
    left_out_errors_ = q * values_;
    left_out_errors_.array().colwise() /= q.diagonal().array();
    left_out_errors_.array().rowwise() *= scale_.transpose().array();
}

Eigen::VectorXd Surrogate::mean(const Position& at) const {
    Eigen::VectorXd k(static_cast<Eigen::Index>(points_.size()));
    for (std::size_t i = 0; i < points_.size(); ++i) {
        k(static_cast<Eigen::Index>(i)) = correlation(points_[i], at, shape_);
    }
    const Eigen::VectorXd fitted =
        fit_.coefficients.transpose() * trend(at) + fit_.weights.transpose() * k;
    return offset_ + fitted.cwiseProduct(scale_);
}

double Surrogate::deviation(const Position& at) const {
    Eigen::VectorXd k(static_cast<Eigen::Index>(points_.size()));
    for (std::size_t i = 0; i < points_.size(); ++i) {
        k(static_cast<Eigen::Index>(i)) = correlation(points_[i], at, shape_);
    }
    const Eigen::VectorXd u = fit_.weighted_trend.transpose() * k - trend(at);
    const double unknown = 1 - k.dot(fit_.kernel.solve(k)) + u.dot(fit_.trend.solve(u));
    const double variance = fit_.variances.cwiseProduct(scale_.cwiseProduct(scale_)).mean();
    return std::sqrt(std::max(unknown, 0.0) * variance);
}

}  // namespace keruen
