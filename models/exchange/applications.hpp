// SPDX-License-Identifier: MIT
#pragma once
#include <cstdint>
#include <vector>

#include "models/birth.hpp"
#include "models/population.hpp"
#include "models/state.hpp"

namespace keruen {

/// A person at home who asks for a semester abroad, or several alike for whom one agent answers.
struct ExchangeApplicant : Born {
    PersonId person{};
    std::uint32_t people = 0;  ///< who apply, of those for whom the agent answers
    std::uint32_t block = 0, slot = 0;
    bool stayer = false;     ///< block of the certain stayers
    std::uint8_t stage = 0;  ///< Stage
};

/// Share of an origin's students who hear of a semester abroad: 1 if seats are plenty, else so many
/// that a seat draws `exchange.per_seat` applicants.
double exchange_awareness(const Parameters& parameters, double seats, double students);

/// Whether somebody of this stage may go: at home, in the second year of a degree or later, but not
/// in a late year.
constexpr bool may_exchange(int stage) {
    return (stage > kBachelor1 && stage <= kBachelor4) || stage == kMaster2 ||
           (stage > kDoctor1 && stage <= kDoctor3);
}

/// Everybody who applies in the year, ordered by stratum, block and slot. `awareness` [origin]; 0
/// leaves an origin's people unvisited. Who has had a stay in this degree does not apply again.
std::vector<ExchangeApplicant> exchange_applicants(const Setup& setup, Year year,
                                                   const std::vector<double>& awareness,
                                                   Population& population, Workers& workers);

}  // namespace keruen
