// SPDX-License-Identifier: MIT
#pragma once
#include <cstdint>
#include <functional>
#include <random>
#include <span>
#include <vector>

namespace keruen {

/// Points of the unit cube, [point][factor]; outputs of a model, [point][output].
using Rows = std::vector<std::vector<double>>;

/// A model as the estimators see it: outputs of each point, NaN where they are not known. It may
/// work on many points at once.
using Model = std::function<Rows(const Rows& points)>;

/// A figure with the ends of its 95 % interval.
struct Estimate {
    double value = 0, low = 0, high = 0;
};

constexpr int kReplicates = 1000;  ///< of a bootstrap

/// A whole number in [0, n), the same on every machine.
std::size_t below(std::mt19937_64& random, std::size_t n);

/// Calls f with each of kReplicates resamples of the indices 0..n-1, drawn with replacement.
void resample(std::size_t n, std::uint64_t seed,
              const std::function<void(std::span<const std::size_t>)>& f);

/// The central 95 % of a bootstrap's replicates about its value; NaN without replicates.
Estimate percentile_interval(double value, std::vector<double> replicates);

}  // namespace keruen
