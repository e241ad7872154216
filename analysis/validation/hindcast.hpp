// SPDX-License-Identifier: MIT
// Rolling-origin hindcasts of recorded flows by any forecasters, and their skill.
#pragma once
#include <array>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "analysis/validation/skill.hpp"
#include "models/world/world.hpp"

namespace keruen {

/// Bases at which forecasters stand, and the last year they are judged by.
struct HindcastPlan {
    std::vector<Year> bases{2013, 2014, 2015};
    Year last = 2017;
    /// For the series with a record before 2012: outbound totals, and Kazakhstan to Russia.
    std::vector<Year> long_bases{2008, 2009, 2010, 2011, 2012, 2013, 2014, 2015};
};

/// A measure of one forecaster on one set of flows.
struct SkillRow {
    std::string set, forecaster;
    CountedBy counted = CountedBy::base;
    Year base = 0;    ///< 0: all
    int horizon = 0;  ///< years; 0: all that `least_horizon` allows
    int least_horizon = 1;
    Skill skill;
};

/// Recorded and forecast students of one flow from one base.
struct HindcastPath {
    std::string flow;
    Year base = 0;
    std::vector<double> recorded;                                   ///< [year - base - 1]
    std::vector<std::pair<std::string, std::vector<double>>> said;  ///< by forecaster, medians
};

/// The band of a forecaster around one flow, from one base.
struct HindcastFan {
    std::string flow, forecaster;
    Year base = 0;
    std::vector<double> median;                                ///< [year - base - 1]
    std::array<std::vector<double>, kBands.size()> low, high;  ///< [band][year - base - 1]
};

/// What was recorded of a flow that is followed from several bases.
struct HindcastRecord {
    std::string flow;
    Year first = 0;
    std::vector<double> students;  ///< [year - first]; NaN where nobody recorded
};

struct Hindcast {
    HindcastPlan plan;
    std::size_t constant_pairs = 0;
    std::vector<std::string> forecasters;
    std::vector<SkillRow> rows;
    std::vector<HindcastPath> paths;
    std::vector<HindcastRecord> records;
    std::vector<HindcastFan> fans;
};

/// The pairs judged throughout: recorded in the plan's last year, and known at each of its bases
/// (recorded then or at most two years before).
std::vector<std::size_t> constant_pairs(const FlowPanel& flows, const HindcastPlan& plan);

/// The sets of flows over these pairs: flows between regions (at least 500 students), those of
/// them from or to `focus` (100), and country pairs (200). Pairs of countries in no region are
/// left out.
std::vector<FlowSet> flow_sets(const FlowPanel& flows, const std::vector<std::size_t>& pairs,
                               const std::vector<Region>& regions, const std::string& focus);

/// `forecasters`: persistence first. `totals` as recorded_totals gives them.
Hindcast hindcast(const FlowPanel& flows, const FlowPanel& totals,
                  const std::vector<Forecaster>& forecasters, const std::vector<Region>& regions,
                  const HindcastPlan& plan);

std::string hindcast_text(const Hindcast& hindcast);
std::string hindcast_csv(const Hindcast& hindcast);
nlohmann::ordered_json hindcast_json(const Hindcast& hindcast);

}  // namespace keruen
