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

// institutions
inline constexpr std::uint16_t institution = 20;       // 0 tie at a tier's seats, 1-3 which one;
                                                       // index 1, 2: which one, further tries
inline constexpr std::uint16_t institution_kind = 21;  // of an institution, not a person: index 0-2
inline constexpr std::uint16_t institution_ties = 22;  // 0 agreements with a partner region; index
                                                       // = its option_code
// exchange
inline constexpr std::uint16_t exchange = 40;           // one word a person and year: applies
inline constexpr std::uint16_t exchange_host = 41;      // index = option_code: of a host 0 taste, 1
                                                        // visa; of a programme 2 tie at its places
inline constexpr std::uint16_t exchange_end = 42;       // 0 tie at office and seats, 1 recognition,
                                                        // 2 delay, 3 virtual exchange instead
inline constexpr std::uint16_t exchange_rounding = 43;  // 0 of an institution, not a person: its
                                                        // slots (index 0) and seats (option_code)
// academic staff; position and cohort are those of the academic.
inline constexpr std::uint16_t staff_birth = 50;  // index 0: 0 start of career, pace, spread and
                                                  // doubts, 1 speaks, 2 motives and ties, 3 order
                                                  // of hiring; index 1: 0 field and institution,
                                                  // 1 seniority of recruits
inline constexpr std::uint16_t staff_year = 51;  // 0 looks abroad and leaves (recruits: applies), 1
                                                 // returns or departs, 2 wishes to visit, 3 breaks
                                                 // a bond, or stays without
inline constexpr std::uint16_t staff_host = 52;  // where to: 0 a post, 1 a visit or training
inline constexpr std::uint16_t staff_place = 53;  // priority for 0 a grant, 1 a lesson; 3 passes it
inline constexpr std::uint16_t staff_award = 54;  // 0 lot of an award; index: programme

// Bands of hindcasts (analysis/validation), not of the model: origin and position are keys of
// codes, cohort is the base year.
inline constexpr std::uint16_t hindcast = 60;  // 0 step of log entrants, 1 error of the record
// Model discrepancy laid over ensembles (analysis/ensemble), lanes and keys as of hindcasts.
inline constexpr std::uint16_t degree_discrepancy = 63, credit_discrepancy = 64;

// Calibration (analysis/calibration), not of the model: origin is the generation, position the
// point, index the dimension / 4, the lane the rest.
inline constexpr std::uint16_t calibration = 61;
// 0 start, 1 order of a resampled posterior (position: of the shuffle); index 1: errors of planted
// patterns, position the planted point, origin the pattern, lanes 0, 1
inline constexpr std::uint16_t calibration_choice = 62;

}  // namespace keruen::purpose
