// SPDX-License-Identifier: MIT
#pragma once
#include <functional>

#include "analysis/twins/compare.hpp"

namespace keruen {

/// Middle and spread of a figure over members.
struct Spread {
    std::size_t members = 0;
    double mean = 0, low = 0, high = 0;  ///< the 5th and 95th of a hundred members
};
/// Of values that may be none.
Spread spread_of(const std::vector<double>& values);

/// f of every member.
Spread spread_over(const std::vector<PairMember>& members,
                   const std::function<double(const PairMember&)>& f);

/// People of a class, of one origin or of all; direct and feedback over the members whose direct
/// effect is known.
struct ClassSpread {
    Spread total, direct, feedback;
};
ClassSpread class_spread(const PairResult& pair, std::optional<std::size_t> origin,
                         TwinClass which);

/// Newly mobile less crowded out of a group (groups_of), of one origin or of all.
Spread additional_of_group(const PairResult& pair, std::optional<std::size_t> origin,
                           std::size_t group);

/// Costs of one pair: what programmes spend more, for each student who is mobile because of it.
struct CostPerStudent {
    Spread spending;     ///< nominal USD
    Spread additional;   ///< people
    Spread per_student;  ///< USD, over the members in which there are more mobile students
};
CostPerStudent cost_per_student(const PairResult& pair, std::optional<std::size_t> origin);

/// How much steadier a paired difference is than one of independent runs.
struct Pairing {
    Spread difference;
    double paired = 0, unpaired = 0;  ///< variances over members
};
/// Over two members or more.
Pairing pairing(const PairResult& pair, std::size_t origin, Quantity quantity);

}  // namespace keruen
