// SPDX-License-Identifier: MIT
#pragma once
#include <string>
#include <vector>

namespace keruen {

/// Index of the region that --origin names; of KAZ, or else the first, if it names none. Throws
/// InputError if there is no such region.
std::size_t chosen_region(const std::string& wanted, const std::vector<std::string>& codes);

/// Writes a whole file, over any that is there. Throws std::runtime_error.
void write_text(const std::string& path, const std::string& text);

}  // namespace keruen
