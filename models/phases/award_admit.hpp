// SPDX-License-Identifier: MIT
#pragma once
#include "models/clearing/clearing.hpp"
#include "models/state.hpp"

namespace keruen {

/// The year's market: one row for each applicant, then one for each certain stayer who seeks a home
/// grant (`stayers`: block and slot of those rows).
struct YearMarket {
    Market market;
    std::vector<std::uint32_t> stayer_block, stayer_slot;
};

/// Every option consumes one capacity: a programme's places or a host's self-funded seats. Priority
/// = score byte (ability, need, or none for a lottery), then the keyed tie of person and capacity,
/// then the row.
YearMarket make_market(const Setup& setup, Year year, const YearTables& tables,
                       const Population& population, const Applicants& applicants,
                       Workers& workers);

/// Awards and admission before enrolment, by student-proposing deferred acceptance in
/// cutoff form. Fills applicants.placed and marks stayers who won a home grant.
/// docs/phases/award-admit.md
void award_admit(const Setup& setup, Year year, const YearTables& tables, Population& population,
                 Applicants& applicants, YearRecord& record, Workers& workers);

}  // namespace keruen
