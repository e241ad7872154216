// SPDX-License-Identifier: MIT
// How far recorded flows stray from a forecast: bands around it (docs/hindcasts.md).
#pragma once
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "models/purposes.hpp"

namespace keruen {

/// What recorded flows do beside what a forecast says of them, found on country pairs to 2017 by
/// the prototype without agents (docs/model.md 11). Log entrants walk at random; the stock takes
/// them up slowly; every record errs.
struct BandRule {
    double innovation;  ///< sd of a year's step of log entrants, at 1,000 students
    double power;       ///< of students / 1,000, by which everything shrinks
};
inline constexpr BandRule kRegionBand{0.41, -0.20}, kPairBand{0.36, -0.08};

/// Standard normal numbers of one year: steps log entrants, errs its record; of the base year only
/// the record counts.
struct YearNormals {
    double step = 0, record = 0;
};

/// How far a flow of 1,000 students itself strays from a forecast, logs; the errors of records
/// after the base are not in it.
struct Stray {
    double entrants = 0;  ///< who sets out in the year
    double stock = 0;     ///< who is under way
};

/// One for each year after the base. normals [0] is the base year, [h] the h-th after it.
std::vector<Stray> strays(const BandRule& rule, std::span<const YearNormals> normals);

/// Variances of the same, `years` ahead.
Stray stray_variance(const BandRule& rule, int years);

/// Log of (recorded / forecast) of a flow of 1,000 students for each year after the base.
/// normals [0] is the base year, [h] the h-th after it.
std::vector<double> stray_path(const BandRule& rule, std::span<const YearNormals> normals);

/// Standard deviation of the same for a flow of `students` at the base, `years` ahead.
double stray_sd(const BandRule& rule, double students, int years);

/// Factor of a flow of `students` against one of 1,000 (students within 100 to 200,000).
double stray_scale(const BandRule& rule, double students);

/// Which draws: those of the flow from `origin` to `host` ("*": what all of them share), codes of
/// regions or countries.
struct StrayKey {
    std::uint64_t seed = 1;
    std::string_view origin, host;
    int base = 0;  ///< year
    std::uint16_t member = 0;
    std::uint16_t purpose = purpose::hindcast;
};

/// Draws of years `base` to `base + years`.
std::vector<YearNormals> stray_normals(const StrayKey& key, int years);

/// Shares of the variance that flows to one host, and from one origin, have in common.
inline constexpr double kHostShare = 0.30, kOriginShare = 0.07;

/// stray_path of a region's flow with its common parts.
std::vector<double> common_stray_path(const BandRule& rule, const StrayKey& key, int years);

}  // namespace keruen
