// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <catch2/catch.hpp>
#include <cmath>
#include <limits>
#include <stdexcept>

#include "analysis/gravity/gravity.hpp"
#include "analysis/validation/hindcast.hpp"

using namespace keruen;

namespace {

constexpr double kHole = std::numeric_limits<double>::quiet_NaN();

FlowPanel panel_of(Year first, const std::vector<std::vector<double>>& rows) {
    FlowPanel panel;
    panel.first = first;
    panel.last = first + static_cast<Year>(rows.front().size()) - 1;
    panel.students = Grid<double, 2>({rows.size(), rows.front().size()});
    for (std::size_t s = 0; s < rows.size(); ++s) {
        panel.series.push_back({fmt::format("O{}", s), fmt::format("H{}", s)});
        for (std::size_t t = 0; t < rows[s].size(); ++t) panel.students(s, t) = rows[s][t];
    }
    return panel;
}

FlowSet each_alone(const FlowPanel& panel, double fewest) {
    FlowSet set{"all", fewest, {}};
    for (std::size_t s = 0; s < panel.series.size(); ++s) {
        set.flows.push_back({panel.series[s].host, {s}, panel.series[s].host});
    }
    return set;
}

Forecast said(Year base, const std::vector<std::vector<double>>& members) {
    Forecast forecast{"said", base, Grid<double, 3>({members.size(), 1, members.front().size()})};
    for (std::size_t s = 0; s < members.size(); ++s) {
        for (std::size_t m = 0; m < members[s].size(); ++m) {
            forecast.students(s, 0, m) = members[s][m];
        }
    }
    return forecast;
}

/// The project's own flows and conditions, read once.
struct Real {
    Diagnostics diagnostics;
    DataPackage data{std::filesystem::path(KERUEN_SOURCE_DIR) / "scenarios/data", diagnostics};
    FlowPanel flows = recorded_flows(data, diagnostics);
    FlowPanel totals = recorded_totals(data, diagnostics);
    Conditions conditions{data, diagnostics};

    static const Real& get() {
        static const Real real;
        return real;
    }
};

std::vector<Forecaster> all_forecasters() {
    std::vector<Forecaster> all = naive_forecasters();
    for (Forecaster& rival : ppml_forecasters(Real::get().conditions)) all.push_back(rival);
    return all;
}

}  // namespace

TEST_CASE("A panel cut at a year holds nothing later, and fills holes from what it holds") {
    const FlowPanel panel = panel_of(2010, {{100, kHole, 400, kHole, 900}, {0, kHole, 4, 5, 6}});
    const FlowPanel known = panel.until(2013);
    CHECK(known.last == 2013);
    CHECK(std::isnan(known.at(0, 2014)));
    CHECK(known.latest(0) == 400);
    CHECK(std::isnan(known.latest(0, 0)));
    const FlowPanel filled = known.bridged();
    CHECK(filled.at(0, 2011) == Approx(200));  // geometric
    CHECK(filled.at(1, 2011) == Approx(2));    // linear at a zero
    CHECK(std::isnan(filled.at(0, 2013)));     // no later value, no bridge
    CHECK(panel.bridged().at(0, 2013) == Approx(600));
}

TEST_CASE("The naive forecasts are their formulas") {
    // Growth of the first: ln 2 a year, cut at 0.6; of the others 0.1; the last is too small for
    // the median.
    const double g = std::exp(0.1);
    const FlowPanel known = panel_of(2010, {{100, 200, 400, 800},
                                            {100, 100 * g, 100 * g * g, 100 * g * g * g},
                                            {200, 200 * g, 200 * g * g, 200 * g * g * g},
                                            {40, 30, 20, 10}});
    CHECK(world_drift(known) == Approx(0.1));
    CHECK(recent_growth(known)[0] == Approx(0.6));
    const auto at = [&](const std::string& name, std::size_t s, Year year) {
        for (const Forecaster& one : naive_forecasters()) {
            if (one.name == name) return one.forecast(known, 2015).at(s, year, 0);
        }
        throw std::logic_error(name);
    };
    CHECK(at("persistence", 0, 2015) == 800);
    CHECK(at("drift", 0, 2015) == Approx(800 * std::exp(0.2)));
    CHECK(at("trend", 0, 2015) == Approx(800 * std::exp(1.2)));
    CHECK(at("damped trend", 0, 2015) == Approx(800 * std::exp(0.6 * (0.8 + 0.64))));
    CHECK(at("half trend", 0, 2015) == Approx(800 * std::exp(0.6)));
    CHECK(at("drift+half", 0, 2014) == Approx(800 * std::sqrt(std::exp(0.1) * std::exp(0.3))));
    CHECK(std::isnan(at("drift", 0, 2013)));
    CHECK(std::isnan(at("drift", 0, 2016)));
}

