// SPDX-License-Identifier: MIT
#pragma once
#include "models/state.hpp"

namespace keruen {

/// Whether a region, or one of its countries, pays for a programme. Nobody's are those of blocs.
bool is_sponsor(const Region& region, const Programme& programme);

/// [origin][host] soft-hard index of the year: 1 - mean net price / full cost. Net price = fee less
/// what awards cover of it, mean over the students the host has of the origin (the fee where there
/// are none). Awards that the origin itself sponsors do not make a host soft, and do not count.
/// Full cost = World::student_cost. 1: free for the student; 0: pays the full cost; below: more.
/// NaN on the diagonal of a region of one country. `setup` holds the policy in force.
Matrix soft_hard_index(const Setup& setup, std::size_t t, const YearRecord& record);

}  // namespace keruen
