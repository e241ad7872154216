// SPDX-License-Identifier: MIT
#pragma once
#include "models/state.hpp"

namespace keruen {

/// Who paid whom. Fees go to universities, living spending to the host's economy; a
/// programme pays its share of fees and the stipend, the family the rest. Whole nominal dollars per
/// person, so that paid = received exactly. docs/phases/account.md
void account(const Setup& setup, Year year, YearRecord& record);

}  // namespace keruen
