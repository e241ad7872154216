// SPDX-License-Identifier: MIT
#include "models/governments/award_years.hpp"

#include "models/options.hpp"

namespace keruen {

AwardYears::AwardYears(const Policy& policy, std::size_t t) : policy_(policy) {
    for (const Programme& programme : policy.programmes) {
        std::array<bool, kStages> ends{};
        for (int stage = kBachelor1; stage <= kDoctor4; ++stage) {
            const auto year = static_cast<std::size_t>(stage - first_stage(level_of(stage)));
            if (programme.years_paid.empty() || year > t) continue;
            ends[static_cast<std::size_t>(stage)] =
                static_cast<double>(year + 1) >= programme.years_paid[t - year];
        }
        ends_.push_back(ends);
    }
}

bool AwardYears::home_grant_ends(std::size_t origin, std::size_t stage) const {
    for (std::size_t q = 0; q < ends_.size(); ++q) {
        if (is_home_grant(policy_.programmes[q], origin) && ends_[q][stage]) return true;
    }
    return false;
}

}  // namespace keruen
