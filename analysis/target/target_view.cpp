// SPDX-License-Identifier: MIT
#include "analysis/target/target_view.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>

#include "analysis/results/text_table.hpp"

namespace keruen {

namespace {

using Json = nlohmann::ordered_json;
constexpr double kTellApart = 0.01;  ///< of a cost: rows of the front that are nearer are one
constexpr double kUntold = std::numeric_limits<double>::infinity();

std::string number(double value) {
    const bool plain = std::abs(value) < 1e15 && value == std::round(value);
    return plain ? thousands(std::llround(value)) : fmt::format("{:.6g}", value);
}

std::string millions(double dollars) {
    return fmt::format("{:.1f}", dollars / 1e6);
}

std::string percent_range(const Spread& s) {
    return fmt::format("{} [{}, {}]", percent(s.mean), percent(s.low), percent(s.high));
}

std::string millions_range(const Spread& s) {
    return fmt::format("{} [{}, {}]", millions(s.mean), millions(s.low), millions(s.high));
}

std::string people_range(const Spread& s) {
    return fmt::format("{} [{}, {}]", thousands(std::llround(s.mean)),
                       thousands(std::llround(s.low)), thousands(std::llround(s.high)));
}

std::string probability(const PackageFigures& f) {
    return fmt::format("{:.2f} [{:.2f}, {:.2f}]", f.probability, f.low, f.high);
}

std::string modelled_probability(const PackageFigures& f) {
    return fmt::format("{:.2f}",
                       static_cast<double>(f.modelled_met) / static_cast<double>(f.members));
}

/// The last confirmation of the package that the answer names.
const Confirmation* confirmation_of(const TargetAnswer& answer) {
    const Confirmation* found = nullptr;
    for (const Confirmation& confirmation : answer.confirmations) {
        const bool same =
            answer.best && confirmation.position == answer.packages[*answer.best].position;
        if (same) found = &confirmation;
    }
    return found;
}

std::string headline(const TargetAnswer& answer, const TargetQuestion& q) {
    const PackageFigures& best = answer.packages[*answer.best].figures;
    const PackageFigures& base = answer.packages.front().figures;
    const double wanted = q.plan.probability, target = q.plan.target;
    std::string text =
        fmt::format("{}: \"{}\" of {} % by {}, with probability {} or more\n", q.origin,
                    q.definition, number(100 * target), q.runs.year, wanted);
    switch (answer.status) {
        case TargetStatus::found:
            text += fmt::format("{}, confirmed on {} fresh pairs (attempt {} of at most {}).",
                                answer.cheapest
                                    ? "The cheapest package found"
                                    : "The strongest package looked at, no cheaper one being good "
                                      "enough on the fixed pairs",
                                answer.confirmations.back().figures.members,
                                answer.confirmations.size(), q.plan.attempts);
            break;
        case TargetStatus::unconfirmed:
            text += fmt::format(
                "Neither confirmed nor ruled out: on fresh pairs packages were not good enough, {} "
                "times. This one came nearest.",
                answer.confirmations.size());
            break;
        case TargetStatus::unreachable: {
            const Confirmation* fresh = confirmation_of(answer);
            text += fmt::format(
                "Unreachable within these bounds: the best is {} % with that probability, by this "
                "package.",
                percent(fresh != nullptr ? fresh->figures.reached : best.reached));
            break;
        }
        case TargetStatus::interrupted:
            text += fmt::format("Interrupted; the best of {} packages simulated so far{}.",
                                answer.packages.size(),
                                best.reached >= target ? "" : ", none of which is good enough");
    }
    if (base.reached >= target) text += " The scenario as it is meets the target too.";
    return wrapped(text.substr(0, text.find('\n')), 0) +
           wrapped(text.substr(text.find('\n') + 1), 0) + "\n";
}

std::string package_table(const TargetAnswer& answer, const TargetQuestion& q) {
    const Position& at = answer.packages[*answer.best].position;
    TextTable table({"lever", "unit", "from", "as it is", "bounds", "package"}, 2);
    for (std::size_t i = 0; i < q.runs.levers.size(); ++i) {
        const LeverRange& lever = q.runs.levers[i];
        const std::size_t t = lever.as_is.empty() ? 0 : q.runs.index(lever.from);
        table.add({lever.key, lever.unit, std::to_string(lever.from),
                   lever.as_is.empty() ? "differs" : number(lever.as_is[t]),
                   fmt::format("{} to {}", number(lever.low), number(lever.high)),
                   at.empty() ? "as it is" : number(lever.value(at[i]))});
    }
    return table.text(2);
}

std::string figures_table(const TargetAnswer& answer, const TargetQuestion& q) {
    const SimulatedPackage& best = answer.packages[*answer.best];
    const Confirmation* fresh = confirmation_of(answer);
    TextTable table({"", "as it is", "package", fresh != nullptr ? "package, fresh pairs" : ""});
    const auto row = [&](const std::string& title, auto told, const PackageFigures& base) {
        table.add(
            {title, told(base), told(best.figures), fresh != nullptr ? told(fresh->figures) : ""});
    };
    const PackageFigures& base = answer.packages.front().figures;
    row(
        "pairs", [](const PackageFigures& f) { return std::to_string(f.members); }, base);
    row("P(target met), 95 % interval", probability, base);
    if (q.runs.discrepancy) row("  without model discrepancy", modelled_probability, base);
    row(
        "share mobile, %", [](const PackageFigures& f) { return percent_range(f.mobility); }, base);
    if (q.runs.discrepancy) {
        row(
            "  without model discrepancy",
            [](const PackageFigures& f) { return percent_range(f.modelled); }, base);
    }
    row(
        fmt::format("more spending of {}, million USD", q.payer),
        [](const PackageFigures& f) { return millions_range(f.cost); }, base);
    row(
        "more graduates abroad", [](const PackageFigures& f) { return people_range(f.settled); },
        base);
    return table.text(2);
}

std::string notes(const TargetAnswer& answer, const TargetQuestion& q) {
    std::string text = fmt::format(
        "P is not validated: it rests on {}, and {}. "
        "Share mobile: the largest from {} to {}; its brackets and those below hold 90 of a "
        "hundred pairs. Spending: programmes that {} pays for and its academic staff, {} to {}, "
        "nominal, {}, less that of the scenario as it is.",
        q.runs.sample ? "priors, or on a sample that this program has not checked against held-out "
                        "data"
                      : "the scenario's parameters, so that they do not vary",
        q.runs.discrepancy
            ? "on what the model has had wrong in forecasts of the past, which moves "
              "shares but neither spending nor graduates abroad"
            : "leaves out what the model itself has wrong",
        q.runs.first(), q.runs.year, q.payer, q.runs.first(), q.runs.year,
        q.runs.discount > 0 ? fmt::format("discounted by {} % a year", 100 * q.runs.discount)
                            : "not discounted");
    for (const LeverRange& lever : q.runs.levers) {
        if (lever.accounted) continue;
        text += lever.price != 0 ? fmt::format(" {} costs {} USD a unit and year (--price).",
                                               lever.key, number(lever.price))
                                 : fmt::format(
                                       " No account tells what {} costs: it is free here (--price "
                                       "gives it a cost).",
                                       lever.key);
    }
    text += fmt::format(
        " Surrogates miss points left out by {} percentage points (these spread by {}) and {} "
        "million USD ({}).",
        percent(answer.mobility_error), percent(answer.mobility_spread),
        millions(answer.cost_error), millions(answer.cost_spread));
    if (answer.failed_pairs > 0) {
        text += fmt::format(" {} pairs failed and are left out.", answer.failed_pairs);
    }
    return fmt::format("\n{}", wrapped(text, 2));
}

std::string front_table(const TargetAnswer& answer, const TargetQuestion& q) {
    std::vector<std::string> titles{"from", "million USD", "mobile, %", "P", "graduates abroad"};
    for (const LeverRange& lever : q.runs.levers) titles.push_back(lever.key);
    TextTable table(titles);
    std::array<double, 2> told{-kUntold, -kUntold};  // cost of the last row from surrogate, runs
    for (const FrontPoint& point : answer.front) {
        double& last = told[point.simulated ? 1 : 0];
        if (point.cost - last < kTellApart * std::abs(point.cost)) continue;
        last = point.cost;
        std::vector<std::string> row{
            point.simulated ? "runs" : "surrogate", millions(point.cost), percent(point.mobility),
            fmt::format("{:.2f}", point.probability), thousands(std::llround(point.settled))};
        for (std::size_t i = 0; i < q.runs.levers.size(); ++i) {
            row.push_back(point.position.empty()
                              ? "as it is"
                              : number(q.runs.levers[i].value(point.position[i])));
        }
        table.add(row);
    }
    return fmt::format(
               "\ncost, mobility and brain drain: packages that none beats in all three, over the "
               "fixed pairs (means)\n\n") +
           table.text(2);
}

Json values_json(const Position& at, const TargetQuestion& q) {
    if (at.empty()) return nullptr;  // as it is
    Json json;
    for (std::size_t i = 0; i < at.size(); ++i) {
        json[q.runs.levers[i].key] = q.runs.levers[i].value(at[i]);
    }
    return json;
}

Json spread_json(const Spread& s) {
    return {{"mean", s.mean}, {"q05", s.low}, {"q95", s.high}};
}

Json figures_json(const PackageFigures& f) {
    return {{"members", f.members},
            {"met", f.met},
            {"probability", f.probability},
            {"probability_low", f.low},
            {"probability_high", f.high},
            {"reached", f.reached},
            {"mobility", spread_json(f.mobility)},
            {"met_without_discrepancy", f.modelled_met},
            {"mobility_without_discrepancy", spread_json(f.modelled)},
            {"cost", spread_json(f.cost)},
            {"graduates_abroad", spread_json(f.settled)}};
}

}  // namespace

std::string status_word(TargetStatus status) {
    switch (status) {
        case TargetStatus::found:
            return "found";
        case TargetStatus::unconfirmed:
            return "unconfirmed";
        case TargetStatus::unreachable:
            return "unreachable";
        case TargetStatus::interrupted:
            break;
    }
    return "interrupted";
}

std::string target_text(const TargetAnswer& answer, const TargetQuestion& question) {
    std::string text = headline(answer, question) + package_table(answer, question) + "\n" +
                       figures_table(answer, question) + notes(answer, question);
    if (!answer.front.empty()) text += front_table(answer, question);
    return text;
}

nlohmann::ordered_json target_json(const TargetAnswer& answer, const TargetQuestion& q) {
    Json json{{"status", status_word(answer.status)},
              {"origin", q.origin},
              {"definition", q.definition},
              {"target", q.plan.target},
              {"probability", q.plan.probability},
              {"year", q.runs.year},
              {"payer", q.payer},
              {"discount", q.runs.discount},
              {"model_discrepancy", q.runs.discrepancy},
              {"validated", false},
              {"failed_pairs", answer.failed_pairs}};
    for (const LeverRange& lever : q.runs.levers) {
        json["levers"].push_back({{"key", lever.key},
                                  {"unit", lever.unit},
                                  {"from", lever.from},
                                  {"low", lever.low},
                                  {"high", lever.high},
                                  {"accounted", lever.accounted},
                                  {"price", lever.price}});
    }
    const SimulatedPackage& best = answer.packages[*answer.best];
    json["package"] = values_json(best.position, q);
    json["fixed_pairs"] = figures_json(best.figures);
    const Confirmation* fresh = confirmation_of(answer);
    json["fresh_pairs"] = fresh != nullptr ? figures_json(fresh->figures) : Json(nullptr);
    json["policy"] = package_lines(q.runs.levers, best.position);
    json["surrogates"] = {{"mobility_error", answer.mobility_error},
                          {"mobility_spread", answer.mobility_spread},
                          {"cost_error", answer.cost_error},
                          {"cost_spread", answer.cost_spread}};
    for (const SimulatedPackage& package : answer.packages) {
        Json one{{"package", values_json(package.position, q)}};
        one.update(figures_json(package.figures));
        for (const PackageOutcome& outcome : package.outcomes) {
            one["mobilities"].push_back(outcome.mobility);
            one["mobilities_without_discrepancy"].push_back(outcome.modelled);
        }
        json["packages"].push_back(one);
    }
    json["confirmations"] = Json::array();
    for (const Confirmation& confirmation : answer.confirmations) {
        Json one{{"package", values_json(confirmation.position, q)},
                 {"confirmed", confirmation.confirmed}};
        one.update(figures_json(confirmation.figures));
        json["confirmations"].push_back(one);
    }
    json["front"] = Json::array();
    for (const FrontPoint& point : answer.front) {
        json["front"].push_back({{"package", values_json(point.position, q)},
                                 {"simulated", point.simulated},
                                 {"cost", point.cost},
                                 {"mobility", point.mobility},
                                 {"probability", point.probability},
                                 {"graduates_abroad", point.settled}});
    }
    return json;
}

std::string target_csv(const TargetAnswer& answer, const TargetQuestion& q) {
    std::string text = "kind,";
    for (const LeverRange& lever : q.runs.levers) text += lever.key + ",";
    text +=
        "members,probability,probability_low,probability_high,reached,mobility,mobility_q05,"
        "mobility_q95,cost,cost_q05,cost_q95,graduates_abroad,graduates_abroad_q05,"
        "graduates_abroad_q95\n";
    const auto begin = [&](const char* kind, const Position& at) {
        text += fmt::format("{},", kind);
        for (std::size_t i = 0; i < q.runs.levers.size(); ++i) {
            text += at.empty() ? "," : fmt::format("{},", q.runs.levers[i].value(at[i]));
        }
    };
    const auto spread = [](const Spread& s) {
        return fmt::format(",{},{},{}", s.mean, s.low, s.high);
    };
    const auto row = [&](const char* kind, const Position& at, const PackageFigures& f) {
        begin(kind, at);
        text += fmt::format("{},{},{},{},{}{}{}{}\n", f.members, f.probability, f.low, f.high,
                            f.reached, spread(f.mobility), spread(f.cost), spread(f.settled));
    };
    for (const SimulatedPackage& package : answer.packages) {
        row(package.position.empty() ? "as it is" : "simulated", package.position, package.figures);
    }
    for (const Confirmation& confirmation : answer.confirmations) {
        row("confirmation", confirmation.position, confirmation.figures);
    }
    for (const FrontPoint& point : answer.front) {
        if (point.simulated) continue;
        begin("surrogate", point.position);
        text += fmt::format(",{},,,,{},,,{},,,{},,\n", point.probability, point.mobility,
                            point.cost, point.settled);
    }
    return text;
}

}  // namespace keruen
