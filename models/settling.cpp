// SPDX-License-Identifier: MIT
#include "models/settling.hpp"

#include <algorithm>

#include "models/measures/formulas.hpp"
#include "sim/kernels/fixed.hpp"

namespace keruen {

namespace {

constexpr int kLaterYears = 4;  // of the five that the stay share counts

/// Log of what is earned in region r over what is earned at home, in constant money.
double wage_gap(const World& world, std::size_t origin, std::size_t r, std::size_t t) {
    return fixed_log(world.income(r, t) / world.income(origin, t));
}

}  // namespace

Matrix stay_probability(const World& world, const Policy& policy, const Parameters& p,
                        std::size_t t) {
    const std::size_t regions = world.regions.size(), base = world.index(world.base);
    Matrix stays({regions, regions});
    for (std::size_t h = 0; h < regions; ++h) {
        double mean_gap = 0;
        for (std::size_t o = 0; o < regions; ++o) {
            mean_gap += wage_gap(world, o, h, base) / static_cast<double>(regions);
        }
        // The share is that of those still there after five years, four of which they may leave in.
        const double kept = remaining(p.settle_return_hazard, kLaterYears);
        const double share = std::clamp(world.stay_rate(h, t) * p.settle_stay / kept, 0.001, 0.999);
        const double months = policy.post_study_months(h, t) - policy.post_study_months(h, base);
        for (std::size_t o = 0; o < regions; ++o) {
            const double v = -fixed_log(share / (1 - share)) - p.settle_work_rights * months / 12 -
                             p.settle_wage_gap * (wage_gap(world, o, h, t) - mean_gap);
            stays(o, h) = 1 / (1 + fixed_exp(v));
        }
    }
    return stays;
}

Cube third_region_shares(const World& world, const Policy& policy, const Parameters& p,
                         std::size_t t, const Grid<std::int64_t, 2>& stock) {
    const std::size_t regions = world.regions.size();
    Cube shares({regions, regions, regions});
    for (std::size_t o = 0; o < regions; ++o) {
        std::vector<double> pull(regions);
        for (std::size_t r = 0; r < regions; ++r) {
            const double n = 1000 * static_cast<double>(stock(o, r)) / world.cohort(o, t);
            pull[r] = fixed_exp(p.settle_wage_gap * wage_gap(world, o, r, t) +
                                p.settle_work_rights * policy.post_study_months(r, t) / 12 +
                                p.choose_network * fixed_log(1 + n));
        }
        for (std::size_t h = 0; h < regions; ++h) {
            auto open = [&](std::size_t r) { return r != o && r != h; };
            double all = 0;
            for (std::size_t r = 0; r < regions; ++r) all += open(r) ? pull[r] : 0;
            for (std::size_t r = 0; r < regions; ++r) {
                if (open(r)) shares(o, h, r) = pull[r] / all;
            }
        }
    }
    return shares;
}

}  // namespace keruen
