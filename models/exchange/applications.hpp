// SPDX-License-Identifier: MIT
#pragma once
#include <cstdint>
#include <vector>

#include "models/population.hpp"
#include "models/state.hpp"

namespace keruen {

/// A person at home who asks for a semester abroad, or several alike for whom one agent answers.
struct ExchangeApplicant {
    PersonId person{};
    std::uint32_t people = 0;  ///< who apply, of those for whom the agent answers
    std::uint32_t block = 0, slot = 0;
    bool stayer = false;     ///< block of the certain stayers
    std::uint8_t stage = 0;  ///< Stage
    std::uint8_t ability = 0, income = 0;
    bool speaks = false;
    std::uint8_t field = 0;  ///< broad field 0..9
};

/// Ability, income, language and field of a person, recomputed from the key as the phase `enter`
/// draws them; for certain stayers, who keep none of it.
struct Attributes {
    std::uint8_t ability = 0, income = 0;
    bool speaks = false;
    std::uint8_t field = 0;
};
class BirthRules {
public:
    BirthRules(const Setup& setup, std::size_t origin, Year cohort);
    Attributes of(std::uint32_t lane0, std::uint32_t lane1, std::uint32_t lane2) const;

private:
    std::uint32_t speaks_, same_rank_;
};

/// Share of an origin's students who hear of a semester abroad: 1 if seats are plenty, else so many
/// that a seat draws `exchange.per_seat` applicants.
double exchange_awareness(const Parameters& parameters, double seats, double students);

/// Whether somebody of this stage may go: at home, in the second year of a bachelor's or master's
/// degree or later, but not in a late year.
constexpr bool may_exchange(int stage) {
    return (stage > kBachelor1 && stage <= kBachelor4) || stage == kMaster2;
}

/// Everybody who applies in the year, ordered by stratum, block and slot. `awareness` [origin]; 0
/// leaves an origin's people unvisited. Who has had a stay in this degree does not apply again.
std::vector<ExchangeApplicant> exchange_applicants(const Setup& setup, Year year,
                                                   const std::vector<double>& awareness,
                                                   Population& population, Workers& workers);

}  // namespace keruen
