// SPDX-License-Identifier: MIT
#pragma once
#include "models/state.hpp"

namespace keruen {

/// What a sponsor sees of awards that students of some origins hold at its own universities, in one
/// year; money in nominal USD.
struct AwardsSeen {
    double holders = 0;    ///< people
    double enrolled = 0;   ///< students from these origins at its universities, people
    double living = 0;     ///< paid to holders
    double tuition = 0;    ///< paid for them, to the sponsor's own universities
    double own_share = 0;  ///< of their fees that holders pay themselves
    double fees = 0;       ///< that families from these origins pay its universities, holders' too
    double take_up = 0;    ///< share of these origins' new students abroad without this award who
                           ///< come to its universities
};

constexpr std::size_t kAwardsSeen = 7;  ///< its numbers

/// What there was to see of programme q in a year.
AwardsSeen awards_seen(const Setup& setup, std::size_t t, const YearRecord& record, std::size_t q);

/// What a larger budget is worth, for each unit of ln budget: weight x revenue + (1 - weight) x
/// enrolment, both relative to last year, within [-1, 1]. docs/phases/govern.md
double budget_slope(const AwardsSeen& seen, double weight);

/// The budget a step further up that slope, within the rule's bounds; million USD.
double respond(double budget, double slope, const BudgetRule& rule);

/// Budgets that follow a rule; places of such a programme are what its budget pays.
void respond_with_budgets(Year year, std::size_t t, Policy& policy, GovernmentMemory& memory);

/// A budget pays for the holders who study on; what is left gives places.
void keep_budgets(Policy& policy, std::size_t t, const GovernmentMemory& memory);

/// What budgets will need to know of this year; nothing where there are none.
void observe_awards(const Setup& setup, std::size_t t, const Population& population,
                    const YearRecord& record, GovernmentMemory& memory);

}  // namespace keruen
