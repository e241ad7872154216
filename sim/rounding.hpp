// SPDX-License-Identifier: MIT
#pragma once
#include <cstdint>
#include <span>
#include <vector>

namespace keruen {

/// Shares out `total` whole things in proportion to `shares` (any scale) by largest remainder: each
/// gets its quota rounded down, those with the largest fractions one more, the first in order where
/// fractions tie. The sum is exactly `total`. Throws std::invalid_argument unless 0 <= total <=
/// 2^40, all shares are finite and >= 0, and one is positive if total is.
std::vector<std::int64_t> largest_remainder(std::span<const double> shares, std::int64_t total);

}  // namespace keruen
