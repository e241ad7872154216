// SPDX-License-Identifier: MIT
#pragma once
#include <string>
#include <vector>

namespace keruen::test {

using Cells = std::vector<std::string>;

/// The cells of a row of a table in Markdown, without the blanks around them.
Cells cells_of(const std::string& line);

}  // namespace keruen::test
