// SPDX-License-Identifier: MIT
#pragma once
#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "analysis/results/result_file.hpp"

namespace keruen {

/// Academic staff of one region in the finished years from 2013 on, people.
struct StaffView {
    std::string region;
    std::vector<int> years;  ///< academic years ending
    std::vector<std::string> measures;
    std::vector<std::vector<std::int64_t>> people;  ///< [measure][year]
};

/// Without years if the file was written before there was staff.
StaffView staff_view(const ResultFile& result, const std::string& region);

/// Table for people, in lines of at most 100 characters; empty if the region has no staff.
std::string staff_text(const StaffView& view);
nlohmann::ordered_json staff_json(const StaffView& view);

}  // namespace keruen
