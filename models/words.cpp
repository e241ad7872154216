// SPDX-License-Identifier: MIT
#include "models/words.hpp"

#include <cassert>

#include "sim/kernels/kernels.hpp"

namespace keruen {

void draw_words(const DrawKey& key, std::uint32_t first, std::size_t n, std::uint32_t* words) {
    assert(first % 4 == 0 && n <= kWordBatch);
    constexpr std::size_t kBlocks = kWordBatch / 4;
    std::uint32_t a[kBlocks], b[kBlocks], c[kBlocks], d[kBlocks];
    const std::size_t blocks = (n + 3) / 4;
    kernels().draw_range(key, first / 4, blocks, a, b, c, d);
    const std::size_t whole = n / 4;
    for (std::size_t i = 0; i < whole; ++i) {
        words[4 * i] = a[i];
        words[4 * i + 1] = b[i];
        words[4 * i + 2] = c[i];
        words[4 * i + 3] = d[i];
    }
    const std::uint32_t* lanes[4] = {a, b, c, d};
    for (std::size_t i = 4 * whole; i < n; ++i) words[i] = lanes[i % 4][i / 4];
}

}  // namespace keruen
