// SPDX-License-Identifier: MIT
#include "models/constants/entrants.hpp"

#include <Eigen/Dense>
#include <algorithm>
#include <cmath>

#include "models/population.hpp"

namespace keruen {

namespace {

// Weight of curvature against misfit, both relative: lets entrants follow a cohort's swing over
// five years but not the noise of single years of enrolment.
constexpr double kCurvature = 0.02;

double known(double value) {
    return std::isnan(value) ? 0.0 : value;
}

/// One year on for people who study at home: candidates enter the next level.
StageVector home_year(const Transitions& table, const StageVector& people, double enter) {
    StageVector after = expected_progress(table, people);
    StageVector now{};
    for (std::size_t s = kBachelor1; s <= kDoctor4; ++s) now[s] = after[s];
    now[kBachelor1] += enter;
    now[kMaster1] += after[kCandidateMaster];
    now[kDoctor1] += after[kCandidateDoctor];
    now[kCandidateMaster] = after[kCandidateMaster];
    now[kCandidateDoctor] = after[kCandidateDoctor];
    return now;
}

/// Students per entrant, by years since entry.
std::vector<double> survival(const Parameters& parameters) {
    const Transitions table = transitions(parameters, false);
    StageVector people{};
    std::vector<double> alive;
    for (int year = 0; year < kStudyYears; ++year) {
        people = home_year(table, people, year == 0 ? 1.0 : 0.0);
        alive.push_back(enrolled(people));
    }
    return alive;
}

std::vector<double> fit_one(const std::vector<double>& target, const std::vector<double>& alive) {
    const auto n = static_cast<Eigen::Index>(target.size());
    const auto ages = static_cast<Eigen::Index>(alive.size());
    Eigen::MatrixXd a = Eigen::MatrixXd::Zero(n, n);
    Eigen::VectorXd b(n);
    double mean = 0, years = 0;
    for (double value : target) mean += value / static_cast<double>(target.size());
    for (double share : alive) years += share;
    for (Eigen::Index t = 0; t < n; ++t) {
        b(t) = target[static_cast<std::size_t>(t)] / mean;
        for (Eigen::Index age = 0; age < ages; ++age) {
            // Whoever entered before the first year did so in the first year's numbers.
            a(t, std::max<Eigen::Index>(t - age, 0)) +=
                alive[static_cast<std::size_t>(age)] / years;
        }
    }
    Eigen::MatrixXd curve = Eigen::MatrixXd::Zero(std::max<Eigen::Index>(n - 2, 0), n);
    for (Eigen::Index t = 0; t + 2 < n; ++t) {
        curve(t, t) = 1;
        curve(t, t + 1) = -2;
        curve(t, t + 2) = 1;
    }
    const Eigen::MatrixXd normal = a.transpose() * a + kCurvature * curve.transpose() * curve;
    const Eigen::VectorXd x = normal.ldlt().solve(a.transpose() * b);
    std::vector<double> entrants(target.size());
    for (Eigen::Index t = 0; t < n; ++t) {
        entrants[static_cast<std::size_t>(t)] = std::max(x(t), 0.1) * mean / years;
    }
    return entrants;
}

}  // namespace

Series target_students(const World& world) {
    const std::size_t regions = world.regions.size(), years = world.years();
    const std::size_t base = world.index(world.base);
    Series target({regions, years});
    for (std::size_t o = 0; o < regions; ++o) {
        double net_share = 0;
        for (std::size_t t = 0; t < years; ++t) {
            const double home = (1 - world.count_share(o, t)) * world.home_enrolment(o, t);
            if (t <= base) {
                double net = 0;
                for (std::size_t other = 0; other < regions; ++other) {
                    if (other == o) continue;
                    net += known(world.stock(o, other, t)) - known(world.stock(other, o, t));
                }
                net_share = net / home;
            }
            target(o, t) = home * (1 + net_share);
        }
    }
    return target;
}

Series fit_entrants(const World& world, const Parameters& parameters) {
    const std::vector<double> alive = survival(parameters);
    const Series target = target_students(world);
    Series entrants({world.regions.size(), world.years()});
    for (std::size_t o = 0; o < world.regions.size(); ++o) {
        std::vector<double> row(world.years());
        for (std::size_t t = 0; t < row.size(); ++t) row[t] = target(o, t);
        const std::vector<double> fitted = fit_one(row, alive);
        for (std::size_t t = 0; t < row.size(); ++t) entrants(o, t) = fitted[t];
    }
    return entrants;
}

std::vector<StageVector> expected_home_stages(const Parameters& parameters,
                                              const std::vector<double>& enter) {
    const Transitions table = transitions(parameters, false);
    StageVector people{};
    for (int year = 0; year < kStudyYears; ++year) people = home_year(table, people, enter[0]);
    std::vector<StageVector> years;
    for (std::size_t t = 0; t < enter.size(); ++t) {
        if (t > 0) people = home_year(table, people, enter[t]);
        years.push_back(people);
    }
    return years;
}

}  // namespace keruen
