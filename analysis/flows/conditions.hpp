// SPDX-License-Identifier: MIT
#pragma once
#include <map>
#include <string>
#include <utility>

#include "scenarios/table.hpp"

namespace keruen {

/// What two countries have in common.
struct Link {
    double log_km = 0;               ///< between capitals
    double language = 0;             ///< share with a common language
    double border = 0, ex_ussr = 0;  ///< 0 or 1
};

/// What is known of countries beside their flows; NaN where nothing is. A year is an academic year
/// ending: prices and incomes are those of the calendar year in which it starts.
class Conditions {
public:
    Conditions(DataPackage& data, Diagnostics& diagnostics);

    /// Symmetric. Throws std::logic_error for a pair that the table lacks.
    const Link& link(const std::string& a, const std::string& b) const;
    double log_cohort(const std::string& country, Year year) const;  ///< persons turning 18
    double log_income(const std::string& country, Year year) const;  ///< GDP a head, constant USD
    /// Log of the real exchange rate, local money per dollar over consumer prices.
    double log_rate(const std::string& country, Year year) const;

private:
    using Series = std::map<std::pair<std::string, Year>, double>;
    static double value(const Series& series, const std::string& country, Year year);
    std::map<std::pair<std::string, std::string>, Link> links_;
    Series cohort_, income_, rate_;
};

}  // namespace keruen
