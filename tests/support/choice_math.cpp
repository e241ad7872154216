// SPDX-License-Identifier: MIT
#include "tests/support/choice_math.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <cstddef>
#include <limits>

#include "sim/kernels/kernels.hpp"

namespace keruen {
namespace {

constexpr double kNever = -std::numeric_limits<double>::infinity();
constexpr std::size_t kMostNests = std::numeric_limits<std::uint8_t>::max() + 1;

/// Replaces the exponents x by the shares exp(x) / sum exp(x), at least one x being finite.
/// Returns ln sum exp(x).
double to_shares(std::span<double> x) {
    const double greatest = *std::max_element(x.begin(), x.end());
    for (double& exponent : x) exponent -= greatest;
    kernels().exp(x.size(), x.data(), x.data());
    double sum = 0;
    for (const double term : x) sum += term;
    for (double& term : x) term /= sum;
    double log_sum = 0;
    kernels().log(1, &sum, &log_sum);
    return greatest + log_sum;
}

}  // namespace

double multinomial_logit(std::span<const double> v, std::span<const std::uint8_t> available,
                         std::span<double> probability) {
    assert(available.size() == v.size() && probability.size() == v.size());
    bool any = false;
    for (std::size_t j = 0; j < v.size(); ++j) {
        probability[j] = available[j] ? v[j] : kNever;
        any = any || available[j];
    }
    if (any) return to_shares(probability);
    std::fill(probability.begin(), probability.end(), 0.0);
    return kNever;
}

double nested_logit(std::span<const double> v, std::span<const std::uint8_t> nest,
                    std::span<const double> lambda, std::span<const std::uint8_t> available,
                    std::span<double> probability) {
    assert(nest.size() == v.size() && available.size() == v.size());
    assert(probability.size() == v.size() && lambda.size() <= kMostNests);
    const std::size_t nests = lambda.size();
    // In each nest: the greatest utility, the sum of exponentials relative to it, lambda times I.
    std::array<double, kMostNests> greatest;
    std::array<double, kMostNests> sum;
    std::array<double, kMostNests> value;
    std::fill_n(greatest.begin(), nests, kNever);
    std::fill_n(sum.begin(), nests, 0.0);
    for (std::size_t j = 0; j < v.size(); ++j) {
        assert(nest[j] < nests);
        if (available[j]) greatest[nest[j]] = std::max(greatest[nest[j]], v[j]);
    }
    for (std::size_t j = 0; j < v.size(); ++j) {
        const std::uint8_t k = nest[j];
        probability[j] = available[j] ? (v[j] - greatest[k]) / lambda[k] : kNever;
    }
    kernels().exp(v.size(), probability.data(), probability.data());
    for (std::size_t j = 0; j < v.size(); ++j) sum[nest[j]] += probability[j];
    // An empty nest has the sum 0 and stays out; any other has at least 1.
    for (std::size_t k = 0; k < nests; ++k) sum[k] = std::max(sum[k], 1.0);
    kernels().log(nests, sum.data(), value.data());
    for (std::size_t k = 0; k < nests; ++k) value[k] = greatest[k] + lambda[k] * value[k];
    const std::span shares(value.data(), nests);
    const bool any =
        std::any_of(shares.begin(), shares.end(), [](double x) { return x != kNever; });
    if (!any) return kNever;
    const double inclusive = to_shares(shares);
    for (std::size_t j = 0; j < v.size(); ++j) {
        probability[j] *= shares[nest[j]] / sum[nest[j]];
    }
    return inclusive;
}

}  // namespace keruen
