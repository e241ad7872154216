// SPDX-License-Identifier: MIT
#include "analysis/twins/compare_view.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "analysis/results/text_table.hpp"
#include "analysis/twins/compare_figures.hpp"
#include "analysis/twins/margins.hpp"

namespace keruen {

namespace {

using Json = nlohmann::ordered_json;

/// Classes of people to whom the change does something.
constexpr auto kTouched =
    std::to_array({TwinClass::newly_mobile, TwinClass::crowded_out, TwinClass::redirected,
                   TwinClass::gone_anyway, TwinClass::award_changed, TwinClass::award_at_home});

std::string whole(double value) {
    return std::isnan(value) ? "-" : thousands(std::llround(value));
}

std::string range(const Spread& s) {
    return fmt::format("{} [{}, {}]", whole(s.mean), whole(s.low), whole(s.high));
}

std::string signed_number(std::int64_t n) {
    return fmt::format("{}{}", n > 0 ? "+" : "", thousands(n));
}

// Text --------------------------------------------------------------------------------------------

/// The classes of one origin's people or of everybody, direct effect and feedback apart.
std::string class_table(const PairResult& pair, std::optional<std::size_t> origin) {
    std::vector<std::string> titles{"class", "people", "of these open"};
    const bool direct = pair.direct.has_value();
    if (direct) titles.insert(titles.end(), {"direct", "feedback"});
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

/// The same over members, without whom nothing happens to.
std::string class_intervals(const PairResult& pair, std::size_t origin) {
    TextTable table({"class", "people", "direct", "feedback"});
    for (const TwinClass which : kTouched) {
        const ClassSpread s = class_spread(pair, origin, which);
        const auto known = [](const Spread& of) { return of.members > 0 ? range(of) : "-"; };
        table.add({std::string(twin_class_names()[static_cast<std::size_t>(which)].meaning),
                   range(s.total), known(s.direct), known(s.feedback)});
    }
    return table.text(2);
}

/// People more by group over members; years are left to the tables for programs.
std::string group_intervals(const Comparison& comparison, const PairResult& pair,
                            std::size_t origin) {
    TextTable table({"by", "", "additional"}, 2);
    const std::vector<Group> groups = groups_of(comparison.first, comparison.last);
    for (std::size_t g = 0; g < groups.size(); ++g) {
        if (groups[g].division == "year") continue;
        const bool named = g > 0 && groups[g].division == groups[g - 1].division;
        table.add({named ? "" : groups[g].division, groups[g].name,
                   range(additional_of_group(pair, origin, g))});
    }
    return table.text(2);
}

std::string intervals_text(const Comparison& comparison, const PairResult& pair,
                           std::size_t origin) {
    if (comparison.members() < 2) return "";
    const std::string& code = comparison.origins[origin];
    return fmt::format("\n{} over {} members: mean [5 %, 95 %]\n\n", code, comparison.members()) +
           class_intervals(pair, origin) +
           fmt::format("\n{} by group over {} members\n\n", code, comparison.members()) +
           group_intervals(comparison, pair, origin);
}

bool changed(const Margin& margin, std::size_t group) {
    return std::any_of(kTouched.begin(), kTouched.end(),
                       [&](TwinClass which) { return margin.of(group, which) != 0; });
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
    if (!pair.not_counted.empty()) {
        text += wrapped(
            fmt::format(
                "No cost of a student can be told: what programmes pay leaves out what these "
                "cost or bring: {}",
                fmt::join(pair.not_counted, ", ")),
            2);
    } else if (some_without) {
        text +=
            "  - or left out: members in which nobody more is mobile, or programmes pay no "
            "more\n";
    }
    return text;
}

std::string pairing_text(const Comparison& comparison, const PairResult& pair, std::size_t origin) {
    if (comparison.members() < 2) {
        return "\none pair: an example, not validated, without interval or variance; scenarios "
               "with\n"
               "--members N give both, over draws of parameters and seeds\n";
    }
    std::string text = fmt::format(
        "\nvariance over {} members of the difference in {}, paired (the same draws on both "
        "sides)\nagainst unpaired (independent runs)\n\n",
        comparison.members(), comparison.origins[origin]);
    TextTable table({"", "difference", "paired", "unpaired", "unpaired/paired"});
    for (std::size_t q = 0; q < kQuantities; ++q) {
        const Pairing p = pairing(pair, origin, static_cast<Quantity>(q));
        // Dollars by the thousand, so that lines are not too long.
        const bool money = static_cast<Quantity>(q) == Quantity::aid;
        const double unit = money ? 1e-3 : 1;
        const Spread d{p.difference.members, p.difference.mean * unit, p.difference.low * unit,
                       p.difference.high * unit};
        table.add({(money ? "thousand " : "") + std::string(quantity_names()[q].meaning), range(d),
                   fmt::format("{:.4g}", p.paired * unit * unit),
                   fmt::format("{:.4g}", p.unpaired * unit * unit),
                   p.paired > 0 ? fmt::format("{:.4g}", p.unpaired / p.paired) : "-"});
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
    text += class_table(pair, origin);
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
    return text + intervals_text(comparison, pair, origin) + cost_text(comparison, pair, origin) +
           pairing_text(comparison, pair, origin);
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

/// By class and by group, over two members or more.
Json intervals_json(const Comparison& comparison, const PairResult& pair,
                    std::optional<std::size_t> origin) {
    Json json;
    for (std::size_t c = 0; c < kTwinClasses; ++c) {
        const ClassSpread s = class_spread(pair, origin, static_cast<TwinClass>(c));
        json["classes"][std::string(twin_class_names()[c].key)] = {
            {"total", spread_json(s.total)},
            {"direct", spread_json(s.direct)},
            {"feedback", spread_json(s.feedback)}};
    }
    const std::vector<Group> groups = groups_of(comparison.first, comparison.last);
    for (std::size_t g = 0; g < groups.size(); ++g) {
        json["additional"][groups[g].division][groups[g].name] =
            spread_json(additional_of_group(pair, origin, g));
    }
    return json;
}

Json pair_json(const Comparison& comparison, const PairResult& pair, std::size_t origin) {
    Json json{{"label", pair.label},
              {"other_parameters", pair.other_parameters},
              {"not_counted", pair.not_counted}};
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
        if (comparison.members() > 1)
            mine["over_members"] = intervals_json(comparison, pair, whose);
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

}  // namespace

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

}  // namespace keruen
