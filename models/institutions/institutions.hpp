// SPDX-License-Identifier: MIT
#pragma once
#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "models/parameters.hpp"
#include "models/world/policy.hpp"
#include "models/world/world.hpp"

namespace keruen {

/// Ability tiers: groups of institutions that students agree in preferring, 0 before 1 before 2.
inline constexpr std::size_t kTiers = 3;
inline constexpr std::size_t kLevels = 3;  ///< bachelor, master, doctoral
inline constexpr Year kNeverYear = 9999;

/// Institutions of one region, level and tier, with the bounds of the draw that picks one by size:
/// the first whose bound is above the 32 bits drawn. All that ever exist are listed, so that none
/// moves when another opens; who lands on one that is closed draws again.
struct TierTable {
    std::vector<std::uint32_t> member, bound;
};

/// Lowest keys (ability << 32 | tie) that each tier but the last admitted, [boundary]. A key at or
/// above boundary k belongs to tier k or a better one.
struct TierCutoffs {
    Grid<std::uint64_t, 4> home;     ///< [region][year index of entry][level - 1][boundary]
    Grid<std::uint64_t, 4> foreign;  ///< [host][year index of entry][level - 1][boundary]
};

/// The institutions of all regions, by column, grouped by region. They are made up from the number
/// of a region's institutions and its size distribution: synthetic, and never named. Ones that a
/// university gave of itself are marked as imported.
///
/// The first block is the same under every policy and in every year, and made anew at the start of
/// a run; the second changes and is kept in checkpoints.
struct Institutions {
    std::vector<std::uint32_t> begin;  ///< [regions + 1] those of region r: [begin[r], begin[r+1])

    // Fixed -----------------------------------------------------------------------------------
    std::vector<std::string> id;         ///< "KAZ-017", "KAZ-B03" a branch campus; or imported
    std::vector<std::uint8_t> imported;  ///< 1: from a university's own table
    std::vector<std::uint8_t> region;    ///< index
    std::vector<std::uint32_t> number;   ///< position of its keyed draws
    std::vector<double> stands_for;      ///< institutions of the region that this one stands for
    std::vector<Sector> sector;
    std::vector<OriginModel> origin_model;
    std::vector<std::uint8_t> tier;        ///< ability tier, 0 the most sought after
    std::vector<double> standing;          ///< rank in the region's selectivity, 0..1, 1 = top
    std::vector<double> size_share;        ///< share of the region's seats if all were open
    Grid<double, 2> seat_share;            ///< [i][level - 1] the same by level
    std::vector<double> tuition_relative;  ///< own over mean fee of the region, ratio
    std::vector<Management> management;
    std::vector<double> ministry_support;  ///< as felt by the office, 0 none .. 1 full
    std::vector<double> office_relative;   ///< own over mean posts per student, ratio
    std::vector<double> split_rank;        ///< 0..1: has two offices if below the policy's share
    std::vector<Year> opened;              ///< first year with new students
    std::vector<Year> closed;              ///< first year without; kNeverYear
    std::vector<std::uint16_t> branch;     ///< 0, or the number of a branch campus from 1 on: open
                                           ///< while the policy has at least so many
    Grid<TierTable, 3> tiers;              ///< [region][level - 1][tier]

    // Changing --------------------------------------------------------------------------------
    std::vector<std::uint8_t> open;            ///< 1: takes new students this year
    std::vector<double> students;              ///< enrolled, home and foreign, people
    std::vector<double> foreign;               ///< of those foreign degree students, people
    std::vector<double> quality;               ///< 0..1
    std::vector<double> office_fte;            ///< full-time posts of the international office
    std::vector<std::uint8_t> bologna_office;  ///< 1: a separate one beside it
    std::vector<double> english;               ///< share of office staff who work in English, 0..1
    std::vector<double> trained;               ///< share of office staff trained for the work, 0..1
    std::vector<double> turnover;              ///< share of office staff who leave in a year, 0..1
    std::vector<double> reporting_share;       ///< share of office time that reports take, 0..1
    Grid<double, 2> agreements;  ///< [i][partner region] agreements with institutions there
    Grid<double, 2> seats_out,
        seats_in;  ///< [i][partner region] exchange places a year, people; 0 if closed
    std::vector<double> ects_formal;        ///< credits recognised on paper, share 0..1
    std::vector<double> ects_effective;     ///< credits recognised in fact, share 0..1
    std::vector<double> english_share;      ///< share of teaching offered in English, 0..1
    std::vector<double> english_reference;  ///< what english_share were under the reference policy
    std::vector<double> double_degrees;     ///< joint and double-degree programmes
    std::vector<double> digital;            ///< digital presence, index 0..1
    std::vector<double> research;           ///< joint research, conferences, grants, index 0..1
    std::vector<Year> autonomous;           ///< since; kNeverYear
    std::vector<std::uint8_t> phase;        ///< maturity 1..5

