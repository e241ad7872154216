// SPDX-License-Identifier: MIT
#pragma once
#include <cstddef>
#include <cstdint>

#include "sim/random.hpp"

namespace keruen {

/// One word a person for whole cohorts at a quarter of the price: the person at position p has lane
/// p % 4 of the block at p / 4. `first` must be a multiple of 4. Never share a purpose between
/// this and drawing by person.
void draw_words(const DrawKey& key, std::uint32_t first, std::size_t n, std::uint32_t* words);

inline constexpr std::size_t kWordBatch = 4096;  ///< most words at once

}  // namespace keruen
