// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>
#include <cmath>
#include <numeric>
#include <set>

#include "analysis/sensitivity/morris.hpp"
#include "analysis/sensitivity/sobol.hpp"

using namespace keruen;

namespace {

constexpr double kPi = 3.14159265358979323846;

/// A model with one output.
template <class F>
Model one_output(F f) {
    return [f](const Rows& points) {
        Rows out;
        for (const std::vector<double>& point : points) out.push_back({f(point)});
        return out;
    };
}

/// Ishigami and Homma (1990) with a = 7, b = 0.1, on the unit cube.
double ishigami(const std::vector<double>& u) {
    const auto x = [&](std::size_t i) { return (2 * u[i] - 1) * kPi; };
    return std::sin(x(0)) + 7 * std::pow(std::sin(x(1)), 2) +
           0.1 * std::pow(x(2), 4) * std::sin(x(0));
}

/// Sobol's g-function: the larger a[i], the less factor i matters.
struct GFunction {
    std::vector<double> a{0, 1, 4.5, 9, 99, 99};

    double operator()(const std::vector<double>& u) const {
        double product = 1;
        for (std::size_t i = 0; i < a.size(); ++i) {
            product *= (std::abs(4 * u[i] - 2) + a[i]) / (1 + a[i]);
        }
        return product;
    }
    double part(std::size_t i) const { return 1 / (3 * (1 + a[i]) * (1 + a[i])); }
    double product_without(std::size_t without) const {
        double product = 1;
        for (std::size_t i = 0; i < a.size(); ++i) product *= i == without ? 1 : 1 + part(i);
        return product;
    }
    double variance() const { return product_without(a.size()) - 1; }
    double first(std::size_t i) const { return part(i) / variance(); }
    double total(std::size_t i) const { return part(i) * product_without(i) / variance(); }
    /// mu* on the grid of four levels: the factor's own step is 2 / (1 + a), the others' means are
    /// those over the levels.
    double strength(std::size_t i) const {
        double product = 2 / (1 + a[i]);
        for (std::size_t j = 0; j < a.size(); ++j) {
            if (j != i) product *= (4.0 / 3 + a[j]) / (1 + a[j]);
        }
        return product;
    }
};

}  // namespace

TEST_CASE("A trajectory stays on the grid and moves every factor once, by the design's step") {
    const MorrisDesign design{7, 20, 4, 5};
    std::multiset<double> seen;
    for (const Trajectory& t : trajectories(design)) {
        REQUIRE(t.points.size() == 8);
        CHECK(std::set<std::size_t>(t.moved.begin(), t.moved.end()).size() == 7);
        for (std::size_t s = 0; s < 7; ++s) {
            for (std::size_t i = 0; i < 7; ++i) {
                const double step = std::abs(t.points[s + 1][i] - t.points[s][i]);
                CHECK(step == Approx(i == t.moved[s] ? 2.0 / 3 : 0).margin(1e-12));
                seen.insert(t.points[s][i]);
            }
        }
    }
    CHECK(std::set<double>(seen.begin(), seen.end()) == std::set<double>{0, 1.0 / 3, 2.0 / 3, 1});
}

TEST_CASE("A longer screening or design of the same seed begins with the shorter one") {
    const auto few = trajectories({5, 3, 4, 9}), many = trajectories({5, 8, 4, 9});
    for (std::size_t t = 0; t < few.size(); ++t) CHECK(few[t].points == many[t].points);
    const Rows short_design = saltelli_points({3, 8, 9}), long_design = saltelli_points({3, 32, 9});
    CHECK(std::equal(short_design.begin(), short_design.end(), long_design.begin()));
    CHECK(saltelli_points({3, 8, 10}) != short_design);
}

TEST_CASE("The effects of a linear model are its coefficients, without spread") {
    const auto model =
        one_output([](const std::vector<double>& u) { return 3 + 2 * u[0] - 5 * u[1] + 0 * u[2]; });
    const auto effects = morris(model, {3, 6, 4, 1}, 1).front();
    for (const auto& [i, coefficient] : {std::pair{0U, 2.0}, {1U, -5.0}, {2U, 0.0}}) {
        CHECK(effects[i].mean.value == Approx(coefficient).margin(1e-12));
        CHECK(effects[i].strength.value == Approx(std::abs(coefficient)).margin(1e-12));
        CHECK(effects[i].spread == Approx(0).margin(1e-9));
        CHECK(effects[i].strength.low == Approx(std::abs(coefficient)).margin(1e-12));
    }
    CHECK(survivors({effects}, 3) == std::vector<std::size_t>{0, 1});  // never without effect
    CHECK(survivors({effects}, 1) == std::vector<std::size_t>{1});
}

