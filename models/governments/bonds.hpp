// SPDX-License-Identifier: MIT
#pragma once
#include <limits>

#include "models/state.hpp"

namespace keruen {

// Return obligations. Who takes up an award abroad with a bond owes the years of work at home that
// the award asks for in that year, whatever pays later. Debts are kept in the order of slots and
// worked off at home after the studies.

inline constexpr std::size_t kNoDebt = std::numeric_limits<std::size_t>::max();

/// Position of a person among the block's debts, or kNoDebt.
std::size_t debt_of(const MoverBlock& block, std::uint32_t slot);

/// Notes the debt of somebody who takes up an award; the longer of two debts counts.
void bind_to_return(MoverBlock& block, std::uint32_t slot, ProgrammeIndex programme, int years);

/// A year of work for everybody who is at home and out of education; debts of 0 are forgotten.
/// Fills record.bonded: people by programme who owe years after this, wherever they are.
void work_off(Population& population, YearRecord& record);

}  // namespace keruen
