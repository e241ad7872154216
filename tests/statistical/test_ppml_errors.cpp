// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>
#include <cmath>
#include <random>

#include "analysis/gravity/ppml.hpp"

using namespace keruen;
using Eigen::Index;

namespace {

double uniform_of(std::mt19937_64& bits) {
    return (static_cast<double>(bits() >> 11U) + 0.5) * 0x1p-53;
}

double normal_of(std::mt19937_64& bits) {
    const double u = uniform_of(bits), v = uniform_of(bits);
    return std::sqrt(-2 * std::log(u)) * std::cos(6.283185307179586 * v);
}

/// 20 origins x 20 hosts x 3 years, a dyadic covariate, and log-normal errors that a pair keeps for
/// all years (variance 0.09) or not (0.04). The true coefficient is 0.5.
PpmlData flows_with_pair_shocks(std::mt19937_64& bits) {
    constexpr std::size_t side = 20, years = 3;
    PpmlData data;
    data.y.resize(side * side * years);
    data.x.resize(data.y.size(), 1);
    data.groups.resize(2);
    Index at = 0;
    for (std::size_t pair = 0; pair < side * side; ++pair) {
        const double x = normal_of(bits), shock = 0.3 * normal_of(bits);
        for (std::size_t year = 0; year < years; ++year, ++at) {
            const double noise = shock + 0.2 * normal_of(bits);
            data.x(at, 0) = x;
            data.y[at] = std::exp(3 + 0.5 * x + noise - (0.09 + 0.04) / 2);
            data.groups[0].push_back(pair / side * years + year);
            data.groups[1].push_back(pair % side * years + year);
            data.cluster.push_back(pair);
        }
    }
    return data;
}

}  // namespace

TEST_CASE("Intervals of PPML by clustered errors hold the truth about as often as they say") {
    // 95 % intervals of 200 samples. The count of those that hold the truth is binomial; with a
    // true coverage of 0.90 to 0.95 it lies within [166, 199] but for 0.2 % of seeds.
    // (Effects of groups make clustered errors a little small, so 0.95 itself is not expected.)
    std::mt19937_64 bits(20);
    int held = 0;
    double sum = 0;
    for (int sample = 0; sample < 200; ++sample) {
        const PpmlFit fit = fit_ppml(flows_with_pair_shocks(bits));
        held += std::abs(fit.beta[0] - 0.5) < 1.959964 * fit.error[0] ? 1 : 0;
        sum += fit.beta[0];
    }
    INFO(held);
    CHECK(held >= 166);
    CHECK(held <= 199);
    CHECK(sum / 200 == Approx(0.5).margin(0.01));  // error of the mean: about 0.0012
}
