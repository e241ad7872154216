// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>
#include <cmath>
#include <limits>
#include <numeric>
#include <stdexcept>
#include <vector>

#include "sim/random.hpp"
#include "sim/rounding.hpp"

using namespace keruen;
using Parts = std::vector<std::int64_t>;

namespace {
Parts share(const std::vector<double>& shares, std::int64_t total) {
    return largest_remainder(shares, total);
}
}  // namespace

TEST_CASE("Largest remainder gives the rest to the largest fractions", "[rounding]") {
    CHECK(share({0.47, 0.16, 0.158, 0.12, 0.061, 0.031}, 10) == Parts{5, 2, 1, 1, 1, 0});
    CHECK(share({47, 16, 15.8, 12, 6.1, 3.1}, 10) == Parts{5, 2, 1, 1, 1, 0});
    CHECK(share({1}, 7) == Parts{7});
}

TEST_CASE("Ties go by order", "[rounding]") {
    CHECK(share({1, 1, 1}, 4) == Parts{2, 1, 1});
    CHECK(share({1, 1, 1, 1}, 2) == Parts{1, 1, 0, 0});
    CHECK(share({0, 1, 1}, 1) == Parts{0, 1, 0});
}

TEST_CASE("Nothing is shared as nothing, and nobody without a share gets any", "[rounding]") {
    CHECK(share({}, 0).empty());
    CHECK(share({0, 0}, 0) == Parts{0, 0});
    CHECK(share({0, 5, 0}, 3) == Parts{0, 3, 0});
}

TEST_CASE("The parts sum to the total and stay within one of their quota", "[rounding]") {
    for (std::uint32_t trial = 0; trial < 2000; ++trial) {
        const auto size = draw({1, 0, 0, 0, 0, 0}, trial);
        std::vector<double> shares(1 + size[0] % 40);
        double sum = 0;
        for (std::uint32_t i = 0; i < shares.size(); ++i) {
            const double u = uniform(draw({2, trial, 0, 0, 0, 0}, i)[0]);
            sum += shares[i] = u < 0.2 ? 0 : std::exp(20 * u);
        }
        const std::int64_t total =
            sum > 0 ? static_cast<std::int64_t>(size[1]) >> (size[2] % 32) : 0;
        const Parts parts = share(shares, total);
        CHECK(std::accumulate(parts.begin(), parts.end(), std::int64_t{0}) == total);
        for (std::size_t i = 0; i < shares.size() && sum > 0; ++i)
            CHECK(std::abs(static_cast<double>(parts[i]) -
                           shares[i] / sum * static_cast<double>(total)) < 1 + 1e-6);
    }
}

TEST_CASE("Shares that cannot be shared out are refused", "[rounding]") {
    const double nan = std::numeric_limits<double>::quiet_NaN();
    CHECK_THROWS_AS(share({1, 1}, -1), std::invalid_argument);
    CHECK_THROWS_AS(share({1, -1e-9}, 1), std::invalid_argument);
    CHECK_THROWS_AS(share({1, nan}, 1), std::invalid_argument);
    CHECK_THROWS_AS(share({1, std::numeric_limits<double>::infinity()}, 1), std::invalid_argument);
    CHECK_THROWS_AS(share({0, 0}, 1), std::invalid_argument);
    CHECK_THROWS_AS(share({}, 1), std::invalid_argument);
    CHECK_THROWS_AS(share({1}, std::int64_t{1} << 41), std::invalid_argument);
}
