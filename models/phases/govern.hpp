// SPDX-License-Identifier: MIT
#pragma once
#include "models/state.hpp"

namespace keruen {

/// The year's policy values become tables: the alternatives of every origin and level with
/// their price and utility, awareness, visa chances and capacities. Up to the base year the network
/// is the observed stock and seats are unlimited; afterwards the network is last year's
/// simulated stock and a host's seats grow at most by admit.seat_growth on its largest intake.
/// docs/phases/govern.md
YearTables govern(const Setup& setup, Year year, const Memory& memory, Workers& workers);

/// Writes fees, agreements and recognition in force into the record.
void note_policy(const Setup& setup, Year year, YearRecord& record);

}  // namespace keruen
