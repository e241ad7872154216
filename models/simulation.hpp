// SPDX-License-Identifier: MIT
#pragma once
#include <functional>
#include <string_view>
#include <vector>

#include "models/phases/exchange.hpp"
#include "models/state.hpp"
#include "sim/schedule.hpp"

namespace keruen {

/// Everything that changes from year to year, and so all that a checkpoint holds.
struct State {
    Year next = 0;  ///< first year not yet simulated
    Population population;
    std::vector<StaffBlock> staff;
    Memory memory;
    Institutions institutions;
    TierCutoffs cutoffs;
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
    std::vector<LateStudent> late;  ///< of the phase exchange
    Policy in_force;                ///< the schedule until `govern` has acted
    Setup setup;  ///< the run's, with the policy in force: what every phase is to read
};

/// The academic year: its phases by name, in order. They read YearWork::setup, never the run's own.
Schedule<YearWork> academic_year(const Setup& given, Workers& workers);

/// Simulates state.next and returns what the year leaves behind. Throws std::logic_error if people
/// or money were not conserved (checked in debug builds, or if `check`).
YearRecord simulate_year(const Setup& setup, Schedule<YearWork>& schedule, State& state,
                         bool check);

}  // namespace keruen
