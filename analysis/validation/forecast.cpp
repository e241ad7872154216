// SPDX-License-Identifier: MIT
#include "analysis/validation/forecast.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace keruen {

namespace {

constexpr int kSpan = 3;          // years of growth
constexpr double kClip = 0.6;     // of a yearly log growth
constexpr double kFloor = 50;     // students from which a series counts for the world's drift
constexpr double kDamping = 0.8;  // of a damped trend, per year

/// Log growth of a series over `years` years, from its recent growth and the world's drift.
using Path = double (*)(double growth, double drift, int years);

Forecaster growing(std::string name, std::string prose, Path path) {
    const auto forecast = [name, path](const FlowPanel& known, Year last) {
        const std::vector<double> growth = recent_growth(known);
        const double drift = world_drift(known);
        const auto years = static_cast<std::size_t>(last - known.last);
        Forecast out{name, known.last, Grid<double, 3>({known.series.size(), years, 1})};
        for (std::size_t s = 0; s < known.series.size(); ++s) {
            const double g = std::isnan(growth[s]) ? 0 : growth[s];
            for (std::size_t h = 0; h < years; ++h) {
                out.students(s, h, 0) =
                    known.latest(s) * std::exp(path(g, drift, static_cast<int>(h) + 1));
            }
        }
        return out;
    };
    return {std::move(name), std::move(prose), forecast};
}

double median(std::vector<double> values) {
    if (values.empty()) return 0;
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    if (values.size() % 2 == 1) return *middle;
    return (*middle + *std::max_element(values.begin(), middle)) / 2;
}

}  // namespace

double Forecast::at(std::size_t s, Year year, std::size_t member) const {
    if (year <= base || year > last()) return std::numeric_limits<double>::quiet_NaN();
    return students(s, static_cast<std::size_t>(year - base) - 1, member);
}

std::vector<double> recent_growth(const FlowPanel& known) {
    const FlowPanel filled = known.bridged();
    std::vector<double> growth;
    for (std::size_t s = 0; s < known.series.size(); ++s) {
        double sum = 0;
        int steps = 0;
        for (Year year = known.last - kSpan + 1; year <= known.last; ++year) {
            const double before = filled.at(s, year - 1), after = filled.at(s, year);
            if (!(before > 0) || !(after > 0)) continue;
            sum += std::log(after / before);
            ++steps;
        }
        growth.push_back(steps == 0 ? std::numeric_limits<double>::quiet_NaN()
                                    : std::clamp(sum / steps, -kClip, kClip));
    }
    return growth;
}

double world_drift(const FlowPanel& known) {
    const std::vector<double> growth = recent_growth(known);
    std::vector<double> counted;
    for (std::size_t s = 0; s < growth.size(); ++s) {
        if (!std::isnan(growth[s]) && known.latest(s) >= kFloor) counted.push_back(growth[s]);
    }
    return median(std::move(counted));
}

std::vector<Forecaster> naive_forecasters() {
    return {
        growing("persistence", "the latest value", [](double, double, int) { return 0.0; }),
        growing("drift", "the world's median growth goes on",
                [](double, double drift, int years) { return drift * years; }),
        growing("trend", "its own log growth of three years goes on",
                [](double growth, double, int years) { return growth * years; }),
        growing("damped trend", "the same, fading by a fifth a year",
                [](double growth, double, int years) {
                    return growth * kDamping * (1 - std::pow(kDamping, years)) / (1 - kDamping);
                }),
        growing("half trend", "half of its own log growth goes on",
                [](double growth, double, int years) { return growth / 2 * years; }),
        growing("drift+half", "geometric mean of drift and half trend",
                [](double growth, double drift, int years) {
                    return (drift + growth / 2) / 2 * years;
                }),
    };
}

Forecast grown_with_regions(const std::string& name, const FlowPanel& known,
                            const std::vector<std::pair<std::size_t, std::size_t>>& region_of,
                            const Grid<double, 4>& model) {
    const std::size_t years = model.extent(2) - 1, members = model.extent(3);
    Forecast out{name, known.last, Grid<double, 3>({known.series.size(), years, members})};
    for (std::size_t s = 0; s < known.series.size(); ++s) {
        const auto [origin, host] = region_of[s];
        for (std::size_t h = 0; h < years; ++h) {
            for (std::size_t m = 0; m < members; ++m) {
                const double base = model(origin, host, 0, m);
                const double growth = base > 0 ? model(origin, host, h + 1, m) / base : 1;
                out.students(s, h, m) = known.latest(s) * growth;
            }
        }
    }
    return out;
}

}  // namespace keruen
