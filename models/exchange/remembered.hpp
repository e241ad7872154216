// SPDX-License-Identifier: MIT
#pragma once
#include <optional>
#include <vector>

#include "models/phases/exchange.hpp"
#include "models/state.hpp"

namespace keruen {

/// Where people stand in the population, by id.
class PersonFinder {
public:
    PersonFinder(const Setup& setup, Population& population);

    struct Place {
        std::uint32_t block = 0, slot = 0;
        bool stayer = false;
        std::uint32_t weight = 1;
    };
    /// Null if the cohort is no longer followed.
    std::optional<Place> find(const PersonId& person) const;
    std::uint8_t code(const Place& place) const;  ///< stage, with kGrantBit
    RegionIndex host(const Place& place) const;
    ProgrammeIndex programme(const Place& place) const;
    bool ever_mobile(const Place& place) const;  ///< for a degree

private:
    Population& population_;
    Year first_ = 0;
    Grid<std::int32_t, 3> block_;  // [cohort - first][origin][keen or all, others, stayers], -1
};

PersonId person_of(std::uint64_t key);

/// Whether `progress` will give an award this year to a student at home: the same draw and the same
/// thresholds, asked beforehand.
class HomeAwards {
public:
    HomeAwards(const Setup& setup, Year year);
    bool takes(const PersonId& person, int stage) const;

private:
    const Setup& setup_;
    Year year_;
    Transitions table_;
};

/// Forgets those who have left education, and counts those who have since enrolled abroad for a
/// degree.
void review_stays(const PersonFinder& finder, Stays& stays, ExchangeRecord& record,
                  Workers& workers);

/// Adds rows, in any order, to those of `stays`, which are ascending by person and stay so.
void add_stays(const Stays& more, Stays& stays);

/// Counts awards taken at home this year with a stay in the cycle, and finds those whose award must
/// wait because a stay was not recognised.
std::vector<LateStudent> close_cycles(const Setup& setup, Year year, const PersonFinder& finder,
                                      Stays& stays, ExchangeRecord& record, Workers& workers);

}  // namespace keruen
