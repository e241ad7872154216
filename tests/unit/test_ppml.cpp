// SPDX-License-Identifier: MIT
#include <Eigen/Dense>
#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <fstream>
#include <map>
#include <sstream>
#include <stdexcept>

#include "analysis/gravity/ppml.hpp"

using namespace keruen;
using Eigen::Index;

namespace {

std::vector<std::map<std::string, std::string>> read_csv(const std::string& name) {
    std::ifstream file(std::string(KERUEN_SOURCE_DIR) + "/tests/unit/gravity/" + name);
    REQUIRE(file.good());
    std::vector<std::string> titles;
    std::vector<std::map<std::string, std::string>> rows;
    for (std::string line; std::getline(file, line);) {
        std::vector<std::string> cells;
        std::istringstream stream(line);
        for (std::string cell; std::getline(stream, cell, ',');) cells.push_back(cell);
        if (titles.empty()) {
            titles = cells;
            continue;
        }
        REQUIRE(cells.size() == titles.size());
        rows.emplace_back();
        for (std::size_t c = 0; c < cells.size(); ++c) rows.back()[titles[c]] = cells[c];
    }
    return rows;
}

/// Observations from the columns `terms` of the sample, grouped by the joined columns of each
/// grouping.
PpmlData sample_data(const std::vector<std::string>& terms,
                     const std::vector<std::vector<std::string>>& groupings) {
    const auto rows = read_csv("sample.csv");
    PpmlData data;
    data.y.resize(static_cast<Index>(rows.size()));
    data.x.resize(data.y.size(), static_cast<Index>(terms.size()));
    data.groups.resize(groupings.size());
    std::map<std::string, std::size_t> number;
    const auto id = [&](const std::string& text) {
        return number.emplace(text, number.size()).first->second;
    };
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const auto& row = rows[i];
        data.y[static_cast<Index>(i)] = std::stod(row.at("students"));
        for (std::size_t k = 0; k < terms.size(); ++k) {
            data.x(static_cast<Index>(i), static_cast<Index>(k)) = std::stod(row.at(terms[k]));
        }
        for (std::size_t g = 0; g < groupings.size(); ++g) {
            std::string text = std::to_string(g);
            for (const std::string& column : groupings[g]) text += ' ' + row.at(column);
            data.groups[g].push_back(id(text));
        }
        data.cluster.push_back(id("pair " + row.at("origin") + row.at("host")));
    }
    return data;
}

/// One group, two values of the covariate, every observation a cluster.
PpmlData two_means() {
    PpmlData data;
    data.y = Eigen::Vector4d(1, 3, 4, 8);
    data.x = Eigen::Vector4d(0, 0, 1, 1);
    data.groups = {{0, 0, 0, 0}};
    data.cluster = {0, 1, 2, 3};
    return data;
}

/// A full grid of `a` x `b` with one covariate, and y exactly exp(0.7 x + effects).
PpmlData exact_grid(std::size_t a, std::size_t b) {
    PpmlData data;
    data.y.resize(static_cast<Index>(a * b));
    data.x.resize(data.y.size(), 1);
    data.groups.resize(2);
    for (std::size_t i = 0; i < a; ++i) {
        for (std::size_t j = 0; j < b; ++j) {
            const auto at = static_cast<Index>(i * b + j);
            data.x(at, 0) = std::sin(1.3 * static_cast<double>(i) * static_cast<double>(j) + 1);
            data.y[at] = std::exp(0.7 * data.x(at, 0) + 0.5 * static_cast<double>(i) -
                                  0.3 * static_cast<double>(j));
            data.groups[0].push_back(i);
            data.groups[1].push_back(j);
            data.cluster.push_back(i * b + j);
        }
    }
    return data;
}

}  // namespace

TEST_CASE("With one dummy PPML is the log ratio of two means, with the errors found by hand") {
    const PpmlFit fit = fit_ppml(two_means());
    CHECK(fit.beta[0] == Approx(std::log(6.0 / 2.0)).epsilon(1e-10));
    // Delta method: residuals +-1 about 2 and +-2 about 6, times G / (G - 1) = 4 / 3.
    CHECK(fit.covariance(0, 0) == Approx((2.0 / (4 * 4) + 8.0 / (12 * 12)) * 4 / 3).epsilon(1e-9));
    CHECK(fit.error[0] == Approx(std::sqrt(fit.covariance(0, 0))));
    CHECK(fit.fitted[0] == Approx(2));
    CHECK(fit.fitted[3] == Approx(6));
    const double deviance = 2 * (1 * std::log(1 / 2.0) + 3 * std::log(3 / 2.0) +
                                 4 * std::log(4 / 6.0) + 8 * std::log(8 / 6.0));
    CHECK(fit.deviance == Approx(deviance).epsilon(1e-9));
}

TEST_CASE("Observations of one cluster count as one: their errors add before they are squared") {
    PpmlData data = two_means();
    data.y = Eigen::Vector4d(1, 1, 6, 6);
    data.x = Eigen::Vector4d(0, 1, 0, 1);  // within each cluster one of either kind, alike
    data.cluster = {0, 0, 1, 1};
    const PpmlFit fit = fit_ppml(data);
    CHECK(fit.clusters == 2);
    CHECK(fit.beta[0] == Approx(0).margin(1e-12));
    CHECK(fit.error[0] == Approx(0).margin(1e-9));
    data.cluster = {0, 1, 2, 3};
    CHECK(fit_ppml(data).error[0] == Approx(std::sqrt(6.25 / (3.5 * 3.5) * 4 / 3)));
}

