// SPDX-License-Identifier: MIT
#pragma once
#include <nlohmann/json_fwd.hpp>
#include <string>

#include "analysis/twins/compare.hpp"

namespace keruen {

/// Middle and spread of a figure over members.
struct Spread {
    std::size_t members = 0;
    double mean = 0, low = 0, high = 0;  ///< the 5th and 95th of a hundred members
};

/// Costs of one pair: what programmes spend more, for each student who is mobile because of it.
struct CostPerStudent {
    Spread spending;     ///< nominal USD
    Spread additional;   ///< people
    Spread per_student;  ///< USD, over the members in which there are more mobile students
};
CostPerStudent cost_per_student(const PairResult& pair, std::optional<std::size_t> origin);

/// How much steadier a paired difference is than one of independent runs.
struct Pairing {
    double paired = 0, unpaired = 0;  ///< variances over members
};
/// Over two members or more.
Pairing pairing(const PairResult& pair, std::size_t origin, Quantity quantity);

/// Tables for people, in lines of at most 100 characters, of one origin and of all.
std::string compare_text(const Comparison& comparison, std::size_t origin);
nlohmann::ordered_json compare_json(const Comparison& comparison, std::size_t origin);
/// Every cell of every ledger of the first member, one line each, with a line of titles.
std::string compare_csv(const Comparison& comparison);

/// The other tables, of every origin: what each member says, costs, differences with both variances
/// (nothing of one member), and where people went instead (of the first member).
std::string compare_members_csv(const Comparison& comparison);
std::string compare_costs_csv(const Comparison& comparison);
std::string compare_differences_csv(const Comparison& comparison);
std::string compare_moves_csv(const Comparison& comparison);

}  // namespace keruen
