// SPDX-License-Identifier: MIT
#pragma once
#include <vector>

#include "models/exchange/applications.hpp"
#include "models/exchange/seats.hpp"
#include "models/exchange/terms.hpp"

namespace keruen {

/// Neither a programme nor the family pays: the seat stays empty.
inline constexpr ProgrammeIndex kNobodyPays = 254;

/// [seat] who pays for the stay: a programme, the family (kSelfFunded), or nobody. Places go by
/// each programme's rule of selection; a student takes the grant that leaves the family least to
/// pay. Notes places, demand and cutoffs of the credit programmes.
std::vector<ProgrammeIndex> fund_stays(const Setup& setup, Year year, const YearTables& tables,
                                       const Grid<ExchangeTerms, 2>& terms,
                                       const std::vector<ExchangeApplicant>& applicants,
                                       const Seating& seating, YearRecord& record,
                                       Workers& workers);

}  // namespace keruen
