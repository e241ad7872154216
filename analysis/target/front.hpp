// SPDX-License-Identifier: MIT
#pragma once
#include <vector>

#include "analysis/target/solve.hpp"

namespace keruen {

/// What simulated packages let guess of all others: the share mobile in each pair, mean cost and
/// mean settled graduates.
class PackageSurrogates {
public:
    explicit PackageSurrogates(const std::vector<SimulatedPackage>& packages);

    /// [pair]
    std::vector<double> mobilities(const Position& at) const;
    double mean_mobility(const Position& at) const { return mobility_.mean(at).mean(); }
    double mobility_deviation(const Position& at) const { return mobility_.deviation(at); }
    double cost(const Position& at) const { return cost_.mean(at)(0); }
    double settled(const Position& at) const { return settled_.mean(at)(0); }

    /// Root mean squares of what is wrong at points left out.
    double mobility_error() const { return root_mean_square(mobility_); }
    double cost_error() const { return root_mean_square(cost_); }

private:
    static double root_mean_square(const Surrogate& surrogate);

    Surrogate mobility_, cost_, settled_;
};

/// The cheapest packages of rising mobility as the surrogate has them, and of those simulated the
/// ones that no other simulated one beats in cost, mobility and graduates abroad; by cost.
std::vector<FrontPoint> package_front(const PackageSurrogates& surrogates,
                                      const std::vector<SimulatedPackage>& packages,
                                      const PackageSimulator& simulator, double target);

}  // namespace keruen
