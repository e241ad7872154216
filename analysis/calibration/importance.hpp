// SPDX-License-Identifier: MIT
// Adaptive multiple importance sampling (Cornuet, Marin, Mira, Robert 2012): a posterior from few
// runs of an expensive model, every one of which counts.
#pragma once
#include <Eigen/Dense>
#include <cstdint>
#include <span>
#include <vector>

#include "analysis/sensitivity/design.hpp"

namespace keruen {

struct ImportanceDesign {
    std::size_t dimensions = 0;
    std::vector<std::size_t> adapted;      ///< dimensions in which proposals follow the data
    std::vector<std::size_t> generations;  ///< points of each; the first is drawn from the prior
    std::uint64_t seed = 1;
};

/// Points of the unit cube, on which the prior is uniform, and their weights in a posterior.
///
/// The first generation is drawn from the prior. Each later one is drawn, in the adapted dimensions
/// and on the normal scale, from the normal distribution that the weighted points so far suggest;
/// in all others from the prior. A point's weight is its likelihood over the mixture of all
/// generations' densities, in which the prior keeps its part, so that no weight is without bound
/// (Owen and Zhou 2000). Which dimensions are adapted decides how good the sample is, never what it
/// is a sample of. Keyed draws: a point depends on the seed, its generation and its number alone.
class ImportanceSampler {
public:
    explicit ImportanceSampler(ImportanceDesign design);

    bool finished() const { return generation_ == design_.generations.size(); }
    /// Points of the next generation; `tell` their log-likelihoods before asking for another.
    Rows next() const;
    /// Log-likelihoods of the points of next(), -infinity where the model failed.
    void tell(const Rows& points, std::span<const double> log_likelihood);

    const Rows& points() const { return points_; }
    std::size_t from_prior() const { return design_.generations.front(); }
    /// Weights of all points, of sum one; all zero if no point has any likelihood.
    std::vector<double> weights() const { return weights(log_likelihood_); }
    /// The same under other data: under any log-likelihoods of the points.
    std::vector<double> weights(std::span<const double> log_likelihood) const;
    /// Log of the mean likelihood under the prior.
    double log_evidence() const;

private:
    struct Proposal {
        Eigen::VectorXd mean;
        Eigen::MatrixXd root;  ///< Cholesky factor of the covariance
        double log_determinant = 0;
    };
    Eigen::VectorXd normal_scores(const std::vector<double>& point) const;
    Proposal fitted() const;
    double log_ratio(const Proposal& proposal, const Eigen::VectorXd& z) const;
    void mix(std::size_t generation);

    ImportanceDesign design_;
    std::size_t generation_ = 0;
    Rows points_;
    std::vector<Eigen::VectorXd> scores_;  ///< [point] adapted dimensions on the normal scale
    std::vector<double> log_likelihood_;
    std::vector<double> mixture_;      ///< [point] sum over generations of size x density / prior
    std::vector<Proposal> proposals_;  ///< [generation - 1]
};

/// How many independent draws of equal weight tell as much (Kish).
double effective_size(std::span<const double> weights);

/// Positions in [0, n) of `count` draws with these weights: systematic, in keyed random order.
std::vector<std::size_t> resampled(std::span<const double> weights, std::size_t count,
                                   std::uint64_t seed);

/// Quantile p of a weighted sample: the least value that the share p of the weight does not exceed.
double weighted_quantile(std::span<const double> values, std::span<const double> weights, double p);

}  // namespace keruen
