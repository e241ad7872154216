// SPDX-License-Identifier: MIT
#pragma once
#include <bit>
#include <cstddef>
#include <span>
#include <stdexcept>
#include <vector>

namespace keruen {

/// Shapley values of a game: what each player adds to a coalition, averaged over all orders in
/// which the players may join (L. S. Shapley, A value for n-person games, 1953). `worth` [2^n]: of
/// every coalition, bit p for player p. They add up to worth.back() - worth.front(). Throws
/// std::invalid_argument unless the number of coalitions is a power of two.
inline std::vector<double> shapley_values(std::span<const double> worth) {
    if (!std::has_single_bit(worth.size())) {
        throw std::invalid_argument("a game needs the worth of every coalition");
    }
    const auto players = static_cast<std::size_t>(std::countr_zero(worth.size()));
    // Share of the orders in which exactly the others of a coalition of s come before the player.
    std::vector<double> weight(players);
    for (std::size_t s = 0; s < players; ++s) {
        double orders = 1.0 / static_cast<double>(players);  // s! (n - 1 - s)! / n!
        for (std::size_t k = 0; k < s; ++k) {
            orders *= static_cast<double>(k + 1) / static_cast<double>(players - 1 - k);
        }
        weight[s] = orders;
    }
    std::vector<double> values(players, 0.0);
    for (std::size_t p = 0; p < players; ++p) {
        const std::size_t own = std::size_t{1} << p;
        for (std::size_t others = 0; others < worth.size(); ++others) {
            if ((others & own) != 0) continue;
            const auto size = static_cast<std::size_t>(std::popcount(others));
            values[p] += weight[size] * (worth[others | own] - worth[others]);
        }
    }
    return values;
}

}  // namespace keruen
