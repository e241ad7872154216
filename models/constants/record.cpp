// SPDX-License-Identifier: MIT
#include "models/constants/record.hpp"

#include <Eigen/Dense>
#include <algorithm>

#include "sim/kernels/fixed.hpp"

namespace keruen {

namespace {

// Met to half a percent rather than exactly: where a flow falls faster than students leave, nobody
// need enter for it.
constexpr double kLastRecordError = 0.005;
constexpr int kMostSteps = 40;
constexpr double kLongestStep = 1, kSmallestStep = 1e-8;  // log points

/// Stocks per entrants, [year](year of entry); whoever entered before the first did so as in it.
Eigen::MatrixXd stocks_per_entrants(Eigen::Index years, std::span<const double> staying) {
    Eigen::MatrixXd matrix = Eigen::MatrixXd::Zero(years, years);
    for (Eigen::Index t = 0; t < years; ++t) {
        for (std::size_t age = 0; age < staying.size(); ++age) {
            const auto entry = std::max<Eigen::Index>(t - static_cast<Eigen::Index>(age), 0);
            matrix(t, entry) += staying[age];
        }
    }
    return matrix;
}

}  // namespace

std::vector<double> stocks_behind(std::span<const double> recorded, std::span<const double> staying,
                                  const RecordErrors& errors) {
    const auto n = static_cast<Eigen::Index>(recorded.size());
    const Eigen::MatrixXd per_entrants = stocks_per_entrants(n, staying);
    Eigen::VectorXd record(n), entrants(n), error = Eigen::VectorXd::Constant(n, errors.stock);
    error(n - 1) = std::min(errors.stock, kLastRecordError);
    for (Eigen::Index t = 0; t < n; ++t) record(t) = recorded[static_cast<std::size_t>(t)];
    Eigen::VectorXd log_entrants(n);
    for (Eigen::Index t = 0; t < n; ++t) {
        log_entrants(t) = fixed_log(record(t) / per_entrants.row(t).sum());
    }
    // Gauss-Newton on the residuals: n of records, then n - 1 of the walk.
    Eigen::MatrixXd slope = Eigen::MatrixXd::Zero(2 * n - 1, n);
    Eigen::VectorXd residual(2 * n - 1), stocks;
    for (Eigen::Index t = 0; t + 1 < n; ++t) {
        slope(n + t, t + 1) = 1 / errors.entrants;
        slope(n + t, t) = -1 / errors.entrants;
    }
    for (int step = 0; step < kMostSteps; ++step) {
        for (Eigen::Index t = 0; t < n; ++t) entrants(t) = fixed_exp(log_entrants(t));
        stocks = per_entrants * entrants;
        for (Eigen::Index t = 0; t < n; ++t) {
            residual(t) = fixed_log(stocks(t) / record(t)) / error(t);
            for (Eigen::Index entry = 0; entry <= t; ++entry) {
                slope(t, entry) = per_entrants(t, entry) * entrants(entry) / (stocks(t) * error(t));
            }
            if (t + 1 == n) break;
            residual(n + t) = (log_entrants(t + 1) - log_entrants(t)) / errors.entrants;
        }
        Eigen::VectorXd change =
            (slope.transpose() * slope).ldlt().solve(-slope.transpose() * residual);
        const double longest = change.cwiseAbs().maxCoeff();
        if (longest < kSmallestStep) break;
        if (longest > kLongestStep) change *= kLongestStep / longest;
        log_entrants += change;
    }
    return {stocks.data(), stocks.data() + n};
}

}  // namespace keruen
