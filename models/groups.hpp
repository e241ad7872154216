// SPDX-License-Identifier: MIT
#pragma once
#include <array>
#include <cstdint>

#include "models/measures/groups.hpp"
#include "models/parameters.hpp"
#include "models/population.hpp"

namespace keruen {

/// The groups of one person: by income, ability, sex and town.
constexpr std::array<std::size_t, 4> groups_of(std::uint8_t ability, std::uint8_t income,
                                               std::uint8_t traits) {
    return {kIncomeGroup + fifth(income), kAbilityGroup + fifth(ability),
            kSexGroup + ((traits & trait::female) != 0 ? 1U : 0U),
            kTownGroup + ((traits & trait::urban) != 0 ? 1U : 0U)};
}

/// Chance of a newborn to be in each group. Nothing that decides whether a candidate is a potential
/// mover or enters depends on the person, so that these are also the expected shares of the groups
/// among the entrants who are certain stayers, of whom no attribute is kept.
std::array<double, kGroups> group_shares(const Parameters& parameters);

}  // namespace keruen
