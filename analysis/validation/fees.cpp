// SPDX-License-Identifier: MIT
#include "analysis/validation/fees.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>
#include <set>

#include "analysis/ensemble/draws.hpp"
#include "analysis/measures/statistics.hpp"
#include "analysis/results/text_table.hpp"
#include "analysis/sensitivity/prior.hpp"
#include "analysis/validation/skill.hpp"
#include "sim/parallel.hpp"

namespace keruen {

namespace {

const Table& table_of(DataPackage& data, const std::string& name, Diagnostics& diagnostics) {
    const Table* table = data.table(name, diagnostics);
    diagnostics.throw_if_any();
    return *table;
}

std::size_t region_with(const World& world, const std::string& country) {
    for (std::size_t r = 0; r < world.regions.size(); ++r) {
        const auto& list = world.regions[r].countries;
        if (std::find(list.begin(), list.end(), country) != list.end()) return r;
    }
    throw std::logic_error(country + " is in no region of its fee experiment");
}

constexpr double kNobody = std::numeric_limits<double>::quiet_NaN();

/// What was measured beside entrants at the host, by the same sources (docs/model.md 11): the most
/// by which applications to a Norwegian university rose in the first year of Sweden's fee.
struct Diversion {
    std::string_view scenario, region;
    double most;
};
constexpr Diversion kMeasuredDiversion{"sweden-2011", "NOR", 0.45};

std::string change(double share) {
    return std::isnan(share) ? "-" : fmt::format("{:+.0f} %", 100 * share);
}

std::string name_of(FeeQuantity quantity) {
    return kFeeQuantities[static_cast<std::size_t>(quantity)];
}

/// The runs of one experiment, over the price band.
struct FeeCase {
    std::vector<FeeOutcome> outcomes;
    struct Side {
        FeeRun middle, strong, weak;
    };
    Side charged, free, bare;  ///< bare: charged, without the scholarships of the scenario

