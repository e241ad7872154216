// SPDX-License-Identifier: MIT
#include "scenarios/policy_builder.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <optional>

#include "scenarios/institution_tables.hpp"
#include "scenarios/programmes.hpp"

namespace keruen {

namespace {

class PolicyBuilder {
public:
    PolicyBuilder(const World& world, CountryTables& tables, const RegionWeights& weights)
        : world_(world), tables_(tables), weights_(weights), regions_(world.regions.size()) {}

    Policy build() {
        tuition();
        policy_.refusal = by_pair(tables_.dated("visa", "host", "origin", "year", "refusal"), true);
        policy_.recognition =
            by_pair(tables_.dated("recognition", "origin", "host", "from_year", "share"), false);
        agreements();
        promotion();
        policy_.work_hours = weights_.mean_of_hosts(yearly("work_rights", "hours_per_week"));
        policy_.post_study_months =
            weights_.mean_of_hosts(yearly("work_rights", "post_study_months"));
        policy_.visa_processing =
            weights_.mean_of_hosts(held("reception", "value", "key", "visa_weeks"));
        policy_.support = weights_.mean_of_hosts(held("reception", "value", "key", "support"));
        policy_.foreign_seats =
            Series({regions_, world_.years()}, std::numeric_limits<double>::infinity());
        policy_.entry = Series({regions_, world_.years()}, 1.0);
        policy_.language_training = Series({regions_, world_.years()}, 0.0);
        closures();
        exchange();
        stances();
        programmes();
        set_institution_policy(world_, tables_, policy_);
        return std::move(policy_);
    }

private:
    Grid<double, 2> yearly(const std::string& table, const std::string& column) {
        return tables_.by_year(table, column, world_.first, world_.last, true);
    }

    /// Mean of a dated pair table; `host_first` says which of its two columns comes first.
    Cube by_pair(const CountryTables::Dated& rows, bool host_first) const {
        const auto value = [&](std::size_t a, std::size_t b, Year year) {
            return host_first ? rows.at(b, a, year, 0.0) : rows.at(a, b, year, 0.0);
        };
        return weights_.mean_over_pairs(world_.first, world_.last, value);
    }

    /// Students of some origins pay a host's home price by treaty (home_fees).
    void tuition() {
        const auto home = tables_.by_year("tuition", "value_usd", world_.first, world_.last, true,
                                          "group", "home");
        const auto foreign = tables_.by_year("tuition", "value_usd", world_.first, world_.last,
                                             true, "group", "foreign");
        const Table& table = tables_.table("home_fees");
        std::map<std::pair<std::size_t, std::size_t>, std::pair<Year, Year>> treaty;
        for (std::size_t row = 0; row < table.rows(); ++row) {
            const std::int64_t to = table.integer("to_year")[row];
            treaty[{tables_.find(table.text("origin")[row]),
                    tables_.find(table.text("host")[row])}] = {
                static_cast<Year>(table.integer("from_year")[row]),
                to == Table::no_integer ? 9999 : static_cast<Year>(to)};
        }
        policy_.tuition_home = weights_.mean_of_origins(home);
        const auto price = [&](std::size_t a, std::size_t b, Year year) {
            const auto at = treaty.find({a, b});
            const bool pays_home =
                at != treaty.end() && at->second.first <= year && year <= at->second.second;
            return (pays_home ? home : foreign)(b, world_.index(year));
        };
        policy_.tuition_foreign = weights_.mean_over_pairs(world_.first, world_.last, price);
    }

    /// Agreements of an origin with all countries of a host, mean over the origin's countries.
    void agreements() {
        const auto rows = tables_.dated("agreements", "origin", "host", "from_year", "count");
        policy_.agreements = by_pair(rows, false);
        for (std::size_t o = 0; o < regions_; ++o) {
            for (std::size_t h = 0; h < regions_; ++h) {
                const auto hosts = static_cast<double>(tables_.members(h).size());
                for (std::size_t t = 0; t < world_.years(); ++t)
                    policy_.agreements(o, h, t) *= hosts;
            }
        }
    }

    void closures() {
        Grid<double, 2> open({tables_.size(), world_.years()}, 1.0);
        const Table& table = tables_.table("closures");
        for (std::size_t row = 0; row < table.rows(); ++row) {
            const std::size_t host = tables_.find(table.text("host")[row]);
            const auto year = static_cast<Year>(table.integer("year")[row]);
            if (host == tables_.size() || year < world_.first || year > world_.last) continue;
            open(host, world_.index(year)) = table.number("open")[row];
        }
        policy_.border_open = weights_.mean_of_hosts(open);
    }

    void promotion() {
        const Table& table = tables_.table("promotion");
        std::map<std::size_t, std::map<Year, double>> budgets;
        for (std::size_t row = 0; row < table.rows(); ++row) {
            budgets[tables_.find(table.text("host")[row])]
                   [static_cast<Year>(table.integer("year")[row])] =
                       table.number("million_usd")[row];
        }
        policy_.promotion = Series({regions_, world_.years()});
        for (std::size_t c = 0; c < tables_.size(); ++c) {
            for (std::size_t t = 0; t < world_.years(); ++t) {
                const auto after = budgets[c].upper_bound(world_.year(t));
                if (after == budgets[c].begin()) continue;
                policy_.promotion(tables_.region_of(c), t) += std::prev(after)->second;
            }
        }
    }

