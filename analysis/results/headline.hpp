// SPDX-License-Identifier: MIT
#pragma once
#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "analysis/results/result_file.hpp"

namespace keruen {

/// Mobility of one origin under every definition, in the order of definitions().
struct Rates {
    std::vector<std::vector<double>> rate;  ///< [year][definition] share, NaN where unknown
};

/// Other measures of one region, in the order of indicators().
struct RegionMeasures {
    std::vector<std::vector<double>> value;  ///< [year][indicator], NaN where unknown
};

/// What programmes cost, by year.
struct ProgrammeCosts {
    std::vector<std::string> programmes;
    std::vector<std::vector<double>> per_holder;  ///< [year][programme] USD, NaN without holders
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
    RegionMeasures measures;
    ProgrammeCosts costs;
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
