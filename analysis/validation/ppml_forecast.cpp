// SPDX-License-Identifier: MIT
// The rivals by gravity: pair effects and lagged covariates (docs/hindcasts.md).
#include <algorithm>
#include <cmath>
#include <limits>

#include "analysis/gravity/ppml.hpp"
#include "analysis/validation/forecast.hpp"

namespace keruen {

namespace {

using Eigen::Index;

constexpr int kLongestLag = 5;  // years: conditions are known from 2001 on
constexpr double kNoEffect = -std::numeric_limits<double>::infinity();

/// Covariates of a series in a year; those of the host only if it is one country.
std::vector<double> covariates(const FlowPanel::Series& series, Year year,
                               const Conditions& conditions) {
    std::vector<double> x{conditions.log_cohort(series.origin, year),
                          conditions.log_income(series.origin, year)};
    if (series.host != "*") {
        x.push_back(conditions.log_income(series.host, year));
        x.push_back(conditions.log_rate(series.origin, year) -
                    conditions.log_rate(series.host, year));
    }
    return x;
}

bool known(const std::vector<double>& x) {
    return std::none_of(x.begin(), x.end(), [](double value) { return std::isnan(value); });
}

/// Flows to explain, one covariate vector each, and pairs as the one grouping.
struct Sample {
    std::vector<double> y;
    std::vector<std::vector<double>> x;
    std::vector<std::size_t> series;

    void add(std::size_t s, double students, std::vector<double> row) {
        if (std::isnan(students) || !known(row)) return;
        y.push_back(students);
        x.push_back(std::move(row));
        series.push_back(s);
    }
};

struct PairModel {
    std::vector<double> beta;
    std::vector<double> effect;  ///< [series] log; kNoEffect where nothing can be said

    double index(const std::vector<double>& x) const {
        double sum = 0;
        for (std::size_t k = 0; k < beta.size(); ++k) sum += beta[k] * x[k];
        return sum;
    }
};

PairModel fit_pairs(const Sample& sample, std::size_t series) {
    PpmlData data;
    const auto n = static_cast<Index>(sample.y.size());
    data.y.resize(n);
    data.x.resize(n, static_cast<Index>(sample.x.empty() ? 0 : sample.x.front().size()));
    for (Index i = 0; i < n; ++i) {
        const auto at = static_cast<std::size_t>(i);
        data.y[i] = sample.y[at];
        for (Index k = 0; k < data.x.cols(); ++k) {
            data.x(i, k) = sample.x[at][static_cast<std::size_t>(k)];
        }
    }
    data.groups = {sample.series};
    data.cluster = sample.series;
    const PpmlFit fit = fit_ppml(data);
    PairModel model;
    model.beta.assign(fit.beta.begin(), fit.beta.end());
    std::vector<double> recorded(series, 0), explained(series, 0);
    for (const std::size_t i : fit.kept) {
        recorded[sample.series[i]] += sample.y[i];
        explained[sample.series[i]] += std::exp(model.index(sample.x[i]));
    }
    for (std::size_t s = 0; s < series; ++s) {
        model.effect.push_back(recorded[s] > 0 ? std::log(recorded[s] / explained[s]) : kNoEffect);
    }
    return model;
}

/// A forecast that says persistence until it is told otherwise.
Forecast persistent(const std::string& name, const FlowPanel& panel, Year last) {
    const auto years = static_cast<std::size_t>(last - panel.last);
    Forecast out{name, panel.last, Grid<double, 3>({panel.series.size(), years, 1})};
    for (std::size_t s = 0; s < panel.series.size(); ++s) {
        for (std::size_t h = 0; h < years; ++h) out.students(s, h, 0) = panel.latest(s);
    }
    return out;
}

/// Direct: for each horizon h, E[S_t] = exp(pair + b x_{t-h} + c t) on flows to the base; each pair
/// then grows as its fitted value does from the base to the base + h. (The pair effect alone would
/// forecast a return to the mean of the past.) Beyond kLongestLag the last lag stands.
Forecast direct(const FlowPanel& panel, Year last, const Conditions& conditions) {
    Forecast out = persistent("PPML", panel, last);
    PairModel model;
    for (int h = 1; h <= last - panel.last; ++h) {
        const int lag = std::min(h, kLongestLag);
        if (h == lag) {
            Sample sample;
            for (std::size_t s = 0; s < panel.series.size(); ++s) {
                for (Year year = panel.first; year <= panel.last; ++year) {
                    std::vector<double> x = covariates(panel.series[s], year - lag, conditions);
                    x.push_back(year - panel.last);
                    sample.add(s, panel.at(s, year), std::move(x));
                }
            }
            model = fit_pairs(sample, panel.series.size());
        }
        for (std::size_t s = 0; s < panel.series.size(); ++s) {
            if (model.effect[s] == kNoEffect) continue;
            std::vector<double> now = covariates(panel.series[s], panel.last, conditions);
            std::vector<double> before = covariates(panel.series[s], panel.last - lag, conditions);
            if (!known(now) || !known(before)) continue;
            now.push_back(h);
            before.push_back(0);
            out.students(s, static_cast<std::size_t>(h) - 1, 0) *=
                std::exp(model.index(now) - model.index(before));
        }
    }
    return out;
}

std::vector<double> with_stock(const FlowPanel::Series& series, Year year, double stock,
                               const Conditions& conditions) {
    std::vector<double> x = covariates(series, year, conditions);
    x.push_back(std::log1p(stock));
    return x;
}

/// Iterated: E[S_t] = exp(pair + b x_{t-1} + c ln(1 + S_{t-1})), carried on year by year with the
/// conditions of the base.
Forecast iterated(const FlowPanel& panel, Year last, const Conditions& conditions) {
    Forecast out = persistent("PPML, lagged stock", panel, last);
    Sample sample;
    for (std::size_t s = 0; s < panel.series.size(); ++s) {
        for (Year year = panel.first + 1; year <= panel.last; ++year) {
            sample.add(s, panel.at(s, year),
                       with_stock(panel.series[s], year - 1, panel.at(s, year - 1), conditions));
        }
    }
    const PairModel model = fit_pairs(sample, panel.series.size());
    for (std::size_t s = 0; s < panel.series.size(); ++s) {
        if (model.effect[s] == kNoEffect) continue;
        if (!known(covariates(panel.series[s], panel.last, conditions))) continue;
        double stock = panel.latest(s);
        for (std::size_t h = 0; h < out.students.extent(1); ++h) {
            stock = std::exp(model.effect[s] + model.index(with_stock(panel.series[s], panel.last,
                                                                      stock, conditions)));
            out.students(s, h, 0) = stock;
        }
    }
    return out;
}

}  // namespace

std::vector<Forecaster> ppml_forecasters(const Conditions& conditions) {
    return {{"PPML", "pair effects, trend and lagged covariates, from the base",
             [&conditions](const FlowPanel& panel, Year last) {
                 return direct(panel, last, conditions);
             }},
            {"PPML, lagged stock", "pair effects, lagged stock and covariates, year by year",
             [&conditions](const FlowPanel& panel, Year last) {
                 return iterated(panel, last, conditions);
             }}};
}

}  // namespace keruen
