// SPDX-License-Identifier: MIT
#include "analysis/validation/judged_patterns.hpp"

#include <algorithm>
#include <cmath>
#include <map>

#include "analysis/calibration/pattern_runs.hpp"

namespace keruen {

namespace {

constexpr double kNinety = 1.644854;  // standard deviations of a normal within 90 %

}  // namespace

double JudgedPattern::sd() const {
    return std::hypot(pattern.sd(), chance);
}

double JudgedPattern::low() const {
    return simulated - kNinety * sd();
}

double JudgedPattern::high() const {
    return simulated + kNinety * sd();
}

std::vector<JudgedPattern> judge_patterns(
    const std::function<ScenarioFile(const std::string&)>& read, DataPackage& data, int seeds,
    double scale, Workers& workers, const std::function<void(double)>& finished) {
    Diagnostics diagnostics;
    std::vector<JudgedPattern> judged;
    std::map<std::string, std::vector<std::size_t>> of_scenario;
    for (Pattern& pattern : read_patterns(data, diagnostics)) {
        of_scenario[pattern.scenario].push_back(judged.size());
        judged.push_back({std::move(pattern)});
    }
    const double runs = seeds * static_cast<double>(of_scenario.size());
    double done = 0;
    for (const auto& [name, positions] : of_scenario) {
        const ScenarioFile scenario = read(name);
        std::vector<Pattern> patterns;
        for (const std::size_t k : positions) patterns.push_back(judged[k].pattern);
        std::vector<std::vector<double>> figures;  // [seed][pattern]
        for (int k = 0; k < seeds; ++k) {
            ScenarioFile own = scenario;
            own.last = own.base;  // and no further than the patterns ask for
            own.seed += static_cast<std::uint64_t>(k);
            coarsen(own, patterns, scale);
            figures.push_back(pattern_figures(own, data, patterns, workers));
            finished(++done / runs);
        }
        for (std::size_t k = 0; k < positions.size(); ++k) {
            JudgedPattern& one = judged[positions[k]];
            double squares = 0;
            for (const auto& run : figures) one.simulated += run[k] / seeds;
            for (const auto& run : figures) squares += std::pow(run[k] - one.simulated, 2);
            if (seeds > 1) one.chance = std::sqrt(squares / (seeds - 1) / seeds);
        }
    }
    return judged;
}

}  // namespace keruen