TEST_CASE("PPML agrees with R's glm and dummies on a sample of recorded flows") {
    using Names = std::vector<std::string>;
    struct Model {
        Names terms;
        std::vector<Names> groupings;
    };
    const Names links{"log_km", "language", "border", "ex_ussr"};
    const Names with_lag{"log_km", "language", "border", "ex_ussr", "log_lag"};
    const Names origin_year{"origin", "year"}, host_year{"host", "year"}, pair{"origin", "host"};
    std::map<std::string, Model> models;
    models["links alone"] = {links, {origin_year, host_year}};
    models["with lagged stock"] = {with_lag, {origin_year, host_year}};
    models["pair effects"] = {Names{"log_lag"}, {pair, Names{"year"}}};
    std::map<std::string, PpmlFit> fits;
    for (const auto& [name, model] : models) {
        fits.emplace(name, fit_ppml(sample_data(model.terms, model.groupings)));
    }
    const auto reference = read_csv("reference.csv");
    REQUIRE(reference.size() == 10);
    for (const auto& row : reference) {
        const auto& terms = models.at(row.at("model")).terms;
        const PpmlFit& fit = fits.at(row.at("model"));
        const auto k = std::find(terms.begin(), terms.end(), row.at("term")) - terms.begin();
        INFO(row.at("model") << ", " << row.at("term"));
        CHECK(fit.beta[k] == Approx(std::stod(row.at("estimate"))).epsilon(1e-6).margin(1e-8));
        CHECK(fit.error[k] == Approx(std::stod(row.at("error"))).epsilon(1e-6));
        CHECK(fit.deviance == Approx(std::stod(row.at("deviance"))).epsilon(1e-8));
        CHECK(std::to_string(fit.kept.size()) == row.at("observations"));
    }
}

TEST_CASE("Flows without noise give their coefficient back, whatever the effects") {
    const PpmlFit fit = fit_ppml(exact_grid(6, 9));
    CHECK(fit.beta[0] == Approx(0.7).epsilon(1e-9));
    CHECK(fit.groups == 15);
    CHECK(fit.deviance == Approx(0).margin(1e-9));
    CHECK(fit.error[0] == Approx(0).margin(1e-8));
}

TEST_CASE("Groups are taken out as a regression on their dummies would") {
    const PpmlData data = exact_grid(5, 4);
    const Index n = data.y.size() - 3;  // unbalanced
    PpmlData part = data;
    for (auto& group : part.groups) group.resize(static_cast<std::size_t>(n));
    Eigen::MatrixXd dummies = Eigen::MatrixXd::Zero(n, 9);
    for (Index i = 0; i < n; ++i) {
        dummies(i, static_cast<Index>(part.groups[0][static_cast<std::size_t>(i)])) = 1;
        dummies(i, 5 + static_cast<Index>(part.groups[1][static_cast<std::size_t>(i)])) = 1;
    }
    const Eigen::VectorXd weights = data.y.head(n), root = weights.cwiseSqrt();
    const Eigen::VectorXd x = data.x.col(0).head(n);
    const Eigen::MatrixXd weighted = root.asDiagonal() * dummies;
    const Eigen::VectorXd effects =
        weighted.completeOrthogonalDecomposition().solve(root.asDiagonal() * x);
    Eigen::MatrixXd left = x;
    take_out_groups(part.groups, weights, left);
    CHECK((left.col(0) - (x - dummies * effects)).cwiseAbs().maxCoeff() < 1e-10);
}

TEST_CASE("Groups without students are left out and change nothing") {
    PpmlData data = exact_grid(6, 9);
    for (Index i = 0; i < data.y.size(); ++i)
        data.y[i] *= 1 + 0.1 * std::cos(5.0 * static_cast<double>(i));
    const PpmlFit fit = fit_ppml(data);
    // A seventh origin that sends nobody; and a tenth host whose only students came from there.
    PpmlData more = data;
    const Index n = data.y.size();
    more.y.conservativeResize(n + 2);
    more.x.conservativeResize(n + 2, 1);
    more.y.tail(2).setZero();
    more.x(n, 0) = 4;
    more.x(n + 1, 0) = -3;
    more.groups[0].insert(more.groups[0].end(), {6, 6});
    more.groups[1].insert(more.groups[1].end(), {0, 9});
    more.cluster.insert(more.cluster.end(), {100, 101});
    const PpmlFit same = fit_ppml(more);
    CHECK(same.kept.size() == static_cast<std::size_t>(n));
    CHECK(same.clusters == fit.clusters);
    CHECK(same.beta[0] == Approx(fit.beta[0]).epsilon(1e-12));
    CHECK(same.error[0] == Approx(fit.error[0]).epsilon(1e-9));
}

TEST_CASE("A coefficient that does not exist is an error and not a number") {
    SECTION("a covariate that separates the zeros") {
        PpmlData data = two_means();
        data.y = Eigen::Vector4d(0, 0, 4, 8);
        CHECK_THROWS_AS(fit_ppml(data), std::runtime_error);
    }
    SECTION("a covariate that is constant within groups") {
        PpmlData data = exact_grid(4, 4);
        for (Index i = 0; i < data.y.size(); ++i) {
            data.x(i, 0) = static_cast<double>(data.groups[0][static_cast<std::size_t>(i)]);
        }
        CHECK_THROWS_AS(fit_ppml(data), std::invalid_argument);
    }
    SECTION("covariates that determine each other") {
        PpmlData data = exact_grid(4, 4);
        const Eigen::VectorXd first = data.x.col(0);
        data.x.resize(Eigen::NoChange, 2);
        data.x << first, 2 * first;
        CHECK_THROWS_AS(fit_ppml(data), std::invalid_argument);
    }
    SECTION("no students at all") {
        PpmlData data = two_means();
        data.y.setZero();
        CHECK_THROWS_AS(fit_ppml(data), std::runtime_error);
    }
}
