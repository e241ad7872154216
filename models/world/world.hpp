// SPDX-License-Identifier: MIT
#pragma once
#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "models/world/institution_kinds.hpp"
#include "sim/grid.hpp"

namespace keruen {

/// Years are academic years *ending* (UNESCO's habit): 2016/17 is 2017.
using Year = int;

using Series = Grid<double, 2>;  ///< [region][year index]
using Cube = Grid<double, 3>;    ///< [origin][host][year index]
using Matrix = Grid<double, 2>;  ///< [origin][host]

/// Associations of countries that act in the model.
inline constexpr std::array<std::string_view, 5> kBlocs{"EHEA", "EAEU", "SCO", "GATS", "ERASMUS"};
enum Bloc : std::uint8_t { kEhea, kEaeu, kSco, kGats, kErasmus };

/// Where a value came from; anything but `observed` is listed by `keruen check --data`.
enum class Mark : std::uint8_t { observed, bridged, estimated, assumed, unknown };

/// A list of countries or territories that acts as one origin and one host.
/// A region of several countries has the alternative "another country of my own region", which is
/// the diagonal of every origin x host array; home students are never in such an array.
struct Region {
    std::string code;  ///< 2 to 8 of [A-Z0-9-]; part of a person's id
    std::string name;
    bool home = false;  ///< false: context region, run at a coarser weight by default
    std::vector<std::string> countries;
    bool has_inner_mobility() const { return countries.size() > 1; }
};

/// How many institutions a region has and of what kinds (docs/phases/institutions.md). All
/// [region].
struct InstitutionFacts {
    Series number;  ///< [region][year] institutions that take students, foreign branches apart
    std::vector<double> state_share;              ///< share that are state-owned, 0..1
    std::vector<double> state_size;               ///< mean size, state over private, ratio
    std::vector<double> adopted_share;            ///< share with an adopted foreign model, 0..1
    std::vector<double> intergovernmental_share;  ///< share founded by treaty, 0..1
    std::vector<double> nazarbayev_share;         ///< share founded apart from the system, 0..1
    std::vector<double> soviet_share;             ///< share of the others that are former Soviet
    std::vector<double> agreements;   ///< exchange agreements an institution in the first year
    std::vector<double> unsupported;  ///< share that feel little or no support of the ministry
};

/// What the model takes as given: people, prices and distances. Built from scenarios/data; never
/// changed by a policy (policy.hpp holds what a government can change). T = years, R = regions.
struct World {
    std::vector<Region> regions;
    Year first = 2003;  ///< first simulated year: the opening
    Year base = 2014;   ///< last year whose flows set the constants (docs/model.md 6)
    Year last = 2035;
    std::size_t years() const { return static_cast<std::size_t>(last - first) + 1; }
    std::size_t index(Year year) const { return static_cast<std::size_t>(year - first); }
    Year year(std::size_t index) const { return first + static_cast<Year>(index); }

    // People
    Series cohort;                ///< persons reaching age 18 in the year
    Series home_enrolment;        ///< students enrolled in the region, all nationalities, ISCED 5-8
    Series university_enrolment;  ///< universities only, where sourced; NaN elsewhere
    Series count_share;     ///< share of home enrolment that is open, distance or college: counts
    Series outbound_known;  ///< UIS total of students of the region abroad; NaN where unknown
    Cube stock;             ///< observed degree students abroad, people; NaN where unknown
    Grid<Mark, 3> stock_mark;
    Matrix momentum;  ///< g*: shrunk yearly log growth of the stock at `base`, from country pairs

    // Money: nominal US dollars at hosts; origin money is constant-2017, told in 2017 dollars
    Series living;     ///< [host][year] student living cost, nominal USD per year
    Series real_rate;  ///< [origin][year] constant-2017 origin money (as 2017 USD at the 2017 rate)
                       ///< per nominal USD: nominal rate / rate 2017 / CPI (2017 = 1)
    Series income;     ///< [origin][year] mean household income per head, origin money as above
    Series income_log_sd;  ///< [origin][year] of the log-normal fitted to the Gini coefficient

    // Dyads and quality
    Matrix log_distance;  ///< ln(km / 1000), student-weighted over country pairs
    Matrix language;      ///< share of country pairs (weighted) with a common language, 0..1
    Matrix ex_ussr;       ///< both were in the USSR, 0..1
    Series quality;       ///< [host][year] in 0..1: saturating in universities in the QS top 500
    Cube visa_needed;     ///< share of students who need a visa, 0..1
    Cube same_bloc;       ///< both are in the EHEA or both in the EAEU at the date, 0..1
    std::array<Cube, kBlocs.size()> bloc_pairs;  ///< [Bloc] both are members at the date, 0..1
    std::array<Series, kBlocs.size()> member;    ///< [Bloc] share of the region that is a member
    Series ehea_member;   ///< [region][year] share of the region that is an EHEA member
    Matrix full_time;     ///< share of the origin's students at the host who study full-time
    Series student_cost;  ///< [host][year] full cost of teaching a student, nominal USD per year
    Series stay_rate;     ///< [host][year] share of graduates still in the host after five years

    // Academic staff, [region][year]
    Series staff;          ///< people with a post
    Series academic_pay;   ///< mean a year, constant-2017 money of the region, told in 2017 USD
    Series contact_hours;  ///< a year of a full post, as the rules have been
    Series staff_english;  ///< share of newly hired who can teach in a foreign language
    InstitutionFacts institutions;
    std::vector<ImportedInstitution> own_institutions;  ///< from a scenario's own table
};

}  // namespace keruen
