// SPDX-License-Identifier: MIT
#include "scenarios/institution_tables.hpp"

#include <array>
#include <limits>
#include <map>
#include <string_view>
#include <utility>

namespace keruen {

namespace {

using Dates = std::map<Year, double>;

/// What holds in a year; before the first date, the first; NaN if nothing does.
double at(const Dates& dates, Year year) {
    if (dates.empty()) return std::numeric_limits<double>::quiet_NaN();
    const auto after = dates.upper_bound(year);
    return after == dates.begin() ? after->second : std::prev(after)->second;
}

class Reader {
public:
    Reader(const World& world, CountryTables& tables)
        : world_(world),
          tables_(tables),
          numbers_table_(tables.table("institutions")),
          values_table_(tables.table("institution_values")),
          number_(tables.size()) {
        for (std::size_t row = 0; row < numbers_table_.rows(); ++row) {
            const std::size_t c = tables.find(numbers_table_.text("country")[row]);
            if (c == tables.size()) continue;
            number_[c][static_cast<Year>(numbers_table_.integer("year")[row])] =
                numbers_table_.number("number")[row];
        }
        for (std::size_t c = 0; c < tables.size(); ++c) {
            if (number_[c].empty()) tables.missing(numbers_table_, "number", c);
        }
        for (std::size_t row = 0; row < values_table_.rows(); ++row) {
            const std::size_t c = tables.find(values_table_.text("country")[row]);
            if (c == tables.size()) continue;
            values_[{values_table_.text("key")[row], c}]
                   [static_cast<Year>(values_table_.integer("from_year")[row])] =
                       values_table_.number("value")[row];
        }
    }

    /// [region][year] number of institutions.
    Series number() const {
        Series sum({world_.regions.size(), world_.years()});
        for (std::size_t c = 0; c < tables_.size(); ++c) {
            for (std::size_t t = 0; t < world_.years(); ++t) {
                sum(tables_.region_of(c), t) += at(number_[c], world_.year(t));
            }
        }
        return sum;
    }

    /// [region][year] of a key: mean over institutions, or the sum over countries.
    Series series(std::string_view key, bool summed) {
        Series out({world_.regions.size(), world_.years()});
        const Series whole = number();
        for (std::size_t c = 0; c < tables_.size(); ++c) {
            const Dates& dates = values_[{key, c}];
            if (dates.empty()) tables_.missing(values_table_, key, c);
            for (std::size_t t = 0; t < world_.years(); ++t) {
                const std::size_t r = tables_.region_of(c);
                const double weight = summed ? 1 : at(number_[c], world_.year(t)) / whole(r, t);
                out(r, t) += weight * at(dates, world_.year(t));
            }
        }
        return out;
    }

    /// [region] of a key in the first year.
    std::vector<double> once(std::string_view key) {
        const Series all = series(key, false);
        std::vector<double> out;
        for (std::size_t r = 0; r < world_.regions.size(); ++r) out.push_back(all(r, 0));
        return out;
    }

private:
    const World& world_;
    CountryTables& tables_;
    const Table& numbers_table_;
    const Table& values_table_;
    std::vector<Dates> number_;  // [country]
    std::map<std::pair<std::string_view, std::size_t>, Dates> values_;
};

struct Rule {
    std::string_view key;
    Series Policy::*member;
};
constexpr auto kRules = std::to_array<Rule>({
    {"office_posts", &Policy::office_posts},
    {"office_salary", &Policy::office_salary},
    {"office_training", &Policy::office_training},
    {"reporting", &Policy::reporting},
    {"bologna_offices", &Policy::bologna_offices},
    {"office_association", &Policy::office_association},
    {"agreement_growth", &Policy::agreement_growth},
    {"english_offer", &Policy::english_offer},
    {"double_degrees", &Policy::double_degrees},
    {"branch_campuses", &Policy::branch_campuses},
    {"autonomy", &Policy::autonomy},
    {"public_funding", &Policy::public_funding},
});

}  // namespace

InstitutionFacts institution_facts(const World& world, CountryTables& tables) {
    Reader reader(world, tables);
    InstitutionFacts facts;
    facts.number = reader.number();
    facts.state_share = reader.once("state_share");
    facts.state_size = reader.once("state_size");
    facts.adopted_share = reader.once("adopted_share");
    facts.intergovernmental_share = reader.once("intergovernmental_share");
    facts.nazarbayev_share = reader.once("nazarbayev_share");
    facts.soviet_share = reader.once("soviet_share");
    facts.agreements = reader.once("agreements");
    facts.unsupported = reader.once("unsupported");
    return facts;
}

void set_institution_policy(const World& world, CountryTables& tables, Policy& policy) {
    Reader reader(world, tables);
    for (const auto& [key, member] : kRules) {
        policy.*member = reader.series(key, key == "branch_campuses");
    }
}

}  // namespace keruen
