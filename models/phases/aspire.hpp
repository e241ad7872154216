// SPDX-License-Identifier: MIT
#pragma once
#include "models/state.hpp"

namespace keruen {

/// Which candidates look abroad. At home: logit of ability, income, languages and home
/// seats, never of the foreign alternatives, so that a better alternative takes students only from
/// others. Those who took their last degree abroad look abroad anyway. Who does not aspire begins
/// at home at once, except that bachelor candidates who may win a home grant stay in the table.
/// docs/phases/aspire.md
Applicants aspire(const Setup& setup, Year year, const YearTables& tables, Population& population,
                  YearRecord& record, Workers& workers);

}  // namespace keruen
