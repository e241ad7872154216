// SPDX-License-Identifier: MIT
#pragma once
#include "models/state.hpp"

namespace keruen {

/// Makes the institutions of a run and puts what changes into its state before the first year,
/// under that year's policy.
void begin_institutions(const Setup& setup, Institutions& institutions, TierCutoffs& cutoffs,
                        Memory& memory);

/// Institutions answer to the year. Enrolment by institution, office staff (posts,
/// turnover, training, English, learning from others where there is an association), agreements and
/// their seats, recognition of credits, English-taught and double-degree programmes, research,
/// quality, indicators and maturity. Draws nothing. docs/phases/institutions.md
void institutions(const Setup& setup, Year year, Institutions& institutions, Memory& memory,
                  YearRecord& record);

}  // namespace keruen
