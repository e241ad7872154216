// SPDX-License-Identifier: MIT
#pragma once
#include <cstdint>
#include <span>
#include <vector>

#include "models/staff/conditions.hpp"

namespace keruen {

/// What those at work at home face, by rank * 256 + spread.
struct LoadTable {
    std::vector<std::int64_t> hours;  ///< contact hours of the year
    std::vector<std::uint8_t> spare;  ///< 1: could teach one more course
    /// Chances of a short visit by visit_kind, as thresholds of draws; 0 for whoever cannot be
    /// spared; granted: with a grant, empty where there are none.
    std::vector<std::uint32_t> unaided, granted;
};
inline std::size_t visit_kind(std::size_t rank, std::uint8_t spread, std::uint8_t traits) {
    return (rank * 256 + spread) * 4 + (traits & (staff_trait::speaks | staff_trait::ties));
}

/// What a year's teaching means to each.
struct Workload {
    /// [region] contact hours of whoever has the mean load: the hours to be taught are shared out
    /// among those at work. Within 0.25 to 3 times the norm; the norm where staff is not simulated.
    std::vector<double> hours;
    std::vector<LoadTable> home;   ///< [region] empty where staff is not simulated
    std::vector<int> doubt_below;  ///< [region] doubts have those whose byte is below
};
Workload workload(const StaffConditions& c, const std::vector<StaffBlock>& blocks,
                  Workers& workers);

/// Somebody who asks for one of a limited number of places; the lowest priority is served first.
struct Request {
    std::uint32_t priority, row;
};

/// What the people of one block would do in a year. Rows are ascending.
struct Wishes {
    std::vector<std::uint32_t> visitors;  ///< go on a short visit, whoever pays
    std::vector<Request> grants;          ///< would go if a grant paid; visitors among them
    std::vector<Request> lessons;         ///< cannot teach in a foreign language
};

/// Sums over the people of one region, integers so that their order does not matter.
struct StaffSums {
    std::int64_t people = 0, working = 0, hours = 0, capable = 0, free = 0, english_free = 0,
                 doubting = 0, tied = 0, abroad = 0;
    StaffSums& operator+=(const StaffSums& b);
};

/// Looks at everybody of a block: adds them to the sums of their regions and says what they wish.
Wishes look_at_staff(const StaffConditions& c, const StaffBlock& block, const Workload& load,
                     std::vector<StaffSums>& sums, StaffRecord& tally);

/// Somebody among those of all blocks who ask for the same places.
struct Asker {
    std::uint32_t priority, block, row;
};
/// Leaves the shortest priority prefix whose people reach the places, in order; returns the people.
std::int64_t keep_served(std::vector<Asker>& askers, const std::vector<StaffBlock>& blocks,
                         std::int64_t places);

/// The same over the blocks of each origin; adds to `served` the people, [region], and
/// returns the rows served, [block], ascending.
std::vector<std::vector<std::uint32_t>> serve(const std::vector<StaffBlock>& blocks,
                                              const std::vector<Wishes>& wishes,
                                              std::vector<Request> Wishes::*kind,
                                              std::span<const std::int64_t> places,
                                              std::vector<std::int64_t>& served);

/// Rows of a block.
struct Served {
    std::span<const std::uint32_t> visitors, learners;
};
/// Sends visitors away and teaches languages.
void carry_out(const StaffConditions& c, StaffBlock& block, const Served& served,
               StaffRecord& tally);

/// Visits from regions whose staff is not simulated: their wish at the cap, as expected numbers.
void visits_of_pools(const StaffConditions& c, StaffRecord& record);

}  // namespace keruen
