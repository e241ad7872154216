// SPDX-License-Identifier: MIT
#pragma once
#include "models/state.hpp"

namespace keruen {

/// Whoever holds a foreign place gets the visa with probability 1 - r (Bernoulli, keyed by
/// person and host) and enrols there; everybody else in the table studies at home, on a home grant
/// if that was obtained. Continuing students who find no place abroad return.
/// docs/phases/visa-enrol.md
void visa_enrol(const Setup& setup, Year year, const YearTables& tables, Population& population,
                const Applicants& applicants, YearRecord& record, Workers& workers);

}  // namespace keruen