TEST_CASE("No forecast changes if what comes after its base does") {
    const FlowPanel& flows = Real::get().flows;
    FlowPanel other = flows;
    for (std::size_t s = 0; s < other.series.size(); ++s) {
        for (Year year = 2015; year <= other.last; ++year) {
            other.students(s, year - other.first) = 3 * static_cast<double>(s % 7) + 1;
        }
    }
    for (const Forecaster& one : all_forecasters()) {
        INFO(one.name);
        const Forecast a = one.forecast(flows.until(2014), 2017);
        const Forecast b = one.forecast(other.until(2014), 2017);
        bool same = true, any = false;
        for (std::size_t i = 0; i < a.students.values().size(); ++i) {
            const double x = a.students.values()[i], y = b.students.values()[i];
            same &= x == y || (std::isnan(x) && std::isnan(y));
            any |= x > 0;
        }
        CHECK(same);
        CHECK(any);
    }
}

TEST_CASE("An error is the distance of the logs, and sums take only what is recorded") {
    const FlowPanel recorded =
        panel_of(2014, {{100, 200}, {100, kHole}, {100, 400}, {0, 0}, {1000, 500}});
    FlowSet set{
        "sets", 50, {{"a+b", {0, 1}, "h"}, {"c", {2}, "h"}, {"d", {3}, "h"}, {"e", {4}, "i"}}};
    const std::vector<Forecast> persistence{
        naive_forecasters().front().forecast(recorded.until(2014), 2015)};
    const std::vector<Forecast> own{
        said(2014, {{150, 100, 400}, {9, 9, 9}, {400, 400, 400}, {0, 0, 0}, {1000, 1000, 1000}})};
    const std::vector<SkillCase> cases = judge(recorded, set, own, persistence, CountedBy::base);
    REQUIRE(cases.size() == 3);                              // "d" is too small
    CHECK(cases[0].error == Approx(std::log(200.0 / 150)));  // the median; b has no record
    CHECK(cases[0].reference == Approx(std::log(2)));
    CHECK(cases[1].error == Approx(0));
    CHECK(cases[2].error == Approx(std::log(2)));
    const Skill skill = skill_of(set, cases);
    CHECK(skill.flows == 3);
    CHECK(skill.error == Approx((std::log(200.0 / 150) + std::log(2)) / 3));
    CHECK(skill.ratio == Approx((std::log(200.0 / 150) + std::log(2)) / std::log(16)));
    CHECK(std::isnan(skill.low));          // two hosts tell no spread
    CHECK(std::isnan(skill.coverage[0]));  // three members are no band
    set.fewest = 300;
    CHECK(judge(recorded, set, own, persistence, CountedBy::base).size() == 1);
    CHECK(judge(recorded, set, own, persistence, CountedBy::target).size() == 2);
    CHECK(skill_of(set, judge(recorded, set, persistence, persistence, CountedBy::base)).ratio ==
          1);
}

TEST_CASE("A forecast that is silent on a counted flow is an error of the program") {
    const FlowPanel recorded = panel_of(2014, {{100, 200}});
    const std::vector<Forecast> persistence{
        naive_forecasters().front().forecast(recorded.until(2014), 2015)};
    const std::vector<Forecast> own{said(2014, {{kHole}})};
    CHECK_THROWS_AS(judge(recorded, each_alone(recorded, 1), own, persistence, CountedBy::base),
                    std::logic_error);
}

TEST_CASE("Bands that say what happens cover half, four fifths and 95 % of it") {
    // 400 flows whose outcome is the k-th of 400 evenly spread quantiles of their own band.
    std::vector<std::vector<double>> rows, members;
    for (int k = 0; k < 400; ++k) {
        rows.push_back({1000, 1000.0 + (k + 0.5) / 400 * 1000});
        members.emplace_back();
        for (int m = 0; m <= 200; ++m) members.back().push_back(1000 + 5.0 * m);
    }
    const FlowPanel recorded = panel_of(2014, rows);
    const FlowSet set = each_alone(recorded, 1);
    const std::vector<Forecast> persistence{
        naive_forecasters().front().forecast(recorded.until(2014), 2015)};
    const std::vector<Forecast> own{said(2014, members)};
    const Skill skill = skill_of(set, judge(recorded, set, own, persistence, CountedBy::base));
    CHECK(skill.coverage[0] == Approx(0.5));
    CHECK(skill.coverage[1] == Approx(0.8));
    CHECK(skill.coverage[2] == Approx(0.95));
}

