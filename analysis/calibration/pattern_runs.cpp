// SPDX-License-Identifier: MIT
#include "analysis/calibration/pattern_runs.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "analysis/experiments/apart.hpp"
#include "scenarios/sha256.hpp"

namespace keruen {

void coarsen(ScenarioFile& scenario, const std::vector<Pattern>& patterns, double scale) {
    const auto of_more = [&](int weight) {
        return std::max(1, static_cast<int>(std::lround(weight / scale)));
    };
    for (ScenarioRegion& region : scenario.regions) {
        const bool counted = std::any_of(patterns.begin(), patterns.end(), [&](const Pattern& p) {
            return p.measure == PatternMeasure::exchange_out && p.origin == region.region.code;
        });
        if (counted) continue;
        region.weight_mover = of_more(region.weight_mover);
        region.weight_stayer = of_more(region.weight_stayer);
        if (region.weight_keen) region.weight_keen = of_more(*region.weight_keen);
    }
}

std::vector<Dimension> all_dimensions() {
    std::vector<Dimension> list;
    for (const ParameterDeclaration& parameter : parameter_declarations()) {
        if (const auto prior = Prior::of(parameter)) list.push_back({&parameter, *prior});
    }
    return list;
}

PatternRuns::PatternRuns(const PatternTask& task, const DataPackage& data, KeptRuns& kept,
                         std::size_t planned, std::function<void(const PatternProgress&)> progress)
    : task_(task), data_(data), kept_(kept), planned_(planned), progress_(std::move(progress)) {}

Rows PatternRuns::operator()(const Rows& points, const std::vector<std::uint64_t>& seeds) {
    constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();
    Rows figures(points.size(), std::vector<double>(task_.patterns.size(), kUnknown));
    std::vector<std::size_t> open;
    for (std::size_t i = 0; i < points.size(); ++i) {
        const std::vector<double>* known = kept_.find(key(points[i], seeds[i]));
        if (known != nullptr) {
            figures[i] = *known;
            ++done_;
        } else {
            open.push_back(i);
        }
    }
    each_apart(
        open.size(), task_.threads, [&] { return stopped(); },
        [&](std::size_t n, Workers& one) {
            make(points[open[n]], seeds[open[n]], figures[open[n]], one);
        });
    return figures;
}

/// Names a point by the values that its parameters have.
std::string PatternRuns::key(const std::vector<double>& point, std::uint64_t seed) const {
    std::string text = fmt::format("{}\n", seed);
    for (std::size_t k = 0; k < point.size(); ++k) {
        const Dimension& dimension = task_.dimensions[k];
        text += fmt::format("{} {:a}\n", dimension.parameter->key, dimension.value(point[k]));
    }
    return sha256_of(text).substr(0, 16);
}

std::vector<double> PatternRuns::simulate(const std::vector<double>& point, std::uint64_t seed,
                                          Workers& workers) const {
    DataPackage data = data_;
    std::vector<double> figures(task_.patterns.size());
    for (const ScenarioFile& given : task_.scenarios) {
        std::vector<Pattern> patterns;
        std::vector<std::size_t> positions;
        for (std::size_t k = 0; k < task_.patterns.size(); ++k) {
            if (task_.patterns[k].scenario != given.name) continue;
            patterns.push_back(task_.patterns[k]);
            positions.push_back(k);
        }
        ScenarioFile scenario = given;
        scenario.last = scenario.base + 1;
        for (std::size_t k = 0; k < point.size(); ++k) {
            const Dimension& dimension = task_.dimensions[k];
            scenario.parameters.*dimension.parameter->member = dimension.value(point[k]);
        }
        scenario.seed += seed;
        coarsen(scenario, patterns, task_.scale);
        const auto found = pattern_figures(scenario, data, patterns, workers);
        for (std::size_t k = 0; k < found.size(); ++k) figures[positions[k]] = found[k];
    }
    return figures;
}

void PatternRuns::make(const std::vector<double>& point, std::uint64_t seed,
                       std::vector<double>& figures, Workers& workers) {
    std::string failure;
    std::vector<double> made;
    try {
        made = simulate(point, seed, workers);
    } catch (const std::runtime_error& found) {
        failure = found.what();
    }
    const std::lock_guard lock(mutex_);
    if (!failure.empty()) {
        if (failed_++ == 0) first_failure_ = failure;
    } else {
        kept_.add(key(point, seed), made);
        figures = std::move(made);
    }
    ++done_;
    ++fresh_;
    const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - began_;
    const std::size_t of = std::max(planned_, done_);
    progress_({done_, of, elapsed,
               elapsed * (static_cast<double>(of - done_) / static_cast<double>(fresh_))});
}

}  // namespace keruen
