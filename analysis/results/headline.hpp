// SPDX-License-Identifier: MIT
#pragma once
#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "analysis/results/result_file.hpp"

namespace keruen {

/// Mobility of one origin under every definition.
struct Rates {
    std::vector<std::string> definitions;   ///< labels
    std::vector<std::string> meanings;      ///< "numerator / denominator" of each
    std::vector<std::vector<double>> rate;  ///< [year][definition] share, NaN where unknown
};

/// People by region and year.
struct PeopleByRegion {
    std::vector<std::string> regions;
    std::vector<std::vector<std::int64_t>> people;  ///< [region][year]
};

/// What a person wants to know first about a run, for one region: finished years from 2013 on.
struct Headline {
    std::string origin;
    std::vector<int> years;  ///< academic years ending
    Rates mobility;
    PeopleByRegion outbound;  ///< students of the region abroad, by host
    PeopleByRegion inbound;   ///< foreign students in the region, by origin
};

/// The region whose headline is shown if nobody asks for another: KAZ, or else the first.
std::string default_origin(const ResultFile& result);

/// `origin` is one of the labels of flows/origin.
Headline headline(const ResultFile& result, const std::string& origin);

/// Tables for people, with their units, in lines of at most 100 characters.
std::string headline_text(const Headline& headline);
nlohmann::ordered_json headline_json(const Headline& headline);

}  // namespace keruen
