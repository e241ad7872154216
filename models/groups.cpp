// SPDX-License-Identifier: MIT
#include "models/groups.hpp"

#include <cmath>

namespace keruen {

std::array<double, kGroups> group_shares(const Parameters& p) {
    std::array<double, kGroups> shares{};
    for (std::size_t rank = 0; rank < 256; ++rank) {
        shares[kIncomeGroup + fifth(rank)] += 1.0 / 256;
        shares[kAbilityGroup + fifth(rank)] += 1.0 / 256;
    }
    // Births draw traits in steps of 1/256 (phase enter).
    shares[kSexGroup + 1] = std::round(p.female_share * 256) / 256;
    shares[kTownGroup + 1] = std::round(p.urban_share * 256) / 256;
    shares[kSexGroup] = 1 - shares[kSexGroup + 1];
    shares[kTownGroup] = 1 - shares[kTownGroup + 1];
    return shares;
}

}  // namespace keruen
