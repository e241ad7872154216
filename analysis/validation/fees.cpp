// SPDX-License-Identifier: MIT
#include "analysis/validation/fees.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "analysis/experiments/run.hpp"
#include "analysis/results/text_table.hpp"
#include "sim/parallel.hpp"

namespace keruen {

namespace {

const Table& table_of(DataPackage& data, const std::string& name, Diagnostics& diagnostics) {
    const Table* table = data.table(name, diagnostics);
    diagnostics.throw_if_any();
    return *table;
}

/// [region] whether most of its countries pay the fee: they have no treaty (home_fees) with the
/// host by which they pay what its own students pay.
std::vector<bool> charged_regions(const World& world, DataPackage& data, const std::string& host,
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

std::size_t region_with(const World& world, const std::string& country) {
    for (std::size_t r = 0; r < world.regions.size(); ++r) {
        const auto& list = world.regions[r].countries;
        if (std::find(list.begin(), list.end(), country) != list.end()) return r;
    }
    throw std::logic_error(country + " is in no region of its fee experiment");
}

std::string change(double share) {
    return fmt::format("{:+.0f} %", 100 * share);
}

}  // namespace

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

std::map<Year, double> simulate_fee(const ScenarioFile& scenario, DataPackage& data,
                                    const std::string& host, Year last, double price, int seeds,
                                    double scale, Workers& workers) {
    ScenarioFile run = scenario;
    run.parameters.choose_price = price;
    run.last = last;
    RunOptions options;
    options.scale = scale;
    const auto experiment = prepare(run, data, options, workers);
    const World& world = experiment->world;
    const std::vector<bool> charged = charged_regions(world, data, host, world.base + 1);
    const std::size_t h = region_with(world, host);
    std::map<Year, double> entrants;
    for (int k = 0; k < seeds; ++k) {
        experiment->setup.seed = scenario.seed + static_cast<std::uint64_t>(k);
        State state = initial_state(experiment->setup);
        Schedule<YearWork> schedule = academic_year(experiment->setup, workers);
        while (state.next <= last) {
            const Year year = state.next;
            const YearRecord record = simulate_year(experiment->setup, schedule, state, false);
            for (std::size_t o = 0; o < charged.size(); ++o) {
                if (o == h || !charged[o]) continue;
                entrants[year] += static_cast<double>(record.entrants(o, h)) / seeds;
            }
        }
    }
    return entrants;
}

std::vector<FeeRow> fee_experiments(const std::function<ScenarioFile(const std::string&)>& read,
                                    DataPackage& data, int seeds, double scale, Workers& workers,
                                    const std::function<void(double)>& finished) {
    Diagnostics diagnostics;
    std::map<std::string, std::vector<FeeOutcome>> cases;
    for (FeeOutcome& outcome : fee_outcomes(data, diagnostics)) {
        cases[outcome.scenario].push_back(std::move(outcome));
    }
    std::vector<FeeRow> rows;
    double done = 0;
    for (const auto& [name, outcomes] : cases) {
        const ScenarioFile charged = read(name), free = read(name + "-free");
        const FeeOutcome& before = outcomes.front();
        const auto simulate = [&](const ScenarioFile& scenario, double price) {
            auto entrants = simulate_fee(scenario, data, before.host, outcomes.back().year, price,
                                         seeds, scale, workers);
            finished(++done / (4 * static_cast<double>(cases.size())));
            for (auto& [year, students] : entrants) {
                if (year != before.year) students = students / entrants.at(before.year) - 1;
            }
            return entrants;
        };
        const double price = charged.parameters.choose_price;
        const auto middle = simulate(charged, price), without = simulate(free, price);
        const auto strong = simulate(charged, kStrongPrice), weak = simulate(charged, kWeakPrice);
        for (auto outcome = outcomes.begin() + 1; outcome != outcomes.end(); ++outcome) {
            const Year year = outcome->year;
            rows.push_back({*outcome, before.year, outcome->students / before.students - 1,
                            middle.at(year), strong.at(year), weak.at(year), without.at(year)});
        }
    }
    return rows;
}

std::string fees_text(const std::vector<FeeRow>& rows) {
    std::string text = wrapped(
        "New degree students who have to pay a newly introduced fee, change since the year "
        "before it. Simulated: at the default of choose.price, and at the ends of its "
        "prior. Free: simulated without the fee. ~: from a printed rate of "
        "change.",
        0);
    TextTable table(
        {"scenario", "since", "year", "measured", "simulated", "strong", "weak", "free"});
    for (const FeeRow& row : rows) {
        table.add({row.outcome.scenario, fmt::format("{}", row.before),
                   fmt::format("{}", row.outcome.year),
                   fmt::format("{}{}", row.outcome.estimated ? "~" : "", change(row.measured)),
                   change(row.simulated), change(row.low), change(row.high), change(row.free)});
    }
    return text + '\n' + table.text(0);
}

std::string fees_csv(const std::vector<FeeRow>& rows) {
    std::string text =
        "scenario,host,since,year,measured,estimated,simulated,strong_price,weak_price,free\n";
    for (const FeeRow& row : rows) {
        text +=
            fmt::format("{},{},{},{},{:.6g},{},{:.6g},{:.6g},{:.6g},{:.6g}\n", row.outcome.scenario,
                        row.outcome.host, row.before, row.outcome.year, row.measured,
                        row.outcome.estimated ? 1 : 0, row.simulated, row.low, row.high, row.free);
    }
    return text;
}

nlohmann::ordered_json fees_json(const std::vector<FeeRow>& rows) {
    nlohmann::ordered_json list = nlohmann::ordered_json::array();
    for (const FeeRow& row : rows) {
        list.push_back({{"scenario", row.outcome.scenario},
                        {"host", row.outcome.host},
                        {"since", row.before},
                        {"year", row.outcome.year},
                        {"measured", row.measured},
                        {"estimated", row.outcome.estimated},
                        {"simulated", row.simulated},
                        {"strong_price", row.low},
                        {"weak_price", row.high},
                        {"free", row.free}});
    }
    return {{"experiments", list}};
}

}  // namespace keruen
