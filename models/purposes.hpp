// SPDX-License-Identifier: MIT
#pragma once
#include <cstdint>

namespace keruen::purpose {

// The register of randomness: every draw of the model names one of these, and nothing else shares
// it, so that adding a phase or an output moves no existing draw. Numbers are never reused.
// One block gives four lanes; who uses which lane stands here.
inline constexpr std::uint16_t birth = 1;     // 0 ability, 1 income, 2 traits, 3 enters
inline constexpr std::uint16_t enters = 2;    // certain stayers: one word a person
inline constexpr std::uint16_t aspire = 3;    // 0 looks abroad
inline constexpr std::uint16_t option = 4;    // index = option_code; 0 taste, 1 awareness of the
                                              // host, 2 visa, 3 tie at a capacity
inline constexpr std::uint16_t nest = 5;      // 0, 1 the stable variate of the foreign nest
inline constexpr std::uint16_t progress = 6;  // one word a person and year
inline constexpr std::uint16_t settle = 7;    // 0 stay, 1 third region, 2 return, 3 which region
inline constexpr std::uint16_t panel = 8;     // 0 in the sample

// Academic staff; position and cohort are those of the academic.
inline constexpr std::uint16_t staff_birth = 40;  // index 0: 0 start of career, pace, spread and
                                                  // doubts, 1 speaks, 2 motives and ties, 3 order
                                                  // of hiring; index 1: 0 field and institution,
                                                  // 1 seniority of recruits
inline constexpr std::uint16_t staff_year = 41;   // 0 looks abroad, 1 returns or departs, 2 wishes
                                                  // to visit, 3 breaks a bond, or stays without
inline constexpr std::uint16_t staff_host = 42;   // index = option_code of the host; taste for 0 a
                                                  // post, 1 a visit there
inline constexpr std::uint16_t staff_place = 43;  // priority for 0 a grant, 1 a lesson, 2 an award;
                                                  // 3 passes the lesson

}  // namespace keruen::purpose
