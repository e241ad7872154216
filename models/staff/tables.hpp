// SPDX-License-Identifier: MIT
#pragma once
#include <array>
#include <cstdint>
#include <functional>
#include <limits>
#include <vector>

#include "models/parameters.hpp"
#include "models/staff/faculty.hpp"

namespace keruen {

/// Utility of what nobody can choose.
inline constexpr double kNever = -std::numeric_limits<double>::infinity();

/// What follows from an academic's few bytes, tabulated once a year: the phase looks at everybody.
struct CareerTable {
    /// Contact hours are shared out in units of 2^-20 of the mean.
    static constexpr double kLoadUnit = 1 << 20;

    std::array<std::array<int, kRanks - 1>, 256> from{};  ///< [pace] years of career of each rank
    std::array<std::array<std::int32_t, 256>, kRanks> load{};  ///< [rank][spread] in kLoadUnit

    CareerTable() = default;
    /// A rank takes `staff.rank_years` x the person's pace in 0.5..1.5. Load falls with rank and is
    /// spread between persons, with mean about 1.
    explicit CareerTable(const Parameters& p);

    std::size_t rank(const StaffBlock& block, std::size_t row, Year year) const {
        const int years = year - block.cohort + block.seniority[row];
        const auto& of = from[block.pace[row]];
        return static_cast<std::size_t>((years >= of[0]) + (years >= of[1]) + (years >= of[2]));
    }
};

/// A logit over regions for each of some kinds of people, so that one number tells who goes and
/// another where.
class HostTable {
public:
    HostTable() = default;
    /// `looking` is the share of people who decide at all, `stay` the utility of not going (-inf:
    /// whoever looks goes), utility(kind, region) that of going there (-inf: impossible).
    HostTable(std::size_t kinds, std::size_t regions, double looking, double stay,
              const std::function<double(std::size_t kind, std::size_t region)>& utility);

    /// Who goes: draws below this threshold (sim/random.hpp).
    std::uint64_t going(std::size_t kind) const { return going_[kind]; }
    /// Where to; kAtHome if no region is possible.
    RegionIndex host(std::size_t kind, std::uint32_t bits) const;

private:
    std::size_t regions_ = 0;
    std::vector<std::uint64_t> going_, below_;  // [kind], [kind * regions + region] cumulated
};

/// Kinds of people who look at posts: traits and rank.
inline constexpr std::size_t kPostKinds = 32 * kRanks;
inline std::size_t post_kind(std::uint8_t traits, std::size_t rank) {
    return traits * kRanks + rank;
}

}  // namespace keruen
