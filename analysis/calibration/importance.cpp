// SPDX-License-Identifier: MIT
#include "analysis/calibration/importance.hpp"

#include <algorithm>
#include <boost/math/distributions/normal.hpp>
#include <cmath>
#include <limits>
#include <numeric>
#include <stdexcept>

#include "models/purposes.hpp"
#include "sim/random.hpp"

namespace keruen {

namespace {

constexpr double kGrid = 1e-6;      // positions lie on it, so that libm leaves no trace in them
constexpr double kInflation = 1.3;  // of the covariance: tails too wide cost less than too thin
constexpr double kLeastVariance = 0.01;   // on the normal scale
constexpr double kDrawsPerDimension = 5;  // effective, that a proposal is fitted to

double on_grid(double position) {
    return std::clamp(std::round(position / kGrid), 1.0, 1 / kGrid - 1) * kGrid;
}

double score(double position) {
    return boost::math::quantile(boost::math::normal_distribution<>(), position);
}

double position_of(double score) {
    return boost::math::cdf(boost::math::normal_distribution<>(), score);
}

/// The uniform number of a dimension of a point.
double uniform_of(std::uint64_t seed, std::size_t generation, std::size_t point, std::size_t k) {
    const DrawKey key{seed,
                      static_cast<std::uint32_t>(generation),
                      0,
                      0,
                      purpose::calibration,
                      static_cast<std::uint16_t>(k / 4)};
    return uniform(draw(key, static_cast<std::uint32_t>(point))[k % 4]);
}

std::vector<double> normalised(std::vector<double> log_weights) {
    const double most = *std::max_element(log_weights.begin(), log_weights.end());
    if (most == -std::numeric_limits<double>::infinity()) {
        return std::vector<double>(log_weights.size(), 0.0);
    }
    double sum = 0;
    for (double& x : log_weights) sum += x = std::exp(x - most);
    for (double& x : log_weights) x /= sum;
    return log_weights;
}

}  // namespace

ImportanceSampler::ImportanceSampler(ImportanceDesign design) : design_(std::move(design)) {
    if (design_.generations.empty()) throw std::invalid_argument("no generation to sample");
}

Rows ImportanceSampler::next() const {
    const std::size_t size = design_.generations.at(generation_);
    Rows points(size, std::vector<double>(design_.dimensions));
    const std::size_t d = design_.adapted.size();
    const Proposal* proposal = generation_ == 0 ? nullptr : &proposals_.back();
    for (std::size_t i = 0; i < size; ++i) {
        for (std::size_t k = 0; k < design_.dimensions; ++k) {
            points[i][k] = on_grid(uniform_of(design_.seed, generation_, i, k));
        }
        if (proposal == nullptr) continue;
        Eigen::VectorXd normal(static_cast<Eigen::Index>(d));
        for (std::size_t k = 0; k < d; ++k) {
            normal(static_cast<Eigen::Index>(k)) = score(points[i][design_.adapted[k]]);
        }
        const Eigen::VectorXd z = proposal->mean + proposal->root * normal;
        for (std::size_t k = 0; k < d; ++k) {
            points[i][design_.adapted[k]] = on_grid(position_of(z(static_cast<Eigen::Index>(k))));
        }
    }
    return points;
}

Eigen::VectorXd ImportanceSampler::normal_scores(const std::vector<double>& point) const {
    Eigen::VectorXd z(static_cast<Eigen::Index>(design_.adapted.size()));
    for (std::size_t k = 0; k < design_.adapted.size(); ++k) {
        z(static_cast<Eigen::Index>(k)) = score(point[design_.adapted[k]]);
    }
    return z;
}

/// Log of a proposal's density over the prior's.
double ImportanceSampler::log_ratio(const Proposal& proposal, const Eigen::VectorXd& z) const {
    const Eigen::VectorXd x = proposal.root.triangularView<Eigen::Lower>().solve(z - proposal.mean);
    return 0.5 * (z.squaredNorm() - x.squaredNorm() - proposal.log_determinant);
}

/// Adds a generation's part to the mixture, and all generations' to that of new points.
void ImportanceSampler::mix(std::size_t generation) {
    const auto add = [&](std::size_t g, std::size_t i) {
        const double ratio = g == 0 ? 1.0 : std::exp(log_ratio(proposals_[g - 1], scores_[i]));
        mixture_[i] += static_cast<double>(design_.generations[g]) * ratio;
    };
    const std::size_t old = mixture_.size();
    mixture_.resize(points_.size(), 0.0);
    for (std::size_t i = 0; i < points_.size(); ++i) {
        for (std::size_t g = i < old ? generation : 0; g <= generation; ++g) add(g, i);
    }
}

void ImportanceSampler::tell(const Rows& points, std::span<const double> log_likelihood) {
    if (points.size() != log_likelihood.size()) throw std::invalid_argument("a figure a point");
    for (const auto& point : points) {
        points_.push_back(point);
        scores_.push_back(normal_scores(point));
    }
    log_likelihood_.insert(log_likelihood_.end(), log_likelihood.begin(), log_likelihood.end());
    mix(generation_);
    ++generation_;
    if (!finished()) proposals_.push_back(fitted());
}

std::vector<double> ImportanceSampler::weights(std::span<const double> log_likelihood) const {
    std::vector<double> log_weights(points_.size());
    for (std::size_t i = 0; i < points_.size(); ++i) {
        log_weights[i] = log_likelihood[i] - std::log(mixture_[i]);
    }
    return normalised(std::move(log_weights));
}

double ImportanceSampler::log_evidence() const {
    // The mixture holds sizes, not shares, so that the sum below is the mean over points.
    const double most = *std::max_element(log_likelihood_.begin(), log_likelihood_.end());
    double sum = 0;
    for (std::size_t i = 0; i < points_.size(); ++i) {
        sum += std::exp(log_likelihood_[i] - most) / mixture_[i];
    }
    return most + std::log(sum);
}

/// The normal distribution with mean and covariance of the weighted points. Where the weight rests
/// on too few of them the likelihood is flattened until it does not, and correlations are trusted
/// as far as there are points to tell them.
ImportanceSampler::Proposal ImportanceSampler::fitted() const {
    const auto d = static_cast<Eigen::Index>(design_.adapted.size());
    const double wanted = std::min(kDrawsPerDimension * static_cast<double>(d) + 10,
                                   static_cast<double>(points_.size()) / 4);
    const auto tempered = [&](double power) {
        std::vector<double> flat(log_likelihood_.size());
        for (std::size_t i = 0; i < flat.size(); ++i) {
            flat[i] =
                std::isinf(log_likelihood_[i]) ? log_likelihood_[i] : power * log_likelihood_[i];
        }
        return weights(flat);
    };
    double low = 0, power = 1;
    if (effective_size(tempered(1)) < wanted) {
        for (int step = 0; step < 30; ++step) {
            const double middle = (low + power) / 2;
            (effective_size(tempered(middle)) < wanted ? power : low) = middle;
        }
        power = low;
    }
    const std::vector<double> weight = tempered(power);
    Proposal proposal{Eigen::VectorXd::Zero(d), {}, 0};
    for (std::size_t i = 0; i < weight.size(); ++i) proposal.mean += weight[i] * scores_[i];
    Eigen::MatrixXd covariance = Eigen::MatrixXd::Zero(d, d);
    for (std::size_t i = 0; i < weight.size(); ++i) {
        const Eigen::VectorXd off = scores_[i] - proposal.mean;
        covariance += weight[i] * off * off.transpose();
    }
    const double size = effective_size(weight);
    const double trust = size / (size + static_cast<double>(d));
    for (Eigen::Index r = 0; r < d; ++r) {
        for (Eigen::Index c = 0; c < d; ++c) {
            if (r != c) covariance(r, c) *= trust;
        }
        covariance(r, r) = std::max(covariance(r, r), kLeastVariance);
    }
    proposal.root = Eigen::MatrixXd((kInflation * covariance).llt().matrixL());
    for (Eigen::Index k = 0; k < d; ++k) {
        proposal.log_determinant += 2 * std::log(proposal.root(k, k));
    }
    return proposal;
}

double effective_size(std::span<const double> weights) {
    double sum = 0, squares = 0;
    for (const double w : weights) {
        sum += w;
        squares += w * w;
    }
    return squares > 0 ? sum * sum / squares : 0;
}

std::vector<std::size_t> resampled(std::span<const double> weights, std::size_t count,
                                   std::uint64_t seed) {
    const DrawKey key{seed, 0, 0, 0, purpose::calibration_choice, 0};
    double at = uniform(draw(key, 0)[0]), reached = 0;
    std::vector<std::size_t> chosen;
    const double sum = std::accumulate(weights.begin(), weights.end(), 0.0);
    for (std::size_t i = 0; i < weights.size(); ++i) {
        reached += weights[i] / sum * static_cast<double>(count);
        for (; at < reached && chosen.size() < count; at += 1) chosen.push_back(i);
    }
    while (chosen.size() < count) chosen.push_back(weights.size() - 1);  // rounding of the last sum
    for (std::size_t i = count; i > 1; --i) {                            // Fisher and Yates
        const double u = uniform(draw(key, static_cast<std::uint32_t>(i))[1]);
        std::swap(chosen[i - 1], chosen[static_cast<std::size_t>(u * static_cast<double>(i))]);
    }
    return chosen;
}

double weighted_quantile(std::span<const double> values, std::span<const double> weights,
                         double p) {
    std::vector<std::size_t> order(values.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::sort(order.begin(), order.end(),
              [&](std::size_t a, std::size_t b) { return values[a] < values[b]; });
    const double sum = std::accumulate(weights.begin(), weights.end(), 0.0);
    double reached = 0;
    for (const std::size_t i : order) {
        reached += weights[i];
        if (reached >= p * sum && weights[i] > 0) return values[i];
    }
    return std::numeric_limits<double>::quiet_NaN();
}

}  // namespace keruen
