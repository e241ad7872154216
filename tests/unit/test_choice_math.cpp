// SPDX-License-Identifier: MIT
#include <algorithm>
#include <catch2/catch.hpp>
#include <limits>
#include <numeric>
#include <string>
#include <vector>

#include "sim/kernels/kernels.hpp"
#include "tests/support/choice_math.hpp"

using namespace keruen;

namespace {

using Mask = std::vector<std::uint8_t>;

struct Outcome {
    std::vector<double> probability;
    double inclusive = 0;
};

Outcome multinomial(const std::vector<double>& v, const Mask& available) {
    Outcome out{std::vector<double>(v.size(), -1)};
    out.inclusive = multinomial_logit(v, available, out.probability);
    return out;
}

Outcome nested(const std::vector<double>& v, const Mask& nest, const std::vector<double>& lambda,
               const Mask& available) {
    Outcome out{std::vector<double>(v.size(), -1)};
    out.inclusive = nested_logit(v, nest, lambda, available, out.probability);
    return out;
}

Outcome nested(const std::vector<double>& v, const Mask& nest, const std::vector<double>& lambda) {
    return nested(v, nest, lambda, Mask(v.size(), 1));
}

void check_equal(const std::vector<double>& found, const std::vector<double>& expected) {
    REQUIRE(found.size() == expected.size());
    for (std::size_t j = 0; j < found.size(); ++j) {
        CAPTURE(j);
        CHECK(found[j] == Approx(expected[j]).epsilon(1e-14).margin(1e-300));
    }
}

double total(const std::vector<double>& p) {
    return std::accumulate(p.begin(), p.end(), 0.0);
}

const std::vector<double> kUtilities{1, 0.5, 0, -0.25, 2};
const Mask kNests{0, 1, 1, 2, 2};
const std::vector<double> kLambda{1, 0.5, 0.8};

}  // namespace

TEST_CASE("multinomial logit gives exp(v) over the sum of exp(v)") {
    // e = 2.71828..., e^1/2 = 1.64872..., e^0 = 1; sum 5.36700...
    const Outcome out = multinomial({1, 0.5, 0}, {1, 1, 1});
    check_equal(out.probability, {0.506480391055654, 0.3071958857184984, 0.18632372322584756});
    CHECK(out.inclusive == Approx(1.6802696706417346).epsilon(1e-15));
}

TEST_CASE("nested logit gives the values computed by hand") {
    // Nests {1} and {0.5, 0} with lambda 1/2: in the second e^1 and e^0 with sum 3.71828...,
    // whose root 1.92828... stands against e in the first.
    const Outcome out = nested({1, 0.5, 0}, {0, 1, 1}, {1, 0.5});
    check_equal(out.probability, {0.5850086984171836, 0.3033829510789493, 0.1116083505038669});
    CHECK(out.inclusive == Approx(1.5361285627716215).epsilon(1e-15));
}

TEST_CASE("nested logit with three nests gives the values computed by hand") {
    const Outcome out = nested(kUtilities, kNests, kLambda);
    check_equal(out.probability, {0.2194190955223779, 0.11378978278914692, 0.04186092170349117,
                                  0.035403811477346454, 0.5895263885076374});
    CHECK(out.inclusive == Approx(2.5167716997306386).epsilon(1e-15));
}

TEST_CASE("options and nests that are not available take no part") {
    const Outcome out = nested(kUtilities, kNests, kLambda, {1, 0, 1, 0, 0});
    check_equal(out.probability, {0.7310585786300049, 0, 0.2689414213699951, 0, 0});
    CHECK(multinomial({5, 1, 7}, {0, 1, 0}).probability == std::vector<double>{0, 1, 0});
}

TEST_CASE("the utility of an option that is not available is ignored, whatever it is") {
    const double nan = std::numeric_limits<double>::quiet_NaN();
    CHECK(nested({1, nan, 0, 900, -nan}, kNests, kLambda, {1, 0, 1, 0, 0}).probability ==
          nested(kUtilities, kNests, kLambda, {1, 0, 1, 0, 0}).probability);
    CHECK(multinomial({nan, 1}, {0, 1}).probability == std::vector<double>{0, 1});
}

