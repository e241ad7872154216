// SPDX-License-Identifier: MIT
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "models/measures/numbers.hpp"

namespace keruen {

/// What a definition of "mobile" compares (docs/measures.md).
enum class Basis : std::uint8_t {
    graduates,         ///< awards of the year
    ects_graduates,    ///< the same, credit mobility by 15 ECTS recognised alone
    stock,             ///< students of the year, wherever they are
    university_stock,  ///< the same with students of universities only at home
    uis_ratio,         ///< against enrolment of all nationalities, as UNESCO does
    university_ratio,  ///< the same with universities only
    flow,              ///< who sets out in the year, against enrolment
    university_flow,   ///< the same with universities only
    cohort             ///< first-time mobile against entrants: a synthetic cohort
};
enum class MobilityKind : std::uint8_t { credit, degree, both };

/// What counts as mobile; the denominator is the same whatever the switches are.
struct Switches {
    bool ehea = false;  ///< only in members of the EHEA at the date
    bool without_russia = false, without_china = false;
    bool full_time = false;  ///< only full-time students; credit mobility is full-time
    bool operator==(const Switches&) const = default;
};

/// One definition of "mobile". The label is the coordinate in result files.
struct Definition {
    Basis basis;
    MobilityKind kind;
    Switches switches;
    std::string label;
    std::string meaning;  ///< "numerator / denominator"
};

/// Every basis with every kind and every setting of the switches, in file order.
const std::vector<Definition>& definitions();

/// The one of that label, or null.
const Definition* find_definition(std::string_view label);

/// Whether the definition is among the few that a page has room for.
bool is_headline(const Definition& definition);

/// Share of the origin that is mobile, 0..1; NaN where the denominator is empty or not sourced, or
/// where the run has no such mobility.
double mobility_rate(const Definition& definition, const YearNumbers& year, std::size_t origin);

}  // namespace keruen
