// SPDX-License-Identifier: MIT
#pragma once
#include <array>
#include <cstddef>
#include <string_view>

namespace keruen {

/// Groups by which access to mobility is counted. Everybody is in one of each of the four
/// divisions: fifths by family income, fifths by ability, sex, town or country.
inline constexpr std::array<std::string_view, 14> kGroupLabels{
    "income 1",  "income 2",  "income 3",  "income 4", "income 5", "ability 1", "ability 2",
    "ability 3", "ability 4", "ability 5", "men",      "women",    "rural",     "urban"};
inline constexpr std::size_t kGroups = kGroupLabels.size();
inline constexpr std::size_t kFifths = 5;
inline constexpr std::size_t kIncomeGroup = 0, kAbilityGroup = 5, kSexGroup = 10, kTownGroup = 12;

/// The four divisions of everybody: groups [first, first + count).
struct Division {
    std::size_t first, count;
};
inline constexpr std::array<Division, 4> kDivisions{
    {{kIncomeGroup, kFifths}, {kAbilityGroup, kFifths}, {kSexGroup, 2}, {kTownGroup, 2}}};

/// Fifth of a rank 0..255.
constexpr std::size_t fifth(std::size_t rank) {
    return rank * kFifths / 256;
}

}  // namespace keruen
