// SPDX-License-Identifier: MIT
#include "analysis/calibration/calibration.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/math/distributions/normal.hpp>
#include <cmath>
#include <limits>
#include <numeric>

#include "analysis/measures/statistics.hpp"
#include "models/purposes.hpp"
#include "sim/random.hpp"

namespace keruen {

namespace {

constexpr double kWorthwhile = 0.5;  // least strength of a dimension that proposals adapt
constexpr double kSurprising = 3.5;  // standard errors beyond which a parameter has moved
constexpr std::size_t kFewestParticles = 40;

/// Largest effect of each dimension on a pattern that is fitted, in units of the pattern's sd.
std::vector<double> strengths(const std::vector<Pattern>& patterns,
                              const std::vector<std::vector<FactorEffects>>& effects) {
    std::vector<double> most(effects.empty() ? 0 : effects.front().size(), 0.0);
    for (std::size_t m = 0; m < effects.size(); ++m) {
        if (patterns[m].use != PatternUse::calibration) continue;
        for (std::size_t k = 0; k < most.size(); ++k) {
            most[k] = std::fmax(most[k], effects[m][k].strength.value / patterns[m].sd());
        }
    }
    return most;
}

std::vector<std::size_t> strongest(const std::vector<double>& strength, std::size_t count) {
    std::vector<std::size_t> order(strength.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return strength[a] > strength[b]; });
    std::erase_if(order, [&](std::size_t k) { return !(strength[k] >= kWorthwhile); });
    order.resize(std::min(order.size(), count));
    std::sort(order.begin(), order.end());
    return order;
}

std::vector<double> measured(const std::vector<Pattern>& patterns) {
    std::vector<double> list;
    list.reserve(patterns.size());
    for (const Pattern& pattern : patterns) list.push_back(pattern.measured());
    return list;
}

std::vector<double> log_likelihoods(const std::vector<Pattern>& patterns, const Rows& figures,
                                    const std::vector<double>& target) {
    std::vector<double> list;
    for (const auto& row : figures) list.push_back(log_likelihood(patterns, row, target));
    return list;
}

Moments prior_moments(const Dimension& dimension) {
    constexpr int kSteps = 1000;
    Moments moments;
    for (int i = 0; i < kSteps; ++i) moments.add(dimension.value((i + 0.5) / kSteps));
    return moments;
}

}  // namespace

std::size_t CalibrationPlan::points(std::size_t dimensions) const {
    return trajectories * (dimensions + 1) +
           std::accumulate(generations.begin(), generations.end(), std::size_t{0});
}

std::vector<std::size_t> generations_of(std::size_t particles, std::size_t generations) {
    const std::size_t least = kFewestParticles * generations;
    if (particles < least) {
        refuse({"--particles"}, std::to_string(particles),
               fmt::format("at least {} for {} generations", least, generations));
    }
    if (generations == 1) return {particles};
    const std::size_t later = particles / 2 / (generations - 1);
    std::vector<std::size_t> sizes(generations, later);
    sizes.front() = particles - later * (generations - 1);
    return sizes;
}

double log_likelihood(const std::vector<Pattern>& patterns, const std::vector<double>& figures,
                      const std::vector<double>& target) {
    double sum = 0;
    for (std::size_t k = 0; k < patterns.size(); ++k) {
        if (patterns[k].use != PatternUse::calibration) continue;
        const double off = (figures[k] - target[k]) / patterns[k].sd();
        sum -= 0.5 * off * off;
    }
    return std::isnan(sum) ? -std::numeric_limits<double>::infinity() : sum;
}

Calibration calibrate(const PatternTask& task, const CalibrationPlan& plan, std::uint64_t seed,
                      PatternRuns& runs) {
    Calibration found;
    const std::size_t dimensions = task.dimensions.size();
    if (plan.trajectories > 0) {
        const MorrisDesign design{dimensions, plan.trajectories, 4, seed};
        found.effects = morris(
            [&](const Rows& points) {
                return runs(points, std::vector<std::uint64_t>(points.size(), 0));
            },
            design, task.patterns.size());
        found.strength = strengths(task.patterns, found.effects);
        found.survivors = strongest(found.strength, plan.survivors);
    }
    found.interrupted = runs.stopped();
    if (found.interrupted) return found;
    found.sampler.emplace(ImportanceDesign{dimensions, found.survivors, plan.generations, seed});
    const std::vector<double> target = measured(task.patterns);
    while (!found.sampler->finished()) {
        const Rows points = found.sampler->next();
        std::vector<std::uint64_t> seeds(points.size());
        std::iota(seeds.begin(), seeds.end(), found.figures.size() + 1);
        const Rows figures = runs(points, seeds);
        found.interrupted = runs.stopped();
        if (found.interrupted) return found;
        found.sampler->tell(points, log_likelihoods(task.patterns, figures, target));
        found.figures.insert(found.figures.end(), figures.begin(), figures.end());
        found.sizes.push_back(effective_size(found.sampler->weights()));
    }
    found.failed = runs.failed();
    found.first_failure = runs.first_failure();
    return found;
}

