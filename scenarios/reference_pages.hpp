// SPDX-License-Identifier: MIT
#pragma once
#include <string>

namespace keruen {

/// docs/reference/levers.md, generated from lever_families().
std::string levers_page();

/// docs/reference/parameters.md, generated from parameter_declarations().
std::string parameters_page();

}  // namespace keruen