TEST_CASE("if nothing is available all probabilities are 0 and the inclusive value is -infinity") {
    const double never = -std::numeric_limits<double>::infinity();
    const Outcome flat = multinomial({1, 2}, {0, 0});
    CHECK(flat.probability == std::vector<double>{0, 0});
    CHECK(flat.inclusive == never);
    const Outcome deep = nested({1, 2}, {0, 1}, {0.5, 1}, {0, 0});
    CHECK(deep.probability == std::vector<double>{0, 0});
    CHECK(deep.inclusive == never);
    CHECK(nested({}, {}, {}).inclusive == never);
}

TEST_CASE("with lambda 1 nested logit is multinomial logit") {
    const Outcome deep = nested(kUtilities, kNests, {1, 1, 1});
    const Outcome flat = multinomial(kUtilities, Mask(5, 1));
    check_equal(deep.probability, flat.probability);
    CHECK(deep.inclusive == Approx(flat.inclusive).epsilon(1e-15));
}

TEST_CASE("as lambda falls two equal options of a nest come to share the chance of one") {
    // The red and the blue bus: a third each at lambda 1, a quarter each at lambda 0.
    check_equal(nested({0, 0, 0}, {0, 1, 1}, {1, 1}).probability, {1. / 3, 1. / 3, 1. / 3});
    const auto p = nested({0, 0, 0}, {0, 1, 1}, {1, 1e-9}).probability;
    CHECK(p[0] == Approx(0.5).epsilon(1e-8));
    CHECK(p[1] == Approx(0.25).epsilon(1e-8));
}

TEST_CASE("the ratio of two options does not depend on other nests") {
    const auto before = nested(kUtilities, kNests, kLambda).probability;
    auto better = kUtilities;
    better[0] += 1.5;
    const auto after = nested(better, kNests, kLambda).probability;
    CHECK(after[4] / after[3] == Approx(before[4] / before[3]).epsilon(1e-13));
    CHECK(after[4] / after[1] == Approx(before[4] / before[1]).epsilon(1e-13));
    CHECK(after[0] > before[0]);
}

TEST_CASE("the inclusive value grows with a utility at the rate of its probability") {
    const double step = 1e-5;
    const Outcome at = nested(kUtilities, kNests, kLambda);
    for (std::size_t j = 0; j < kUtilities.size(); ++j) {
        auto up = kUtilities;
        auto down = kUtilities;
        up[j] += step;
        down[j] -= step;
        const double slope =
            nested(up, kNests, kLambda).inclusive - nested(down, kNests, kLambda).inclusive;
        CAPTURE(j);
        CHECK(slope / (2 * step) == Approx(at.probability[j]).epsilon(1e-7));
    }
}

TEST_CASE("utilities of any size are safe, and only their differences matter") {
    for (const double shift : {-1e6, -800.0, 800.0, 1e6}) {
        auto shifted = kUtilities;
        for (double& v : shifted) v += shift;
        const Outcome out = nested(shifted, kNests, kLambda);
        const auto expected = nested(kUtilities, kNests, kLambda).probability;
        CAPTURE(shift);
        for (std::size_t j = 0; j < shifted.size(); ++j) {
            CHECK(out.probability[j] == Approx(expected[j]).epsilon(1e-9));
        }
        CHECK(total(out.probability) == Approx(1).epsilon(1e-15));
    }
    CHECK(nested({1e300, -1e300, 0}, {0, 0, 1}, {0.1, 1}).probability ==
          std::vector<double>{1, 0, 0});
    CHECK(multinomial({-1e5, 1e5}, {1, 1}).probability == std::vector<double>{0, 1});
}

TEST_CASE("every instruction set gives the same probabilities, bit for bit") {
    const std::string name = kernels().name;
    use_kernels("baseline");
    const Outcome reference = nested(kUtilities, kNests, kLambda);
    for (const std::string isa : {"avx2", "avx512"}) {
        if (kernels_for(isa) == nullptr) continue;
        use_kernels(isa);
        const Outcome out = nested(kUtilities, kNests, kLambda);
        CHECK(out.probability == reference.probability);
        CHECK(out.inclusive == reference.inclusive);
    }
    use_kernels(name);
}
