// SPDX-License-Identifier: MIT
#include "tests/support/page_rows.hpp"

#include <sstream>

namespace keruen::test {

Cells cells_of(const std::string& line) {
    Cells cells;
    std::istringstream text(line.substr(1));
    for (std::string cell; std::getline(text, cell, '|');) {
        const auto first = cell.find_first_not_of(' ');
        cells.push_back(first == std::string::npos
                            ? ""
                            : cell.substr(first, cell.find_last_not_of(' ') - first + 1));
    }
    return cells;
}

}  // namespace keruen::test