std::vector<ParameterShift> shifts(const std::vector<Dimension>& dimensions,
                                   const Calibration& found) {
    const std::vector<double> weights = found.sampler->weights();
    const Rows& points = found.sampler->points();
    const double size = effective_size(weights);
    std::vector<ParameterShift> list;
    for (std::size_t k = 0; k < dimensions.size(); ++k) {
        std::vector<double> values(points.size());
        double mean = 0, squares = 0;
        for (std::size_t i = 0; i < points.size(); ++i) {
            values[i] = dimensions[k].value(points[i][k]);
            mean += weights[i] * values[i];
        }
        for (std::size_t i = 0; i < points.size(); ++i) {
            squares += weights[i] * (values[i] - mean) * (values[i] - mean);
        }
        const Moments prior = prior_moments(dimensions[k]);
        ParameterShift s;
        s.dimension = k;
        s.prior_mean = prior.mean();
        s.prior_sd = std::sqrt(prior.variance());
        s.mean = mean;
        s.sd = std::sqrt(squares);
        s.low = weighted_quantile(values, weights, 0.05);
        s.median = weighted_quantile(values, weights, 0.5);
        s.high = weighted_quantile(values, weights, 0.95);
        s.shift = (s.mean - s.prior_mean) / s.prior_sd;
        // Standard errors of a mean, and of the log of an sd, of as many normal draws.
        s.moved = std::abs(s.shift) * std::sqrt(size) > kSurprising ||
                  std::abs(std::log(s.sd / s.prior_sd)) * std::sqrt(2 * size) > kSurprising;
        list.push_back(s);
    }
    return list;
}

double Recovery::coverage(std::size_t dimension, double probability) const {
    std::size_t within = 0;
    for (const auto& row : below) {
        within += std::abs(row[dimension] - 0.5) <= probability / 2 ? 1U : 0U;
    }
    return static_cast<double>(within) / static_cast<double>(below.size());
}

Recovery recover(const std::vector<Pattern>& patterns, const Calibration& found, std::size_t count,
                 std::uint64_t seed) {
    const boost::math::normal_distribution<> normal;
    const Rows& points = found.sampler->points();
    Recovery recovery;
    recovery.dimensions = found.survivors;
    recovery.contraction.assign(found.survivors.size(), 0.0);
    for (std::size_t i = 0; i < std::min(count, found.sampler->from_prior()); ++i) {
        if (std::isnan(found.figures[i].front())) continue;
        std::vector<double> target = found.figures[i];
        for (std::size_t k = 0; k < patterns.size(); ++k) {
            const DrawKey key{seed, static_cast<std::uint32_t>(k), 0,
                              0,    purpose::calibration_choice,   1};
            const double u = uniform(draw(key, static_cast<std::uint32_t>(i))[0]);
            target[k] += patterns[k].sd() * boost::math::quantile(normal, u);
        }
        std::vector<double> fit = log_likelihoods(patterns, found.figures, target);
        fit[i] = -std::numeric_limits<double>::infinity();
        const std::vector<double> weights = found.sampler->weights(fit);
        const double size = effective_size(weights);
        recovery.sizes.push_back(size);
        std::vector<double> below;
        for (std::size_t d = 0; d < found.survivors.size(); ++d) {
            const std::size_t k = found.survivors[d];
            double share = 0, mean = 0, squares = 0;
            for (std::size_t j = 0; j < points.size(); ++j) {
                if (points[j][k] < points[i][k]) share += weights[j];
                mean += weights[j] * points[j][k];
                squares += weights[j] * points[j][k] * points[j][k];
            }
            const DrawKey key{seed, static_cast<std::uint32_t>(d), 1,
                              0,    purpose::calibration_choice,   1};
            const double u = uniform(draw(key, static_cast<std::uint32_t>(i))[0]);
            below.push_back((size * share + u) / (size + 1));
            recovery.contraction[d] += 1 - 12 * (squares - mean * mean);  // of a uniform: 1 / 12
        }
        recovery.below.push_back(std::move(below));
    }
    for (double& x : recovery.contraction) x /= static_cast<double>(recovery.below.size());
    return recovery;
}

}  // namespace keruen
