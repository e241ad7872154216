// SPDX-License-Identifier: MIT
#pragma once
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "sim/kernels/kernels.hpp"

namespace keruen {

/// Notes in `found` the slots of [begin, end) that pred(slot) holds for, ascending, and returns how
/// many. `found` has room for one more than the range. Most slots of a block are finished or not
/// concerned: groups without anybody are passed over by a loop that vectorises, so `pred` should be
/// plain arithmetic on columns, without branches.
template <class Pred>
std::size_t find_slots(std::size_t begin, std::size_t end, std::uint32_t* found, Pred pred) {
    constexpr std::size_t kGroup = 32;
    std::size_t n = 0;
    auto note = [&](std::size_t from, std::size_t to) {
        for (std::size_t i = from; i < to; ++i) {
            found[n] = static_cast<std::uint32_t>(i);
            n += static_cast<std::size_t>(pred(i));
        }
    };
    std::size_t at = begin;
    for (; at + kGroup <= end; at += kGroup) {
        std::uint8_t any = 0;
        for (std::size_t j = 0; j < kGroup; ++j) any |= static_cast<std::uint8_t>(pred(at + j));
        if (any != 0) note(at, at + kGroup);
    }
    note(at, end);
    return n;
}

/// The same for the slots whose code without the bits outside `mask` is in [low, high]; `found` has
/// room for kFoundSpare more than the range.
inline constexpr std::size_t kFoundSpare = 16;
inline std::size_t find_codes(const std::vector<std::uint8_t>& codes, std::size_t begin,
                              std::size_t end, std::uint8_t mask, std::uint8_t low,
                              std::uint8_t high, std::uint32_t* found) {
    return kernels().find_bytes(end - begin, codes.data() + begin, mask, low, high,
                                static_cast<std::uint32_t>(begin), found);
}

}  // namespace keruen
