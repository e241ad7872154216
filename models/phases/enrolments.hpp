// SPDX-License-Identifier: MIT
#pragma once
#include "models/state.hpp"

namespace keruen {

/// Notes everybody who begins studies at a level this year, at home or abroad, with what they were
/// born with, if the run is to collect enrolments. Changes nothing. docs/phases/panel.md
void note_enrolments(const Setup& setup, Year year, Population& population, YearRecord& record,
                     Workers& workers);

}  // namespace keruen
