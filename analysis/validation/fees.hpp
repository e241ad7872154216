// SPDX-License-Identifier: MIT
// Introductions of fees: what was measured, and what the model does (docs/validation.md).
#pragma once
#include <array>
#include <functional>
#include <map>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "analysis/experiments/run.hpp"
#include "scenarios/diagnostics.hpp"
#include "scenarios/scenario_file.hpp"
#include "scenarios/table.hpp"

namespace keruen {

/// New degree students of a year who have to pay the fee, as measured.
struct FeeOutcome {
    std::string scenario, host;  ///< name in the library; country
    Year year = 0;
    double students = 0;
    bool estimated = false;  ///< from a printed rate of change
};
/// Table fee_outcomes, by scenario and year. The first year of a scenario is that before the fee.
std::vector<FeeOutcome> fee_outcomes(DataPackage& data, Diagnostics& diagnostics);

/// [region] whether most of its countries pay the fee: they have no treaty (home_fees) with the
/// host country by which they pay what its own students pay.
std::vector<bool> paying_regions(const World& world, DataPackage& data, const std::string& host,
                                 Year year);

/// New degree students of each year, means over seeds.
struct FeeRun {
    std::vector<Region> regions;
    std::size_t host = 0;
    std::vector<bool> charged;        ///< [region] most of its countries have to pay the fee
    std::map<Year, Matrix> entrants;  ///< [origin][host]

    /// Those from charged regions who begin at `at`; not those who stay in their own region.
    double paying(Year year, std::size_t at) const;
    /// Effective number of their origins at the host: 1 / sum of squared shares. 0 without any.
    double origins(Year year) const;
};

/// Simulates the scenario to `last`. `price` replaces the parameter choose.price.
FeeRun simulate_fee(const ScenarioFile& scenario, DataPackage& data, const std::string& host,
                    Year last, double price, int seeds, double scale, Workers& workers);

/// choose.price: its value, and the ends of what it may be: the central 90 % of the scenario's
/// posterior sample (then with its median), or without one its whole prior.
struct PriceBand {
    double middle, strong, weak;
};
PriceBand price_band(const ScenarioFile& scenario);

/// What a row tells; all are shares by which something changed.
enum class FeeQuantity : std::uint8_t {
    paying,          ///< new students who pay, since the year before the fee
    recovery,        ///< the same since the first year of the fee
    without_grants,  ///< recovery without the scholarships that came with the fee; not measured
    diverted,        ///< new students from the paying origins at another host, over those had there
                     ///< been no fee
    origins,         ///< effective number of origins of those who pay, over that without the fee
};
inline constexpr std::array kFeeQuantities{"paying", "recovery", "recovery without grants",
                                           "diverted", "origins"};

struct FeeRow {
    std::string scenario, host;  ///< host: country, or the region to which students are diverted
    FeeQuantity quantity{};
    Year since = 0, year = 0;  ///< since 0: against the twin without the fee
    double measured = 0;       ///< NaN if nobody did
    bool estimated = false;
    double simulated = 0, strong = 0, weak = 0;  ///< over the price band
    double free = 0;                             ///< simulated without the fee; NaN: against it
};

/// Rows of every experiment of the table fee_outcomes. `read` gives a scenario by its name; the
/// twin of NAME without the fee is NAME-free. `finished` is called after each simulation with the
/// share done.
std::vector<FeeRow> fee_experiments(const std::function<ScenarioFile(const std::string&)>& read,
                                    DataPackage& data, int seeds, double scale, Workers& workers,
                                    const std::function<void(double)>& finished);

std::string fees_text(const std::vector<FeeRow>& rows);
std::string fees_csv(const std::vector<FeeRow>& rows);
nlohmann::ordered_json fees_json(const std::vector<FeeRow>& rows);

}  // namespace keruen
