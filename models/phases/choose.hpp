// SPDX-License-Identifier: MIT
#pragma once
#include "models/state.hpp"

namespace keruen {

/// Random utility over staying and every considered (host, funding) option. Ranks, best
/// first, the options that are better than staying unaided, at most apply.awards awards. Taste is
/// one keyed Gumbel draw a person and option; foreign options share a nest of dissimilarity lambda
/// through a keyed positive stable variate S: U = V + lambda (ln S + Gumbel) (Kanter 1975), so that
/// a better option only takes students from others. docs/phases/choose.md
void choose(const Setup& setup, Year year, const YearTables& tables, const Population& population,
            Applicants& applicants, Workers& workers);

}  // namespace keruen
