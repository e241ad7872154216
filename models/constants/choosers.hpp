// SPDX-License-Identifier: MIT
#pragma once
#include <array>
#include <vector>

#include "models/constants/implied.hpp"
#include "models/constants/inversion.hpp"

namespace keruen {

class Workers;

/// Who stands before a choice, in expectation and to the base year: what the constants are solved
/// for.
struct Choosers {
    ImpliedEntrants implied;
    Sample sample;                ///< its first kAbroadSample stand for those who are abroad
    Series entrants;              ///< [origin][year] people entering, home or abroad
    Series home_seats;            ///< [origin][year] ln(entry rate / base year's)
    std::vector<double> ceiling;  ///< [origin] share of a cohort who may ever aspire
    std::array<Series, 3> movers_at_home;       ///< [level - 1][origin][year] people who may aspire
    std::array<std::vector<double>, 3> aspire;  ///< [level - 1][origin] intercept of the logit
};

constexpr std::size_t kHomeSample = 1024, kAbroadSample = 128;

Choosers find_choosers(const World& world, const Parameters& parameters, Workers& workers);

/// P(aspire) of the sample's people under an intercept.
std::vector<double> aspirations(const Parameters& parameters, const Sample& sample,
                                double intercept);

}  // namespace keruen
