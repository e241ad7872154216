// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>
#include <cmath>
#include <set>

#include "models/measures.hpp"
#include "models/measures/formulas.hpp"
#include "models/measures/indicators.hpp"
#include "tests/support/small_world.hpp"

using namespace keruen;
using namespace keruen::test;

namespace {

/// A year of three regions with credit mobility, of which nothing is 0 that need not be.
YearNumbers made_up_year() {
    YearNumbers y;
    y.regions = 3;
    y.stock = {0, 60, 40, 10, 0, 20, 30, 50, 5};
    y.entrants = {0, 20, 15, 3, 0, 8, 9, 20, 2};
    y.graduates = {0, 12, 9, 2, 0, 5, 6, 11, 1};
    y.first_degree = {0, 18, 12, 3, 0, 7, 8, 18, 1};
    y.credit = {0, 7, 3, 4, 0, 6, 2, 3, 1};
    y.credit_graduates = {0, 5, 2, 3, 0, 4, 2, 2, 1};
    y.credit_graduates_ects = {0, 4, 2, 2, 0, 4, 1, 2, 0};
    y.first_credit = {0, 6, 3, 4, 0, 5, 2, 3, 1};
    y.first_mobile = {0, 23, 14, 6, 0, 11, 9, 20, 2};
    y.ehea = {0, 0.4, 1, 0, 0.4, 1, 0, 0.4, 1};
    y.outside_russia = {1, 0, 1, 1, 0, 1, 1, 0, 1};
    y.outside_china = {1, 1, 1, 1, 1, 1, 1, 1, 1};
    y.full_time = {1, 0.7, 1, 1, 1, 0.9, 1, 1, 1};
    y.home_students = {900, 800, 700};
    y.home_graduates = {200, 150, 160};
    y.bachelor_entrants = {250, 200, 180};
    y.home_enrolment = {940, 910, 765};
    y.university_enrolment = {700, std::nan(""), 600};
    return y;
}

const Definition& with(const Definition& d, Switches switches) {
    for (const Definition& other : definitions()) {
        if (other.basis == d.basis && other.kind == d.kind && other.switches == switches) {
            return other;
        }
    }
    FAIL("no such definition");
    return d;
}

bool same(double a, double b) {
    return a == b || (std::isnan(a) && std::isnan(b));
}

}  // namespace

TEST_CASE(
    "every basis comes with every kind and every setting of the switches, under its own label") {
    std::set<std::string> labels;
    for (const Definition& d : definitions()) {
        labels.insert(d.label);
        CHECK(find_definition(d.label) == &d);
        CHECK(d.meaning.find(" / ") != std::string::npos);
        CHECK(d.meaning.find(": ") == std::string::npos);
    }
    CHECK(labels.size() == 9 * 3 * 16);
    CHECK(find_definition("stock") == nullptr);
}

TEST_CASE("a switch never raises a rate") {
    const YearNumbers year = made_up_year();
    for (const Definition& d : definitions()) {
        for (bool Switches::*one : {&Switches::ehea, &Switches::without_russia,
                                    &Switches::without_china, &Switches::full_time}) {
            Switches on = d.switches;
            on.*one = true;
            for (std::size_t o = 0; o < year.regions; ++o) {
                const double plain = mobility_rate(d, year, o);
                const double less = mobility_rate(with(d, on), year, o);
                INFO(d.label << " of " << o);
                CHECK(std::isnan(plain) == std::isnan(less));
                if (!std::isnan(plain)) CHECK(less <= plain);
            }
        }
    }
}

TEST_CASE("credit and degree add up to both, but for a cohort, where they are at most that many") {
    const YearNumbers year = made_up_year();
    for (std::size_t k = 0; k < definitions().size(); k += 48) {
        for (std::size_t on = 0; on < 16; ++on) {
            const Definition& credit = definitions()[k + on];
            const Definition& degree = definitions()[k + 16 + on];
            const Definition& both = definitions()[k + 32 + on];
            REQUIRE(credit.switches == both.switches);
            REQUIRE(degree.basis == both.basis);
            for (std::size_t o = 0; o < year.regions; ++o) {
                const double sum = mobility_rate(credit, year, o) + mobility_rate(degree, year, o);
                const double all = mobility_rate(both, year, o);
                INFO(both.label);
                if (std::isnan(sum)) {
                    CHECK(std::isnan(all));
                } else if (both.basis == Basis::cohort) {
                    CHECK(all <= Approx(sum));
                } else {
                    CHECK(all == Approx(sum));
                }
            }
        }
    }
}

TEST_CASE("what is not known makes a rate NaN and never 0") {
    YearNumbers year = made_up_year();
    year.credit.clear();
    year.ehea.clear();
    auto rate = [&](const char* label, std::size_t origin = 0) {
        return mobility_rate(*find_definition(label), year, origin);
    };
    CHECK(std::isnan(rate("yearly flow, credit")));
    CHECK(std::isnan(rate("stock, both")));
    CHECK(rate("stock, degree") == Approx(0.1));
    CHECK(std::isnan(rate("stock, degree, EHEA")));
    CHECK(std::isnan(rate("stock of universities, degree", 1)));
    year.home_students.clear();
    CHECK(std::isnan(rate("stock, degree")));
    for (const Indicator& i : indicators()) {
        INFO(i.label);
        CHECK(std::isnan(i.value(YearNumbers{}, 0)));
    }
}

