// SPDX-License-Identifier: MIT
#include "analysis/validation/report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

namespace keruen {

namespace {

using Json = nlohmann::ordered_json;

Json number(double value) {
    if (!std::isfinite(value)) return nullptr;
    return std::stod(fmt::format("{:.5g}", value));
}

Json numbers(const std::vector<double>& values) {
    Json list = Json::array();
    for (const double value : values) list.push_back(number(value));
    return list;
}

/// Bands by their share in percent.
template <class F>
Json by_band(F&& of) {
    Json bands;
    for (std::size_t k = 0; k < kBands.size(); ++k) {
        bands[fmt::format("{}", 100 * kBands[k])] = of(k);
    }
    return bands;
}

/// One forecaster on one set: by horizon, and over two years and more.
Json skill_json(const Hindcast& hindcast, const std::string& set, const std::string& who) {
    Json one{{"name", who}, {"by_horizon", Json::array()}};
    for (const SkillRow& row : hindcast.rows) {
        if (row.set != set || row.forecaster != who || row.counted != CountedBy::base ||
            row.base != 0) {
            continue;
        }
        const Skill& skill = row.skill;
        if (row.horizon > 0) {
            one["by_horizon"].push_back(number(skill.ratio));
            continue;
        }
        one["error"] = number(skill.error);
        one["ratio"] = number(skill.ratio);
        one["low"] = number(skill.low);
        one["high"] = number(skill.high);
        one["flows"] = skill.flows;
        one["cases"] = skill.cases;
        if (std::isnan(skill.coverage.front())) continue;
        one["coverage"] = by_band([&](std::size_t k) { return number(skill.coverage[k]); });
    }
    return one;
}

Json hindcast_part(const Hindcast& hindcast) {
    Json sets = Json::array();
    std::vector<std::string> seen;
    for (const SkillRow& row : hindcast.rows) {
        if (std::find(seen.begin(), seen.end(), row.set) != seen.end()) continue;
        seen.push_back(row.set);
        Json forecasters = Json::array();
        for (const std::string& who : hindcast.forecasters) {
            forecasters.push_back(skill_json(hindcast, row.set, who));
        }
        sets.push_back({{"name", row.set}, {"forecasters", forecasters}});
    }
    Json records = Json::array(), fans = Json::array();
    for (const HindcastRecord& record : hindcast.records) {
        records.push_back({{"flow", record.flow},
                           {"first", record.first},
                           {"students", numbers(record.students)}});
    }
    for (const HindcastFan& fan : hindcast.fans) {
        fans.push_back({{"flow", fan.flow},
                        {"forecaster", fan.forecaster},
                        {"base", fan.base},
                        {"median", numbers(fan.median)},
                        {"low", by_band([&](std::size_t k) { return numbers(fan.low[k]); })},
                        {"high", by_band([&](std::size_t k) { return numbers(fan.high[k]); })}});
    }
    return {{"bases", hindcast.plan.bases},
            {"long_bases", hindcast.plan.long_bases},
            {"last", hindcast.plan.last},
            {"constant_pairs", hindcast.constant_pairs},
            {"sets", sets},
            {"records", records},
            {"fans", fans}};
}

Json attribution_json(const Attribution& a) {
    Json mechanisms = Json::array();
    for (std::size_t m = 0; m < kMechanisms.size(); ++m) {
        mechanisms.push_back({{"name", kMechanisms[m]},
                              {"share", number(a.shares[m])},
                              {"error", number(a.errors[m])}});
    }
    return {{"origin", a.origin},
            {"host", a.host},
            {"base", a.base},
            {"last", a.last},
            {"pass_through", number(a.pass_through)},
            {"network", number(a.network)},
            {"recorded", number(a.recorded)},
            {"at_rest", number(a.at_rest)},
            {"other_inputs", number(a.other_inputs())},
            {"mechanisms", mechanisms},
            {"simulated", number(a.simulated())},
            {"unexplained", number(a.unexplained())},
            {"combinations", numbers({a.growth.begin(), a.growth.end()})}};
}

/// From the scale of comparison to what people read: a level, a change as a share, a share.
double natural(const Pattern& pattern, double compared) {
    if (pattern.is_share()) return 1 / (1 + std::exp(-compared));
    return pattern.since == 0 ? std::exp(compared) : std::exp(compared) - 1;
}

Json pattern_json(const JudgedPattern& judged) {
    const Pattern& p = judged.pattern;
    constexpr std::array kUses{"calibration", "judgement", "constants"};
    const char* kind = p.is_share() ? "share" : p.since == 0 ? "level" : "change";
    return {{"pattern", p.key},
            {"scenario", p.scenario},
            {"kind", kind},
            {"origin", p.origin},
            {"host", p.host},
            {"since", p.since == 0 ? Json() : Json(p.since)},
            {"year", p.year},
            {"unit", p.unit},
            {"used_in", kUses[static_cast<std::size_t>(p.use)]},
            {"measured", number(natural(p, p.measured()))},
            {"simulated", number(natural(p, judged.simulated))},
            {"low", number(natural(p, judged.low()))},
            {"high", number(natural(p, judged.high()))},
            {"holds", judged.holds()}};
}

}  // namespace

Json report_json(const ValidationReport& report) {
    Json attributions = Json::array(), patterns = Json::array(), fees = Json::array();
    for (const Attribution& one : report.attributions) {
        attributions.push_back(attribution_json(one));
    }
    const Json rows = fees_json(report.fees).at("experiments");
    for (const Json& row : rows) {
        Json cut = Json::object();
        for (const auto& [key, value] : row.items()) {
            cut[key] = value.is_number_float() ? number(value.get<double>()) : value;
        }
        fees.push_back(cut);
    }
    for (const JudgedPattern& one : report.patterns) patterns.push_back(pattern_json(one));
    return {{"scenario", report.scenario},
            {"command", report.command},
            {"data_sha256", report.data_sha256},
            {"seeds", report.seeds},
            {"scale", report.scale},
            {"hindcast", hindcast_part(report.hindcast)},
            {"attribution", attributions},
            {"fees", fees},
            {"patterns", patterns}};
}

}  // namespace keruen
