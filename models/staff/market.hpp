// SPDX-License-Identifier: MIT
#pragma once
#include <vector>

#include "models/staff/conditions.hpp"

namespace keruen {

/// The year's moves of those who have a post: retirement, end of an award, bonds, emigration,
/// return, departure of recruits. Rows that retire or depart are dropped; `tally` counts.
void move_staff(const StaffConditions& c, StaffBlock& block, StaffRecord& tally);

/// Fills the posts that are wanted and vacant with candidates of the year, by their priority.
void hire_natives(const StaffConditions& c, std::vector<StaffBlock>& blocks, StaffRecord& record,
                  Workers& workers);

/// Gives the posts offered to foreigners (`H.foreign_posts`) to candidates of the fixed pool: each
/// applies to the region that it likes best and likes better than home; by priority.
void hire_recruits(const StaffConditions& c, std::vector<StaffBlock>& blocks, StaffRecord& record,
                   Workers& workers);

}  // namespace keruen