TEST_CASE("The interval of a ratio is the jackknife over hosts") {
    // Five hosts with one flow each; the reference errs by 1, the forecast by 0.2 .. 1.
    FlowSet set{"five", 0, {}};
    std::vector<SkillCase> cases;
    for (std::size_t f = 0; f < 5; ++f) {
        set.flows.push_back({std::to_string(f), {f}, std::to_string(f)});
        cases.push_back({f, 2014, 2015, 0.2 * static_cast<double>(f + 1), 1, {}, false});
    }
    const Skill skill = skill_of(set, cases);
    CHECK(skill.ratio == Approx(0.6));
    // For a mean the jackknife is the error of the mean: sd / sqrt(5), sd^2 = 0.1.
    CHECK(skill.high - skill.ratio == Approx(1.644854 * std::sqrt(0.1 / 5)));
    CHECK(skill.ratio - skill.low == Approx(skill.high - skill.ratio));
}

TEST_CASE("A model of regions forecasts a pair by the growth of its regions' flow") {
    const FlowPanel known = panel_of(2013, {{90, 100}, {70, kHole}, {5, 8}});
    Grid<double, 4> model({1, 2, 3, 2}, 0);  // one origin, two hosts, base and two years, 2 members
    for (std::size_t m = 0; m < 2; ++m) {
        model(0, 0, 0, m) = 1000;
        model(0, 0, 1, m) = 1500;
        model(0, 0, 2, m) = m == 0 ? 2000 : 500;
    }
    const Forecast forecast = grown_with_regions("model", known, {{0, 0}, {0, 0}, {0, 1}}, model);
    CHECK(forecast.last() == 2016);
    CHECK(forecast.at(0, 2015, 1) == Approx(150));
    CHECK(forecast.at(0, 2016, 0) == Approx(200));
    CHECK(forecast.at(0, 2016, 1) == Approx(50));
    CHECK(forecast.at(1, 2015, 0) == Approx(105));  // from its last record
    CHECK(forecast.at(2, 2016, 0) == 8);  // the model has nobody there: no growth to be had
}

TEST_CASE("Judged pairs are the same at every base and leave out what nobody recorded") {
    const FlowPanel& flows = Real::get().flows;
    CHECK(flows.last == 2017);  // later flows are held out
    const HindcastPlan plan;
    const std::vector<std::size_t> pairs = constant_pairs(flows, plan);
    CHECK(pairs.size() > 1000);
    for (const std::size_t s : pairs) {
        CHECK(flows.series[s].host != "CHN");
        CHECK(flows.series[s].origin != "XXX");
        CHECK(!std::isnan(flows.at(s, 2017)));
        CHECK(!std::isnan(flows.until(2013).latest(s)));
    }
}

TEST_CASE("The benchmarks of the prototype are met again") {
    // Errors over persistence's, base 2014 to 2017, counted in the target year (docs/hindcasts.md
    // says where they come from). Cleaning differs a little, hence the margin.
    const Real& real = Real::get();
    HindcastPlan plan;
    plan.bases = {2014};
    std::vector<Region> world(1);
    world[0].code = "ALL";
    for (const auto& series : real.flows.series) {
        world[0].countries.push_back(series.origin);
        world[0].countries.push_back(series.host);
    }
    const Hindcast found = hindcast(real.flows, real.totals, all_forecasters(), world, plan);
    const auto ratio = [&](const std::string& who) {
        for (const SkillRow& row : found.rows) {
            if (row.set == "pairs" && row.forecaster == who && row.base == 2014 &&
                row.counted == CountedBy::target) {
                return row.skill.ratio;
            }
        }
        throw std::logic_error(who);
    };
    CHECK(ratio("half trend") == Approx(0.88).margin(0.03));
    CHECK(ratio("drift+half") == Approx(0.81).margin(0.03));
    CHECK(ratio("PPML") == Approx(0.86).margin(0.03));
    CHECK(ratio("persistence") == 1);
}

TEST_CASE("Gravity estimates have the signs and sizes known from elsewhere") {
    const Real& real = Real::get();
    const GravityRequest request;
    const Gravity gravity =
        estimate_gravity(gravity_rows(real.flows, real.conditions, request), request);
    const auto& links = gravity.models.at(0).terms;
    CHECK(links.at(0).estimate < -0.5);  // distance
    CHECK(links.at(0).estimate > -1.5);
    CHECK(links.at(1).estimate > 0.3);                                           // language
    CHECK(links.at(3).estimate > 1);                                             // ex-USSR
    CHECK(gravity.models.at(1).terms.at(4).estimate == Approx(1).margin(0.05));  // stocks persist
    CHECK_THROWS_AS(estimate_gravity({}, request), InputError);
}
