// SPDX-License-Identifier: MIT
#include "analysis/validation/skill.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <stdexcept>

#include "analysis/measures/statistics.hpp"

namespace keruen {

namespace {

constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();
constexpr double kInterval = 1.644854;  // 90 %, normal
constexpr std::size_t kFewestClusters = 5;

double log_gap(double forecast, double recorded) {
    return std::abs(std::log(std::max(forecast, 1.0) / std::max(recorded, 1.0)));
}

/// Ratio of mean errors without the cases of one cluster.
double ratio_without(std::span<const SkillCase> cases, const FlowSet& set,
                     const std::string& cluster) {
    double error = 0, reference = 0;
    for (const SkillCase& one : cases) {
        if (set.flows[one.flow].cluster == cluster) continue;
        error += one.error;
        reference += one.reference;
    }
    return error / reference;
}

void add_interval(Skill& skill, const FlowSet& set, std::span<const SkillCase> cases) {
    std::map<std::string, double> without;
    for (const SkillCase& one : cases) without.emplace(set.flows[one.flow].cluster, 0);
    skill.low = skill.high = kUnknown;
    if (without.size() < kFewestClusters) return;
    const auto clusters = static_cast<double>(without.size());
    double mean = 0, spread = 0;
    for (auto& [cluster, ratio] : without) {
        ratio = ratio_without(cases, set, cluster);
        mean += ratio / clusters;
    }
    for (const auto& entry : without) spread += (entry.second - mean) * (entry.second - mean);
    const double error = std::sqrt(spread * (clusters - 1) / clusters);
    skill.low = skill.ratio - kInterval * error;
    skill.high = skill.ratio + kInterval * error;
}

}  // namespace

std::vector<double> sums_of(const Forecast& forecast, const std::vector<std::size_t>& series,
                            Year year) {
    std::vector<double> sums(forecast.students.extent(2), 0);
    for (std::size_t m = 0; m < sums.size(); ++m) {
        for (const std::size_t s : series) sums[m] += forecast.at(s, year, m);
        if (std::isnan(sums[m])) {
            throw std::logic_error(forecast.name + " says nothing of a flow that counts");
        }
    }
    return sums;
}

std::vector<SkillCase> judge(const FlowPanel& recorded, const FlowSet& set,
                             std::span<const Forecast> forecasts,
                             std::span<const Forecast> reference, CountedBy counted) {
    std::vector<SkillCase> cases;
    for (std::size_t b = 0; b < forecasts.size(); ++b) {
        const Forecast& forecast = forecasts[b];
        for (Year year = forecast.base + 1; year <= forecast.last(); ++year) {
            for (std::size_t f = 0; f < set.flows.size(); ++f) {
                std::vector<std::size_t> series;
                double actual = 0;
                for (const std::size_t s : set.flows[f].series) {
                    if (std::isnan(recorded.at(s, year))) continue;
                    series.push_back(s);
                    actual += recorded.at(s, year);
                }
                if (series.empty()) continue;
                const double before = sums_of(reference[b], series, year).front();
                if ((counted == CountedBy::base ? before : actual) < set.fewest) continue;
                const std::vector<double> sums = sums_of(forecast, series, year);
                SkillCase one{f, forecast.base, year, log_gap(quantile(sums, 0.5), actual),
                              log_gap(before, actual)};
                one.has_band = sums.size() >= kFewestMembers;
                for (std::size_t k = 0; k < kBands.size(); ++k) {
                    one.covered[k] = quantile(sums, (1 - kBands[k]) / 2) <= actual &&
                                     actual <= quantile(sums, (1 + kBands[k]) / 2);
                }
                cases.push_back(one);
            }
        }
    }
    return cases;
}

Skill skill_of(const FlowSet& set, std::span<const SkillCase> cases) {
    Skill skill;
    skill.cases = cases.size();
    std::vector<bool> seen(set.flows.size(), false);
    double reference = 0;
    std::array<std::size_t, kBands.size()> inside{};
    bool bands = !cases.empty();
    for (const SkillCase& one : cases) {
        seen[one.flow] = true;
        skill.error += one.error;
        reference += one.reference;
        bands &= one.has_band;
        for (std::size_t k = 0; k < kBands.size(); ++k) inside[k] += one.covered[k] ? 1 : 0;
    }
    skill.flows = static_cast<std::size_t>(std::count(seen.begin(), seen.end(), true));
    skill.ratio = skill.error / reference;
    skill.error /= static_cast<double>(cases.size());
    for (std::size_t k = 0; k < kBands.size(); ++k) {
        skill.coverage[k] =
            bands ? static_cast<double>(inside[k]) / static_cast<double>(cases.size()) : kUnknown;
    }
    add_interval(skill, set, cases);
    return skill;
}

}  // namespace keruen