TEST_CASE("the concentration index of published data comes out as published") {
    // Deaths of children under five in India 1982-92 by fifths of wealth, poorest first: -0.1694
    // (O'Donnell, van Doorslaer, Wagstaff and Lindelow 2008, Analyzing Health Equity, chapter 8).
    const std::vector<double> births{29939, 28776, 26528, 24689, 19739};
    const std::vector<double> per_thousand{154.7, 152.9, 119.5, 86.9, 54.3};
    std::vector<double> deaths;
    for (std::size_t g = 0; g < births.size(); ++g) {
        deaths.push_back(births[g] * per_thousand[g] / 1000);
    }
    CHECK(concentration_index(births, deaths) == Approx(-0.1694).margin(5e-5));
}

TEST_CASE("the concentration index is 0 for equal rates, odd under reversal, and bounded") {
    const std::vector<double> people{10, 20, 30, 25, 15}, cases{1, 2, 3, 2.5, 1.5};
    CHECK(concentration_index(people, cases) == Approx(0).margin(1e-12));
    const std::vector<double> even{20, 20, 20, 20, 20}, rising{1, 2, 4, 8, 16};
    const std::vector<double> falling(rising.rbegin(), rising.rend());
    CHECK(concentration_index(even, rising) == Approx(-concentration_index(even, falling)));
    const std::vector<double> rich{0, 0, 0, 0, 7};
    CHECK(concentration_index(even, rich) == Approx(0.8));
    CHECK(std::isnan(concentration_index(even, std::vector<double>(5, 0.0))));
}

TEST_CASE("diversity runs from one host to all alike") {
    const std::vector<double> one{0, 5, 0, 0}, alike{3, 3, 3, 3};
    CHECK(herfindahl(one) == 1);
    CHECK(entropy(one) == 0);
    CHECK(herfindahl(alike) == Approx(0.25));
    CHECK(entropy(alike) == Approx(std::log(4)));
    CHECK(std::isnan(herfindahl(std::vector<double>(3, 0.0))));
}

TEST_CASE("the measures of a run agree with its record") {
    Workers workers(2);
    auto ready = make_ready(workers);
    const std::vector<YearRecord> years = simulate(ready->setup, workers);
    for (const Year year : {2014, 2020}) {
        const YearRecord& r = years[ready->world.index(year)];
        const YearNumbers n = year_numbers(ready->world, ready->constants.diaspora, r, year);
        const Grid<double, 2> rate = mobility_rates(n);
        for (std::size_t d = 0; d < definitions().size(); ++d) {
            CHECK(same(rate(0, d), mobility_rate(definitions()[d], n, 0)));
        }
        // HOM to NEA, which the small world makes of Russia alone, and to FAR.
        const auto abroad = static_cast<double>(r.stock(0, 1) + r.stock(0, 2));
        double home = 0.1 * 60'000;
        for (std::size_t level = 0; level < 3; ++level) {
            home += static_cast<double>(r.home_students(0, level));
        }
        auto of = [&](const char* label) { return mobility_rate(*find_definition(label), n, 0); };
        CHECK(of("stock, degree") == Approx(abroad / (home + abroad)));
        CHECK(of("stock, degree, without Russia") ==
              Approx(static_cast<double>(r.stock(0, 2)) / (home + abroad)));
        CHECK(of("stock, degree, full-time") == Approx((0.67 * static_cast<double>(r.stock(0, 1)) +
                                                        static_cast<double>(r.stock(0, 2))) /
                                                       (home + abroad)));
        CHECK(of("stock of universities, degree") == Approx(abroad / (50'000 + abroad)));
        // Exchange students, each an award or a stay of its own.
        std::int64_t credit = 0, awards = r.home_graduates[0], mobile = 0, known = 0;
        for (std::size_t h = 0; h < 3; ++h) {
            credit += r.exchange.people()(0, h);
            mobile += r.exchange.graduates(0, h);
            known += r.exchange.graduates_by_credits(0, h);
            awards += r.graduates(0, h);
        }
        if (year == 2020) CHECK(credit > 0);
        CHECK(of("yearly flow, credit") ==
              Approx(static_cast<double>(credit) / n.home_enrolment[0]));
        CHECK(of("graduates, credit") ==
              Approx(static_cast<double>(mobile) / static_cast<double>(awards)));
        CHECK(of("graduates by ECTS, credit") ==
              Approx(static_cast<double>(known) / static_cast<double>(awards)));
        CHECK(of("cohort, both") <= of("cohort, credit") + of("cohort, degree") + 1e-12);
        CHECK(
            std::isnan(mobility_rate(*find_definition("UIS ratio of universities, degree"), n, 1)));
    }
}
