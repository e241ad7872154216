// SPDX-License-Identifier: MIT
#pragma once
#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "models/population.hpp"

namespace keruen {

inline constexpr std::size_t kRanks = 4;
inline constexpr std::array<std::string_view, kRanks> kRankNames{
    "assistant", "lecturer", "associate professor", "professor"};

/// Where an academic's post is.
enum class Post : std::uint8_t {
    home,      ///< works in the origin
    training,  ///< keeps the post at home, is in `place` this year on an award
    abroad,    ///< has a post in `place`
};

/// Traits of an academic, one byte: can teach in a foreign language, knows colleagues abroad, and
/// which of the three motives for leaving the person has [57].
namespace staff_trait {
inline constexpr std::uint8_t speaks = 1, ties = 2, salary = 4, development = 8, career = 16;
}  // namespace staff_trait

/// The academics of one origin and cohort (year in which they could first be hired) who hold a
/// post, by column; ascending positions. Rows are dropped when somebody retires or leaves, and so
/// the position is kept: origin, cohort and position say who it is under every policy.
struct StaffBlock {
    RegionIndex origin = 0;
    Year cohort = 0;
    std::uint32_t weight = 1;  ///< people per row
    bool recruits = false;     ///< from the pool of candidates for posts abroad, never at home
    std::vector<std::uint32_t> position;
    std::vector<std::uint8_t> post;  ///< Post
    std::vector<RegionIndex> place;  ///< where the person is; kAtHome
    std::vector<std::uint8_t> traits;
    std::vector<std::uint8_t> bond;       ///< years still owed at home
    std::vector<std::uint8_t> seniority;  ///< years of career before the cohort's year
    std::vector<std::uint8_t> start, pace, spread, doubt;  ///< keyed ranks, 0..255 (career.hpp)
    std::vector<std::uint8_t> field;                       ///< ISCED-F broad field, 0..9
    std::vector<std::uint16_t> institution;  ///< place among the region's posts, in 1/65536
    std::size_t size() const { return position.size(); }
};

/// Calls f(name, member) for every column: one list for checkpoints and leaving.
template <class F>
void for_each_staff_column(F&& f) {
    f("position", &StaffBlock::position);
    f("post", &StaffBlock::post);
    f("place", &StaffBlock::place);
    f("traits", &StaffBlock::traits);
    f("bond", &StaffBlock::bond);
    f("seniority", &StaffBlock::seniority);
    f("start", &StaffBlock::start);
    f("pace", &StaffBlock::pace);
    f("spread", &StaffBlock::spread);
    f("doubt", &StaffBlock::doubt);
    f("field", &StaffBlock::field);
    f("institution", &StaffBlock::institution);
}

/// What a region's academic staff means to others in the next year. Regions whose staff is not
/// simulated (context regions) have zeros and no shift of quality.
struct StaffOutcome {
    double people = 0;                 ///< hold a post in the region, foreigners included
    double enrolment = 0;              ///< students in the region, people
    double contact_hours = 0;          ///< mean a year of those at work
    double english_capable_share = 0;  ///< can teach in a foreign language and would
    double free_load_share = 0;        ///< could take one more course within the cap
    double english_free_share = 0;     ///< both: who can carry a new foreign-language course
    double reservations = 0;  ///< share with reservations about teaching in a foreign language
    double ties_share = 0;    ///< share with ties abroad
    double abroad = 0;        ///< people of the region with a post abroad
    double visits_out = 0, visits_in = 0;  ///< short visits in the year, people
    double quality_shift = 0;              ///< on the quality index (0..1), against the base year
};
struct OutcomeField {
    std::string_view name;
    double StaffOutcome::*member;
};
inline constexpr auto kOutcomeFields = std::to_array<OutcomeField>({
    {"people", &StaffOutcome::people},
    {"enrolment", &StaffOutcome::enrolment},
    {"contact_hours", &StaffOutcome::contact_hours},
    {"english_capable_share", &StaffOutcome::english_capable_share},
    {"free_load_share", &StaffOutcome::free_load_share},
    {"english_free_share", &StaffOutcome::english_free_share},
    {"reservations", &StaffOutcome::reservations},
    {"ties_share", &StaffOutcome::ties_share},
    {"abroad", &StaffOutcome::abroad},
    {"visits_out", &StaffOutcome::visits_out},
    {"visits_in", &StaffOutcome::visits_in},
    {"quality_shift", &StaffOutcome::quality_shift},
});

/// What the years hand on about staff; both empty before the first year.
struct StaffMemory {
    std::vector<StaffOutcome> last;  ///< [region] of last year
    std::vector<StaffOutcome> base;  ///< [region] of the base year; empty until then
    double quality_shift(std::size_t region) const {
        return last.empty() ? 0 : last[region].quality_shift;
    }
};

using RankCount = Grid<std::int64_t, 2>;  ///< [region][rank] people

/// What governments pay for staff beside programmes, whole nominal US dollars; the payer is the
/// region's.
inline constexpr auto kStaffSpending = std::to_array<std::string_view>(
    {"visit grants", "invited visitors", "foreign posts", "salary floor"});
/// Positions in kStaffSpending.
namespace staff_item {
inline constexpr std::size_t visit_grants = 0, invited = 1, foreign_posts = 2, salary_floor = 3;
}

/// Everything that one year leaves behind about academic staff; people unless said otherwise. The
/// region of `returned`, `emigrated`, `abroad` is the origin, of the others where the post is.
struct StaffRecord {
    RankCount staff, foreign, abroad, hired, returned, arrived, retired, emigrated, departed;
    Grid<std::int64_t, 2> moves;     ///< [origin][host] took up a post there
    Grid<std::int64_t, 2> visits;    ///< [origin][host] short visits
    Grid<std::int64_t, 2> spending;  ///< [region][item of kStaffSpending]
    std::vector<std::int64_t> away;  ///< [region] in training abroad on an award
    std::vector<std::int64_t> grants, trained, vacancies, invited;  ///< [region]
    std::vector<StaffOutcome> outcome;                              ///< [region]

    StaffRecord() = default;
    explicit StaffRecord(std::size_t regions)
        : staff({regions, kRanks}),
          foreign(staff),
          abroad(staff),
          hired(staff),
          returned(staff),
          arrived(staff),
          retired(staff),
          emigrated(staff),
          departed(staff),
          moves({regions, regions}),
          visits(moves),
          spending({regions, kStaffSpending.size()}),
          away(regions),
          grants(regions),
          trained(regions),
          vacancies(regions),
          invited(regions),
          outcome(regions) {}
};

}  // namespace keruen
