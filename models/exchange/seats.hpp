// SPDX-License-Identifier: MIT
#pragma once
#include <cstdint>
#include <vector>

#include "models/population.hpp"
#include "sim/grid.hpp"

namespace keruen {

/// One market for semesters abroad: n applicants, each at one institution, who rank hosts.
struct SeatMarket {
    std::vector<std::uint32_t> people;       ///< [n] who one applicant stands for
    std::vector<std::uint64_t> priority;     ///< [n] higher goes first; all different
    std::vector<std::uint32_t> institution;  ///< [n]
    std::vector<RegionIndex> origin;         ///< [n]
    std::vector<std::uint32_t> first;        ///< [n + 1] where the hosts of each begin
    std::vector<RegionIndex> hosts;          ///< [first[n]] best first
    std::vector<std::int64_t> slots;         ///< [institution] people its office can handle
    Grid<std::int64_t, 2> seats;             ///< [institution][host] under its agreements
    Grid<std::int64_t, 2> partner_seats;     ///< [origin][host] that the host's side takes in
};

/// People of one applicant with a seat at one host.
struct Seat {
    std::uint32_t applicant = 0;
    RegionIndex host = 0;
    std::uint32_t people = 0;
};

struct Seating {
    std::vector<std::uint32_t> nominated;  ///< [n] people with a slot at the office
    std::vector<Seat> seats;               ///< by priority of the applicants
};

/// Serial dictatorship: in order of priority, each takes slots of the institution's office and with
/// them seats at the hosts, best first, as far as there are any. A slot is used up whether or not a
/// seat is found. Seats are people, so that agents of any weight fill them to the last one.
/// More slots nominate nobody less; docs/decisions/0012-exchange.md.
Seating seat(const SeatMarket& market);

}  // namespace keruen
