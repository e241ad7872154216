// SPDX-License-Identifier: MIT
#pragma once
#include "models/parameters.hpp"
#include "models/population.hpp"
#include "models/world/policy.hpp"

namespace keruen {

/// Probability of staying at host h after graduation, [origin][host], without bonds: a logit around
/// the host's five-year stay share (docs/phases/settle.md). The share is that of the base year
/// under `reference`: permission to work since then moves it, whenever it was given.
Matrix stay_probability(const World& world, const Policy& policy, const Policy& reference,
                        const Parameters& p, std::size_t t);

/// Of those of origin o who leave host h for a third region, the share that settles in r,
/// [o][h][r]: a logit by the wage gap to home, compatriots there and permission to work after
/// study. `stock` is the year's students abroad, [origin][host] people. Shares sum to 1, or are all
/// 0 where there is no third region.
Cube third_region_shares(const World& world, const Policy& policy, const Parameters& p,
                         std::size_t t, const Grid<std::int64_t, 2>& stock);

/// Graduates abroad of the cohorts that the run lets go in `year`, or has let go before, at the end
/// of the year: nobody stands for them any more, and they return by the yearly hazard in
/// expectation. [origin][host] people; `before` is that of last year.
Matrix unfollowed_diaspora(const Population& population, const Parameters& p, Year year,
                           const Matrix& before);

}  // namespace keruen
