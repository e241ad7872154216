// SPDX-License-Identifier: MIT
#include "sim/rounding.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <stdexcept>

namespace keruen {
namespace {

double checked_sum(std::span<const double> shares, std::int64_t total) {
    // Above this the quotas' own rounding could reach a whole unit.
    if (total < 0 || total > std::int64_t{1} << 40)
        throw std::invalid_argument(
            fmt::format("largest_remainder: total {} is not in [0, 2^40]", total));
    for (const double share : shares)
        if (!(share >= 0) || !std::isfinite(share))
            throw std::invalid_argument(
                fmt::format("largest_remainder: share {} is not finite and >= 0", share));
    const double sum = std::accumulate(shares.begin(), shares.end(), 0.0);
    if (total > 0 && !(sum > 0 && std::isfinite(sum)))
        throw std::invalid_argument(
            fmt::format("largest_remainder: shares sum to {}, so {} cannot be shared", sum, total));
    return sum;
}

}  // namespace

std::vector<std::int64_t> largest_remainder(std::span<const double> shares, std::int64_t total) {
    const double sum = checked_sum(shares, total);
    std::vector<std::int64_t> parts(shares.size(), 0);
    if (total == 0) return parts;
    std::vector<double> fractions(shares.size());
    for (std::size_t i = 0; i < shares.size(); ++i) {
        const double quota = shares[i] / sum * static_cast<double>(total);
        parts[i] = static_cast<std::int64_t>(quota);
        fractions[i] = quota - std::floor(quota);
    }
    const std::int64_t left = total - std::accumulate(parts.begin(), parts.end(), std::int64_t{0});
    std::vector<std::size_t> order(shares.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return fractions[a] > fractions[b]; });
    for (std::int64_t i = 0; i < left; ++i) ++parts[order[static_cast<std::size_t>(i)]];
    return parts;
}

}  // namespace keruen
