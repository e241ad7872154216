// SPDX-License-Identifier: MIT
#include <array>
#include <catch2/catch.hpp>
#include <cmath>
#include <limits>
#include <random>

#include "analysis/validation/bands.hpp"
#include "analysis/validation/simulated.hpp"
#include "scenarios/flow_cells.hpp"

using namespace keruen;

namespace {

double correlation(const std::vector<double>& a, const std::vector<double>& b) {
    double ab = 0, aa = 0, bb = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        ab += a[i] * b[i];
        aa += a[i] * a[i];
        bb += b[i] * b[i];
    }
    return ab / std::sqrt(aa * bb);
}

/// The third year of 2,000 paths.
std::vector<double> third_years(std::string_view origin, std::string_view host) {
    std::vector<double> values;
    for (std::uint16_t member = 0; member < 2000; ++member) {
        values.push_back(common_stray_path(kRegionBand, {7, origin, host, 2013, member}, 3).back());
    }
    return values;
}

/// Two regions of two countries and one, simulated from 2013 to 2015.
SimulatedForecasts two_regions() {
    RegionFlows flows{Grid<double, 3>({2, 2, 3}), Matrix({2, 2})};
    for (std::size_t t = 0; t < 3; ++t) {
        flows.students(0, 0, t) = 400;
        flows.students(0, 1, t) = t == 0 ? 1000 : 1000.0 * (1 + static_cast<double>(t));
        flows.students(1, 0, t) = 2000;
        flows.students(1, 1, t) = 0;
    }
    flows.recorded(0, 1) = 1000;
    flows.recorded(0, 0) = 400;
    flows.recorded(1, 0) = 2000;
    flows.recorded(1, 1) = std::numeric_limits<double>::quiet_NaN();
    return {
        {{"AB", "", true, {"AAA", "BBB"}}, {"CHN", "", true, {"CHN", "DDD"}}}, {{2013, flows}}, 1};
}

FlowPanel known_at_2013(const std::vector<std::pair<std::string, std::string>>& pairs,
                        const std::vector<double>& students) {
    FlowPanel panel;
    panel.first = panel.last = 2013;
    panel.students = Grid<double, 2>({pairs.size(), 1});
    for (std::size_t s = 0; s < pairs.size(); ++s) {
        panel.series.push_back({pairs[s].first, pairs[s].second});
        panel.students(s, 0) = students[s];
    }
    return panel;
}

}  // namespace

