// SPDX-License-Identifier: MIT
#include "scenarios/world_builder.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <optional>
#include <set>

#include "scenarios/country_tables.hpp"
#include "scenarios/flow_cells.hpp"
#include "scenarios/institution_tables.hpp"
#include "scenarios/policy_builder.hpp"
#include "scenarios/staff_builder.hpp"
#include "scenarios/weights.hpp"
#include "sim/kernels/fixed.hpp"
#include "sim/kernels/kernels.hpp"

namespace keruen {

namespace {

constexpr Year kHorizon = 2035;  // last year of the data tables
constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();

/// Standard deviation of the log of a log-normal income with Gini coefficient g:
/// sqrt(2) * Phi^-1((1 + g) / 2).
double log_sd(double gini) {
    const auto bits = static_cast<std::uint32_t>((1 + gini) / 2 * 0x1p32);
    double z = 0;
    kernels().normal(1, &bits, &z);
    return std::sqrt(2.0) * z;
}

class Builder {
public:
    Builder(const ScenarioFile& scenario, DataPackage& data, Diagnostics& diagnostics)
        : scenario_(scenario),
          diagnostics_(diagnostics),
          regions_(regions_of(scenario)),
          tables_(data, regions_, diagnostics),
          flow_cells_(read_flow_cells(tables_, known_at(scenario), diagnostics)),
          weights_(tables_, flow_cells_, scenario.base) {
        World& w = world_;
        w.regions = regions_;
        w.first = scenario.first;
        w.base = scenario.base;
        // Entrants are fitted over the whole horizon, whatever part of it a run simulates.
        w.last = std::max(scenario.last, kHorizon);
    }

    World build() {
        territories();
        people();
        flows();
        money();
        dyads();
        quality();
        blocs();
        visas();
        world_.institutions = institution_facts(world_, tables_);
        world_.own_institutions = scenario_.own_institutions;
        return std::move(world_);
    }

    CountryTables& tables() { return tables_; }
    const RegionWeights& weights() const { return weights_; }

private:
    static std::optional<Year> known_at(const ScenarioFile& scenario) {
        return scenario.hindsight ? std::nullopt : std::optional(scenario.base);
    }

    static std::vector<Region> regions_of(const ScenarioFile& scenario) {
        std::vector<Region> list;
        for (const ScenarioRegion& r : scenario.regions) list.push_back(r.region);
        return list;
    }

    /// A territory is part of its country: a scenario that has both would count people twice.
    void territories() {
        const Table& table = tables_.table("territories");
        std::set<std::string_view> told;
        for (std::size_t row = 0; row < table.rows(); ++row) {
            const std::string_view part = table.text("territory")[row];
            const std::string_view whole = table.text("country")[row];
            if (tables_.find(part) == tables_.size() || tables_.find(whole) == tables_.size()) {
                continue;
            }
            if (!told.insert(part).second) continue;
            diagnostics_.add(
                {scenario_.name}, fmt::format("the country {} and its territory {}", whole, part),
                "either a country or its territories", "take one of them out of its region");
        }
    }

    Grid<double, 2> yearly(const std::string& table, const std::string& column,
                           bool required = true) {
        return tables_.by_year(table, column, world_.first, world_.last, required);
    }

    Series sum(const Grid<double, 2>& by_country) const {
        Series out({regions_.size(), by_country.extent(1)});
        for (std::size_t c = 0; c < tables_.size(); ++c) {
            for (std::size_t t = 0; t < by_country.extent(1); ++t) {
                out(tables_.region_of(c), t) += by_country(c, t);
            }
        }
        return out;
    }

    void people() {
        const auto enrolment = yearly("enrolment", "students");
        const auto count_share = tables_.once("study_mode", "count_share");
        world_.cohort = sum(yearly("cohorts", "persons"));
        world_.home_enrolment = sum(enrolment);
        world_.university_enrolment = sum(yearly("enrolment", "university_students", false));
        world_.outbound_known = sum(yearly("outbound", "students", false));
        Grid<double, 2> counts = enrolment;
        for (std::size_t c = 0; c < tables_.size(); ++c) {
            for (std::size_t t = 0; t < world_.years(); ++t) counts(c, t) *= count_share[c];
        }
        world_.count_share = sum(counts);
        for (std::size_t k = 0; k < world_.count_share.values().size(); ++k) {
            world_.count_share.values()[k] /= world_.home_enrolment.values()[k];
        }
        world_.full_time = Matrix({regions_.size(), regions_.size()}, 1.0);
        const auto full_time = tables_.dated("full_time", "origin", "host", "from_year", "share");
        world_.full_time = weights_.mean_over_pairs(
            [&](std::size_t a, std::size_t b) { return full_time.at(a, b, world_.last, 1.0); });
    }

