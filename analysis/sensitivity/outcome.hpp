// SPDX-License-Identifier: MIT
#pragma once
#include <span>
#include <string>
#include <vector>

#include "analysis/ensemble/member.hpp"

namespace keruen {

/// A figure of one region in one year that runs are compared by.
struct Outcome {
    std::string key;  ///< label of a definition of mobility, or a name such as "abroad"
    std::string prose;
    std::string unit;  ///< "share", "people" or "USD"
    std::size_t definition = 0;
    Grid<std::int64_t, 2> MemberSummary::*counts = nullptr;  ///< null: the definition's rate

    bool is_share() const { return counts == nullptr; }
    /// NaN where the run does not know it.
    double of(const MemberSummary& member, std::size_t year, std::size_t region) const;
};

/// Every one there is: counts and money first, then all definitions of mobility.
std::vector<Outcome> all_outcomes();

/// Those of these keys, in their order; none wanted: the default ones. Throws InputError.
std::vector<Outcome> chosen_outcomes(std::span<const std::string> wanted);

}  // namespace keruen
