// SPDX-License-Identifier: MIT
#pragma once
#include <cstdint>
#include <vector>

#include "models/staff/faculty.hpp"
#include "models/staff/tables.hpp"
#include "models/state.hpp"

namespace keruen {

/// What a year's academics of all regions face; computed once a year.
struct StaffConditions {
    const Setup* setup = nullptr;
    Year year = 0;
    std::size_t t = 0;
    Grid<double, 2> log_pay;              ///< [region][rank] ln of yearly pay, the floor included
    Grid<double, 2> log_free_pay;         ///< the same without a floor
    std::vector<std::int64_t> floor_gap;  ///< [region * ranks + rank] pay up to the floor, USD
    Matrix pull;  ///< [origin][host] utility of a host but for pay and quality; -inf: impossible
    std::vector<double>
        log_size;  ///< [region] ln of its share of all posts: more posts, more offers
    Matrix stays;  ///< [origin][host] chance that somebody trained there without a bond stays
    std::vector<std::int64_t> posts;  ///< [region] posts wanted, people
    std::vector<double> hours;        ///< [region] contact hours to be taught in the year
    std::vector<double> enrolment;    ///< [region] students, people
    std::vector<double> doubt;        ///< [region] share of staff with reservations
    CareerTable careers;
    std::vector<HostTable> emigration;  ///< [origin] by post_kind: who leaves for a post abroad
    std::vector<HostTable> visiting;    ///< [origin] 1: speaks; where to for a short time
    const Parameters& parameters() const { return setup->parameters; }
    bool simulated(std::size_t region) const { return setup->world->regions[region].home; }
};

StaffConditions staff_conditions(const Setup& setup, Year year, const StaffMemory& memory,
                                 const YearRecord& record);

/// Utility of a post in `host` at `log_pay` to somebody of these traits and rank with one at home,
/// beside `staff.home`. Formula: docs/phases/staff.md.
double post_utility(const StaffConditions& c, std::size_t origin, std::uint8_t traits,
                    std::size_t rank, std::size_t host, double log_pay);

/// Utility of a region for a short stay, to somebody who does or does not speak.
double stay_utility(const StaffConditions& c, std::size_t origin, std::size_t host, bool speaks);

}  // namespace keruen
