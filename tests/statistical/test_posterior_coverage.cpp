// SPDX-License-Identifier: MIT
#include <boost/math/distributions/normal.hpp>
#include <catch2/catch.hpp>
#include <cmath>

#include "analysis/calibration/calibration.hpp"

using namespace keruen;

namespace {

double score(double position) {
    return boost::math::quantile(boost::math::normal_distribution<>(), position);
}

/// A model of three parameters and three patterns: the normal score of the first, the product of
/// the first two's positions, and noise.
Rows toy(const Rows& points) {
    Rows figures;
    for (const auto& p : points) figures.push_back({score(p[0]), 4 * p[0] * p[1], 0.1});
    return figures;
}

std::vector<Pattern> toy_patterns() {
    std::vector<Pattern> patterns(3);
    for (Pattern& p : patterns) {
        p.measure = PatternMeasure::exchange_out;
        p.value = 2;  // figures are logarithms: 0.69
        p.observation_sd = 0.3;
        p.discrepancy_sd = 0.4;
    }
    return patterns;
}

}  // namespace

// 400 planted values: the standard deviation of a coverage is at most 2.5 points, and the margins
// below are four of the respective ones (2.5, 2.0, 1.1); six are compared, so that the test fails
// by chance in one of 2,600 seeds, and the seed is fixed.
TEST_CASE("planted parameters lie within central intervals as often as these say") {
    const std::vector<Pattern> patterns = toy_patterns();
    Calibration found;
    found.survivors = {0, 1};
    found.sampler.emplace(ImportanceDesign{3, found.survivors, {3000, 500, 500}, 11});
    const std::vector<double> target(3, std::log(2.0));
    while (!found.sampler->finished()) {
        const Rows points = found.sampler->next(), figures = toy(points);
        std::vector<double> fit;
        for (const auto& row : figures) fit.push_back(log_likelihood(patterns, row, target));
        found.sampler->tell(points, fit);
        found.figures.insert(found.figures.end(), figures.begin(), figures.end());
    }
    const Recovery recovery = recover(patterns, found, 400, 5);
    REQUIRE(recovery.below.size() == 400);
    for (std::size_t d = 0; d < 2; ++d) {
        CHECK(recovery.coverage(d, 0.5) == Approx(0.5).margin(0.1));
        CHECK(recovery.coverage(d, 0.8) == Approx(0.8).margin(0.08));
        CHECK(recovery.coverage(d, 0.95) == Approx(0.95).margin(0.044));
        CHECK(recovery.contraction[d] > 0.1);
    }
}
