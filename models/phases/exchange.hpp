// SPDX-License-Identifier: MIT
#pragma once
#include "models/exchange/supply.hpp"
#include "models/state.hpp"

namespace keruen {

/// A student at home who would take the award this year but lacks the credits of a stay abroad.
struct LateStudent {
    std::uint32_t block = 0, slot = 0;
    bool stayer = false;
    std::uint8_t code = 0;  ///< of the stage before the year's end, with kGrantBit
    ProgrammeIndex programme = kSelfFunded;
};

/// Credit mobility of enrolled students (docs/phases/exchange.md): application, slot at the office,
/// seat under an agreement, grant or own money, visa, semester abroad, recognition. Exchange
/// students stay enrolled at home. Returns those who must not take their award this year; the
/// phase `make_up` keeps them, after `progress`.
std::vector<LateStudent> exchange(const Setup& setup, Year year, const YearTables& tables,
                                  const ExchangeSupply& supply, Population& population,
                                  YearRecord& record, Workers& workers);

/// Puts the late into the extra year of their degree, as if `progress` had delayed them: awards
/// that have paid their years end.
void make_up(const Setup& setup, Year year, const std::vector<LateStudent>& late,
             Population& population, YearRecord& record);

}  // namespace keruen
