// SPDX-License-Identifier: MIT
#include <boost/math/distributions/normal.hpp>
#include <catch2/catch.hpp>
#include <cmath>
#include <numeric>

#include "analysis/calibration/importance.hpp"

using namespace keruen;

namespace {

double score(double position) {
    return boost::math::quantile(boost::math::normal_distribution<>(), position);
}

constexpr double kMeasured = 1.5, kError = 0.3;

/// z + w was measured with a normal error, z and w standard normal: the posterior is known.
std::vector<double> fit(const Rows& points) {
    std::vector<double> list;
    for (const auto& point : points) {
        const double off = (score(point[0]) + score(point[2]) - kMeasured) / kError;
        list.push_back(-0.5 * off * off);
    }
    return list;
}

ImportanceSampler sample(std::vector<std::size_t> adapted, std::uint64_t seed = 7) {
    ImportanceSampler sampler({5, std::move(adapted), {500, 300, 300, 300}, seed});
    while (!sampler.finished()) {
        const Rows points = sampler.next();
        sampler.tell(points, fit(points));
    }
    return sampler;
}

struct Moments2 {
    double mean = 0, variance = 0;
};

Moments2 moments(const ImportanceSampler& sampler, std::size_t dimension) {
    const std::vector<double> weights = sampler.weights();
    Moments2 m;
    for (std::size_t i = 0; i < weights.size(); ++i) {
        m.mean += weights[i] * score(sampler.points()[i][dimension]);
    }
    for (std::size_t i = 0; i < weights.size(); ++i) {
        const double off = score(sampler.points()[i][dimension]) - m.mean;
        m.variance += weights[i] * off * off;
    }
    return m;
}

}  // namespace

// Fixed seed; the margins are four standard errors or more of the effective size that is required.
TEST_CASE(
    "a posterior that is known is found, and what the data say nothing of stays at its prior") {
    const ImportanceSampler sampler = sample({0, 2});
    const double size = effective_size(sampler.weights());
    CHECK(size > 600);
    // Of a normal sum: mean y / (2 + s^2), variance 1 - 1 / (2 + s^2).
    const double gain = 1 / (2 + kError * kError);
    for (const std::size_t k : {0U, 2U}) {
        CHECK(moments(sampler, k).mean == Approx(gain * kMeasured).margin(0.12));
        CHECK(moments(sampler, k).variance == Approx(1 - gain).margin(0.12));
    }
    for (const std::size_t k : {1U, 3U, 4U}) {
        CHECK(moments(sampler, k).mean == Approx(0).margin(0.17));
        CHECK(moments(sampler, k).variance == Approx(1).margin(0.24));
    }
    const double total = 2 + kError * kError;
    const double evidence = std::log(kError / std::sqrt(total)) - kMeasured * kMeasured / 2 / total;
    CHECK(sampler.log_evidence() == Approx(evidence).margin(0.15));
}

TEST_CASE("adapting the wrong dimensions costs points, not truth") {
    const ImportanceSampler right = sample({0, 2}), wrong = sample({1}), none = sample({});
    CHECK(effective_size(right.weights()) > 2 * effective_size(wrong.weights()));
    const double mean = kMeasured / (2 + kError * kError);
    CHECK(moments(wrong, 0).mean == Approx(mean).margin(0.25));
    CHECK(moments(none, 0).mean == Approx(mean).margin(0.25));
}

TEST_CASE("points depend on seed, generation and number alone") {
    ImportanceSampler one({3, {0}, {50, 50}, 4}), longer({3, {0}, {80, 50}, 4});
    const Rows few = one.next(), many = longer.next();
    CHECK(std::equal(few.begin(), few.end(), many.begin()));
    CHECK(ImportanceSampler({3, {0}, {50}, 5}).next() != few);
    CHECK(sample({0, 2}).points() == sample({0, 2}).points());
}

TEST_CASE("points where the model failed have no weight") {
    ImportanceSampler sampler({1, {0}, {60, 60}, 3});
    while (!sampler.finished()) {
        const Rows points = sampler.next();
        std::vector<double> fit_or_failed;
        for (const auto& point : points) {
            fit_or_failed.push_back(point[0] < 0.5 ? -std::numeric_limits<double>::infinity()
                                                   : 0.0);
        }
        sampler.tell(points, fit_or_failed);
    }
    const std::vector<double> weights = sampler.weights();
    CHECK(std::accumulate(weights.begin(), weights.end(), 0.0) == Approx(1));
    for (std::size_t i = 0; i < weights.size(); ++i) {
        CHECK((weights[i] > 0) == (sampler.points()[i][0] >= 0.5));
    }
    const std::vector<double> impossible(weights.size(), -std::numeric_limits<double>::infinity());
    CHECK(effective_size(sampler.weights(impossible)) == 0);
}

TEST_CASE("resampling keeps the shares of weights to within one draw, in random order") {
    const std::vector<double> weights{0.5, 0.25, 0, 0.25};
    const auto chosen = resampled(weights, 40, 1);
    std::vector<int> count(4, 0);
    for (const std::size_t i : chosen) ++count[i];
    CHECK(count == std::vector<int>{20, 10, 0, 10});
    CHECK_FALSE(std::is_sorted(chosen.begin(), chosen.end()));
    CHECK(resampled(weights, 40, 1) == chosen);
    CHECK(resampled(weights, 40, 2) != chosen);
}

TEST_CASE("quantiles of a weighted sample go by weight") {
    CHECK(weighted_quantile(std::vector<double>{3, 1, 2}, std::vector<double>{0, 0.2, 0.8}, 0.5) ==
          2);
    CHECK(weighted_quantile(std::vector<double>{3, 1, 2}, std::vector<double>{0, 0.2, 0.8}, 0.1) ==
          1);
}
