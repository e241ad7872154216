// SPDX-License-Identifier: MIT
#pragma once
#include "models/state.hpp"

namespace keruen {

/// Students abroad who go on to another year there: stock - graduates - dropouts.
Flow carried_over(const YearRecord& record);

/// Throws std::logic_error naming the first law that does not hold at the end of a year: every
/// agent in exactly one place; stock = those carried over + entrants; those who study on = stock -
/// exits; places overfilled by less than one agent; money paid = money received.
void check_conservation(const Setup& setup, const Population& population, const Memory& before,
                        const YearRecord& record);

}  // namespace keruen
