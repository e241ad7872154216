// SPDX-License-Identifier: MIT
#pragma once
#include <array>
#include <cstdint>
#include <string_view>

namespace keruen {

/// What a draw is for: every phase draws through its own purposes and no other (their values stand
/// in models/purposes.hpp). sim knows them as numbers only.
enum class Purpose : std::uint16_t;

/// Everything a draw depends on except the person's position in the cohort. The four lanes of one
/// block may serve four purposes of one phase; `index` tells draws of one purpose apart.
struct DrawKey {
    std::uint64_t seed;
    std::uint32_t origin;  ///< origin_key of the region's code
    std::uint16_t cohort;
    std::uint16_t year;
    std::uint16_t purpose;
    std::uint16_t index;
};

/// The block of four 32-bit draws of one person: Philox4x32-10 (Salmon et al. 2011, Random123) of
/// counter {position, origin, cohort<<16|year, purpose<<16|index} under key {seed low, seed high}.
/// The kernels' draw_range and draw_list give the same numbers for many persons at once.
std::array<std::uint32_t, 4> draw(const DrawKey& key, std::uint32_t position);

/// The midpoint of the bits' cell of width 2^-32: in (0, 1), never 0 or 1, exact in double.
constexpr double uniform(std::uint32_t bits) {
    return (bits + 0.5) * 0x1p-32;
}

/// The t in [0, 2^32] for which `bits < t` has the probability closest to `probability`: nothing
/// passes 0, everything passes 2^32 (hence 64 bits). Probabilities outside [0, 1] are clamped, NaN
/// counts as 0.
std::uint64_t threshold(double probability);

/// A region's number in DrawKey: 32-bit FNV-1a of its code. It depends on the code alone, so adding
/// regions to a scenario changes no draw of the others.
std::uint32_t origin_key(std::string_view region_code);

}  // namespace keruen
