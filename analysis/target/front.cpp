// SPDX-License-Identifier: MIT
#include "analysis/target/front.hpp"

#include <algorithm>
#include <cmath>
#include <functional>

#include "analysis/target/optimise.hpp"

namespace keruen {

namespace {

constexpr int kLevels = 8;            ///< of mobility on the surrogate's front
constexpr int kEvaluations = 1500;    ///< of the search for each
constexpr double kBeaten = 1 - 1e-9;  ///< surrogates do not tell costs apart more finely

std::vector<Position> positions(const std::vector<SimulatedPackage>& packages) {
    std::vector<Position> list;
    for (const SimulatedPackage& package : packages) {
        if (!package.position.empty()) list.push_back(package.position);
    }
    return list;
}

/// [package][quantity] of those that have a position.
Eigen::MatrixXd table(
    const std::vector<SimulatedPackage>& packages,
    const std::function<std::vector<double>(const SimulatedPackage&)>& quantities) {
    std::vector<std::vector<double>> rows;
    for (const SimulatedPackage& package : packages) {
        if (!package.position.empty()) rows.push_back(quantities(package));
    }
    Eigen::MatrixXd values(static_cast<Eigen::Index>(rows.size()),
                           static_cast<Eigen::Index>(rows.front().size()));
    for (std::size_t i = 0; i < rows.size(); ++i) {
        for (std::size_t q = 0; q < rows[i].size(); ++q) {
            values(static_cast<Eigen::Index>(i), static_cast<Eigen::Index>(q)) = rows[i][q];
        }
    }
    return values;
}

std::vector<double> pair_mobilities(const SimulatedPackage& package) {
    std::vector<double> list;
    for (const PackageOutcome& outcome : package.outcomes) list.push_back(outcome.mobility);
    return list;
}

bool beaten(const FrontPoint& point, const std::vector<FrontPoint>& by) {
    return std::any_of(by.begin(), by.end(), [&](const FrontPoint& other) {
        const bool better = other.cost < point.cost || other.mobility > point.mobility ||
                            other.settled < point.settled;
        return better && other.cost <= point.cost && other.mobility >= point.mobility &&
               other.settled <= point.settled;
    });
}

std::vector<FrontPoint> unbeaten(const std::vector<FrontPoint>& points) {
    std::vector<FrontPoint> list;
    for (const FrontPoint& point : points) {
        const bool again = std::any_of(list.begin(), list.end(), [&](const FrontPoint& known) {
            return known.cost == point.cost && known.mobility == point.mobility &&
                   known.settled == point.settled;
        });
        if (!again && !beaten(point, points)) list.push_back(point);
    }
    return list;
}

FrontPoint guessed(const PackageSurrogates& surrogates, const Position& at, double target) {
    const std::vector<double> mobilities = surrogates.mobilities(at);
    const auto met = std::count_if(mobilities.begin(), mobilities.end(),
                                   [&](double share) { return share >= target; });
    return {at,
            surrogates.cost(at),
            surrogates.mean_mobility(at),
            static_cast<double>(met) / static_cast<double>(mobilities.size()),
            surrogates.settled(at),
            false};
}

}  // namespace

PackageSurrogates::PackageSurrogates(const std::vector<SimulatedPackage>& packages)
    : mobility_(positions(packages), table(packages, pair_mobilities)),
      cost_(positions(packages),
            table(packages,
                  [](const SimulatedPackage& p) { return std::vector{p.figures.cost.mean}; })),
      settled_(positions(packages), table(packages, [](const SimulatedPackage& p) {
                   return std::vector{p.figures.settled.mean};
               })) {}

std::vector<double> PackageSurrogates::mobilities(const Position& at) const {
    const Eigen::VectorXd means = mobility_.mean(at);
    return {means.data(), means.data() + means.size()};
}

double PackageSurrogates::root_mean_square(const Surrogate& surrogate) {
    const Eigen::MatrixXd& errors = surrogate.left_out_errors();
    return std::sqrt(errors.squaredNorm() / static_cast<double>(errors.size()));
}

std::vector<FrontPoint> package_front(const PackageSurrogates& surrogates,
                                      const std::vector<SimulatedPackage>& packages,
                                      const PackageSimulator& simulator, double target) {
    const auto cost = [&](const Position& at) { return surrogates.cost(at); };
    const auto mobility = [&](const Position& at) { return surrogates.mean_mobility(at); };
    const auto search = [&](const std::function<double(const Position&)>& function,
                            const std::function<double(const Position&)>& feasible) {
        return minimise({simulator.levers, function, feasible, {}, kEvaluations});
    };
    const double least = mobility(*search(cost, {}));
    const double most = mobility(*search([&](const Position& at) { return -mobility(at); }, {}));
    std::vector<FrontPoint> from_surrogate, simulated;
    for (int level = 0; level <= kLevels; ++level) {
        const double wanted = least + (most - least) * kBeaten * level / kLevels;
        const auto found = search(cost, [&](const Position& at) { return mobility(at) - wanted; });
        if (found) {
            from_surrogate.push_back(guessed(surrogates, simulator.snap(*found), target));
        }
    }
    for (const SimulatedPackage& package : packages) {
        const PackageFigures& f = package.figures;
        simulated.push_back(
            {package.position, f.cost.mean, f.mobility.mean, f.probability, f.settled.mean, true});
    }
    std::vector<FrontPoint> front = unbeaten(from_surrogate);
    const std::vector<FrontPoint> known = unbeaten(simulated);
    front.insert(front.end(), known.begin(), known.end());
    std::stable_sort(front.begin(), front.end(),
                     [](const FrontPoint& a, const FrontPoint& b) { return a.cost < b.cost; });
    return front;
}

}  // namespace keruen