    /// [country][year] of a table whose rows hold from a year on and may name any country; with
    /// `by`, its rows with that word in that column.
    Grid<double, 2> held(const std::string& name, const std::string& column, const char* by = "",
                         std::string_view word = "") {
        const Table& table = tables_.table(name);
        std::map<std::string_view, std::map<Year, double>> rows;
        for (std::size_t row = 0; row < table.rows(); ++row) {
            if (!word.empty() && table.text(by)[row] != word) continue;
            rows[table.text("country")[row]][static_cast<Year>(table.integer("from_year")[row])] =
                table.number(column)[row];
        }
        Grid<double, 2> out({tables_.size(), world_.years()});
        for (std::size_t c = 0; c < tables_.size(); ++c) {
            const auto own = rows.find(tables_.code(c));
            const auto& dates = own != rows.end() ? own->second : rows["*"];
            for (std::size_t t = 0; t < world_.years(); ++t) {
                const auto after = dates.upper_bound(world_.year(t));
                if (after != dates.begin()) out(c, t) = std::prev(after)->second;
            }
        }
        return out;
    }

    void exchange() {
        auto hours = [&](std::string_view level) {
            return weights_.mean_of_origins(held("credit_hours", "hours", "level", level));
        };
        policy_.credit_hours_bachelor = hours("bachelor");
        policy_.credit_hours_master = hours("master");
        policy_.credit_hours_doctoral = hours("doctoral");
        policy_.credit_recognition = Series({regions_, world_.years()}, 0.0);
        policy_.virtual_exchange = weights_.mean_of_origins(held("virtual_exchange", "share"));
    }

    /// What governments may do and have not done.
    void stances() {
        const double none = std::numeric_limits<double>::infinity();
        policy_.quota = Cube({regions_, regions_, world_.years()}, none);
        policy_.spillover = Series({regions_, world_.years()});
        policy_.intergovernmental = policy_.spillover;
        policy_.member = world_.member;
        policy_.same_bloc = world_.same_bloc;
    }

    void programmes() {
        const Table& table = tables_.table("programmes");
        for (std::size_t row = 0; row < table.rows(); ++row) {
            auto text = [&](const char* column) { return table.text(column)[row]; };
            Programme p = empty_programme(world_);
            p.id = text("id");
            p.name = text("name");
            p.sponsor = text("sponsor");
            p.kind = kind_named(text("kind"));
            p.months = table.number("months")[row];
            p.requires_bloc = bloc_named(text("requires"));
            p.origins = regions_in(world_, split(text("origins")), p.sponsor);
            p.hosts = regions_in(world_, split(text("hosts")), "");
            p.levels = levels_named(split(text("levels")));
            p.fields = fields_named(split(text("fields")));
            p.foreign_language = text("language") == "foreign";
            fill(p.selections, static_cast<double>(selection_named(text("selection"))));
            p.selection = selection_named(text("selection"));
            fill(p.min_ability, table.number("min_ability")[row]);
            fill(p.years_paid, static_cast<double>(table.integer("years_paid")[row]));
            fill(p.bond_years, static_cast<double>(table.integer("bond_years")[row]));
            values(p);
            policy_.programmes.push_back(std::move(p));
        }
        check_levels(table);
    }

    /// Students have a level of study, academics none.
    void check_levels(const Table& table) {
        for (std::size_t row = 0; row < table.rows(); ++row) {
            const std::string_view levels = table.text("levels")[row];
            const bool staff = policy_.programmes[row].kind == ProgrammeKind::staff;
            if (levels.empty() == staff) continue;
            tables_.diagnostics().add(
                table.place(row, "levels"), fmt::format("levels = \"{}\"", levels),
                staff ? "nothing: a programme for academics" : "bachelor, master or doctoral");
        }
    }

    static void fill(std::vector<double>& series, double value) {
        std::fill(series.begin(), series.end(), value);
    }

    /// Dated values of a programme: each holds until the next.
    void values(Programme& p) {
        const std::map<std::string_view, std::vector<double>*> series{
            {"places", &p.places},
            {"tuition_share", &p.tuition_share},
            {"stipend_usd", &p.stipend},
            {"travel_usd", &p.travel}};
        const Table& table = tables_.table("programme_values");
        std::map<std::string_view, std::map<Year, double>> dated;
        for (std::size_t row = 0; row < table.rows(); ++row) {
            if (table.text("programme")[row] != p.id) continue;
            dated[table.text("key")[row]][static_cast<Year>(table.integer("year")[row])] =
                table.number("value")[row];
        }
        for (const auto& [key, dates] : dated) {
            std::vector<double>& list = *series.at(key);
            for (std::size_t t = 0; t < list.size(); ++t) {
                const auto after = dates.upper_bound(world_.year(t));
                if (after != dates.begin()) list[t] = std::prev(after)->second;
            }
        }
    }

    const World& world_;
    CountryTables& tables_;
    const RegionWeights& weights_;
    std::size_t regions_;
    Policy policy_;
};

}  // namespace

Policy build_policy(const World& world, CountryTables& tables, const RegionWeights& weights) {
    return PolicyBuilder(world, tables, weights).build();
}

}  // namespace keruen
