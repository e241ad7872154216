// SPDX-License-Identifier: MIT
// Variance-based indices (Sobol 1993): which share of an output's variance a factor explains alone
// (first order), and together with all others (total order).
#pragma once
#include "analysis/sensitivity/design.hpp"

namespace keruen {

struct SobolDesign {
    std::size_t factors = 0;
    std::size_t rows = 0;  ///< best a power of two
    std::uint64_t seed = 1;

    std::size_t block() const { return factors + 2; }  ///< points a row
};

/// Saltelli's design, row after row: a point of A, one of B, then A with each factor taken from B.
/// A and B are halves of Sobol's sequence in twice as many dimensions, from its first point on,
/// under a random digital shift. The first n rows are those of any longer design of the same seed.
Rows saltelli_points(const SobolDesign& design);

struct SobolIndex {
    Estimate first;  ///< Saltelli et al. (2010), table 2 (b), outputs centred
    Estimate total;  ///< Jansen (1999)
};

struct SobolIndices {
    std::size_t rows = 0;  ///< of which every point is known
    double mean = 0, variance = 0;
    std::vector<SobolIndex> factors;  ///< NaN where the output does not vary
};

/// [output]. `values` are those of the design's points, [point][output]; rows with an unknown one
/// are left out. Intervals: bootstrap over rows.
std::vector<SobolIndices> sobol_indices(const SobolDesign& design, const Rows& values,
                                        std::size_t outputs);

/// The whole: runs the model on all points of the design at once.
std::vector<SobolIndices> sobol(const Model& model, const SobolDesign& design, std::size_t outputs);

}  // namespace keruen