    void flows() {
        const std::size_t regions = regions_.size();
        world_.stock = Cube({regions, regions, world_.years()}, kUnknown);
        world_.stock_mark = Grid<Mark, 3>({regions, regions, world_.years()}, Mark::unknown);
        Cube largest({regions, regions, world_.years()}, -1.0);
        for (const FlowCell& cell : flow_cells_) {
            if (cell.year < world_.first || cell.year > world_.last) continue;
            const std::size_t o = tables_.region_of(cell.origin), h = tables_.region_of(cell.host);
            const std::size_t t = world_.index(cell.year);
            double& stock = world_.stock(o, h, t);
            stock = std::isnan(stock) ? cell.students : stock + cell.students;
            if (cell.students > largest(o, h, t)) {
                largest(o, h, t) = cell.students;
                world_.stock_mark(o, h, t) = cell.mark;
            }
        }
        momentum();
    }

    /// The base year of table `momentum` that serves: the run's, else the last before it, else the
    /// first.
    Year momentum_base(const std::vector<std::int64_t>& bases) const {
        std::int64_t first = std::numeric_limits<std::int64_t>::max(), last = 0;
        for (const std::int64_t base : bases) {
            first = std::min(first, base);
            if (base <= world_.base) last = std::max(last, base);
        }
        return static_cast<Year>(last > 0 ? last : first);
    }

    /// g* of a region's flow: mean over country pairs, weighted by their stocks of the base year.
    void momentum() {
        const std::size_t regions = regions_.size();
        world_.momentum = Matrix({regions, regions});
        Matrix total({regions, regions});
        const Table& table = tables_.table(scenario_.hindsight ? "momentum" : "known_momentum");
        const auto& base = table.integer("base");
        const Year serving = momentum_base(base);
        for (std::size_t row = 0; row < table.rows(); ++row) {
            if (base[row] != serving) continue;
            const std::size_t a = tables_.find(table.text("origin")[row]);
            const std::size_t b = tables_.find(table.text("host")[row]);
            if (a == tables_.size() || b == tables_.size()) continue;
            const double weight = weights_.pair(a, b);
            const std::size_t o = tables_.region_of(a), h = tables_.region_of(b);
            world_.momentum(o, h) += weight * table.number("momentum")[row];
            total(o, h) += weight;
        }
        for (std::size_t k = 0; k < total.values().size(); ++k) {
            if (total.values()[k] > 0) world_.momentum.values()[k] /= total.values()[k];
        }
    }

    void money() {
        world_.living = weights_.mean_of_hosts(yearly("living", "value_usd"));
        world_.income = weights_.mean_of_origins(yearly("income", "mean_income_usd2017"));
        world_.income_log_sd = weights_.mean_of_origins(yearly("income", "gini"));
        for (double& value : world_.income_log_sd.values()) value = log_sd(value);
        // Academic year Y pays the prices of calendar year Y - 1, in which it starts.
        const Year first = std::min(world_.first - 1, 2017), last = std::max(world_.last - 1, 2017);
        const auto rate = tables_.by_year("economy", "rate", first, last, true);
        const auto cpi = tables_.by_year("economy", "cpi", first, last, true);
        Grid<double, 2> real({tables_.size(), world_.years()});
        for (std::size_t c = 0; c < tables_.size(); ++c) {
            for (std::size_t t = 0; t < world_.years(); ++t) {
                const auto k = static_cast<std::size_t>(world_.year(t) - 1 - first);
                real(c, t) =
                    rate(c, k) / rate(c, static_cast<std::size_t>(2017 - first)) / cpi(c, k);
            }
        }
        world_.real_rate = weights_.mean_of_origins(real);
        world_.student_cost = weights_.mean_of_hosts(yearly("student_cost", "value_usd"));
        world_.stay_rate = Series({regions_.size(), world_.years()});
        Grid<double, 2> stay({tables_.size(), world_.years()});
        const auto share = tables_.once("stay_rates", "five_year_share");
        for (std::size_t c = 0; c < tables_.size(); ++c) {
            for (std::size_t t = 0; t < world_.years(); ++t) stay(c, t) = share[c];
        }
        world_.stay_rate = weights_.mean_of_hosts(stay);
    }

    void dyads() {
        std::map<std::pair<std::size_t, std::size_t>, std::size_t> rows;
        const Table& table = tables_.table("pairs");
        for (std::size_t row = 0; row < table.rows(); ++row) {
            rows[{tables_.find(table.text("country_a")[row]),
                  tables_.find(table.text("country_b")[row])}] = row;
        }
        auto mean = [&](auto&& value) {
            return weights_.mean_over_pairs([&](std::size_t a, std::size_t b) {
                const auto at = rows.find({a, b});
                return at == rows.end() ? kUnknown : value(at->second);
            });
        };
        const auto& km = table.number("km");
        world_.log_distance = mean([&](std::size_t row) { return fixed_log(km[row] / 1000); });
        const auto& language = table.number("language");
        world_.language = mean([&](std::size_t row) { return language[row]; });
        const auto& ex_ussr = table.integer("ex_ussr");
        world_.ex_ussr = mean([&](std::size_t row) { return static_cast<double>(ex_ussr[row]); });
    }

