// SPDX-License-Identifier: MIT
#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "models/measures/groups.hpp"
#include "models/state.hpp"
#include "sim/parallel.hpp"

namespace keruen {

/// What a person was born with, in one number: income and ability by fifths, sex, town.
namespace born_cell {
inline constexpr std::size_t count = kFifths * kFifths * 4;
constexpr std::uint8_t of(std::uint8_t ability, std::uint8_t income, std::uint8_t traits) {
    return static_cast<std::uint8_t>((fifth(income) * kFifths + fifth(ability)) * 4 +
                                     (traits & (trait::female | trait::urban)));
}
constexpr std::size_t income(std::size_t cell) {
    return cell / 4 / kFifths;
}
constexpr std::size_t ability(std::size_t cell) {
    return cell / 4 % kFifths;
}
constexpr bool female(std::size_t cell) {
    return (cell & trait::female) != 0;
}
constexpr bool urban(std::size_t cell) {
    return (cell & trait::urban) != 0;
}
}  // namespace born_cell

/// One agent's studies at one level.
struct Life {
    std::uint32_t position = 0;
    std::uint32_t weight = 1;  ///< people
    std::uint16_t year = 0;    ///< of enrolment
    std::uint8_t level = 0;    ///< Level
    RegionIndex host = kAtHome;
    ProgrammeIndex programme = kSelfFunded;  ///< award at enrolment
    std::uint8_t cell = 0;                   ///< born_cell
};

/// A semester abroad. An agent that stands for many may answer for more people than its own.
struct Semester {
    std::uint32_t position = 0;
    std::uint32_t people = 1;
    std::uint16_t year = 0;
    std::uint8_t level = 0;  ///< Level at which the person then studied
    RegionIndex host = kAtHome;
    ProgrammeIndex payer = kSelfFunded;
};

/// Everybody's studies in one run, by origin and cohort, and within by position and level: what a
/// twin ledger compares. 16 bytes an enrolment.
class Lives {
public:
    /// `programmes`: ids, in the order of the run's programme indices.
    Lives(std::size_t regions, Year first, Year last, std::vector<std::string> programmes);

    void add(Year year, const Enrolment& enrolment);
    /// Events other than exchanges are passed over.
    void add(Year year, const Event& event);
    void add(Year year, const YearRecord& record);
    /// Sorts what was added, and gives every semester its level.
    void close(Workers& workers);

    std::size_t regions() const { return regions_; }
    Year first() const { return first_; }
    Year last() const { return last_; }
    const std::vector<std::string>& programmes() const { return programmes_; }
    std::span<const Life> lives(std::size_t origin, Year cohort) const {
        return groups_[group(origin, cohort)].lives;
    }
    std::span<const Semester> semesters(std::size_t origin, Year cohort) const {
        return groups_[group(origin, cohort)].semesters;
    }

private:
    struct Group {
        std::vector<Life> lives;
        std::vector<Semester> semesters;
        void close();
    };
    std::size_t group(std::size_t origin, Year cohort) const {
        return origin * static_cast<std::size_t>(last_ - first_ + 1) +
               static_cast<std::size_t>(cohort - first_);
    }

    std::size_t regions_;
    Year first_, last_;
    std::vector<std::string> programmes_;
    std::vector<Group> groups_;
};

}  // namespace keruen
