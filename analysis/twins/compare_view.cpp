// SPDX-License-Identifier: MIT
#include "analysis/twins/compare_view.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <nlohmann/json.hpp>

#include "analysis/ensemble/statistics.hpp"
#include "analysis/results/csv_table.hpp"
#include "analysis/results/text_table.hpp"
#include "analysis/twins/margins.hpp"

namespace keruen {

namespace {

using Json = nlohmann::ordered_json;

Spread spread(const std::vector<double>& values) {
    Moments moments;
    for (const double value : values) moments.add(value);
    return {values.size(), moments.mean(), quantile(values, 0.05), quantile(values, 0.95)};
}

std::string whole(double value) {
    return std::isnan(value) ? "-" : thousands(std::llround(value));
}

std::string range(const Spread& s) {
    return fmt::format("{} [{}, {}]", whole(s.mean), whole(s.low), whole(s.high));
}

std::string signed_number(std::int64_t n) {
    return fmt::format("{}{}", n > 0 ? "+" : "", thousands(n));
}

std::vector<double> over_members(const PairResult& pair,
                                 const std::function<double(const PairMember&)>& f) {
    std::vector<double> values;
    for (const PairMember& member : pair.members) values.push_back(f(member));
    return values;
}

double class_of(const Grid<std::int64_t, 2>& people, std::optional<std::size_t> origin,
                std::size_t which) {
    std::int64_t sum = 0;
    for (std::size_t o = 0; o < people.extent(0); ++o) {
        if (!origin || *origin == o) sum += people(o, which);
    }
    return static_cast<double>(sum);
}

// Text --------------------------------------------------------------------------------------------

/// The classes of one origin's people or of everybody, direct effect and feedback apart.
std::string class_table(const Comparison& comparison, const PairResult& pair,
                        std::optional<std::size_t> origin) {
    std::vector<std::string> titles{"class", "people", "of these open"};
    const bool direct = pair.direct.has_value(), members = comparison.members() > 1;
    if (direct) titles.insert(titles.end(), {"direct", "feedback"});
    if (members) titles.emplace_back("mean of members [5 %, 95 %]");
    TextTable table(titles);
    const auto total = class_totals(pair.total, origin);
    Grid<std::int64_t, 2> alone;
    if (direct) alone = class_totals(*pair.direct, origin);
    std::array<std::int64_t, 3> all{};
    for (std::size_t c = 0; c < kTwinClasses; ++c) {
        const std::int64_t people = total(c, 0U) + total(c, 1U);
        std::vector<std::string> row{std::string(twin_class_names()[c].meaning), thousands(people),
                                     thousands(total(c, 1U))};
        all[0] += people;
        all[1] += total(c, 1U);
        if (direct) {
            const std::int64_t first = alone(c, 0U) + alone(c, 1U);
            all[2] += first;
            row.push_back(thousands(first));
            row.push_back(signed_number(people - first));
        }
        if (members) {
            row.push_back(range(spread(over_members(
                pair, [&](const PairMember& m) { return class_of(m.total, origin, c); }))));
        }
        table.add(row);
    }
    std::vector<std::string> sum{"population", thousands(all[0]), thousands(all[1])};
    if (direct) {
        sum.push_back(thousands(all[2]));
        sum.push_back(signed_number(all[0] - all[2]));
    }
    table.add(sum);
    return table.text(2);
}

bool changed(const Margin& margin, std::size_t group) {
    for (const TwinClass which :
         {TwinClass::newly_mobile, TwinClass::crowded_out, TwinClass::redirected,
          TwinClass::gone_anyway, TwinClass::award_changed, TwinClass::award_at_home}) {
        if (margin.of(group, which) != 0) return true;
    }
    return false;
}

std::string group_table(const std::vector<Margin>& list) {
    TextTable table({"by", "", "newly", "crowded out", "redirected", "gone anyway", "award changed",
                     "at home", "additional", "per 1,000"},
                    2);
    for (const Margin& margin : list) {
        bool named = false;
        for (std::size_t g = 0; g < margin.groups.size(); ++g) {
            const std::int64_t people = margin.population(g);
            if (people == 0 || (margin.division == "year" && !changed(margin, g))) continue;
            const std::int64_t more =
                margin.of(g, TwinClass::newly_mobile) - margin.of(g, TwinClass::crowded_out);
            table.add({named ? "" : margin.division, margin.groups[g],
                       thousands(margin.of(g, TwinClass::newly_mobile)),
                       thousands(margin.of(g, TwinClass::crowded_out)),
                       thousands(margin.of(g, TwinClass::redirected)),
                       thousands(margin.of(g, TwinClass::gone_anyway)),
                       thousands(margin.of(g, TwinClass::award_changed)),
                       thousands(margin.of(g, TwinClass::award_at_home)), signed_number(more),
                       fmt::format("{:.2f}", 1000 * static_cast<double>(more) /
                                                 static_cast<double>(people))});
            named = true;
        }
    }
    return table.text(2);
}

/// Newly mobile and redirected people by where they went instead.
std::string moved_table(const Comparison& comparison, const PairResult& pair, std::size_t origin) {
    std::vector<std::string> places = comparison.origins;
    places.emplace_back("home");
    TextTable table({"from", "to", "people"}, 2);
    std::vector<std::array<std::size_t, 2>> list;
    auto people = [&](const std::array<std::size_t, 2>& way) {
        return pair.total.moved(origin, way[0], way[1]);
    };
    for (std::size_t b = 0; b < places.size(); ++b) {
        for (std::size_t o = 0; o < places.size(); ++o) {
            if (people({b, o}) > 0) list.push_back({b, o});
        }
    }
    std::stable_sort(list.begin(), list.end(),
                     [&](const auto& x, const auto& y) { return people(x) > people(y); });
    constexpr std::size_t kMost = 10;
    for (std::size_t k = 0; k < std::min(kMost, list.size()); ++k) {
        table.add({places[list[k][0]], places[list[k][1]], thousands(people(list[k]))});
    }
    return table.text(2);
}

std::string cost_text(const Comparison& comparison, const PairResult& pair, std::size_t origin) {
    std::string text =
        "\ncost: what programmes pay more for students of the origin, all years, nominal USD\n\n";
    TextTable table({"", "more mobile", "programmes pay more", "USD per additional student"});
    const bool members = comparison.members() > 1;
    auto show = [&](const Spread& s) { return members ? range(s) : whole(s.mean); };
    bool some_without = false;
    auto row = [&](const std::string& name, std::optional<std::size_t> whose) {
        const CostPerStudent cost = cost_per_student(pair, whose);
        std::string per = cost.per_student.members == 0 ? "-" : show(cost.per_student);
        some_without = some_without || cost.per_student.members < comparison.members();
        table.add({name, show(cost.additional), show(cost.spending), per});
    };
    row(comparison.origins[origin], origin);
    row("all origins", std::nullopt);
    text += table.text(2);
    if (some_without) {
        text +=
            "  - or left out: members in which nobody more is mobile, or programmes pay no "
            "more\n";
    }
    return text;
}

std::string pairing_text(const Comparison& comparison, const PairResult& pair, std::size_t origin) {
    if (comparison.members() < 2) {
        return "\none member: no interval, and no variance to compare; scenarios with --members N "
               "give both\n";
    }
    std::string text = fmt::format(
        "\nvariance over {} members of the difference in {}, paired (the same draws on both "
        "sides)\nagainst unpaired (independent runs)\n\n",
        comparison.members(), comparison.origins[origin]);
    TextTable table({"", "difference", "paired", "unpaired", "unpaired/paired"});
    for (std::size_t q = 0; q < kQuantities; ++q) {
        const Pairing p = pairing(pair, origin, static_cast<Quantity>(q));
        const Spread s = spread(over_members(
            pair, [&](const PairMember& m) { return m.other(origin, q) - m.base(origin, q); }));
        table.add({std::string(quantity_names()[q].meaning), range(s),
                   fmt::format("{:.1f}", p.paired), fmt::format("{:.1f}", p.unpaired),
                   p.paired > 0 ? fmt::format("{:.1f}", p.unpaired / p.paired) : "-"});
    }
    return text + table.text(2);
}

std::string pair_text(const Comparison& comparison, const PairResult& pair, std::size_t origin) {
    const std::string& code = comparison.origins[origin];
    std::string text = fmt::format(
        "{} against {}: students of {} by what the change does to them, person and "
        "level of study\nbegun {} to {}, member 1 (seed {})\n\n",
        pair.label, comparison.base, code, comparison.first, comparison.last,
        comparison.seeds.front());
    text += class_table(comparison, pair, origin);
    text += "\nopen: studies at home when the run ends and may still go for a semester\n";
    if (!pair.direct && comparison.interrupted) {
        text += "interrupted before the direct effect was known, and so the feedback\n";
    } else if (!pair.direct) {
        text += "the direct effect is not in result files: compare the scenarios\n";
    } else {
        text += "direct: with cutoffs, prices and stocks frozen at the base; feedback: the rest\n";
    }
    if (pair.other_parameters) {
        text += "the sides differ in parameters too: their constants and cohorts may differ\n";
    }
    if (pair.programs) {
        text += fmt::format(
            "WARNING: the files were written by different programs, the base's by keruen {},\n"
            "the other by {}: what changed may be the program's doing; run one of them again\n",
            pair.programs->first, pair.programs->second);
    }
    std::vector<Margin> list = margins(pair.total, origin, comparison.origins);
    list.pop_back();  // its one origin
    text += fmt::format(
        "\n{} by group; additional = newly mobile - crowded out, also per 1,000 "
        "of the group\n\n",
        code);
    text += group_table(list);
    text += fmt::format("\n{}: the largest changes of place\n\n", code);
    text += moved_table(comparison, pair, origin);
    text += "\nall origins\n\n";
    const std::vector<Margin> everybody = margins(pair.total, std::nullopt, comparison.origins);
    text += group_table({everybody.back()});
    return text + cost_text(comparison, pair, origin) + pairing_text(comparison, pair, origin);
}

// JSON --------------------------------------------------------------------------------------------

Json spread_json(const Spread& s) {
    if (s.members == 0) return nullptr;
    return {{"members", s.members}, {"mean", s.mean}, {"low", s.low}, {"high", s.high}};
}

Json classes_json(const Grid<std::int64_t, 2>& people, std::size_t row) {
    Json json;
    for (std::size_t c = 0; c < kTwinClasses; ++c) {
        json[std::string(twin_class_names()[c].key)] = people(row, c);
    }
    return json;
}

Json ledger_json(const TwinLedger& ledger, std::optional<std::size_t> origin,
                 const std::vector<std::string>& origins) {
    Json json;
    const auto totals = class_totals(ledger, origin);
    std::int64_t population = 0;
    for (std::size_t c = 0; c < kTwinClasses; ++c) {
        const std::string key(twin_class_names()[c].key);
        json["classes"][key] = totals(c, 0U) + totals(c, 1U);
        json["open"][key] = totals(c, 1U);
        population += totals(c, 0U) + totals(c, 1U);
    }
    json["population"] = population;
    for (const Margin& margin : margins(ledger, origin, origins)) {
        for (std::size_t g = 0; g < margin.groups.size(); ++g) {
            json["by"][margin.division][margin.groups[g]] = classes_json(margin.people, g);
        }
    }
    return json;
}

Json cost_json(const PairResult& pair, std::optional<std::size_t> origin) {
    const CostPerStudent cost = cost_per_student(pair, origin);
    return {{"additional", spread_json(cost.additional)},
            {"spending_usd", spread_json(cost.spending)},
            {"usd_per_additional", spread_json(cost.per_student)}};
}

Json pair_json(const Comparison& comparison, const PairResult& pair, std::size_t origin) {
    Json json{{"label", pair.label}, {"other_parameters", pair.other_parameters}};
    if (pair.programs) {
        json["different_programs"] = {pair.programs->first, pair.programs->second};
    }
    for (const auto& [name, whose] :
         {std::pair<std::string, std::optional<std::size_t>>{comparison.origins[origin], origin},
          {"all", std::nullopt}}) {
        Json& mine = json["origins"][name];
        mine["total"] = ledger_json(pair.total, whose, comparison.origins);
        if (pair.direct) mine["direct"] = ledger_json(*pair.direct, whose, comparison.origins);
        mine["cost"] = cost_json(pair, whose);
    }
    if (comparison.members() > 1) {
        for (std::size_t q = 0; q < kQuantities; ++q) {
            const Pairing p = pairing(pair, origin, static_cast<Quantity>(q));
            json["pairing"][std::string(quantity_names()[q].key)] = {
                {"paired_variance", p.paired}, {"unpaired_variance", p.unpaired}};
        }
    }
    for (const PairMember& m : pair.members) {
        Json member{{"total", classes_json(m.total, origin)}};
        if (m.direct.extent(0) > 0) member["direct"] = classes_json(m.direct, origin);
        for (std::size_t q = 0; q < kQuantities; ++q) {
            const std::string key(quantity_names()[q].key);
            member["base"][key] = m.base(origin, q);
            member["other"][key] = m.other(origin, q);
        }
        json["members"].push_back(std::move(member));
    }
    return json;
}

void add_csv(const Comparison& comparison, const PairResult& pair, const char* effect,
             const TwinLedger& ledger, std::string& text) {
    for (const LedgerCell& c : cells(ledger)) {
        text += fmt::format("{},{},{},{},{},{},{},{},{},{},{},{}\n", csv_cell(pair.label), effect,
                            comparison.origins[c.origin], level_names()[c.level],
                            ledger.first + static_cast<Year>(c.year), born_cell::income(c.cell) + 1,
                            born_cell::ability(c.cell) + 1,
                            sex_names()[born_cell::female(c.cell) ? 1 : 0],
                            town_names()[born_cell::urban(c.cell) ? 1 : 0],
                            twin_class_names()[c.which].key, c.open, c.people);
    }
}

}  // namespace

CostPerStudent cost_per_student(const PairResult& pair, std::optional<std::size_t> origin) {
    std::vector<double> each;
    for (const PairMember& m : pair.members) {
        const auto more = static_cast<double>(m.additional(origin));
        const double paid = m.spending(origin);
        if (more > 0 && paid > 0) each.push_back(paid / more);
    }
    return {
        spread(over_members(pair, [&](const PairMember& m) { return m.spending(origin); })),
        spread(over_members(
            pair, [&](const PairMember& m) { return static_cast<double>(m.additional(origin)); })),
        spread(each)};
}

Pairing pairing(const PairResult& pair, std::size_t origin, Quantity quantity) {
    const auto q = static_cast<std::size_t>(quantity);
    Moments base, other, difference;
    for (const PairMember& m : pair.members) {
        base.add(m.base(origin, q));
        other.add(m.other(origin, q));
        difference.add(m.other(origin, q) - m.base(origin, q));
    }
    return {difference.variance(), base.variance() + other.variance()};
}

std::string compare_text(const Comparison& comparison, std::size_t origin) {
    std::string text;
    for (const PairResult& pair : comparison.pairs) {
        if (!text.empty()) text += "\n";
        text += pair_text(comparison, pair, origin);
    }
    return text;
}

nlohmann::ordered_json compare_json(const Comparison& comparison, std::size_t origin) {
    Json json{{"base", comparison.base},
              {"origin", comparison.origins[origin]},
              {"first", comparison.first},
              {"last", comparison.last},
              {"seeds", comparison.seeds},
              {"draws", comparison.draws},
              {"interrupted", comparison.interrupted}};
    json["pairs"] = Json::array();
    for (const PairResult& pair : comparison.pairs) {
        json["pairs"].push_back(pair_json(comparison, pair, origin));
    }
    return json;
}

std::string compare_csv(const Comparison& comparison) {
    std::string text =
        "other,effect,origin,level,year,income_fifth,ability_fifth,sex,town,class,open,people\n";
    for (const PairResult& pair : comparison.pairs) {
        add_csv(comparison, pair, "total", pair.total, text);
        if (pair.direct) add_csv(comparison, pair, "direct", *pair.direct, text);
    }
    return text;
}

namespace {

std::string spread_cells(const Spread& s) {
    if (s.members == 0) return "0,,,";
    return fmt::format("{},{},{},{}", s.members, s.mean, s.low, s.high);
}

}  // namespace

std::string compare_members_csv(const Comparison& comparison) {
    std::string text = "other,member,seed,draw,origin,effect,class,people\n";
    for (const PairResult& pair : comparison.pairs) {
        for (std::size_t m = 0; m < pair.members.size(); ++m) {
            const std::string draw =
                comparison.draws.empty() ? "" : std::to_string(comparison.draws[m] + 1);
            const auto add = [&](const char* effect, const Grid<std::int64_t, 2>& people) {
                for (std::size_t o = 0; o < people.extent(0); ++o) {
                    for (std::size_t c = 0; c < kTwinClasses; ++c) {
                        text += fmt::format("{},{},{},{},{},{},{},{}\n", csv_cell(pair.label),
                                            m + 1, comparison.seeds[m], draw, comparison.origins[o],
                                            effect, twin_class_names()[c].key, people(o, c));
                    }
                }
            };
            add("total", pair.members[m].total);
            if (pair.members[m].direct.extent(0) > 0) add("direct", pair.members[m].direct);
        }
    }
    return text;
}

std::string compare_costs_csv(const Comparison& comparison) {
    std::string text = "other,origin,quantity,members,mean,low,high\n";
    for (const PairResult& pair : comparison.pairs) {
        const auto add = [&](const std::string& name, std::optional<std::size_t> origin) {
            const CostPerStudent cost = cost_per_student(pair, origin);
            for (const auto& [quantity, spread] :
                 {std::pair{"additional", cost.additional},
                  std::pair{"spending_usd", cost.spending},
                  std::pair{"usd_per_additional", cost.per_student}}) {
                text += fmt::format("{},{},{},{}\n", csv_cell(pair.label), name, quantity,
                                    spread_cells(spread));
            }
        };
        for (std::size_t o = 0; o < comparison.origins.size(); ++o) add(comparison.origins[o], o);
        add("all", std::nullopt);
    }
    return text;
}

std::string compare_differences_csv(const Comparison& comparison) {
    std::string text =
        "other,origin,quantity,members,mean,low,high,paired_variance,unpaired_variance\n";
    for (const PairResult& pair : comparison.pairs) {
        if (pair.members.size() < 2) continue;
        for (std::size_t o = 0; o < comparison.origins.size(); ++o) {
            for (std::size_t q = 0; q < kQuantities; ++q) {
                const Pairing p = pairing(pair, o, static_cast<Quantity>(q));
                const Spread s = spread(over_members(
                    pair, [&](const PairMember& m) { return m.other(o, q) - m.base(o, q); }));
                text +=
                    fmt::format("{},{},{},{},{},{}\n", csv_cell(pair.label), comparison.origins[o],
                                quantity_names()[q].key, spread_cells(s), p.paired, p.unpaired);
            }
        }
    }
    return text;
}

std::string compare_moves_csv(const Comparison& comparison) {
    std::vector<std::string> places = comparison.origins;
    places.emplace_back("home");
    std::string text = "other,origin,from,to,people\n";
    for (const PairResult& pair : comparison.pairs) {
        for (std::size_t o = 0; o < comparison.origins.size(); ++o) {
            for (std::size_t b = 0; b < places.size(); ++b) {
                for (std::size_t t = 0; t < places.size(); ++t) {
                    const std::int64_t people = pair.total.moved(o, b, t);
                    if (people == 0) continue;
                    text += fmt::format("{},{},{},{},{}\n", csv_cell(pair.label),
                                        comparison.origins[o], places[b], places[t], people);
                }
            }
        }
    }
    return text;
}

}  // namespace keruen
