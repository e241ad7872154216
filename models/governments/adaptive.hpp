// SPDX-License-Identifier: MIT
#pragma once
#include "models/state.hpp"

namespace keruen {

/// Moves a knob for last year's rate of mobility: v + 100 gain (target - rate), within the rule's
/// bounds. An unknown rate moves nothing.
double chase(double value, double rate, const TargetRule& rule);

/// Elasticity of a host's enrolment from an origin in its fee, as a logit has it: price x fee /
/// (fee + living) x (1 - take-up). `price` is choose.price, take-up the host's share of the
/// origin's new students abroad.
double fee_elasticity(double price, double fee, double living, double take_up);

/// The fee, as a share of full cost, a step further up the slope of weight x revenue + (1 - weight)
/// x enrolment, which is weight + elasticity; within the rule's bounds.
double respond(double share, double elasticity, double step, const FeeRule& rule);

/// Gives every programme the rule of selection of year index t.
void set_selections(Policy& policy, std::size_t t);

/// The policy of one year: the schedule, moved by the rules of governments, by integration, by
/// budgets, with bundles made up. Only column `year` differs from the schedule (setup.policy).
/// Updates the governments' part of the memory. docs/phases/govern.md
Policy policy_in_force(const Setup& setup, Year year, Memory& memory);

/// What governments will know of this year when they act next year. `setup` holds the policy in
/// force.
void observe(const Setup& setup, Year year, const Population& population, const YearRecord& record,
             GovernmentMemory& memory);

/// Before any year has been seen.
GovernmentMemory no_memory(const Setup& setup);

/// Spillover and intergovernmentalism: agreements and recognition of one year, and the willingness
/// that carries over.
void integrate(const Setup& setup, std::size_t t, Policy& policy, GovernmentMemory& memory);

}  // namespace keruen
