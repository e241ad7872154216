// SPDX-License-Identifier: MIT
#pragma once
#include "models/state.hpp"

namespace keruen {

/// The consideration set of everybody who looks abroad. Host h is in it with probability
/// 1 - exp(-(b agreements + c promotion + d)), by a keyed draw of person and host, so that more
/// promotion of h adds h to sets and changes nothing else. The present host is always in it.
/// docs/phases/consider.md
void consider(const Setup& setup, Year year, const YearTables& tables, const Population& population,
              Applicants& applicants, Workers& workers);

/// Rows [begin, end) of the applicants that share one block, at most `most` of them; the unit of
/// work of the phases on applicants.
struct Run {
    std::size_t begin, end;
};
std::vector<Run> runs(const Applicants& applicants, std::size_t most);

}  // namespace keruen
