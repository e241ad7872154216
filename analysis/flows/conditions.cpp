// SPDX-License-Identifier: MIT
#include "analysis/flows/conditions.hpp"

#include <cmath>
#include <limits>
#include <stdexcept>

namespace keruen {

Conditions::Conditions(DataPackage& data, Diagnostics& diagnostics) {
    const Table* pairs = data.table("pairs", diagnostics);
    const Table* cohorts = data.table("cohorts", diagnostics);
    const Table* economy = data.table("economy", diagnostics);
    diagnostics.throw_if_any();
    for (std::size_t row = 0; row < pairs->rows(); ++row) {
        const Link link{std::log(pairs->number("km")[row]), pairs->number("language")[row],
                        static_cast<double>(pairs->integer("border")[row]),
                        static_cast<double>(pairs->integer("ex_ussr")[row])};
        const std::string a(pairs->text("country_a")[row]), b(pairs->text("country_b")[row]);
        links_[{a, b}] = links_[{b, a}] = link;
    }
    for (std::size_t row = 0; row < cohorts->rows(); ++row) {
        cohort_[{std::string(cohorts->text("country")[row]),
                 static_cast<Year>(cohorts->integer("year")[row])}] =
            std::log(cohorts->number("persons")[row]);
    }
    for (std::size_t row = 0; row < economy->rows(); ++row) {
        const std::pair key{std::string(economy->text("country")[row]),
                            static_cast<Year>(economy->integer("year")[row] + 1)};
        income_[key] = std::log(economy->number("gdp_per_capita_usd")[row]);
        rate_[key] = std::log(economy->number("rate")[row] / economy->number("cpi")[row]);
    }
}

double Conditions::value(const Series& series, const std::string& country, Year year) {
    const auto found = series.find({country, year});
    return found == series.end() ? std::numeric_limits<double>::quiet_NaN() : found->second;
}

const Link& Conditions::link(const std::string& a, const std::string& b) const {
    const auto found = links_.find({a, b});
    if (found == links_.end()) throw std::logic_error("no row of " + a + " and " + b + " in pairs");
    return found->second;
}

double Conditions::log_cohort(const std::string& country, Year year) const {
    return value(cohort_, country, year);
}

double Conditions::log_income(const std::string& country, Year year) const {
    return value(income_, country, year);
}

double Conditions::log_rate(const std::string& country, Year year) const {
    return value(rate_, country, year);
}

}  // namespace keruen
