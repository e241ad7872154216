// SPDX-License-Identifier: MIT
#pragma once
#include <string>

#include "analysis/twins/compare.hpp"

namespace keruen {

/// Every cell of every ledger of the first member, one line each, with a line of titles.
std::string compare_csv(const Comparison& comparison);

/// The other tables, of every origin: what each member says, classes, costs, differences with both
/// variances and people more by group (classes, differences and groups: nothing of one member), and
/// where people went instead (of the first).
std::string compare_members_csv(const Comparison& comparison);
std::string compare_classes_csv(const Comparison& comparison);
std::string compare_costs_csv(const Comparison& comparison);
std::string compare_differences_csv(const Comparison& comparison);
std::string compare_groups_csv(const Comparison& comparison);
std::string compare_moves_csv(const Comparison& comparison);

}  // namespace keruen
