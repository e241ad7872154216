// SPDX-License-Identifier: MIT
#include "sim/random.hpp"

#include <Random123/philox.h>

#include <cmath>

namespace keruen {

std::array<std::uint32_t, 4> draw(const DrawKey& key, std::uint32_t position) {
    const std::uint32_t when = std::uint32_t{key.cohort} << 16 | key.year;
    const std::uint32_t what = std::uint32_t{key.purpose} << 16 | key.index;
    const r123::Philox4x32::ctr_type counter{{position, key.origin, when, what}};
    const r123::Philox4x32::ukey_type seed{
        {static_cast<std::uint32_t>(key.seed), static_cast<std::uint32_t>(key.seed >> 32)}};
    const auto block = r123::Philox4x32()(counter, seed);
    return {block[0], block[1], block[2], block[3]};
}

std::uint64_t threshold(double probability) {
    if (!(probability > 0)) return 0;
    if (probability >= 1) return std::uint64_t{1} << 32;
    return static_cast<std::uint64_t>(std::nearbyint(probability * 0x1p32));
}

std::uint32_t origin_key(std::string_view region_code) {
    std::uint32_t hash = 2166136261U;
    for (const char c : region_code) hash = (hash ^ static_cast<unsigned char>(c)) * 16777619U;
    return hash;
}

}  // namespace keruen
