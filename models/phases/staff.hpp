// SPDX-License-Identifier: MIT
#pragma once
#include <vector>

#include "models/staff/faculty.hpp"
#include "models/state.hpp"

namespace keruen {

/// The year of the academic staff: retirement, return, emigration, hires, visits, training. Without
/// blocks (before the first year) the founders come first. Writes record.staff.
void staff(const Setup& setup, Year year, const StaffMemory& memory,
           std::vector<StaffBlock>& blocks, YearRecord& record, Workers& workers);

/// What institutions are to know of the year's teachers. A region whose staff is not simulated
/// counts no teachers and sets no bound; its reservations are `staff.reservations`.
void tell_institutions(const Setup& setup, const StaffRecord& record, InstitutionYear& year);

/// Throws std::logic_error unless every academic is in one place and, for every region, staff =
/// last year's + hired + returned + arrived - retired - emigrated - departed, and those in training
/// hold an award for which there was a place.
void check_staff(const Setup& setup, const std::vector<StaffBlock>& blocks,
                 const StaffMemory& before, const YearRecord& record);

}  // namespace keruen
