// SPDX-License-Identifier: MIT
#pragma once
#include <filesystem>
#include <vector>

#include "analysis/twins/compare.hpp"

namespace keruen {

/// The same comparison from result files recorded with enrolments: one member, and no direct
/// effect, which only a run can tell. Throws InputError unless the files are complete, of one seed,
/// scale, base year, data and set of regions, and hold enrolments.
Comparison compare_files(const std::filesystem::path& base,
                         const std::vector<std::filesystem::path>& others, Workers& workers);

}  // namespace keruen
