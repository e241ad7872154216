// SPDX-License-Identifier: MIT
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "models/clearing/clearing.hpp"
#include "models/state.hpp"

namespace keruen {

/// What a run leaves behind so that another one, under another policy, can meet its cutoffs, stocks
/// and whatever governments had observed: what the policy then does is its direct effect, before
/// anybody answers to anybody (docs/decisions/0021-twin-ledger.md).
struct BasePath {
    struct YearPath {
        Memory before;                       ///< what the year knew of the one before
        std::vector<std::int64_t> capacity;  ///< [capacity] places and seats, people
        std::vector<std::uint64_t> cutoff;   ///< [capacity] lowest priority admitted
        std::vector<Selection> selection;    ///< [programme] rule by which the cutoff was found
    };
    std::vector<std::string> programmes;  ///< ids: the two policies may have different ones
    std::vector<YearPath> years;          ///< from the first of the world on

    explicit BasePath(const Policy& policy);
    /// Appends a year: `before` as it was when the year began, `record` as it was left.
    void add(const Setup& setup, Year year, Memory before, const YearRecord& record);
};

/// Replaces what governments and hosts know of the year before by what the base's did: intakes,
/// awards, rates, costs. What they make of it, holders who study on, and what institutions have
/// built, is the policy's own and stays. Students meet the base's stocks in phases/govern.cpp.
void meet_base(const Setup& setup, Year year, Memory& memory);

/// [capacity] cutoffs from which the clearing of year index t starts, if the run meets a base. A
/// capacity as large as the base's, under the same rule of selection, keeps the base's cutoff and
/// gets room for everybody above it; one that the policy itself changes is cleared anew, from 0.
/// The low `row_bits` of a priority depend on who else applies, so that they mean nothing in
/// another run.
std::vector<std::uint64_t> meet_cutoffs(const Setup& setup, std::size_t t, int row_bits,
                                        Market& market);

}  // namespace keruen
