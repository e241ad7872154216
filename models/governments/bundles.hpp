// SPDX-License-Identifier: MIT
#pragma once
#include <cstddef>
#include <vector>

#include "models/world/policy.hpp"

namespace keruen {

inline constexpr double kLongestStudies = 5;  ///< years: an award that pays as long as studies last

/// Who may hold a bundle, from its members: whoever may hold all of them.
void join_eligibility(const Policy& policy, Programme& bundle);

/// Makes the bundles of year index t out of their members: cover is the sum (tuition at most once),
/// bond the longest, threshold the highest, years paid the fewest. A bundle gets no more places
/// than each member has, and each member gives up as many: a place of a bundle is a place of all
/// its members (ADR 0015). To be called once on a year of a policy.
void join_bundles(Policy& policy, std::size_t t);

/// What one programme pays of an award.
struct Part {
    std::size_t programme = 0;
    double tuition_share = 0;  ///< of the fee
    double stipend = 0;        ///< with travel, nominal USD per year
};

/// Who pays for award q in year index t: the programme itself, or the members of the bundle, of
/// which the later ones pay the tuition that the earlier ones leave.
std::vector<Part> parts_of(const Policy& policy, std::size_t q, std::size_t t);

}  // namespace keruen
