// SPDX-License-Identifier: MIT
#pragma once
#include <string>
#include <vector>

#include "models/world/world.hpp"
#include "scenarios/diagnostics.hpp"
#include "scenarios/schema.hpp"

namespace keruen {

/// The columns of a university's own table (docs/own-university.md).
const TableSchema& own_institutions_schema();

/// Reads the text of such a table for the regions and years of a scenario; all mistakes go to
/// `diagnostics`, and with any the result is empty.
std::vector<ImportedInstitution> read_own_institutions(const std::string& text,
                                                       const std::string& file,
                                                       const std::vector<Region>& regions,
                                                       Year first, Year last,
                                                       Diagnostics& diagnostics);

}  // namespace keruen
