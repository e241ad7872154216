// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>
#include <stdexcept>
#include <vector>

#include "sim/parallel.hpp"

using keruen::parallel_for;

TEST_CASE("a parallel loop visits every index once and is done when it returns", "[parallel]") {
    std::vector<int> visits(1000, 0);
    for (int round = 1; round <= 20; ++round) {
        for (int& v : visits) v += 1;
        parallel_for(visits.size(), [&](std::size_t i) { visits[i] += 1; });
        REQUIRE(visits == std::vector<int>(1000, 2 * round));
    }
}

TEST_CASE("a parallel loop inside another is complete before the outer body goes on",
          "[parallel]") {
    std::vector<std::vector<int>> table(40, std::vector<int>(40, 0));
    std::vector<int> sums(40, 0);
    parallel_for(table.size(), [&](std::size_t row) {
        parallel_for(table[row].size(), [&](std::size_t column) { table[row][column] = 1; });
        for (const int cell : table[row]) sums[row] += cell;
    });
    REQUIRE(sums == std::vector<int>(40, 40));
}

TEST_CASE("what a body throws is thrown by the parallel loop", "[parallel]") {
    const auto fail_at_seven = [](std::size_t i) {
        if (i == 7) throw std::runtime_error("seven");
    };
    REQUIRE_THROWS_WITH(parallel_for(100, fail_at_seven), "seven");
}
