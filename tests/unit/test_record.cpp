// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>
#include <cmath>
#include <vector>

#include "models/constants/record.hpp"

using namespace keruen;

namespace {

// Four years of study, nobody leaves early.
const std::vector<double> kStaying{1, 1, 1, 1};

double entrants_of(const std::vector<double>& stocks, std::size_t t) {
    return stocks[t] - stocks[t - 1];  // while those who leave are as many as enter at first
}

}  // namespace

TEST_CASE("a steady flow is its own most likely record") {
    const std::vector<double> recorded(6, 400.0);
    for (double stock : stocks_behind(recorded, kStaying, {0.11, 0.41})) {
        CHECK(stock == Approx(400).epsilon(1e-6));
    }
}

TEST_CASE("records without error are followed, as far as students can leave") {
    const std::vector<double> recorded{400, 420, 450, 440, 500};
    const auto stocks = stocks_behind(recorded, kStaying, {0.001, 0.41});
    for (std::size_t t = 0; t < recorded.size(); ++t) {
        CHECK(stocks[t] == Approx(recorded[t]).epsilon(0.001));
    }
}

TEST_CASE("a single record too high is taken for an error, not for a wave of first-year students") {
    const std::vector<double> recorded{400, 400, 400, 500, 400, 400};
    const auto bare = stocks_behind(recorded, kStaying, {0.001, 0.41});
    const auto likely = stocks_behind(recorded, kStaying, {0.11, 0.41});
    CHECK(entrants_of(bare, 3) > 0.8 * 100);
    CHECK(std::abs(entrants_of(likely, 3)) < 0.3 * 100);
    CHECK(likely.back() == Approx(400).epsilon(0.01));
}

TEST_CASE("the last record is met, since a forecast starts from it") {
    const std::vector<double> recorded{400, 400, 400, 400, 500};
    CHECK(stocks_behind(recorded, kStaying, {0.11, 0.41}).back() == Approx(500).epsilon(0.01));
    CHECK(stocks_behind(std::vector<double>{70}, kStaying, {0.11, 0.41}).front() == Approx(70));
}