    const std::string& name() const { return outcomes.front().scenario; }
    Year before() const { return outcomes.front().year; }
    /// A row whose numbers `of` reads from each side's run.
    template <class F>
    FeeRow row(const Side& side, FeeQuantity quantity, F&& of) const {
        FeeRow row{name(), outcomes.front().host, quantity, 0, 0, kNobody};
        row.simulated = of(side.middle);
        row.strong = of(side.strong);
        row.weak = of(side.weak);
        row.free = kNobody;
        return row;
    }
};

/// The number of new students who pay, since another year.
double since(const FeeRun& run, Year before, Year year) {
    return run.paying(year, run.host) / run.paying(before, run.host) - 1;
}

void add_entrants(const FeeCase& fee, std::vector<FeeRow>& rows) {
    const FeeOutcome& before = fee.outcomes.front();
    const FeeOutcome& first = fee.outcomes[1];
    const bool grants = !fee.bare.middle.entrants.empty();
    for (const auto& [from, quantity] :
         {std::pair(&before, FeeQuantity::paying), std::pair(&first, FeeQuantity::recovery)}) {
        for (const FeeOutcome& outcome : fee.outcomes) {
            if (outcome.year <= from->year) continue;
            const auto of = [&, base = from->year](const FeeRun& run) {
                return since(run, base, outcome.year);
            };
            FeeRow row = fee.row(fee.charged, quantity, of);
            row.since = from->year;
            row.year = outcome.year;
            row.measured = outcome.students / from->students - 1;
            row.estimated = outcome.estimated;
            row.free = of(fee.free.middle);
            rows.push_back(row);
            if (quantity != FeeQuantity::recovery || !grants) continue;
            FeeRow bare = fee.row(fee.bare, FeeQuantity::without_grants, of);
            bare.since = row.since;
            bare.year = row.year;
            rows.push_back(bare);
        }
    }
}

/// Over the twin without a fee, in the first year of the fee.
void add_twins(const FeeCase& fee, std::vector<FeeRow>& rows) {
    const Year year = fee.before() + 1;
    const auto add = [&](FeeQuantity quantity, const std::string& host, auto&& of) {
        FeeRow row{fee.name(), host, quantity, 0, year, kNobody};
        row.simulated = of(fee.charged.middle) / of(fee.free.middle) - 1;
        row.strong = of(fee.charged.strong) / of(fee.free.strong) - 1;
        row.weak = of(fee.charged.weak) / of(fee.free.weak) - 1;
        row.free = kNobody;
        const Diversion& known = kMeasuredDiversion;
        if (quantity == FeeQuantity::diverted && known.scenario == fee.name() &&
            known.region == host) {
            row.measured = known.most;
            row.estimated = true;
        }
        rows.push_back(row);
    };
    const FeeRun& run = fee.charged.middle;
    for (std::size_t h = 0; h < run.regions.size(); ++h) {
        // Soft neighbours: home regions of the EHEA, whose people pay nothing at the host.
        if (h == run.host || run.charged[h] || !run.regions[h].home) continue;
        add(FeeQuantity::diverted, run.regions[h].code,
            [&](const FeeRun& one) { return one.paying(year, h); });
    }
    add(FeeQuantity::origins, fee.outcomes.front().host,
        [&](const FeeRun& one) { return one.origins(year); });
}

}  // namespace

std::vector<bool> paying_regions(const World& world, DataPackage& data, const std::string& host,
                                 Year year) {
    Diagnostics diagnostics;
    const Table& table = table_of(data, "home_fees", diagnostics);
    std::set<std::string_view> exempt;
    for (std::size_t row = 0; row < table.rows(); ++row) {
        const std::int64_t to = table.integer("to_year")[row];
        if (table.text("host")[row] == host && table.integer("from_year")[row] <= year &&
            (to == Table::no_integer || year <= to)) {
            exempt.insert(table.text("origin")[row]);
        }
    }
    std::vector<bool> charged;
    for (const Region& region : world.regions) {
        const auto count =
            std::count_if(region.countries.begin(), region.countries.end(),
                          [&](const std::string& country) { return exempt.contains(country); });
        charged.push_back(2 * count < static_cast<std::ptrdiff_t>(region.countries.size()));
    }
    return charged;
}

std::vector<FeeOutcome> fee_outcomes(DataPackage& data, Diagnostics& diagnostics) {
    const Table& table = table_of(data, "fee_outcomes", diagnostics);
    std::vector<FeeOutcome> outcomes;
    for (std::size_t row = 0; row < table.rows(); ++row) {
        outcomes.push_back(
            {std::string(table.text("scenario")[row]), std::string(table.text("host")[row]),
             static_cast<Year>(table.integer("year")[row]), table.number("students")[row],
             table.text("status")[row] != "observed"});
    }
    std::stable_sort(outcomes.begin(), outcomes.end(), [](const auto& a, const auto& b) {
        return a.scenario == b.scenario && a.year < b.year;
    });
    return outcomes;
}

double FeeRun::paying(Year year, std::size_t at) const {
    double sum = 0;
    for (std::size_t o = 0; o < charged.size(); ++o) {
        if (o != at && charged[o]) sum += entrants.at(year)(o, at);
    }
    return sum;
}

double FeeRun::origins(Year year) const {
    const double all = paying(year, host);
    double squares = 0;
    for (std::size_t o = 0; o < charged.size(); ++o) {
        if (o == host || !charged[o]) continue;
        const double share = entrants.at(year)(o, host) / std::max(all, 1.0);
        squares += share * share;
    }
    return squares > 0 ? 1 / squares : 0;
}

PriceBand price_band(const ScenarioFile& scenario) {
    if (scenario.posterior) {
        Diagnostics diagnostics;
        const ParameterSample sample = read_sample(scenario.posterior->file, diagnostics);
        diagnostics.throw_if_any();
        std::vector<double> prices;
        for (std::size_t k = 0; k < sample.draws.size(); ++k) {
            ScenarioFile drawn = scenario;
            sample.apply(k, drawn);
            prices.push_back(drawn.parameters.choose_price);
        }
        if (!prices.empty()) {
            return {quantile(prices, 0.5), quantile(prices, 0.05), quantile(prices, 0.95)};
        }
    }
    const auto [strong, weak] = prior_ends("choose.price");
    return {scenario.parameters.choose_price, strong, weak};
}

FeeRun simulate_fee(const ScenarioFile& scenario, DataPackage& data, const std::string& host,
                    Year last, double price, int seeds, double scale, Workers& workers) {
    ScenarioFile run = scenario;
    run.parameters.choose_price = price;
    run.last = last;
    RunOptions options;
    options.scale = scale;
    const auto experiment = prepare(run, data, options, workers);
    const World& world = experiment->world;
    const std::size_t regions = world.regions.size();
    FeeRun out{world.regions,
               region_with(world, host),
               paying_regions(world, data, host, world.base + 1),
               {}};
    for (int k = 0; k < seeds; ++k) {
        const std::uint64_t seed = scenario.seed + static_cast<std::uint64_t>(k);
        simulate_years(*experiment, seed, workers, [&](Year year, const YearRecord& record) {
            Matrix& sum = out.entrants.try_emplace(year, Matrix({regions, regions})).first->second;
            for (std::size_t o = 0; o < regions; ++o) {
                for (std::size_t h = 0; h < regions; ++h) {
                    sum(o, h) += static_cast<double>(record.entrants(o, h)) / seeds;
                }
            }
        });
    }
    return out;
}

std::vector<FeeRow> fee_experiments(const std::function<ScenarioFile(const std::string&)>& read,
                                    DataPackage& data, int seeds, double scale, Workers& workers,
                                    const std::function<void(double)>& finished) {
    Diagnostics diagnostics;
    std::map<std::string, std::vector<FeeOutcome>> cases;
    for (FeeOutcome& outcome : fee_outcomes(data, diagnostics)) {
        cases[outcome.scenario].push_back(std::move(outcome));
    }
    struct Planned {
        FeeCase fee;
        std::vector<std::pair<ScenarioFile, FeeCase::Side FeeCase::*>> sides;
    };
    std::vector<Planned> plan;
    double sides = 0;
    for (auto& [name, outcomes] : cases) {
        Planned& next = plan.emplace_back();
        next.fee.outcomes = std::move(outcomes);
        const ScenarioFile charged = read(name);
        next.sides = {{charged, &FeeCase::charged}, {read(name + "-free"), &FeeCase::free}};
        if (!charged.programmes.empty()) {
            next.sides.emplace_back(charged, &FeeCase::bare);
            next.sides.back().first.programmes.clear();
        }
        sides += static_cast<double>(next.sides.size());
    }
    std::vector<FeeRow> rows;
    double done = 0;
    for (Planned& planned : plan) {
        FeeCase& fee = planned.fee;
        for (const auto& scenario_and_side : planned.sides) {
            const ScenarioFile& scenario = scenario_and_side.first;
            const PriceBand price = price_band(scenario);
            const auto simulate = [&](double value) {
                FeeRun run = simulate_fee(scenario, data, fee.outcomes.front().host,
                                          fee.outcomes.back().year, value, seeds, scale, workers);
                finished(++done / (3 * sides));
                return run;
            };
            fee.*scenario_and_side.second = {simulate(price.middle), simulate(price.strong),
                                             simulate(price.weak)};
        }
        add_entrants(fee, rows);
        add_twins(fee, rows);
    }
    return rows;
}

std::string fees_text(const std::vector<FeeRow>& rows) {
    std::string text = wrapped(
        "New degree students who have to pay a newly introduced fee (paying), as changes since the "
        "year before it; recovery: since its first year, also without the scholarships that came "
        "with "
        "the fee; diverted: new students from the paying origins at a neighbour that stays free, "
        "and "
        "origins: effective number of origins (one over the sum of squared shares), both against "
        "no "
        "fee. Simulated: at the value of choose.price, and at the strong and weak ends of what it "
        "may "
        "be: its prior, or 90 % of the scenario's posterior. "
        "Free: simulated without the fee. ~: from a printed rate of change; for the diversion, the "
        "most that applications to one university rose.",
        0);
    TextTable table({"scenario", "host", "quantity", "since", "year", "measured", "simulated",
                     "strong", "weak", "free"},
                    3);
    for (const FeeRow& row : rows) {
        table.add({row.scenario, row.host, name_of(row.quantity),
                   row.since == 0 ? "-" : fmt::format("{}", row.since), fmt::format("{}", row.year),
                   fmt::format("{}{}", row.estimated ? "~" : "", change(row.measured)),
                   change(row.simulated), change(row.strong), change(row.weak), change(row.free)});
    }
    return text + '\n' + table.text(0);
}

std::string fees_csv(const std::vector<FeeRow>& rows) {
    std::string text =
        "scenario,host,quantity,since,year,measured,estimated,simulated,strong_price,weak_price,"
        "free\n";
    const auto number = [](double value) {
        return std::isnan(value) ? std::string() : fmt::format("{:.6g}", value);
    };
    for (const FeeRow& row : rows) {
        text += fmt::format("{},{},{},{},{},{},{},{},{},{},{}\n", row.scenario, row.host,
                            name_of(row.quantity),
                            row.since == 0 ? "" : fmt::format("{}", row.since), row.year,
                            number(row.measured), row.estimated ? 1 : 0, number(row.simulated),
                            number(row.strong), number(row.weak), number(row.free));
    }
    return text;
}

nlohmann::ordered_json fees_json(const std::vector<FeeRow>& rows) {
    using Json = nlohmann::ordered_json;
    Json list = Json::array();
    const auto number = [](double value) -> Json {
        if (std::isnan(value)) return nullptr;
        return value;
    };
    for (const FeeRow& row : rows) {
        list.push_back({{"scenario", row.scenario},
                        {"host", row.host},
                        {"quantity", name_of(row.quantity)},
                        {"since", row.since == 0 ? Json() : Json(row.since)},
                        {"year", row.year},
                        {"measured", number(row.measured)},
                        {"estimated", row.estimated},
                        {"simulated", number(row.simulated)},
                        {"strong_price", number(row.strong)},
                        {"weak_price", number(row.weak)},
                        {"free", number(row.free)}});
    }
    return {{"experiments", list}};
}

}  // namespace keruen
