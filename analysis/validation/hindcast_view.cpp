// SPDX-License-Identifier: MIT
// How hindcasts are printed.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "analysis/results/text_table.hpp"
#include "analysis/validation/hindcast.hpp"

namespace keruen {

namespace {

const char* name_of(CountedBy counted) {
    return counted == CountedBy::base ? "base" : "target";
}

nlohmann::ordered_json number_json(double value) {
    if (std::isnan(value)) return nullptr;
    return value;
}

const SkillRow* find(const Hindcast& hindcast, const std::string& set, const std::string& who,
                     CountedBy counted, Year base, int horizon) {
    for (const SkillRow& row : hindcast.rows) {
        if (row.set == set && row.forecaster == who && row.counted == counted && row.base == base &&
            (base != 0 || row.horizon == horizon)) {
            return &row;
        }
    }
    return nullptr;
}

/// Persistence tells its error, the others their share of it.
std::string cell(const SkillRow* row, bool persistence) {
    if (row == nullptr) return "-";
    return fmt::format("{:.2f}", persistence ? row->skill.error : row->skill.ratio);
}

std::string interval(const SkillRow* row, bool persistence) {
    if (row == nullptr || persistence || std::isnan(row->skill.low)) return "";
    return fmt::format("[{:.2f}, {:.2f}]", row->skill.low, row->skill.high);
}

std::string set_table(const Hindcast& hindcast, const std::string& set,
                      const std::vector<Year>& bases, int longest, bool by_target) {
    std::vector<std::string> titles{"forecaster"};
    for (const Year base : bases) titles.push_back(fmt::format("{}", base));
    for (int h = 1; h <= longest; ++h) titles.push_back(fmt::format("{}y", h));
    titles.emplace_back("2+");
    titles.emplace_back("90 %");
    if (by_target) titles.emplace_back("2+ target");
    TextTable table(titles);
    for (const std::string& who : hindcast.forecasters) {
        const bool persistence = who == hindcast.forecasters.front();
        const auto row = [&](Year base, int horizon, CountedBy counted = CountedBy::base) {
            return find(hindcast, set, who, counted, base, horizon);
        };
        std::vector<std::string> cells{persistence ? who + " (error)" : who};
        for (const Year base : bases) cells.push_back(cell(row(base, 0), persistence));
        for (int h = 1; h <= longest; ++h) cells.push_back(cell(row(0, h), persistence));
        cells.push_back(cell(row(0, 0), persistence));
        cells.push_back(interval(row(0, 0), persistence));
        if (by_target) cells.push_back(cell(row(0, 0, CountedBy::target), persistence));
        table.add(std::move(cells));
    }
    const SkillRow* all = find(hindcast, set, hindcast.forecasters.front(), CountedBy::base, 0, 0);
    return fmt::format("\n{} (flows: {}; cases at two years and more: {})\n{}", set,
                       all == nullptr ? 0 : all->skill.flows, all == nullptr ? 0 : all->skill.cases,
                       table.text(2));
}

std::string share(double value) {
    return std::isnan(value) ? "-" : fmt::format("{:.0f}", 100 * value);
}

/// How often records lay within the bands of those forecasters that have some.
std::string coverage_table(const Hindcast& hindcast, const std::vector<std::string>& sets,
                           int longest) {
    std::vector<std::string> titles{"", "within"};
    for (int h = 1; h <= longest; ++h) titles.push_back(fmt::format("{}y", h));
    titles.emplace_back("2+");
    TextTable table(titles, 2);
    bool any = false;
    for (const std::string& who : hindcast.forecasters) {
        for (const std::string& set : sets) {
            const auto row = [&](int horizon) {
                return find(hindcast, set, who, CountedBy::base, 0, horizon);
            };
            if (row(0) == nullptr || std::isnan(row(0)->skill.coverage.front())) continue;
            any = true;
            for (std::size_t k = 0; k < kBands.size(); ++k) {
                std::vector<std::string> cells{k == 0 ? who + ", " + set : std::string(),
                                               fmt::format("{:.0f} %", 100 * kBands[k])};
                for (int h = 1; h <= longest; ++h) {
                    cells.push_back(row(h) == nullptr ? "-" : share(row(h)->skill.coverage[k]));
                }
                cells.push_back(share(row(0)->skill.coverage[k]));
                table.add(std::move(cells));
            }
        }
    }
    if (!any) return "";
    return '\n' +
           wrapped(
               "Share of records, in percent, within the central 50, 80 and 95 % of a "
               "forecaster's band, by horizon:",
               0) +
           '\n' + table.text(2);
}

std::string path_table(const HindcastPath& path) {
    std::vector<std::string> titles{fmt::format("{} from {}", path.flow, path.base)};
    std::vector<std::string> recorded{"recorded"};
    const auto people = [](double value) {
        return std::isnan(value) ? std::string("-") : thousands(std::llround(value));
    };
    for (std::size_t h = 0; h < path.recorded.size(); ++h) {
        titles.push_back(fmt::format("{}", path.base + static_cast<Year>(h) + 1));
        recorded.push_back(people(path.recorded[h]));
    }
    TextTable table(titles);
    table.add(std::move(recorded));
    for (const auto& [who, values] : path.said) {
        std::vector<std::string> cells{who};
        for (const double value : values) cells.push_back(people(value));
        table.add(std::move(cells));
    }
    return '\n' + table.text(0);
}

}  // namespace

std::string hindcast_text(const Hindcast& hindcast) {
    const HindcastPlan& plan = hindcast.plan;
    std::string text = wrapped(
        fmt::format(
            "Errors of forecasts of recorded flows: mean |log(forecast / recorded)|, told for "
            "persistence, and of the others as a share of persistence's (below 1: better). Columns "
            "{} to {}: from that base to {}; 1y to {}y: by horizon, all bases; 2+: two years and "
            "more, with a 90 % interval by the jackknife over hosts. {} pairs of countries "
            "throughout. Flows count by their students at the base; in the last column by those in "
            "the target year, which selects flows that grew.",
            plan.bases.front(), plan.bases.back(), plan.last, plan.last - plan.bases.front(),
            thousands(static_cast<std::int64_t>(hindcast.constant_pairs))),
        0);
    std::vector<std::string> sets;
    for (const SkillRow& row : hindcast.rows) {
        if (std::find(sets.begin(), sets.end(), row.set) == sets.end()) sets.push_back(row.set);
    }
    for (const std::string& set : sets) {
        const bool both =
            find(hindcast, set, hindcast.forecasters.front(), CountedBy::target, 0, 0) != nullptr;
        const auto& bases = both ? plan.bases : plan.long_bases;
        text += set_table(hindcast, set, both ? bases : std::vector<Year>{},
                          plan.last - bases.front(), both);
    }
    text += coverage_table(hindcast, sets, plan.last - plan.bases.front());
    text += '\n' + wrapped(fmt::format("The last sets have the bases {}. Students, as said in {}:",
                                       fmt::join(plan.long_bases, ", "), plan.long_bases.front()),
                           0);
    for (const HindcastPath& path : hindcast.paths) text += path_table(path);
    return text;
}

std::string hindcast_csv(const Hindcast& hindcast) {
    std::string text =
        "set,counted_by,forecaster,base,horizon,least_horizon,flows,cases,error,ratio,low,high,"
        "coverage_50,coverage_80,coverage_95\n";
    const auto number = [](double value) {
        return std::isnan(value) ? std::string() : fmt::format("{:.6g}", value);
    };
    const auto whole = [](int value) { return value == 0 ? "" : fmt::format("{}", value); };
    for (const SkillRow& row : hindcast.rows) {
        const Skill& skill = row.skill;
        text += fmt::format("{},{},\"{}\",{},{},{},{},{},{},{},{},{},{},{},{}\n", row.set,
                            name_of(row.counted), row.forecaster, whole(row.base),
                            whole(row.horizon), row.least_horizon, skill.flows, skill.cases,
                            number(skill.error), number(skill.ratio), number(skill.low),
                            number(skill.high), number(skill.coverage[0]),
                            number(skill.coverage[1]), number(skill.coverage[2]));
    }
    return text;
}

nlohmann::ordered_json hindcast_json(const Hindcast& hindcast) {
    nlohmann::ordered_json rows = nlohmann::ordered_json::array();
    for (const SkillRow& row : hindcast.rows) {
        nlohmann::ordered_json coverage;
        for (std::size_t k = 0; k < kBands.size(); ++k) {
            coverage[fmt::format("{}", 100 * kBands[k])] = number_json(row.skill.coverage[k]);
        }
        rows.push_back({{"set", row.set},
                        {"counted_by", name_of(row.counted)},
                        {"forecaster", row.forecaster},
                        {"base", row.base},
                        {"horizon", row.horizon},
                        {"least_horizon", row.least_horizon},
                        {"flows", row.skill.flows},
                        {"cases", row.skill.cases},
                        {"error", number_json(row.skill.error)},
                        {"ratio", number_json(row.skill.ratio)},
                        {"low", number_json(row.skill.low)},
                        {"high", number_json(row.skill.high)},
                        {"coverage", coverage}});
    }
    nlohmann::ordered_json paths = nlohmann::ordered_json::array();
    for (const HindcastPath& path : hindcast.paths) {
        nlohmann::ordered_json recorded = nlohmann::ordered_json::array(), said;
        for (const double value : path.recorded) recorded.push_back(number_json(value));
        for (const auto& [who, values] : path.said) {
            for (const double value : values) said[who].push_back(number_json(value));
        }
        paths.push_back(
            {{"flow", path.flow}, {"base", path.base}, {"recorded", recorded}, {"said", said}});
    }
    return {{"bases", hindcast.plan.bases},
            {"last", hindcast.plan.last},
            {"long_bases", hindcast.plan.long_bases},
            {"constant_pairs", hindcast.constant_pairs},
            {"forecasters", hindcast.forecasters},
            {"rows", rows},
            {"paths", paths}};
}

}  // namespace keruen