    /// Saturating in the number of universities in the QS top 500.
    void quality() {
        world_.quality = sum(yearly("quality", "top500"));
        for (double& n : world_.quality.values()) {
            n = n / (n + scenario_.parameters.choose_quality_half);
        }
    }

    /// [bloc][country][year] 1 for members.
    Grid<std::uint8_t, 3> memberships() {
        Grid<std::uint8_t, 3> members({kBlocs.size(), tables_.size(), world_.years()});
        const Table& table = tables_.table("memberships");
        for (std::size_t row = 0; row < table.rows(); ++row) {
            const auto name = std::find(kBlocs.begin(), kBlocs.end(), table.text("bloc")[row]);
            const std::size_t c = tables_.find(table.text("country")[row]);
            if (name == kBlocs.end() || c == tables_.size()) continue;
            const auto bloc = static_cast<std::size_t>(name - kBlocs.begin());
            const std::int64_t from = table.integer("from_year")[row];
            const std::int64_t to = table.integer("to_year")[row];
            for (std::size_t t = 0; t < world_.years(); ++t) {
                const Year year = world_.year(t);
                members(bloc, c, t) = from <= year && (to == Table::no_integer || year <= to);
            }
        }
        return members;
    }

    void blocs() {
        const Grid<std::uint8_t, 3> members = memberships();
        const auto both = [&](std::size_t bloc, std::size_t a, std::size_t b, Year year) {
            const std::size_t t = world_.index(year);
            return members(bloc, a, t) != 0 && members(bloc, b, t) != 0;
        };
        for (std::size_t bloc = 0; bloc < kBlocs.size(); ++bloc) {
            Grid<double, 2> share({tables_.size(), world_.years()});
            for (std::size_t c = 0; c < tables_.size(); ++c) {
                for (std::size_t t = 0; t < world_.years(); ++t) share(c, t) = members(bloc, c, t);
            }
            world_.member[bloc] = weights_.mean_of_hosts(share);
            world_.bloc_pairs[bloc] = weights_.mean_over_pairs(
                world_.first, world_.last, [&](std::size_t a, std::size_t b, Year year) {
                    return both(bloc, a, b, year) ? 1.0 : 0.0;
                });
        }
        world_.same_bloc = weights_.mean_over_pairs(
            world_.first, world_.last, [&](std::size_t a, std::size_t b, Year year) {
                return both(kEhea, a, b, year) || both(kEaeu, a, b, year) ? 1.0 : 0.0;
            });
        world_.ehea_member = world_.member[kEhea];
    }

    /// Free movement has rows of its own.
    void visas() {
        const auto needed = tables_.dated("visa", "host", "origin", "year", "needed");
        world_.visa_needed = weights_.mean_over_pairs(
            world_.first, world_.last,
            [&](std::size_t a, std::size_t b, Year year) { return needed.at(b, a, year, 1.0); });
    }

    const ScenarioFile& scenario_;
    Diagnostics& diagnostics_;
    std::vector<Region> regions_;
    CountryTables tables_;
    std::vector<FlowCell> flow_cells_;
    RegionWeights weights_;
    World world_;
};

/// Rows of every table by mark, for the countries of the scenario.
std::vector<Gap> list_gaps(DataPackage& data, CountryTables& tables) {
    std::vector<Gap> gaps;
    const auto& countries = tables.table("countries").text("country");
    const std::set<std::string_view> known(countries.begin(), countries.end());
    const auto elsewhere = [&](std::string_view code) {
        return known.count(code) > 0 && tables.find(code) == tables.size();
    };
    for (const TableSchema& schema : data.schemas()) {
        if (schema.find("status") == schema.fields.size()) continue;
        const Table& table = tables.table(schema.name);
        const std::string key = schema.fields.front().name;
        std::map<std::string, std::pair<std::size_t, std::set<std::string>>> marks;
        for (std::size_t row = 0; row < table.rows(); ++row) {
            const std::string status(table.text("status")[row]);
            if (status == "observed" || elsewhere(table.text(key)[row])) continue;
            auto& [rows, who] = marks[status];
            ++rows;
            who.insert(std::string(table.text(key)[row]));
        }
        for (const auto& [mark, group] : marks) {
            std::string names;
            for (const std::string& name : group.second) names += (names.empty() ? "" : " ") + name;
            gaps.push_back({schema.name,
                            fmt::format("{} of {} rows: {}", group.first, table.rows(), names),
                            schema.description, mark});
        }
    }
    return gaps;
}

}  // namespace

BuiltWorld build_world(const ScenarioFile& scenario, DataPackage& data, Diagnostics& diagnostics) {
    Builder builder(scenario, data, diagnostics);
    BuiltWorld built;
    built.world = builder.build();
    built.policy = build_policy(built.world, builder.tables(), builder.weights());
    build_staff(built.world, built.policy, builder.tables());
    built.gaps = list_gaps(data, builder.tables());
    return built;
}

}  // namespace keruen