TEST_CASE("mu* of the g-function is the analytic one to 5 %, though effects cancel in mu") {
    const GFunction g;
    const auto effects = morris(one_output(g), {6, 4000, 4, 1}, 1).front();
    for (std::size_t i = 0; i < 6; ++i) {
        INFO(i);
        CHECK(effects[i].strength.value == Approx(g.strength(i)).epsilon(0.05));
        CHECK(std::abs(effects[i].mean.value) < 0.05 * effects[i].strength.value);
        CHECK(effects[i].spread > 0.9 * effects[i].strength.value);
        CHECK(effects[i].strength.low < effects[i].strength.value);
        CHECK(effects[i].strength.high > effects[i].strength.value);
    }
}

TEST_CASE("Indices of the Ishigami function are the analytic ones to 0.01") {
    const double a = 7, b = 0.1, pi4 = std::pow(kPi, 4), pi8 = pi4 * pi4;
    const double v1 = 0.5 * std::pow(1 + b * pi4 / 5, 2), v2 = a * a / 8;
    const double v13 = 8 * b * b * pi8 / 225, v = v1 + v2 + v13;
    const SobolIndices found = sobol(one_output(ishigami), {3, 4096, 1}, 1).front();
    CHECK(found.mean == Approx(a / 2).epsilon(0.01));
    CHECK(found.variance == Approx(v).epsilon(0.01));
    const std::vector<double> first{v1 / v, v2 / v, 0}, total{(v1 + v13) / v, v2 / v, v13 / v};
    for (std::size_t i = 0; i < 3; ++i) {
        INFO(i);
        CHECK(found.factors[i].first.value == Approx(first[i]).margin(0.01));
        CHECK(found.factors[i].total.value == Approx(total[i]).margin(0.01));
        CHECK(found.factors[i].first.low < first[i] + 0.001);
        CHECK(found.factors[i].first.high > first[i] - 0.001);
    }
}

TEST_CASE(
    "Indices of the g-function are the analytic ones to 0.01, also of many rows less to 0.1") {
    const GFunction g;
    for (const auto& [rows, margin] : {std::pair{8192U, 0.01}, {128U, 0.1}}) {
        const SobolIndices found = sobol(one_output(g), {6, rows, 1}, 1).front();
        CHECK(found.rows == rows);
        for (std::size_t i = 0; i < 6; ++i) {
            INFO(rows << " rows, factor " << i);
            CHECK(found.factors[i].first.value == Approx(g.first(i)).margin(margin));
            CHECK(found.factors[i].total.value == Approx(g.total(i)).margin(margin));
        }
    }
}

TEST_CASE("A large mean does not drown indices, and a constant has none") {
    const auto lifted = one_output([](const std::vector<double>& u) { return 1e6 + ishigami(u); });
    const auto plain = sobol(one_output(ishigami), {3, 256, 1}, 1).front();
    const auto high = sobol(lifted, {3, 256, 1}, 1).front();
    for (std::size_t i = 0; i < 3; ++i) {
        CHECK(high.factors[i].first.value == Approx(plain.factors[i].first.value).margin(1e-6));
    }
    const auto flat = sobol(one_output([](const auto&) { return 4.0; }), {2, 8, 1}, 1).front();
    CHECK(flat.variance == 0);
    CHECK(std::isnan(flat.factors[0].first.value));
}

TEST_CASE("Runs that failed are left out: their steps of a screening, their rows of indices") {
    std::size_t run = 0;
    const Model model = [&](const Rows& points) {
        Rows out;
        for (const auto& u : points) {
            out.push_back({run++ % 20 == 3 ? std::nan("") : 2 * u[0] - u[1], u[1]});
        }
        return out;
    };
    const auto effects = morris(model, {2, 40, 4, 1}, 2);
    CHECK(effects[0][0].effects < 40);
    CHECK(effects[0][0].mean.value == Approx(2));
    CHECK(effects[1][0].effects == 40);
    run = 0;
    const auto indices = sobol(model, {2, 64, 1}, 2);
    CHECK(indices[0].rows == 64 - 13);
    CHECK(indices[1].rows == 64);
    CHECK(indices[0].factors[0].total.value == Approx(0.8).margin(0.1));
    CHECK(indices[1].factors[1].first.value == Approx(1).margin(0.1));
}
