// SPDX-License-Identifier: MIT
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "analysis/target/surrogate.hpp"
#include "scenarios/levers.hpp"
#include "scenarios/scenario_file.hpp"

namespace keruen {

/// A lever that a package may move: one value from a year on, within bounds.
struct LeverRange {
    std::string key;
    Year from = 0;
    double low = 0, high = 0;
    std::string unit;
    double step = 1;            ///< a power of ten: values are multiples, as a person writes them
    bool accounted = false;     ///< the payer's accounts tell what it costs
    double price = 0;           ///< if not: US dollars a unit and year over the scenario's value
    std::vector<double> as_is;  ///< [year] the scenario's value; empty if it is not one number

    double value(double position) const;
    double position(double value) const;
};

/// Reads "KEY", "KEY=LOW:HIGH" or "KEY@YEAR=LOW:HIGH"; without a year it is `from`. Without bounds
/// they are NaN.
std::optional<LeverRange> read_range(const std::string& text, Year from, Diagnostics& diagnostics);

/// Who pays for a package, and what people say that its levers cost.
struct PackageTerms {
    std::size_t payer = 0;            ///< region
    std::vector<std::string> prices;  ///< "KEY=USD"
    Year last = 0;                    ///< year of the target
};

/// Gives each range the bounds of its lever where it has none, unit, step and price. Adds to
/// `diagnostics`: unknown or repeated levers, bounds that are none, levers that a rule moves, that
/// choose a rule, or that are priced though they cannot be.
void complete_ranges(std::vector<LeverRange>& ranges, const PackageTerms& terms,
                     const ScenarioFile& scenario, const World& world, Policy& policy,
                     Diagnostics& diagnostics);

/// Whether a programme is paid by the region, alone or with others.
bool is_paid_by(const Region& region, const Programme& programme);

/// The scenario with a package of these positions; without any the scenario itself.
ScenarioFile with_package(const ScenarioFile& scenario, const std::vector<LeverRange>& ranges,
                          const Position& at);

/// The nearest position whose values are multiples of the levers' steps.
Position snapped(const std::vector<LeverRange>& ranges, const Position& at);

/// "KEY = { YEAR = VALUE }", a lever a line, for the section [policy] of a scenario file.
std::string package_lines(const std::vector<LeverRange>& ranges, const Position& at);
/// A whole scenario file.
std::string package_toml(const std::vector<LeverRange>& ranges, const Position& at,
                         const std::string& parent, const std::string& title);

}  // namespace keruen
