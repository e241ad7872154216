// SPDX-License-Identifier: MIT
#pragma once
#include <cstdint>
#include <vector>

#include "models/staff/conditions.hpp"

namespace keruen {

/// Sends academics to train abroad on the year's awards: each programme of kind `staff` after those
/// before it, by lots of its own among the academics of its origins who are at home, owe nothing
/// and qualify. Counts demand, awards, holders and hosts of the programmes, and who is away.
/// Returns the rows that left, [block], ascending. docs/phases/staff.md
std::vector<std::vector<std::uint32_t>> train_abroad(const StaffConditions& c,
                                                     std::vector<StaffBlock>& blocks,
                                                     YearRecord& record);

}  // namespace keruen
