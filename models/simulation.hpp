// SPDX-License-Identifier: MIT
#pragma once
#include <functional>
#include <string_view>
#include <vector>

#include "models/state.hpp"
#include "sim/schedule.hpp"

namespace keruen {

/// Everything that changes from year to year, and so all that a checkpoint holds.
struct State {
    Year next = 0;  ///< first year not yet simulated
    Population population;
    std::vector<StaffBlock> staff;
    Memory memory;
};

/// State before the first year.
State initial_state(const Setup& setup);

/// What the phases of one year share; made afresh each year.
struct YearWork {
    Year year;
    State& state;
    YearRecord record;
    YearTables tables;
    Applicants applicants;
};

/// The academic year: its phases by name, in order.
Schedule<YearWork> academic_year(const Setup& setup, Workers& workers);

/// Simulates state.next and returns what the year leaves behind. Throws std::logic_error if people
/// or money were not conserved (checked in debug builds, or if `check`).
YearRecord simulate_year(const Setup& setup, Schedule<YearWork>& schedule, State& state,
                         bool check);

}  // namespace keruen
