// SPDX-License-Identifier: MIT
#include "analysis/sensitivity/morris.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <stdexcept>

#include "analysis/measures/statistics.hpp"

namespace keruen {

namespace {

Trajectory trajectory(const MorrisDesign& design, std::mt19937_64& random) {
    const std::size_t k = design.factors;
    std::vector<double> point(k), step(k);
    for (std::size_t i = 0; i < k; ++i) {
        const double low = static_cast<double>(below(random, design.levels / 2U));
        const bool up = below(random, 2) == 1;
        point[i] = low / (design.levels - 1) + (up ? 0 : design.step());
        step[i] = up ? design.step() : -design.step();
    }
    Trajectory t{{point}, std::vector<std::size_t>(k)};
    std::iota(t.moved.begin(), t.moved.end(), std::size_t{0});
    for (std::size_t i = k; i > 1; --i) std::swap(t.moved[i - 1], t.moved[below(random, i)]);
    for (const std::size_t i : t.moved) {
        // Back on the grid to the last bit: 1/3 + 2/3 is 1, and 1 - 2/3 is 1/3.
        point[i] = std::round((point[i] + step[i]) * (design.levels - 1)) / (design.levels - 1);
        t.points.push_back(point);
    }
    return t;
}

FactorEffects summary(const std::vector<double>& effects, std::uint64_t seed) {
    const auto mean = [&](std::span<const std::size_t> which, bool absolute) {
        double sum = 0;
        for (const std::size_t i : which) sum += absolute ? std::abs(effects[i]) : effects[i];
        return sum / static_cast<double>(which.size());
    };
    std::vector<std::size_t> all(effects.size());
    std::iota(all.begin(), all.end(), std::size_t{0});
    std::vector<double> means, strengths;
    resample(effects.size(), seed, [&](std::span<const std::size_t> drawn) {
        means.push_back(mean(drawn, false));
        strengths.push_back(mean(drawn, true));
    });
    Moments moments;
    for (const double effect : effects) moments.add(effect);
    const double unknown = std::nan("");
    FactorEffects out;
    out.effects = effects.size();
    out.strength = percentile_interval(mean(all, true), std::move(strengths));
    out.mean = percentile_interval(mean(all, false), std::move(means));
    out.spread = effects.size() > 1 ? std::sqrt(moments.variance()) : unknown;
    return out;
}

}  // namespace

std::vector<Trajectory> trajectories(const MorrisDesign& design) {
    if (design.levels < 2 || design.levels % 2 != 0) {
        throw std::invalid_argument("a screening needs an even number of levels");
    }
    std::mt19937_64 random(design.seed);
    std::vector<Trajectory> list;
    for (std::size_t t = 0; t < design.trajectories; ++t) {
        list.push_back(trajectory(design, random));
    }
    return list;
}

std::vector<std::vector<FactorEffects>> elementary_effects(
    const MorrisDesign& design, const std::vector<Trajectory>& trajectories,
    const std::vector<Rows>& values, std::size_t outputs) {
    std::vector<std::vector<FactorEffects>> table(outputs);
    for (std::size_t m = 0; m < outputs; ++m) {
        std::vector<std::vector<double>> effects(design.factors);
        for (std::size_t t = 0; t < trajectories.size(); ++t) {
            for (std::size_t s = 0; s < design.factors; ++s) {
                const std::size_t i = trajectories[t].moved[s];
                const Rows& points = trajectories[t].points;
                const double effect =
                    (values[t][s + 1][m] - values[t][s][m]) / (points[s + 1][i] - points[s][i]);
                if (!std::isnan(effect)) effects[i].push_back(effect);
            }
        }
        for (const std::vector<double>& list : effects) {
            table[m].push_back(summary(list, design.seed));
        }
    }
    return table;
}

std::vector<std::vector<FactorEffects>> morris(const Model& model, const MorrisDesign& design,
                                               std::size_t outputs) {
    const std::vector<Trajectory> list = trajectories(design);
    Rows points;
    for (const Trajectory& t : list) points.insert(points.end(), t.points.begin(), t.points.end());
    const Rows all = model(points);
    std::vector<Rows> values;
    auto from = all.begin();
    for (const Trajectory& t : list) {
        const auto to = from + static_cast<std::ptrdiff_t>(t.points.size());
        values.emplace_back(from, to);
        from = to;
    }
    return elementary_effects(design, list, values, outputs);
}

std::vector<std::size_t> survivors(const std::vector<std::vector<FactorEffects>>& effects,
                                   std::size_t count) {
    if (effects.empty()) return {};
    std::vector<double> share(effects.front().size(), 0.0);
    for (const std::vector<FactorEffects>& output : effects) {
        double most = 0;
        for (const FactorEffects& f : output) most = std::fmax(most, f.strength.value);
        if (!(most > 0)) continue;
        for (std::size_t i = 0; i < output.size(); ++i) {
            share[i] = std::fmax(share[i], output[i].strength.value / most);
        }
    }
    std::vector<std::size_t> order(share.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return share[a] > share[b]; });
    std::erase_if(order, [&](std::size_t i) { return share[i] == 0; });
    order.resize(std::min(order.size(), count));
    std::sort(order.begin(), order.end());
    return order;
}

}  // namespace keruen
