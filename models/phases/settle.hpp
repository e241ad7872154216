// SPDX-License-Identifier: MIT
#pragma once
#include "models/state.hpp"

namespace keruen {

/// Who took the last degree abroad stays at the host, goes on to a third region or
/// returns; who has settled returns with a yearly hazard. Staying is a logit around the host's
/// five-year stay share, moved by the wage gap and by changes of post-study work rights; holders of
/// a bond return except for the share that defaults. docs/phases/settle.md
void settle(const Setup& setup, Year year, Population& population, YearRecord& record,
            Workers& workers);

}  // namespace keruen
