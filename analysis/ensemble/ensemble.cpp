// SPDX-License-Identifier: MIT
#include "analysis/ensemble/ensemble.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace keruen {

namespace {

constexpr Year kFirstTold = 2013;  // earlier years open the run (docs/model.md 6)
constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();
constexpr std::size_t kFewest = 8;  ///< independent parts before precision is believed

}  // namespace

void FigureStatistics::add(double value, double target, bool met_before) {
    if (std::isnan(value)) return;
    all_.add(value);
    draw_.add(value);
    quantiles_.add(value);
    met_ += value >= target ? 1U : 0U;
    met_by_ += value >= target || met_before ? 1U : 0U;
}

void FigureStatistics::end_draw() {
    if (draw_.count() == 0) return;
    draw_means_.add(draw_.mean());
    if (draw_.count() > 1) within_.add(draw_.variance());
    seeds_ = static_cast<double>(draw_.count());
    draw_ = {};
}

double FigureStatistics::chance_variance() const {
    if (draw_means_.count() == 0) return draw_.count() > 1 ? draw_.variance() : kUnknown;
    return within_.count() > 0 ? within_.mean() : kUnknown;
}

double FigureStatistics::parameter_variance() const {
    if (draw_means_.count() < 2) return kUnknown;
    const double chance = within_.count() > 0 ? within_.mean() / seeds_ : 0;
    return std::max(draw_means_.variance() - chance, 0.0);
}

double FigureStatistics::standard_error() const {
    const Moments& parts = draw_means_.count() > 1 ? draw_means_ : all_;
    if (parts.count() < 2) return kUnknown;
    return std::sqrt(parts.variance() / static_cast<double>(parts.count()));
}

double FigureStatistics::share(std::size_t n) const {
    return members() > 0 ? static_cast<double>(n) / static_cast<double>(members()) : kUnknown;
}

namespace {

/// Adds one member's rates to the statistics.
void add_member(const MemberSummary& member, const EnsembleOptions& options, Ensemble& ensemble) {
    for (std::size_t d = 0; d < ensemble.rates.extent(1); ++d) {
        bool met = false;
        for (std::size_t t = 0; t < ensemble.years.size(); ++t) {
            const double rate = member.rate(t, options.origin, d);
            ensemble.rates(t, d).add(rate, options.target, met);
            met = met || (ensemble.years[t] >= kFirstTold && rate >= options.target);
        }
    }
    ++ensemble.members;
}

void end_draw(Ensemble& ensemble) {
    for (FigureStatistics& figure : ensemble.rates.values()) figure.end_draw();
    ++ensemble.draws;
}

bool is_precise(const Ensemble& ensemble, const EnsembleOptions& options, bool one_draw) {
    if (options.precision <= 0) return false;
    const std::size_t parts = one_draw ? ensemble.members : ensemble.draws;
    const auto t = static_cast<std::size_t>(options.year - ensemble.years.front());
    const double error = ensemble.rates(t, options.definition).standard_error();
    return parts >= kFewest && error <= options.precision;
}

}  // namespace

Ensemble run_ensemble(const ScenarioFile& scenario, DataPackage& data,
                      const EnsembleOptions& options, Workers& workers,
                      const std::function<void(const EnsembleProgress&)>& progress) {
    Ensemble ensemble;
    ensemble.origin = scenario.regions[options.origin].region.code;
    const bool one_draw = !options.sample;
    const std::size_t draws =
        one_draw ? 1
                 : std::min(static_cast<std::size_t>(options.draws), options.sample->draws.size());
    const auto seeds = static_cast<std::size_t>(options.seeds);
    const std::size_t most = draws * seeds;
    for (std::size_t d = 0; d < draws; ++d) {
        ScenarioFile drawn = scenario;
        if (!one_draw) options.sample->apply(d, drawn.parameters);
        const auto experiment = prepare(drawn, data, options.run, workers);
        for (std::size_t k = 0; k < seeds; ++k) {
            MemberTask task{.seed = scenario.seed + k, .stop = options.stop};
            task.finished = [&](Year year) {
                const double part = static_cast<double>(year - experiment->world.first + 1) /
                                    static_cast<double>(experiment->years());
                progress(
                    {ensemble.members + 1, most, year,
                     (static_cast<double>(ensemble.members) + part) / static_cast<double>(most)});
            };
            const auto member = simulate_member(*experiment, task, workers);
            if (!member) {
                ensemble.interrupted = true;
                return ensemble;
            }
            if (ensemble.members == 0) {
                ensemble.years = member->years;
                ensemble.rates =
                    Grid<FigureStatistics, 2>({member->years.size(), member->rate.extent(2)});
            }
            add_member(*member, options, ensemble);
            if (one_draw && is_precise(ensemble, options, true)) break;
        }
        end_draw(ensemble);
        ensemble.precise = is_precise(ensemble, options, one_draw);
        if (ensemble.precise) break;
    }
    return ensemble;
}

}  // namespace keruen
