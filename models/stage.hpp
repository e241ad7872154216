// SPDX-License-Identifier: MIT
#pragma once
#include <array>
#include <cstdint>

#include "models/parameters.hpp"
#include "models/world/policy.hpp"

namespace keruen {

/// Where a person stands in education: level and year of study in one byte.
/// The last stage of each level is the extra year of those who are late.
enum Stage : std::uint8_t {
    kOutside = 0,  // a candidate who did not enter higher education
    kBachelor1 = 1,
    kBachelor4 = 4,
    kBachelor5 = 5,
    kMaster1 = 6,
    kMaster2 = 7,
    kMaster3 = 8,
    kDoctor1 = 9,
    kDoctor3 = 11,
    kDoctor4 = 12,
    kCandidateBachelor = 13,  // decides this year; candidates are not enrolled
    kCandidateMaster = 14,
    kCandidateDoctor = 15,
    kGraduate = 16,  // took the last award this year and does not go on
    kLeft = 17,      // out of education
    kStages = 18
};

constexpr bool is_enrolled(int stage) {
    return stage >= kBachelor1 && stage <= kDoctor4;
}
constexpr bool is_candidate(int stage) {
    return stage >= kCandidateBachelor && stage <= kCandidateDoctor;
}
/// The same without branches, for loops that vectorise.
constexpr bool is_enrolled_code(std::uint8_t stage) {
    return static_cast<std::uint8_t>(stage - kBachelor1) <= kDoctor4 - kBachelor1;
}
constexpr Level level_of(int stage) {
    if (stage >= kBachelor1 && stage <= kBachelor5) return Level::bachelor;
    if (stage >= kMaster1 && stage <= kMaster3) return Level::master;
    if (stage >= kDoctor1 && stage <= kDoctor4) return Level::doctoral;
    return Level::none;
}
constexpr Stage first_stage(Level level) {
    return level == Level::bachelor ? kBachelor1 : level == Level::master ? kMaster1 : kDoctor1;
}
constexpr Stage candidate_stage(Level level) {
    return level == Level::bachelor ? kCandidateBachelor
           : level == Level::master ? kCandidateMaster
                                    : kCandidateDoctor;
}

/// What can happen to an enrolled person at the end of a year, as thresholds of one 32-bit draw:
/// [0, leave) leaves, [leave, award) takes the award and stops, [award, go_on) takes the award and
/// is a candidate for the next level, and the rest go to the next year of study.
struct Transition {
    double leave = 0, award = 0, go_on = 0;  ///< probabilities; the remainder advances
    Stage next = kLeft;                      ///< year of study of those who advance
    Stage candidate = kGraduate;             ///< stage of those who go on to the next level
};
using Transitions = std::array<Transition, kStages>;

/// Yearly transitions of enrolled students at home or abroad (docs/phases/progress.md).
Transitions transitions(const Parameters& parameters, bool abroad);

/// People by stage; index = Stage.
using StageVector = std::array<double, kStages>;

/// Expected result of one year of progress on `people`: stages of the next year, with candidates
/// and this year's graduates under their own codes.
StageVector expected_progress(const Transitions& table, const StageVector& people);

double enrolled(const StageVector& people);

}  // namespace keruen