TEST_CASE("A band has the widths of the prototype") {
    // 80 % half-widths of a region's flow of 1,000 students, one to five years ahead.
    const std::array<double, 5> wanted{0.28, 0.43, 0.62, 0.82, 1.03};
    for (int h = 1; h <= 5; ++h) {
        CHECK(1.281552 * stray_sd(kRegionBand, 1000, h) ==
              Approx(wanted[static_cast<std::size_t>(h) - 1]).epsilon(0.04));
    }
    CHECK(stray_sd(kRegionBand, 32'000, 2) == Approx(stray_sd(kRegionBand, 1000, 2) / 2));
    CHECK(stray_sd(kRegionBand, 1, 2) == stray_sd(kRegionBand, 100, 2));
    CHECK(stray_sd(kRegionBand, 1e7, 2) == stray_sd(kRegionBand, 2e5, 2));
}

TEST_CASE("Bands cover flows whose entrants walk at random as often as they say") {
    // 4,000 made-up flows each year; 4 standard errors, 12 comparisons: a false alarm in 1,300
    // seeds.
    std::mt19937_64 random(20);
    std::normal_distribution<double> normal;
    constexpr int kFlows = 4000;
    constexpr std::array<double, 3> kWithin{0.5, 0.8, 0.95}, kSigmas{0.674490, 1.281552, 1.959964};
    std::array<std::array<int, 3>, 4> covered{};
    for (int flow = 0; flow < kFlows; ++flow) {
        double stock = -0.11 * normal(random), entrants = 0;
        for (int h = 1; h <= 4; ++h) {
            entrants += 0.36 * normal(random);
            stock = 0.79 * stock + 0.32 * entrants;
            const double log = 1.15 * (stock + 0.11 * normal(random));
            for (std::size_t k = 0; k < 3; ++k) {
                covered[static_cast<std::size_t>(h) - 1][k] +=
                    std::abs(log) < kSigmas[k] * stray_sd(kPairBand, 1000, h) ? 1 : 0;
            }
        }
    }
    for (const auto& year : covered) {
        for (std::size_t k = 0; k < 3; ++k) {
            const double error = std::sqrt(kWithin[k] * (1 - kWithin[k]) / kFlows);
            CHECK(static_cast<double>(year[k]) / kFlows == Approx(kWithin[k]).margin(4 * error));
        }
    }
}

TEST_CASE("Entrants stray at once and ever further, the stock follows, records err beside them") {
    const std::vector<YearNormals> step{{0, 0}, {1, 0}, {0, 0}, {0, 2}};
    const std::vector<Stray> path = strays(kRegionBand, step);
    REQUIRE(path.size() == 3);
    for (const Stray& year : path) CHECK(year.entrants == Approx(1.15 * 0.41));
    CHECK(path[0].stock == Approx(1.15 * 0.32 * 0.41));
    CHECK(path[1].stock == Approx(1.15 * 0.32 * 0.41 * 1.79));
    const std::vector<double> recorded = stray_path(kRegionBand, step);
    CHECK(recorded[1] == path[1].stock);
    CHECK(recorded[2] == Approx(path[2].stock + 1.15 * 0.11 * 2));
    CHECK(stray_variance(kRegionBand, 2).entrants == Approx(2 * std::pow(1.15 * 0.41, 2)));
    CHECK(stray_variance(kRegionBand, 1).stock ==
          Approx(std::pow(1.15 * 0.32 * 0.41, 2) + std::pow(1.15 * 0.11 * 0.79, 2)));
    const std::vector<YearNormals> base{{0, 1}, {0, 0}};
    CHECK(strays(kRegionBand, base)[0].stock == Approx(-1.15 * 0.11 * 0.79));
}

TEST_CASE("Flows to one host, and less so from one origin, stray together") {
    // 2,000 paths: 5 standard errors of a correlation are 0.11, a false alarm in a million seeds.
    const std::vector<double> flow = third_years("KAZ", "RUS");
    CHECK(correlation(flow, third_years("CAS", "RUS")) == Approx(0.30).margin(0.11));
    CHECK(correlation(flow, third_years("KAZ", "TUR")) == Approx(0.07).margin(0.11));
    CHECK(correlation(flow, third_years("CAS", "TUR")) == Approx(0).margin(0.11));
    double square = 0;
    for (const double value : flow) square += value * value / 2000;
    CHECK(std::sqrt(square) == Approx(stray_sd(kRegionBand, 1000, 3)).epsilon(0.08));
    CHECK(third_years("KAZ", "RUS") == flow);
}

TEST_CASE("Countries grow as their regions do in the simulation, and stray around them") {
    const FlowPanel known = known_at_2013(
        {{"AAA", "DDD"}, {"BBB", "DDD"}, {"AAA", "ZZZ"}, {"AAA", "*"}}, {300, 500, 50, 900});
    const Forecast forecast = two_regions()(known, 2015);
    CHECK(forecast.at(0, 2014, 0) == Approx(600));
    CHECK(forecast.at(1, 2015, 0) == Approx(1500));
    CHECK(forecast.at(2, 2015, 0) == 50);   // in no region
    CHECK(forecast.at(3, 2015, 0) == 900);  // the host with China does not count
    const std::size_t members = forecast.students.extent(2), pairs = members / 2;
    double square = 0;
    for (std::size_t m = 1; m < members; m += 2) {
        // Up and down by the same factor, for the sum of the parts too.
        const double up = forecast.at(0, 2015, m) + forecast.at(1, 2015, m);
        const double down = forecast.at(0, 2015, m + 1) + forecast.at(1, 2015, m + 1);
        CHECK(std::sqrt(up * down) == Approx(2400));
        const double log = std::log(forecast.at(0, 2015, m) / 900);
        square += log * log / static_cast<double>(pairs);
    }
    CHECK(std::sqrt(square) > 0.8 * stray_sd(kRegionBand, 1000, 2));
    CHECK_THROWS(two_regions()(FlowPanel{known.series, 2012, 2012, known.students}, 2015));
}

TEST_CASE("Flows known at a base hold nothing recorded later") {
    Diagnostics diagnostics;
    DataPackage data(std::filesystem::path(KERUEN_SOURCE_DIR) / "scenarios/data", diagnostics);
    const std::vector<Region> regions{
        {"CHE", "", true, {"CHE"}}, {"ESP", "", true, {"ESP"}}, {"FRA", "", true, {"FRA"}}};
    CountryTables tables(data, regions, diagnostics);
    const auto at = [&](std::optional<Year> known_at, std::size_t host, Year year) {
        for (const FlowCell& cell : read_flow_cells(tables, known_at, diagnostics)) {
            if (cell.origin == 2 && cell.host == host && cell.year == year) return cell.students;
        }
        return -1.0;
    };
    // Nobody has a record of Spain in 2014: today it is bridged, then it was extrapolated.
    CHECK(at(std::nullopt, 1, 2014) > 0);
    CHECK(at(2014, 1, 2014) > 0);
    CHECK(at(2014, 1, 2014) != at(std::nullopt, 1, 2014));
    CHECK(at(2013, 0, 2013) != at(std::nullopt, 0, 2013));
    CHECK(at(2015, 0, 2013) == at(std::nullopt, 0, 2013));
    CHECK(at(2014, 1, 2013) == at(std::nullopt, 1, 2013));
    CHECK(at(2013, 1, 2014) == -1);
    CHECK(diagnostics.empty());
    CHECK_THROWS_AS(read_flow_cells(tables, 1999, diagnostics), InputError);
}
