// SPDX-License-Identifier: MIT
#include "analysis/sensitivity/sensitivity_view.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <numeric>

#include "analysis/results/text_table.hpp"

namespace keruen {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kShown = 8;  ///< factors of an outcome on a page

/// In percent, people or million US dollars.
std::string figure(const Outcome& outcome, double x) {
    if (std::isnan(x)) return "-";
    if (outcome.is_share()) return fmt::format("{:.3f}", 100 * x);
    if (outcome.unit == "USD") return fmt::format("{:.2f}", x / 1e6);
    return thousands(std::llround(x));
}

std::string told_unit(const Outcome& outcome) {
    return outcome.is_share() ? "%" : outcome.unit == "USD" ? "million USD" : outcome.unit;
}

std::string with_interval(const Outcome& outcome, const Estimate& x) {
    return fmt::format("{} [{}, {}]", figure(outcome, x.value), figure(outcome, x.low),
                       figure(outcome, x.high));
}

std::string index(const Estimate& x) {
    if (std::isnan(x.value)) return "-";
    return fmt::format("{:.2f} [{:.2f}, {:.2f}]", x.value, x.low, x.high);
}

std::string screening_table(const Outcome& outcome, const std::vector<FactorEffects>& effects,
                            const std::vector<Factor>& factors) {
    std::vector<std::size_t> order(effects.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    const auto strength = [&](std::size_t i) {
        return std::isnan(effects[i].strength.value) ? -1 : effects[i].strength.value;
    };
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return strength(a) > strength(b); });
    TextTable table({"screening", "mu* [95 %]", "mu", "sigma"});
    for (const std::size_t i : order) {
        if (table.rows() > kShown || !(strength(i) > 0)) break;
        const FactorEffects& e = effects[i];
        table.add({factors[i].key, with_interval(outcome, e.strength),
                   figure(outcome, e.mean.value), figure(outcome, e.spread)});
    }
    return table.text(4);
}

std::string index_table(const Outcome& outcome, const SobolIndices& indices,
                        const std::vector<std::size_t>& survivors,
                        const std::vector<Factor>& factors) {
    TextTable table({"indices", "first order [95 %]", "total order [95 %]"});
    double first = 0;
    for (std::size_t i = 0; i < survivors.size(); ++i) {
        const SobolIndex& one = indices.factors[i];
        table.add({factors[survivors[i]].key, index(one.first), index(one.total)});
        first += one.first.value;
    }
    return fmt::format("\n{}    mean {}, standard deviation {}; first orders sum to {}\n",
                       table.text(4), figure(outcome, indices.mean),
                       figure(outcome, std::sqrt(indices.variance)),
                       std::isnan(first) ? "-" : fmt::format("{:.2f}", first));
}

Json number(double value) {
    return std::isfinite(value) ? Json(value) : Json(nullptr);
}

Json interval(const Estimate& x) {
    return {{"value", number(x.value)}, {"low", number(x.low)}, {"high", number(x.high)}};
}

Json outcome_json(const Sensitivity& found, const SensitivityOptions& options, std::size_t m) {
    const Outcome& outcome = options.outcomes[m];
    Json json{{"meaning", outcome.prose},
              {"unit", outcome.unit},
              {"own", number(found.own[m])},
              {"screening", Json::object()}};
    for (std::size_t i = 0; i < options.factors.size() && !found.effects.empty(); ++i) {
        const FactorEffects& e = found.effects[m][i];
        json["screening"][options.factors[i].key] = {{"mu_star", interval(e.strength)},
                                                     {"mu", interval(e.mean)},
                                                     {"sigma", number(e.spread)},
                                                     {"effects", e.effects}};
    }
    if (found.indices.empty()) return json;
    const SobolIndices& indices = found.indices[m];
    json["indices"] = {{"rows", indices.rows},
                       {"mean", number(indices.mean)},
                       {"variance", number(indices.variance)},
                       {"factors", Json::object()}};
    for (std::size_t i = 0; i < found.survivors.size(); ++i) {
        json["indices"]["factors"][options.factors[found.survivors[i]].key] = {
            {"first", interval(indices.factors[i].first)},
            {"total", interval(indices.factors[i].total)}};
    }
    return json;
}

std::string cell(double x) {
    return std::isfinite(x) ? fmt::format("{}", x) : "";
}

std::string cells(const Estimate& x) {
    return fmt::format("{},{},{}", cell(x.value), cell(x.low), cell(x.high));
}

}  // namespace

std::string plan_text(const SensitivityOptions& options) {
    const SensitivityPlan& plan = options.plan;
    std::string text = fmt::format(
        "{} runs at scale {}: 1 as the scenario is, {} of screening ({} trajectories of {} "
        "factors)",
        thousands(static_cast<std::int64_t>(plan.runs())), options.run.scale, plan.screening(),
        plan.trajectories, plan.factors);
    if (plan.rows == 0) return text;
    return text + fmt::format(", {} for indices ({} rows of {} survivors)", plan.indices(),
                              plan.rows, plan.survivors);
}

