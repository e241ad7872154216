// SPDX-License-Identifier: MIT
#pragma once
#include <cstddef>
#include <string_view>
#include <vector>

namespace keruen {

/// One year of a run in plain numbers: all that measures are computed from, be it while a run is
/// recorded (models/measures.hpp) or from a result file (analysis/measures). Arrays are row-major;
/// an empty one is not known, and whatever needs it is NaN.
struct YearNumbers {
    using Values = std::vector<double>;
    std::size_t regions = 0;

    // [origin][host], people
    Values stock;                  ///< degree students abroad
    Values entrants;               ///< began a degree abroad in the year
    Values graduates;              ///< took a degree abroad in the year
    Values first_degree;           ///< abroad for a degree for the first time
    Values credit;                 ///< on credit mobility in the year, while enrolled at home
    Values credit_graduates;       ///< took an award at home after credit mobility in that cycle
    Values credit_graduates_ects;  ///< of these, with 15 ECTS recognised
    Values first_credit;           ///< on credit mobility for the first time
    Values first_mobile;           ///< mobile for the first time, be it for credit or for a degree
    Values stayed;                 ///< graduates of the host who settled there
    Values moved_on;               ///< graduates of the host who settled in a third region
    Values graduate_returns;       ///< graduates of the host who returned at once
    Values settled;                ///< graduates, of whatever host, who settled here in the year
    Values diaspora;               ///< graduates who live here at the end of the year: agents
    Values earlier_diaspora;       ///< the same whom no agent stands for: an expectation
    Values diaspora_returns;       ///< of those settled earlier, returned from here in the year
    Values funded;                 ///< of stock and credit, those whom a programme pays for

    // [origin][host], shares 0..1 of the origin's students at the host
    Values ehea;             ///< in a member of the EHEA in the year
    Values outside_russia;   ///< not in Russia
    Values outside_china;    ///< not in China
    Values full_time;        ///< of the degree students, study full-time
    Values common_language;  ///< in a country that shares a language with their own

    // [region], people
    Values home_students;         ///< of the region, at home, open, distance and college included
    Values home_graduates;        ///< of the region, took an award at home in the year
    Values bachelor_entrants;     ///< of the region, at home or abroad
    Values home_enrolment;        ///< in the region, all nationalities
    Values university_enrolment;  ///< the same in universities only; NaN where no source has it

    // [origin][group], people; the groups are those of models/measures/groups.hpp
    Values group_entrants;  ///< bachelor entrants, at home or abroad
    Values group_mobile;    ///< abroad for a degree for the first time

    // US dollars
    Values family_tuition, family_living;        ///< [origin][host]
    Values aid;                                  ///< [origin][host] paid by programmes
    Values programme_tuition, programme_living;  ///< [programme][host]
    Values taxes_forgone;                        ///< [origin]
    Values holders;                              ///< [programme] people paid for
};

/// part / whole; NaN unless the whole is positive.
double ratio(double part, double whole);

/// People mobile for the first time in any way: for a degree for the first time, less those of them
/// who had been abroad for credits before; and for credits, never before for a degree.
inline double first_in_any_way(double first_degree, double credit_first_abroad,
                               double credit_then_degree) {
    return first_degree - credit_then_degree + credit_first_abroad;
}

/// Sum over hosts of [origin][host] numbers; NaN if they are not known. `own` = false leaves the
/// origin itself out.
double sum_over_hosts(const YearNumbers::Values& numbers, std::size_t regions, std::size_t origin,
                      bool own = true);
/// The same over origins.
double sum_over_origins(const YearNumbers::Values& numbers, std::size_t regions, std::size_t host,
                        bool own = true);

}  // namespace keruen
