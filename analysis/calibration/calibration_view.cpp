// SPDX-License-Identifier: MIT
#include "analysis/calibration/calibration_view.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "analysis/measures/statistics.hpp"
#include "analysis/results/text_table.hpp"

namespace keruen {

namespace {

constexpr std::size_t kMostShown = 20;
constexpr std::size_t kFewDraws = 50;  // effective, below which a sample is rough
constexpr std::array kUses{"calibration", "judgement", "constants"};

const char* use_of(const Pattern& pattern) {
    return kUses[static_cast<std::size_t>(pattern.use)];
}

/// A figure of the scale of comparison as people read it.
std::string readable(const Pattern& pattern, double figure) {
    if (std::isnan(figure)) return "-";
    if (pattern.is_share()) return fmt::format("{:.1f} %", 100 / (1 + std::exp(-figure)));
    if (pattern.since != 0) return fmt::format("{:+.0f} %", 100 * std::expm1(figure));
    return thousands(std::llround(std::exp(figure)));
}

/// Central 90 % and median of a pattern's figure.
struct Band {
    double low, middle, high;
};

Band band(const Calibration& found, std::size_t pattern, const std::vector<double>& weights) {
    std::vector<double> values, kept;
    for (std::size_t i = 0; i < weights.size(); ++i) {
        if (std::isnan(found.figures[i][pattern])) continue;
        values.push_back(found.figures[i][pattern]);
        kept.push_back(weights[i]);
    }
    return {weighted_quantile(values, kept, 0.05), weighted_quantile(values, kept, 0.5),
            weighted_quantile(values, kept, 0.95)};
}

std::vector<double> prior_weights(const Calibration& found) {
    std::vector<double> weights(found.figures.size(), 0.0);
    std::fill_n(weights.begin(), found.sampler->from_prior(), 1.0);
    return weights;
}

std::string range(const Pattern& pattern, const Band& b) {
    return fmt::format("{} to {}", readable(pattern, b.low), readable(pattern, b.high));
}

/// How far the record is from the posterior median, in its sd.
double off(const Pattern& pattern, const Band& posterior) {
    return (pattern.measured() - posterior.middle) / pattern.sd();
}

std::string patterns_text(const PatternTask& task, const Calibration& found) {
    const std::vector<double> before = prior_weights(found), after = found.sampler->weights();
    std::string text = wrapped(
        "Patterns: measured, and simulated (central 90 %) under the prior and the posterior. Off: "
        "measured less posterior median, in standard deviations of record and model discrepancy. "
        "Fitted to are those used for calibration alone.",
        0);
    TextTable table({"pattern", "used in", "measured", "prior", "posterior", "off"}, 2);
    for (std::size_t k = 0; k < task.patterns.size(); ++k) {
        const Pattern& p = task.patterns[k];
        const Band prior = band(found, k, before), posterior = band(found, k, after);
        table.add({p.key, use_of(p), readable(p, p.measured()), range(p, prior),
                   range(p, posterior), fmt::format("{:+.1f}", off(p, posterior))});
    }
    return text + "\n" + table.text(0);
}

double strength_of(const Calibration& found, std::size_t dimension) {
    return found.strength.empty() ? 0.0 : found.strength[dimension];
}

std::string parameters_text(const PatternTask& task, const Calibration& found) {
    std::vector<ParameterShift> list = shifts(task.dimensions, found);
    const auto moved =
        std::count_if(list.begin(), list.end(), [](const ParameterShift& s) { return s.moved; });
    std::stable_sort(list.begin(), list.end(),
                     [&](const ParameterShift& a, const ParameterShift& b) {
                         if (a.moved != b.moved) return a.moved;
                         return strength_of(found, a.dimension) > strength_of(found, b.dimension);
                     });
    std::string text = wrapped(
        fmt::format("Parameters: {} of {} have moved beyond what chance does to a sample of this "
                    "size (yes), the others stay at their prior. Strength: largest change of a "
                    "fitted pattern over the parameter's range, in the pattern's standard "
                    "deviations, by the screening. Narrower: 1 - posterior variance / prior "
                    "variance. Shift: of the mean, in standard deviations of the prior.",
                    moved, list.size()),
        0);
    TextTable table({"parameter", "moved", "strength", "prior mean", "sd", "posterior mean", "sd",
                     "5 %", "95 %", "narrower", "shift"},
                    2);
    for (std::size_t i = 0; i < std::min(list.size(), kMostShown); ++i) {
        const ParameterShift& s = list[i];
        if (!s.moved && strength_of(found, s.dimension) < 0.3) break;
        table.add({std::string(task.dimensions[s.dimension].parameter->key), s.moved ? "yes" : "no",
                   fmt::format("{:.2f}", strength_of(found, s.dimension)),
                   fmt::format("{:.3g}", s.prior_mean), fmt::format("{:.2g}", s.prior_sd),
                   fmt::format("{:.3g}", s.mean), fmt::format("{:.2g}", s.sd),
                   fmt::format("{:.3g}", s.low), fmt::format("{:.3g}", s.high),
                   fmt::format("{:.2f}", s.contraction()), fmt::format("{:+.2f}", s.shift)});
    }
    return text + "\n" + table.text(0);
}

std::vector<std::string> keys_of(const PatternTask& task, const std::vector<std::size_t>& which) {
    std::vector<std::string> keys;
    keys.reserve(which.size());
    for (const std::size_t k : which) keys.emplace_back(task.dimensions[k].parameter->key);
    return keys;
}

}  // namespace

std::string plan_text(const CalibrationPlan& plan, const PatternTask& task) {
    return fmt::format(
        "{} points: screening by {} trajectories of {} parameters, then generations of {}; {} "
        "patterns from {} scenarios, {} of the agents",
        plan.points(task.dimensions.size()), plan.trajectories, task.dimensions.size(),
        fmt::join(plan.generations, " + "), task.patterns.size(), task.scenarios.size(),
        task.scale);
}

std::string calibration_text(const PatternTask& task, const Calibration& found) {
    std::string text = patterns_text(task, found) + "\n" + parameters_text(task, found) + "\n";
    std::string told = fmt::format(
        "Proposals followed the data in {}. Effective size of the sample after each generation: "
        "{:.0f}, of {} points.",
        found.survivors.empty()
            ? std::string("no parameter")
            : fmt::format("{}", fmt::join(keys_of(task, found.survivors), ", ")),
        fmt::join(found.sizes, ", "), found.figures.size());
    if (found.sizes.back() < kFewDraws) told += " That is few: take more particles.";
    if (found.failed > 0) {
        told += fmt::format(" {} points failed and count as impossible, the first: {}",
                            found.failed, found.first_failure);
    }
    return text + wrapped(told, 0);
}

nlohmann::ordered_json calibration_json(const PatternTask& task, const Calibration& found) {
    const std::vector<double> before = prior_weights(found), after = found.sampler->weights();
    nlohmann::ordered_json patterns, parameters;
    for (std::size_t k = 0; k < task.patterns.size(); ++k) {
        const Pattern& p = task.patterns[k];
        const Band prior = band(found, k, before), posterior = band(found, k, after);
        patterns[p.key] = {{"used_in", use_of(p)},
                           {"measured", p.measured()},
                           {"sd", p.sd()},
                           {"prior", {prior.low, prior.middle, prior.high}},
                           {"posterior", {posterior.low, posterior.middle, posterior.high}},
                           {"off", off(p, posterior)}};
    }
    for (const ParameterShift& s : shifts(task.dimensions, found)) {
        parameters[std::string(task.dimensions[s.dimension].parameter->key)] = {
            {"moved", s.moved},
            {"strength", strength_of(found, s.dimension)},
            {"prior_mean", s.prior_mean},
            {"prior_sd", s.prior_sd},
            {"mean", s.mean},
            {"sd", s.sd},
            {"quantiles", {s.low, s.median, s.high}},
            {"contraction", s.contraction()},
            {"shift", s.shift}};
    }
    return {{"patterns", patterns},
            {"parameters", parameters},
            {"adapted", keys_of(task, found.survivors)},
            {"effective_size", found.sizes},
            {"points", found.figures.size()},
            {"from_prior", found.sampler->from_prior()},
            {"log_evidence", found.sampler->log_evidence()},
            {"failed", found.failed}};
}

std::string recovery_text(const PatternTask& task, const Recovery& recovery) {
    std::string text = wrapped(
        fmt::format(
            "Recovery: {} points of the prior were taken for the truth, one after another, "
            "and found again from what the model gives there, with errors. Share of the "
            "planted values within central intervals of 50, 80 and 95 %, the sample taken as "
            "as many draws as its effective size; narrower: mean of "
            "1 - posterior variance / prior variance. Effective size of the posteriors: "
            "median {:.0f}, least {:.0f}.",
            recovery.below.size(), quantile(recovery.sizes, 0.5), quantile(recovery.sizes, 0)),
        0);
    TextTable table({"parameter", "50 %", "80 %", "95 %", "narrower"});
    for (std::size_t d = 0; d < recovery.dimensions.size(); ++d) {
        table.add({std::string(task.dimensions[recovery.dimensions[d]].parameter->key),
                   percent(recovery.coverage(d, 0.5)), percent(recovery.coverage(d, 0.8)),
                   percent(recovery.coverage(d, 0.95)),
                   fmt::format("{:.2f}", recovery.contraction[d])});
    }
    return text + "\n" + table.text(0);
}

nlohmann::ordered_json recovery_json(const PatternTask& task, const Recovery& recovery) {
    nlohmann::ordered_json coverage;
    for (std::size_t d = 0; d < recovery.dimensions.size(); ++d) {
        coverage[std::string(task.dimensions[recovery.dimensions[d]].parameter->key)] = {
            {"coverage",
             {recovery.coverage(d, 0.5), recovery.coverage(d, 0.8), recovery.coverage(d, 0.95)}},
            {"contraction", recovery.contraction[d]}};
    }
    return {{"planted", recovery.below.size()},
            {"effective_size",
             {{"median", quantile(recovery.sizes, 0.5)}, {"least", quantile(recovery.sizes, 0)}}},
            {"parameters", coverage}};
}

std::string posterior_csv(const PatternTask& task, const Calibration& found, std::size_t count,
                          std::uint64_t seed, const std::vector<std::string>& header) {
    std::string text;
    for (const std::string& line : header) text += fmt::format("# {}\n", line);
    std::vector<std::string_view> keys;
    for (const Dimension& d : task.dimensions) keys.push_back(d.parameter->key);
    text += fmt::format("{}\n", fmt::join(keys, ","));
    for (const std::size_t i : resampled(found.sampler->weights(), count, seed)) {
        std::vector<std::string> cells;
        for (std::size_t k = 0; k < task.dimensions.size(); ++k) {
            const double value = task.dimensions[k].value(found.sampler->points()[i][k]);
            cells.push_back(fmt::format("{:.7g}", value));
        }
        text += fmt::format("{}\n", fmt::join(cells, ","));
    }
    return text;
}

}  // namespace keruen
