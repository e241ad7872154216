// SPDX-License-Identifier: MIT
#pragma once
#include <array>
#include <vector>

#include "models/constants/diaspora.hpp"
#include "models/constants/implied.hpp"
#include "models/options.hpp"
#include "models/population.hpp"
#include "models/world/policy.hpp"

namespace keruen {

class Workers;

/// What is estimated from the data before a run, in expectation, without agents and without chance:
/// the same for every seed, scale, thread count and policy scenario.
struct Constants {
    /// [level - 1](origin, host, year) alternative-specific constants; -infinity where the flow is
    /// unknown and so not simulated
    std::vector<Cube> delta;
    std::array<std::vector<double>, 3> aspire;  ///< [level - 1][origin] intercept of the logit
    std::vector<double> ceiling;                ///< [origin] share of a cohort who may ever aspire
    Series entrants;                            ///< [origin][year] people entering, home or abroad
    Series home_seats;                          ///< [origin][year] ln(entry rate / base year's)
    ExpectedDiaspora diaspora;                  ///< of the opening, and older than the first year
    double worst_gap = 0;  ///< largest |ln(expected / implied entrants)| over inverted flows
};

/// Estimates the constants under the *reference* policy (that of the root scenario), so that a
/// policy dated before the base year is not absorbed by them.
Constants estimate_constants(const World& world, const Policy& reference,
                             const Parameters& parameters, Workers& workers);

/// Entrants that momentum implies for the base year, and those expected in `years` years after it
/// under a policy, [year - base](origin, host), with the constants that the reference policy gives:
/// what a policy does, without agents, chance or a run. Numbers who stand before a choice are those
/// of the base year; stocks, and so networks, follow from entrants and the exit rate of a steady
/// flow; places ration, seats do not. The policy has the reference's programmes, and perhaps others
/// after them.
std::vector<Matrix> expected_entrants_ahead(const World& world, const Policy& reference,
                                            const Policy& policy, const Parameters& parameters,
                                            std::size_t years, Workers& workers);

/// Candidates of a cohort and their strata at 1:1.
CohortSize cohort_size(const Constants& constants, const Parameters& parameters, std::size_t origin,
                       std::size_t t);

}  // namespace keruen
