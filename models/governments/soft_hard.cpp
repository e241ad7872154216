// SPDX-License-Identifier: MIT
#include "models/governments/soft_hard.hpp"

#include <algorithm>
#include <limits>

#include "models/governments/bundles.hpp"

namespace keruen {

namespace {

/// Share of the fee that award q covers without the origin paying for it.
double cover(const Setup& setup, std::size_t q, std::size_t o, std::size_t t) {
    double share = 0;
    for (const Part& part : parts_of(*setup.policy, q, t)) {
        const Programme& programme = setup.policy->programmes[part.programme];
        if (!is_sponsor(setup.world->regions[o], programme)) share += part.tuition_share;
    }
    return share;
}

/// Mean share of the fee that is not covered.
double net_share(const Setup& setup, const YearRecord& record, std::size_t o, std::size_t h,
                 std::size_t t) {
    double people = 0, covered = 0;
    for (std::size_t payer = 0; payer <= setup.policy->programmes.size(); ++payer) {
        double n = 0;
        for (std::size_t level = 0; level < 3; ++level) {
            n += static_cast<double>(record.held(o, h, payer, level));
        }
        people += n;
        if (payer > 0 && n > 0) covered += n * cover(setup, payer - 1, o, t);
    }
    return people > 0 ? 1 - covered / people : 1.0;
}

}  // namespace

bool is_sponsor(const Region& region, const Programme& programme) {
    const auto& countries = region.countries;
    return region.code == programme.sponsor ||
           std::find(countries.begin(), countries.end(), programme.sponsor) != countries.end();
}

Matrix soft_hard_index(const Setup& setup, std::size_t t, const YearRecord& record) {
    const World& world = *setup.world;
    const std::size_t regions = setup.regions();
    Matrix index({regions, regions}, std::numeric_limits<double>::quiet_NaN());
    for (std::size_t o = 0; o < regions; ++o) {
        for (std::size_t h = 0; h < regions; ++h) {
            if (o == h && !world.regions[h].has_inner_mobility()) continue;
            const double price =
                setup.policy->tuition_foreign(o, h, t) * net_share(setup, record, o, h, t);
            index(o, h) = 1 - price / world.student_cost(h, t);
        }
    }
    return index;
}

}  // namespace keruen
