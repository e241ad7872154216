// SPDX-License-Identifier: MIT
#pragma once
#include <cstdint>

namespace keruen::purpose {

// The register of randomness: every draw of the model names one of these, and nothing else shares
// it, so that adding a phase or an output moves no existing draw. Numbers are never reused.
// One block gives four lanes; who uses which lane stands here.
inline constexpr std::uint16_t birth = 1;     // 0 ability, 1 income, 2 traits, 3 enters
inline constexpr std::uint16_t enters = 2;    // certain stayers: one word a person
inline constexpr std::uint16_t aspire = 3;    // one word a person and year
inline constexpr std::uint16_t consider = 4;  // index = host / 4, lane = host % 4
inline constexpr std::uint16_t choose = 5;    // index = option code / 4, lane = option code % 4
inline constexpr std::uint16_t nest = 6;      // 0, 1 the stable variate of the foreign nest
inline constexpr std::uint16_t tie = 7;       // index = capacity / 4, lane = capacity % 4
inline constexpr std::uint16_t visa = 8;      // index = host / 4, lane = host % 4
inline constexpr std::uint16_t progress = 9;  // one word a person and year
inline constexpr std::uint16_t settle = 10;   // 0 stay, 1 third region and which, 2 return
inline constexpr std::uint16_t panel = 11;    // one word a person

}  // namespace keruen::purpose
