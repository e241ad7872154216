// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>
#include <cmath>
#include <limits>
#include <numeric>
#include <random>

#include "analysis/ensemble/discrepancy.hpp"
#include "analysis/ensemble/ensemble.hpp"
#include "analysis/validation/bands.hpp"
#include "models/purposes.hpp"

using namespace keruen;

namespace {

const std::vector<std::string> kRegions{"HOM", "NEA", "FAR"};

/// Numbers of HOM, the first of three regions; nothing is known of the others.
YearNumbers home_numbers() {
    YearNumbers n;
    n.regions = 3;
    const auto by_host = [](double near, double far) {
        return YearNumbers::Values{0, near, far, 0, 0, 0, 0, 0, 0};
    };
    n.stock = by_host(600, 200);
    n.entrants = by_host(200, 70);
    n.graduates = by_host(100, 50);
    n.first_degree = by_host(180, 60);
    n.credit = by_host(50, 150);
    n.credit_graduates = by_host(80, 220);
    n.credit_graduates_ects = by_host(60, 200);
    n.first_credit = by_host(40, 120);
    n.first_mobile = by_host(200, 160);
    n.ehea = n.outside_russia = n.outside_china = n.full_time = YearNumbers::Values(9, 1.0);
    n.home_students = {9000, 0, 0};
    n.home_graduates = {1800, 0, 0};
    n.bachelor_entrants = {2000, 0, 0};
    n.home_enrolment = {9500, 0, 0};
    n.university_enrolment = {7000, 0, 0};
    return n;
}

double sum(const YearNumbers::Values& numbers) {
    return std::accumulate(numbers.begin(), numbers.end(), 0.0);
}

double rate(const YearNumbers& year, const char* label) {
    return mobility_rate(*find_definition(label), year, 0);
}

/// Errors of all, and of the far host around that.
YearStrays strays_of(double all, double far) {
    return {{2 * all, {0, 0, 2 * far}, {0, 0, 0}}, {all, {0, 0, far}, {0, 0, 0}}};
}

double log_odds(double people, double others) {
    return std::log(people / others);
}

}  // namespace

