// SPDX-License-Identifier: MIT
// How well forecasts did: errors against persistence's, and coverage of bands (docs/hindcasts.md).
#pragma once
#include <array>
#include <span>
#include <string>
#include <vector>

#include "analysis/validation/forecast.hpp"

namespace keruen {

/// Which students make a flow count in the measure: those at the base (known when forecasting), or
/// those in the target year (which selects flows that grew).
enum class CountedBy { base, target };

/// A flow to be judged: one series, or the sum of several.
struct JudgedFlow {
    std::string name;                 ///< "KAZ-RUS"
    std::vector<std::size_t> series;  ///< positions in the panel
    std::string cluster;              ///< flows of one cluster (the host) share shocks
};

struct FlowSet {
    std::string name;
    double fewest = 0;  ///< students from which a flow counts
    std::vector<JudgedFlow> flows;
};

/// Central shares of the bands whose coverage is told.
inline constexpr std::array<double, 3> kBands{0.5, 0.8, 0.95};

/// One flow, base and target year.
struct SkillCase {
    std::size_t flow = 0;
    Year base = 0, year = 0;
    double error = 0;                           ///< |log(median forecast / recorded)|
    double reference = 0;                       ///< the same of persistence
    std::array<bool, kBands.size()> covered{};  ///< recorded within the band
    bool has_band = false;                      ///< the forecast has enough members to say
};

/// Sums of a forecast over `series`, one a member. Throws std::logic_error if it says
/// nothing of one.
std::vector<double> sums_of(const Forecast& forecast, const std::vector<std::size_t>& series,
                            Year year);

/// Every flow of `set` with every base and year of `forecasts` of one forecaster that a source
/// recorded. A sum is taken over its series that are recorded in the target year, on both sides.
/// `reference`: persistence at the same bases, in the same order. Forecasts and records below one
/// student count as one. Throws std::logic_error if a forecast says nothing of a counted series.
std::vector<SkillCase> judge(const FlowPanel& recorded, const FlowSet& set,
                             std::span<const Forecast> forecasts,
                             std::span<const Forecast> reference, CountedBy counted);

/// A measure over cases, with a 90 % interval of the ratio by the jackknife over hosts (shocks
/// shared by hosts count, those shared by all do not: too narrow).
struct Skill {
    std::size_t cases = 0, flows = 0;
    double error = 0;                              ///< mean
    double ratio = 0;                              ///< to persistence's mean error
    double low = 0, high = 0;                      ///< of the ratio; NaN with fewer than five hosts
    std::array<double, kBands.size()> coverage{};  ///< NaN without bands
};
Skill skill_of(const FlowSet& set, std::span<const SkillCase> cases);

/// Least number of members from which a band is judged.
inline constexpr std::size_t kFewestMembers = 20;

}  // namespace keruen
