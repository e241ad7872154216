// SPDX-License-Identifier: MIT
// Introductions of fees: what was measured, and what the model does (docs/hindcasts.md).
#pragma once
#include <functional>
#include <map>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "models/world/world.hpp"
#include "scenarios/diagnostics.hpp"
#include "scenarios/scenario_file.hpp"
#include "scenarios/table.hpp"

namespace keruen {

class Workers;

/// New degree students of a year who have to pay the fee, as measured.
struct FeeOutcome {
    std::string scenario, host;  ///< name in the library; country
    Year year = 0;
    double students = 0;
    bool estimated = false;  ///< from a printed rate of change
};
/// Table fee_outcomes, by scenario and year. The first year of a scenario is that before the fee.
std::vector<FeeOutcome> fee_outcomes(DataPackage& data, Diagnostics& diagnostics);

/// New degree students at the host from regions most of whose countries pay the fee, by year, mean
/// over seeds: the scenario simulated to `last`. `price` replaces the parameter choose.price.
std::map<Year, double> simulate_fee(const ScenarioFile& scenario, DataPackage& data,
                                    const std::string& host, Year last, double price, int seeds,
                                    double scale, Workers& workers);

/// Change since the year before the fee, shares.
struct FeeRow {
    FeeOutcome outcome;
    Year before = 0;
    double measured = 0;
    double simulated = 0, low = 0, high = 0;  ///< at the price's default, and ends of its prior
    double free = 0;                          ///< simulated without the fee
};

/// The ends of the prior of choose.price; the default is Parameters{}.choose_price.
inline constexpr double kStrongPrice = -2.8, kWeakPrice = -0.8;

/// Every outcome after the first year of each scenario. `read` gives a scenario by its name;
/// the twin of NAME without the fee is NAME-free. `finished` is called after each simulation with
/// the share done.
std::vector<FeeRow> fee_experiments(const std::function<ScenarioFile(const std::string&)>& read,
                                    DataPackage& data, int seeds, double scale, Workers& workers,
                                    const std::function<void(double)>& finished);

std::string fees_text(const std::vector<FeeRow>& rows);
std::string fees_csv(const std::vector<FeeRow>& rows);
nlohmann::ordered_json fees_json(const std::vector<FeeRow>& rows);

}  // namespace keruen
