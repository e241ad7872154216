// SPDX-License-Identifier: MIT
#pragma once
#include <limits>
#include <string>
#include <vector>

#include "models/world/world.hpp"

namespace keruen {

struct Policy;
struct Programme;

/// One number a year that a government sets: of a programme or of a region.
struct Knob {
    std::vector<double> Programme::*of_programme = nullptr;
    Series Policy::*of_region = nullptr;
    std::size_t index = 0;  ///< of the programme or the region
    double& at(Policy& policy, std::size_t t) const;
};

/// What every rule has: a name, and the years in which it acts.
struct DatedRule {
    std::string name;
    Year from = 0, to = 9999;
    bool is_on(Year year) const { return from <= year && year <= to; }
};

/// Target-chasing: from `from` to `to` a knob moves by `gain` for every percentage point that
/// last year's rate was short of the target, within [low, high]. docs/phases/govern.md
struct TargetRule : DatedRule {
    std::size_t region = 0, definition = 0;  ///< definitions() of measures.hpp
    double target = 0;                       ///< share, 0..1
    Knob knob;
    double gain = 0;  ///< units of the knob per percentage point and year
    double low = 0, high = 0;
};

/// Best response: from `from` to `to` host `region` moves the fee of each listed origin, told as a
/// share of the full cost of teaching, along the slope of weight x revenue + (1 - weight) x
/// enrolment, within [low, high].
struct FeeRule : DatedRule {
    std::size_t region = 0;
    std::vector<bool> origins;  ///< [region]
    double weight = 0;          ///< of revenue, 0..1
    double low = 0, high = 1;   ///< share of full cost
};

/// Best response: from `from` to `to` a sponsor moves the budget of a programme that is held at
/// home by others' students along the slope of the same aim (budgets.hpp), within [low, high].
struct BudgetRule : DatedRule {
    std::size_t region = 0;  ///< sponsor and host
    std::size_t programme = 0;
    double weight = 0;         ///< of revenue, 0..1
    double gain = 0;           ///< ln budget per unit of slope and year
    double low = 0, high = 0;  ///< million nominal USD a year
};

}  // namespace keruen