    std::size_t size() const { return id.size(); }
    std::size_t regions() const { return begin.empty() ? 0 : begin.size() - 1; }
};

/// What other phases tell about a year, and what becomes of it by institution. A list that no phase
/// of the run fills stays empty: what rests on it is unknown, not zero.
struct InstitutionYear {
    std::vector<std::int64_t> foreign_entrants;  ///< [i] foreign degree students placed, people
    Grid<std::int64_t, 3> tier_seats;     ///< [host][level - 1][tier] seats for foreign entrants
    Grid<std::int64_t, 3> tier_entrants;  ///< the same, people placed
    std::vector<double> exchange_out, exchange_in;  ///< [i] people on exchange (phase exchange)
    std::vector<double> teachers, foreign_teachers, visits;  ///< [region] people, visits (staff)
    std::vector<double> english_teachers;  ///< [region] share who can teach in English and would
    std::vector<double> room;              ///< [region] of those, whose load leaves one more course
    std::vector<double> reservations;      ///< [region] share of teachers with reservations
    std::vector<double> quality_shift;     ///< [region] of the quality index, by staff
    std::vector<std::array<double, 7>> indicators;  ///< [i] maturity.hpp; NaN where unknown
    Grid<float, 2> recorded;                        ///< [column][i] columns.hpp
};

/// Calls f(name, column) for every changing column, for checkpoints: one list, one place.
template <class I, class F>
void for_each_changing(I& all, F&& f) {
    f(std::string_view("open"), all.open);
    f(std::string_view("students"), all.students);
    f(std::string_view("foreign"), all.foreign);
    f(std::string_view("quality"), all.quality);
    f(std::string_view("office_fte"), all.office_fte);
    f(std::string_view("bologna_office"), all.bologna_office);
    f(std::string_view("english"), all.english);
    f(std::string_view("trained"), all.trained);
    f(std::string_view("turnover"), all.turnover);
    f(std::string_view("reporting_share"), all.reporting_share);
    f(std::string_view("agreements"), all.agreements.values());
    f(std::string_view("seats_out"), all.seats_out.values());
    f(std::string_view("seats_in"), all.seats_in.values());
    f(std::string_view("ects_formal"), all.ects_formal);
    f(std::string_view("ects_effective"), all.ects_effective);
    f(std::string_view("english_share"), all.english_share);
    f(std::string_view("english_reference"), all.english_reference);
    f(std::string_view("double_degrees"), all.double_degrees);
    f(std::string_view("digital"), all.digital);
    f(std::string_view("research"), all.research);
    f(std::string_view("autonomous"), all.autonomous);
    f(std::string_view("phase"), all.phase);
}

/// Most branch campuses that a region can have: the pool is made in advance, so that a policy that
/// opens one renumbers nobody.
inline constexpr std::size_t kBranchPool = 40;

/// The fixed columns, from the region's numbers by year and keyed draws; no policy is looked at.
/// A home region with at most `institutions.most` of them is simulated one to one, another by
/// `institutions.sample` agents. `origin_keys` [region] as in Setup. Changing columns are sized and
/// zero.
Institutions make_institutions(const World& world, const Parameters& parameters, std::uint64_t seed,
                               std::span<const std::uint32_t> origin_keys);

/// 1 if institution i takes new students in the year: opened, not closed, and a branch campus only
/// if the policy has that many.
bool takes_students(const Institutions& institutions, const World& world, const Policy& policy,
                    std::size_t i, Year year);

/// Institutions of a region open in the year, branch campuses not among them; whole institutions,
/// not agents.
double number_open(const Institutions& institutions, std::size_t region);

}  // namespace keruen