std::string factors_text(const std::vector<Factor>& factors) {
    TextTable table({"factor", "from", "to", "what"}, 1);
    for (const Factor& factor : factors) {
        const bool parameter = factor.parameter != nullptr;
        table.add({factor.key, parameter ? fmt::format("{}", factor.value(0)) : "low",
                   parameter ? fmt::format("{}", factor.value(1)) : "high",
                   parameter ? std::string(factor.parameter->prior)
                             : fmt::format("{} assumed rows", factor.assumption.rows)});
    }
    return table.text();
}

nlohmann::ordered_json factors_json(const std::vector<Factor>& factors) {
    Json list = Json::array();
    for (const Factor& factor : factors) {
        if (factor.parameter != nullptr) {
            list.push_back({{"key", factor.key},
                            {"kind", "parameter"},
                            {"low", factor.value(0)},
                            {"high", factor.value(1)},
                            {"prior", factor.parameter->prior}});
        } else {
            list.push_back({{"key", factor.key},
                            {"kind", "assumed data"},
                            {"table", factor.assumption.table},
                            {"column", factor.assumption.column},
                            {"rows", factor.assumption.rows}});
        }
    }
    return list;
}

std::string sensitivity_text(const Sensitivity& found, const SensitivityOptions& options,
                             const std::string& origin) {
    std::string text = fmt::format("{} in {}: what moves it. ", origin, options.year) +
                       "Not validated: the ranges are priors and assumptions\n";
    if (found.interrupted) text += "Interrupted: from the runs that are finished\n";
    for (std::size_t m = 0; m < options.outcomes.size(); ++m) {
        const Outcome& outcome = options.outcomes[m];
        text += fmt::format("\n{}: {} {} in the scenario itself\n\n", outcome.key,
                            figure(outcome, found.own[m]), told_unit(outcome));
        if (found.effects.empty()) continue;
        text += screening_table(outcome, found.effects[m], options.factors);
        if (found.indices.empty()) continue;
        text += index_table(outcome, found.indices[m], found.survivors, options.factors);
    }
    if (!found.indices.empty()) {
        text += '\n';
        text += wrapped(
            fmt::format("Indices are shares of the variance that the {} survivors make while the "
                        "other {} factors are as in the scenario, from {} rows.",
                        found.survivors.size(), options.factors.size() - found.survivors.size(),
                        found.indices.front().rows),
            0);
    }
    if (found.failed > 0) {
        text += '\n';
        text += wrapped(fmt::format("{} runs failed and are left out; the first: {}", found.failed,
                                    found.first_failure),
                        0);
    }
    return text;
}

nlohmann::ordered_json sensitivity_json(const Sensitivity& found, const SensitivityOptions& options,
                                        const std::string& origin) {
    const SensitivityPlan& plan = options.plan;
    Json json{{"origin", origin},
              {"year", options.year},
              {"validated", false},
              {"interrupted", found.interrupted},
              {"plan",
               {{"runs", plan.runs()},
                {"trajectories", plan.trajectories},
                {"levels", options.levels},
                {"rows", plan.rows},
                {"survivors", plan.survivors},
                {"design_seed", options.design_seed}}},
              {"failed", found.failed},
              {"factors", factors_json(options.factors)},
              {"survivors", Json::array()},
              {"measures", Json::object()}};
    if (found.failed > 0) json["first_failure"] = found.first_failure;
    for (const std::size_t i : found.survivors) json["survivors"].push_back(options.factors[i].key);
    for (std::size_t m = 0; m < options.outcomes.size(); ++m) {
        json["measures"][options.outcomes[m].key] = outcome_json(found, options, m);
    }
    return json;
}

std::string sensitivity_csv(const Sensitivity& found, const SensitivityOptions& options,
                            const std::string& origin) {
    std::string text =
        "origin,year,measure,unit,factor,mu_star,mu_star_low,mu_star_high,mu,mu_low,mu_high,sigma,"
        "effects,first,first_low,first_high,total,total_low,total_high\n";
    if (found.effects.empty()) return text;
    for (std::size_t m = 0; m < options.outcomes.size(); ++m) {
        const Outcome& outcome = options.outcomes[m];
        for (std::size_t i = 0; i < options.factors.size(); ++i) {
            const FactorEffects& e = found.effects[m][i];
            text += fmt::format("{},{},\"{}\",{},{},{},{},{},{},", origin, options.year,
                                outcome.key, outcome.unit, options.factors[i].key,
                                cells(e.strength), cells(e.mean), cell(e.spread), e.effects);
            const auto at = std::find(found.survivors.begin(), found.survivors.end(), i);
            if (at == found.survivors.end() || found.indices.empty()) {
                text += ",,,,,\n";
            } else {
                const SobolIndex& one =
                    found.indices[m]
                        .factors[static_cast<std::size_t>(at - found.survivors.begin())];
                text += fmt::format("{},{}\n", cells(one.first), cells(one.total));
            }
        }
    }
    return text;
}

}  // namespace keruen
