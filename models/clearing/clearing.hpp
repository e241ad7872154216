// SPDX-License-Identifier: MIT
#pragma once
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "sim/parallel.hpp"

namespace keruen {

inline constexpr std::int64_t kUnlimited = std::numeric_limits<std::int64_t>::max();
inline constexpr std::uint64_t kClosed = std::numeric_limits<std::uint64_t>::max();
inline constexpr std::uint8_t kUnplaced = std::numeric_limits<std::uint8_t>::max();

/// One rationed market: n applicants who rank options, m capacities that rank applicants.
///
/// An option of an applicant is one entry of `choice` and `priority`; an applicant may list the
/// same capacity more than once (one programme, several hosts). Priorities are strict: no two
/// applicants have the same one at the same capacity (score in the high bits, then a keyed tie,
/// then something unique). They are below kClosed. An applicant has at most kUnplaced options.
struct Market {
    std::vector<std::uint32_t> weight;    ///< [n] people per applicant
    std::vector<std::uint32_t> first;     ///< [n + 1] where the options of each applicant begin
    std::vector<std::uint8_t> choice;     ///< [first[n]] index of a capacity, best option first
    std::vector<std::uint64_t> priority;  ///< [first[n]] at that capacity: higher wins
    std::vector<std::int64_t> capacity;   ///< [m] people; <= 0 admits nobody, kUnlimited everybody
};

struct Clearing {
    /// [m] lowest priority admitted; 0 = nobody was turned away, kClosed = nobody is admitted
    std::vector<std::uint64_t> cutoff;
    std::vector<std::uint8_t> placed;  ///< [n] rank of the option obtained, or kUnplaced
    std::vector<std::int64_t> people;  ///< [m] people placed
    std::vector<std::int64_t> demand;  ///< [m] people whose first choice it was
    int rounds = 0;                    ///< passes over the capacities in which a cutoff rose
};

/// Student-proposing deferred acceptance in cutoff form (docs/decisions/0003-clearing.md).
///
/// The result has the lowest cutoffs at which everybody obtains the best option that is open to
/// them (priority >= cutoff) and every capacity holds the shortest priority prefix of those who
/// want it whose people reach its places. So `people` exceeds a capacity by less than the weight of
/// the applicant at the cutoff, and by nothing if all weights are 1.
///
/// Cutoffs start at `floor` ([m]) if there is one: whoever is below it is never admitted, and with
/// unlimited places everybody else is.
Clearing clear(const Market& market, Workers& workers, std::span<const std::uint64_t> floor = {});

/// [n] rank of the best option open to each applicant at the given cutoffs ([m]), or kUnplaced.
/// place(market, clear(market, workers).cutoff) is clear(market, workers).placed; with the cutoffs
/// of another world it is the outcome of a counterfactual with frozen cutoffs.
std::vector<std::uint8_t> place(const Market& market, std::span<const std::uint64_t> cutoff);

}  // namespace keruen
