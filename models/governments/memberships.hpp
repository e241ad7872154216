// SPDX-License-Identifier: MIT
#pragma once
#include "models/parameters.hpp"
#include "models/world/policy.hpp"

namespace keruen {

/// Share of the pairs of two regions that are both members of a bloc: that of the data, or the
/// product of the regions' shares where a policy has changed one of them.
double both_members(const World& world, const Policy& policy, std::size_t bloc, std::size_t o,
                    std::size_t h, std::size_t t);

/// Recognition that a common membership of the EHEA carries, share of degrees 0..1.
double lisbon_share(const World& world, const Policy& policy, const Parameters& p, std::size_t o,
                    std::size_t h, std::size_t t);

/// What follows from changed memberships for the common bloc and recognition, in all years. To be
/// called once, when the scenario's values are in place; changes nothing where no membership was
/// changed. docs/phases/govern.md
void apply_memberships(const World& world, const Parameters& parameters, Policy& policy);

}  // namespace keruen