TEST_CASE("Log errors move the odds of going, hosts around them, and the whole stays as it is") {
    const std::vector<double> people{600, 200};
    const LogErrors errors{0.5, {0, -1}, {0, 0}};
    const OddsFactors f = odds_factors(people, 9200, errors, 1);
    const double near = 600 * f.host[0], far = 200 * f.host[1], others = 9200 * f.others;
    CHECK(near + far + others == Approx(10'000));
    CHECK(log_odds(near + far, others) == Approx(log_odds(800, 9200) + 0.5));
    CHECK(log_odds(near, far) == Approx(log_odds(600, 200) + 1));
    const OddsFactors most = odds_factors(people, 10, {50, {0, 0}, {0, 0}}, 1);
    CHECK(600 * most.host[0] + 200 * most.host[1] <= 810.0000001);  // never more than there are
    const std::vector<double> nobody{0, 0};
    CHECK(odds_factors(nobody, 10, errors, 1).others == 1);
}

TEST_CASE("A year that strays keeps its people: who is not abroad is at home") {
    const YearNumbers before = home_numbers();
    for (const double side : {1.0, -1.0}) {
        YearNumbers after = before;
        let_stray(after, 0, strays_of(0.4, 0.8), strays_of(-0.3, 0.2), side);
        CHECK(sum(after.stock) + after.home_students[0] == Approx(9800));
        CHECK(sum(after.graduates) + after.home_graduates[0] == Approx(1950));
        CHECK(after.home_enrolment[0] - 9500 == Approx(after.home_students[0] - 9000));
        CHECK(after.university_enrolment[0] / 7000 == Approx(after.home_enrolment[0] / 9500));
        CHECK(after.bachelor_entrants == before.bachelor_entrants);
        CHECK(sum(after.credit_graduates_ects) < sum(after.credit_graduates));
        CHECK(log_odds(sum(after.stock), after.home_students[0]) ==
              Approx(log_odds(800, 9000) + side * 0.4));
        CHECK(log_odds(sum(after.graduates), after.home_graduates[0]) ==
              Approx(log_odds(150, 1800) + side * 0.4));
        CHECK(log_odds(after.graduates[2], after.graduates[1]) ==
              Approx(log_odds(50, 100) + side * 0.8));
        const double first = after.first_degree[1] / before.first_degree[1];
        CHECK(first == Approx(after.entrants[1] / before.entrants[1]));
        const double either = after.first_mobile[1] / before.first_mobile[1];
        const double stay = after.first_credit[1] / before.first_credit[1];
        CHECK(either > std::min(first, stay));
        CHECK(either < std::max(first, stay));
        CHECK((rate(after, "stock, degree") > rate(before, "stock, degree")) == (side > 0));
    }
    YearNumbers same = before;
    let_stray(same, 0, strays_of(0, 0), strays_of(0, 0), 1);
    for (const char* label : {"graduates, both", "stock, both", "cohort, both", "UIS ratio, degree",
                              "yearly flow, credit", "graduates by ECTS, both"}) {
        CHECK(rate(same, label) == Approx(rate(before, label)));
    }
}

TEST_CASE("Whatever its policy, a scenario of the same seed strays by the same log errors") {
    YearNumbers one = home_numbers(), other = home_numbers();
    other.stock[1] = 1200;  // a policy sends more, and keeps fewer at home
    other.home_students[0] = 8400;
    const std::vector<double> people{0, 600, 200};
    const DiscrepancyKey key{7, 3, purpose::degree_discrepancy};
    const auto paths = discrepancy_path(key, kRegions, 0, people, 2014, 6);
    const auto again = discrepancy_path(key, kRegions, 0, people, 2014, 6);
    REQUIRE(paths.size() == 6);
    CHECK(paths.back().stock.host == again.back().stock.host);
    CHECK(paths.back().entrants.all == again.back().entrants.all);
    const auto odds = [](const YearNumbers& n) { return sum(n.stock) / n.home_students[0]; };
    const double one_before = odds(one), other_before = odds(other);
    let_stray(one, 0, paths.back(), strays_of(0, 0), 1);
    let_stray(other, 0, paths.back(), strays_of(0, 0), 1);
    CHECK(odds(one) / one_before == Approx(odds(other) / other_before));
    CHECK(odds(one) / one_before != Approx(1));
    for (const DiscrepancyKey& else_ : {DiscrepancyKey{8, 3, purpose::degree_discrepancy},
                                        DiscrepancyKey{7, 4, purpose::degree_discrepancy},
                                        DiscrepancyKey{7, 3, purpose::credit_discrepancy}}) {
        CHECK(discrepancy_path(else_, kRegions, 0, people, 2014, 6).back().stock.all !=
              paths.back().stock.all);
    }
}

TEST_CASE("Flows stray as far as hindcasts did, less the errors of records; shares stay expected") {
    // 4,000 paths: a standard deviation is known to 1.1 %, so 6 % are 5 standard errors.
    constexpr int kPaths = 4000;
    const std::vector<double> people{0, 32'000, 1000};
    double all = 0, entrants = 0, near = 0, far = 0, share = 0;
    for (std::uint16_t path = 0; path < kPaths; ++path) {
        const auto year =
            discrepancy_path({5, path, purpose::degree_discrepancy}, kRegions, 0, people, 2014, 4)
                .back();
        all += std::pow(year.stock.all, 2) / kPaths;
        entrants += std::pow(year.entrants.all, 2) / kPaths;
        near += std::pow(year.stock.all + year.stock.host[1], 2) / kPaths;
        far += std::pow(year.stock.all + year.stock.host[2], 2) / kPaths;
        const OddsFactors f = odds_factors(people, 1e6, year.stock, 1);
        share += 1000 * f.host[2] / (32'000 * f.host[1] + 1000 * f.host[2]) / kPaths;
    }
    const auto told = [](double students) {
        const double record = 1.15 * 0.11 * stray_scale(kRegionBand, students);
        return std::sqrt(std::pow(stray_sd(kRegionBand, students, 4), 2) - record * record);
    };
    CHECK(std::sqrt(all) == Approx(told(33'000)).epsilon(0.06));
    CHECK(std::sqrt(near) == Approx(told(32'000)).epsilon(0.06));
    CHECK(std::sqrt(far) == Approx(told(1000)).epsilon(0.06));
    CHECK(std::sqrt(entrants) ==
          Approx(1.15 * 0.41 * std::sqrt(4.0) * stray_scale(kRegionBand, 33'000)).epsilon(0.06));
    CHECK(share == Approx(1.0 / 33).epsilon(0.06));
}

TEST_CASE("Parameters, chance and model discrepancy are told apart as they were planted") {
    // 200 draws x 4 seeds x 40 paths in mirrored pairs; 4 standard errors of each: 40 % (half that
    // of 200 normal draws is 10 %), 16 % and 5 %.
    std::mt19937_64 random(3);
    std::normal_distribution<double> normal;
    FigureStatistics rates, strayed;
    for (int draw = 0; draw < 200; ++draw) {
        const double parameters = 0.03 * normal(random);
        for (int seed = 0; seed < 4; ++seed) {
            const double own = 0.2 + parameters + 0.01 * normal(random);
            rates.add(own, 0.25, false);
            for (int pair = 0; pair < 20; ++pair) {
                const double off = 0.05 * normal(random);
                strayed.add(own + off, 0.25, false);
                strayed.add(own - off, 0.25, false);
            }
            strayed.end_group();
        }
        rates.end_group();
    }
    CHECK(rates.between_variance() == Approx(0.0009).epsilon(0.4));
    CHECK(rates.within_variance() == Approx(0.0001).epsilon(0.16));
    CHECK(strayed.within_variance() == Approx(0.0025).epsilon(0.08));
    CHECK(strayed.members() == 40 * rates.members());
    // P(more than 0.05 above the mean) of the sum, and of parameters and chance alone.
    const auto above = [](double variance) {
        return 0.5 * std::erfc(0.05 / std::sqrt(2 * variance));
    };
    CHECK(strayed.met() == Approx(above(0.0035)).margin(0.04));
    CHECK(rates.met() == Approx(above(0.001)).margin(0.04));
}

TEST_CASE("Hindcasts judged the stock of degree students without China, and no other numerator") {
    CHECK(is_judged(*find_definition("stock, degree, without China")));
    CHECK(is_judged(*find_definition("UIS ratio, degree, without China")));
    for (const char* label : {"stock, degree", "stock, both, without China", "graduates, degree",
                              "stock, degree, EHEA, without China", "yearly flow, credit"}) {
        CHECK_FALSE(is_judged(*find_definition(label)));
    }
}
