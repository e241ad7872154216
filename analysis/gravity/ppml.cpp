// SPDX-License-Identifier: MIT
#include "analysis/gravity/ppml.hpp"

#include <Eigen/LU>
#include <Eigen/QR>
#include <algorithm>
#include <cmath>
#include <set>
#include <stdexcept>

namespace keruen {

namespace {

using Eigen::Index;
using Groups = std::vector<std::vector<std::size_t>>;

constexpr int kMostSteps = 100, kMostPasses = 20000;
constexpr double kTakenOut = 1e-12;  // group mean left, relative to the column's root mean square
constexpr double kSettled = 1e-9;    // change of a coefficient in a step

std::size_t numbers(const std::vector<std::size_t>& of) {
    return of.empty() ? 0 : *std::max_element(of.begin(), of.end()) + 1;
}

std::vector<std::size_t> without_empty_groups(const PpmlData& data) {
    std::vector<std::size_t> kept(static_cast<std::size_t>(data.y.size()));
    for (std::size_t i = 0; i < kept.size(); ++i) kept[i] = i;
    for (bool again = true; again;) {
        again = false;
        for (const auto& group : data.groups) {
            std::vector<double> sum(numbers(group), 0);
            for (const std::size_t i : kept) sum[group[i]] += data.y[static_cast<Index>(i)];
            again |= std::erase_if(kept, [&](std::size_t i) { return sum[group[i]] <= 0; }) > 0;
        }
    }
    return kept;
}

/// The kept observations, with groups and clusters numbered afresh and without gaps.
PpmlData selected(const PpmlData& data, const std::vector<std::size_t>& kept) {
    PpmlData out;
    const auto n = static_cast<Index>(kept.size());
    out.y.resize(n);
    out.x.resize(n, data.x.cols());
    for (Index i = 0; i < n; ++i) {
        out.y[i] = data.y[static_cast<Index>(kept[static_cast<std::size_t>(i)])];
        out.x.row(i) = data.x.row(static_cast<Index>(kept[static_cast<std::size_t>(i)]));
    }
    const auto renumbered = [&](const std::vector<std::size_t>& of) {
        std::vector<std::size_t> number(numbers(of), kept.size()), result;
        std::size_t next = 0;
        for (const std::size_t i : kept) {
            if (number[of[i]] == kept.size()) number[of[i]] = next++;
            result.push_back(number[of[i]]);
        }
        return result;
    };
    for (const auto& group : data.groups) out.groups.push_back(renumbered(group));
    out.cluster = renumbered(data.cluster);
    return out;
}

double deviance(const Eigen::VectorXd& y, const Eigen::VectorXd& mean) {
    double sum = 0;
    for (Index i = 0; i < y.size(); ++i) {
        sum += (y[i] > 0 ? y[i] * std::log(y[i] / mean[i]) : 0) - (y[i] - mean[i]);
    }
    return 2 * sum;
}

/// Weighted least squares of the first column of `columns` (groups taken out) on the others.
Eigen::VectorXd regress(const Eigen::MatrixXd& columns, const Eigen::VectorXd& weights) {
    const Eigen::VectorXd root = weights.cwiseSqrt();
    const Eigen::MatrixXd x = root.asDiagonal() * columns.rightCols(columns.cols() - 1);
    return x.colPivHouseholderQr().solve(root.asDiagonal() * columns.col(0));
}

/// A covariate that is constant in groups, or a sum of others, would get an arbitrary coefficient.
void require_own_variation(const PpmlData& data) {
    const Eigen::VectorXd weights = Eigen::VectorXd::Ones(data.y.size());
    Eigen::MatrixXd x = data.x;
    take_out_groups(data.groups, weights, x);
    for (Index k = 0; k < x.cols(); ++k) {
        const double scale = data.x.col(k).norm();
        if (!(x.col(k).norm() > 1e-8 * scale)) {
            throw std::invalid_argument("covariate " + std::to_string(k) +
                                        " is constant within the groups");
        }
        x.col(k).normalize();
    }
    Eigen::ColPivHouseholderQR<Eigen::MatrixXd> decomposition(x);
    decomposition.setThreshold(1e-8);
    if (decomposition.rank() < x.cols()) {
        throw std::invalid_argument("covariates determine each other");
    }
}

struct Solution {
    Eigen::VectorXd beta, mean;
    int steps = 0;
};

Solution reweight(const PpmlData& data) {
    const Index n = data.y.size(), k = data.x.cols();
    Solution now;
    now.beta = Eigen::VectorXd::Zero(k);
    now.mean = (data.y.array() + data.y.mean()) / 2;
    Eigen::VectorXd index = now.mean.array().log();
    for (double before = deviance(data.y, now.mean); now.steps < kMostSteps;) {
        ++now.steps;
        Eigen::MatrixXd columns(n, k + 1);
        columns.col(0) = index.array() + (data.y - now.mean).array() / now.mean.array();
        columns.rightCols(k) = data.x;
        const Eigen::VectorXd working = columns.col(0);
        take_out_groups(data.groups, now.mean, columns);
        const Eigen::VectorXd beta = regress(columns, now.mean);
        // What neither covariates nor groups explain is the residual; all else is the new index.
        index = working - (columns.col(0) - columns.rightCols(k) * beta);
        index = index.cwiseMax(-300).cwiseMin(300);
        now.mean = index.array().exp();
        const double after = deviance(data.y, now.mean);
        const double moved = k > 0 ? (beta - now.beta).cwiseAbs().maxCoeff() : 0;
        const bool settled = std::abs(after - before) <= 1e-12 * (1 + after) && moved < kSettled;
        before = after;
        now.beta = beta;
        if (settled) return now;
    }
    throw std::runtime_error(
        "the coefficients do not settle: a covariate separates zeros from the rest");
}

Eigen::MatrixXd sandwich(const PpmlData& data, const Eigen::VectorXd& mean, std::size_t clusters) {
    Eigen::MatrixXd x = data.x;
    take_out_groups(data.groups, mean, x);
    const Eigen::MatrixXd bread = (x.transpose() * mean.asDiagonal() * x).inverse();
    Eigen::MatrixXd score = Eigen::MatrixXd::Zero(static_cast<Index>(clusters), x.cols());
    for (Index i = 0; i < x.rows(); ++i) {
        score.row(static_cast<Index>(data.cluster[static_cast<std::size_t>(i)])) +=
            x.row(i) * (data.y[i] - mean[i]);
    }
    const double g = static_cast<double>(clusters);
    return bread * (score.transpose() * score) * bread * (g / (g - 1));
}

}  // namespace

void take_out_groups(const Groups& groups, const Eigen::VectorXd& weights,
                     Eigen::MatrixXd& values) {
    if (groups.empty()) return;
    std::vector<Eigen::VectorXd> total;
    for (const auto& group : groups) {
        total.emplace_back(Eigen::VectorXd::Zero(static_cast<Index>(numbers(group))));
        for (Index i = 0; i < weights.size(); ++i) {
            total.back()[static_cast<Index>(group[static_cast<std::size_t>(i)])] += weights[i];
        }
    }
    for (Index column = 0; column < values.cols(); ++column) {
        const auto of = values.col(column);
        const double size = std::sqrt(weights.dot(of.cwiseAbs2()) / weights.sum());
        double largest = size > 0 ? size : 0;
        for (int pass = 0; largest > kTakenOut * size; ++pass) {
            if (pass == kMostPasses) throw std::runtime_error("groups cannot be taken out");
            largest = 0;
            for (std::size_t way = 0; way < groups.size(); ++way) {
                Eigen::VectorXd mean = Eigen::VectorXd::Zero(total[way].size());
                const auto group = [&](Index i) {
                    return static_cast<Index>(groups[way][static_cast<std::size_t>(i)]);
                };
                for (Index i = 0; i < of.size(); ++i) mean[group(i)] += weights[i] * of[i];
                mean = (total[way].array() > 0).select(mean.array() / total[way].array(), 0);
                for (Index i = 0; i < of.size(); ++i) values(i, column) -= mean[group(i)];
                largest = std::max(largest, mean.cwiseAbs().maxCoeff());
            }
            if (groups.size() == 1) break;
        }
    }
}

PpmlFit fit_ppml(const PpmlData& data) {
    PpmlFit fit;
    fit.kept = without_empty_groups(data);
    if (fit.kept.empty()) throw std::runtime_error("nothing to estimate from: no y above 0");
    const PpmlData used = selected(data, fit.kept);
    for (const auto& group : used.groups) fit.groups += numbers(group);
    fit.clusters = numbers(used.cluster);
    require_own_variation(used);
    const Solution solution = reweight(used);
    fit.beta = solution.beta;
    fit.fitted = solution.mean;
    fit.steps = solution.steps;
    fit.deviance = deviance(used.y, solution.mean);
    fit.covariance = sandwich(used, solution.mean, fit.clusters);
    fit.error = fit.covariance.diagonal().cwiseSqrt();
    return fit;
}

}  // namespace keruen
