// SPDX-License-Identifier: MIT
#pragma once
#include <array>
#include <vector>

#include "models/population.hpp"
#include "models/world/policy.hpp"

namespace keruen {

/// Whether an award ends after this year of study: it has paid as many years as the programme did
/// for the awards of the year in which the studies at this level began.
class AwardYears {
public:
    AwardYears(const Policy& policy, std::size_t t);
    bool ends(ProgrammeIndex programme, std::size_t stage) const {
        return programme != kSelfFunded && ends_[programme][stage];
    }
    /// The same of the grant for study at home of an origin.
    bool home_grant_ends(std::size_t origin, std::size_t stage) const;

private:
    const Policy& policy_;
    std::vector<std::array<bool, kStages>> ends_;  // [programme][stage]
};

}  // namespace keruen
