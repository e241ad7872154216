// SPDX-License-Identifier: MIT
#include "analysis/ensemble/ensemble.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "analysis/ensemble/discrepancy.hpp"

namespace keruen {

namespace {

constexpr Year kFirstTold = 2013;  // earlier years open the run (docs/model.md 6)
constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();
constexpr std::size_t kFewest = 8;  ///< independent parts before precision is believed

}  // namespace

void FigureStatistics::add(double value, double target, bool met_before) {
    if (std::isnan(value)) return;
    all_.add(value);
    group_.add(value);
    quantiles_.add(value);
    met_ += value >= target ? 1U : 0U;
    const bool met_by = value >= target || met_before;
    met_by_ += met_by ? 1U : 0U;
    part_met_.add(met_by ? 1 : 0);
}

void FigureStatistics::end_part() {
    if (part_met_.count() == 0) return;
    parts_met_.add(part_met_.mean());
    part_met_ = {};
}

double FigureStatistics::met_by_error() const {
    const std::size_t parts = parts_met_.count();
    if (parts < 2) return kUnknown;
    return std::sqrt(parts_met_.variance() / static_cast<double>(parts));
}

double FigureStatistics::met_by_doubt() const {
    const double error = met_by_error();
    const bool open = met_by_ > 0 && met_by_ < members();
    return open || std::isnan(error) ? error : 1 / static_cast<double>(parts_met_.count() + 2);
}

void FigureStatistics::end_group() {
    if (group_.count() == 0) return;
    group_means_.add(group_.mean());
    if (group_.count() > 1) within_.add(group_.variance());
    group_size_ = static_cast<double>(group_.count());
    group_ = {};
}

double FigureStatistics::within_variance() const {
    if (group_means_.count() == 0) return group_.count() > 1 ? group_.variance() : kUnknown;
    return within_.count() > 0 ? within_.mean() : kUnknown;
}

double FigureStatistics::between_variance() const {
    if (group_means_.count() < 2) return kUnknown;
    const double inner = within_.count() > 0 ? within_.mean() / group_size_ : 0;
    return std::max(group_means_.variance() - inner, 0.0);
}

double FigureStatistics::standard_error() const {
    const Moments& parts = group_means_.count() > 1 ? group_means_ : all_;
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

/// Paths of log errors laid over one member, each with its mirror image.
class StrayedMember {
public:
    StrayedMember(const ScenarioFile& scenario, const EnsembleOptions& options,
                  const MemberSummary& member, const std::vector<YearNumbers>& numbers)
        : options_(options), member_(member), numbers_(numbers), base_(scenario.base) {
        for (const ScenarioRegion& r : scenario.regions) codes_.push_back(r.region.code);
        ahead_ = std::max(0, member.years.back() - base_);
    }

    /// Adds the pairs that belong to a draw and the member's seed.
    void add(std::size_t draw, std::uint64_t seed, Grid<FigureStatistics, 2>& statistics) const {
        const auto pairs = static_cast<std::size_t>(options_.paths);
        for (std::size_t pair = 0; pair < pairs; ++pair) {
            const auto path = static_cast<std::uint16_t>(draw * pairs + pair);
            const MobilityStrays strays =
                mobility_strays(seed, path, codes_, options_.origin, base_numbers(), base_, ahead_);
            for (const double side : {1.0, -1.0}) add_path(strays, side, statistics);
        }
        for (FigureStatistics& figure : statistics.values()) figure.end_group();
    }

private:
    const YearNumbers& base_numbers() const {
        const auto t = static_cast<std::size_t>(std::max(0, base_ - member_.years.front()));
        return numbers_[std::min(t, numbers_.size() - 1)];
    }

    void add_path(const MobilityStrays& strays, double side,
                  Grid<FigureStatistics, 2>& statistics) const {
        std::vector<bool> met(definitions().size(), false);
        for (std::size_t t = 0; t < numbers_.size(); ++t) {
            const Year year = member_.years[t];
            YearNumbers numbers = numbers_[t];
            if (year > base_) {
                const auto k = static_cast<std::size_t>(year - base_ - 1);
                let_stray(numbers, options_.origin, strays.degree[k], strays.credit[k], side);
            }
            for (std::size_t d = 0; d < met.size(); ++d) {
                const double rate = year > base_
                                        ? mobility_rate(definitions()[d], numbers, options_.origin)
                                        : member_.rate(t, options_.origin, d);
                statistics(t, d).add(rate, options_.target, met[d]);
                met[d] = met[d] || (year >= kFirstTold && rate >= options_.target);
            }
        }
    }

    const EnsembleOptions& options_;
    const MemberSummary& member_;
    const std::vector<YearNumbers>& numbers_;
    Year base_;
    int ahead_;
    std::vector<std::string> codes_;
};

void end_draw(Ensemble& ensemble) {
    for (FigureStatistics& figure : ensemble.rates.values()) figure.end_group();
    ++ensemble.draws;
}

void end_part(Ensemble& ensemble) {
    for (FigureStatistics& figure : ensemble.rates.values()) figure.end_part();
    for (FigureStatistics& figure : ensemble.strayed.values()) figure.end_part();
}

bool is_precise(const Ensemble& ensemble, const EnsembleOptions& options, bool one_draw) {
    if (options.precision <= 0 && options.precision_met <= 0) return false;
    const std::size_t parts = one_draw ? ensemble.members : ensemble.draws;
    const auto t = static_cast<std::size_t>(options.year - ensemble.years.front());
    const FigureStatistics& figure = ensemble.rates(t, options.definition);
    const FigureStatistics& strayed =
        ensemble.has_discrepancy() ? ensemble.strayed(t, options.definition) : figure;
    const auto within = [](double error, double wanted) { return wanted <= 0 || error <= wanted; };
    return parts >= kFewest && within(figure.standard_error(), options.precision) &&
           within(strayed.met_by_doubt(), options.precision_met);
}

}  // namespace

Ensemble run_ensemble(const ScenarioFile& scenario, DataPackage& data,
                      const EnsembleOptions& options, Workers& workers,
                      const std::function<void(const EnsembleProgress&)>& progress) {
    Ensemble ensemble;
    ensemble.origin = scenario.regions[options.origin].region.code;
    ensemble.base = scenario.base;
    const bool one_draw = !options.sample;
    const std::size_t draws =
        one_draw ? 1
                 : std::min(static_cast<std::size_t>(options.draws), options.sample->draws.size());
    const auto seeds = static_cast<std::size_t>(options.seeds);
    const std::size_t most = draws * seeds;
    for (std::size_t d = 0; d < draws; ++d) {
        ScenarioFile drawn = scenario;
        if (!one_draw) options.sample->apply(d, drawn);
        const auto experiment = prepare(drawn, data, options.run, workers);
        for (std::size_t k = 0; k < seeds; ++k) {
            std::vector<YearNumbers> numbers;
            MemberTask task{.seed = scenario.seed + k, .numbers = &numbers, .stop = options.stop};
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
                if (options.paths > 0) ensemble.strayed = ensemble.rates;
            }
            add_member(*member, options, ensemble);
            if (options.paths > 0) {
                const StrayedMember strayed(scenario, options, *member, numbers);
                strayed.add(d, scenario.seed + k, ensemble.strayed);
            }
            if (one_draw) end_part(ensemble);
            if (one_draw && is_precise(ensemble, options, true)) break;
        }
        end_part(ensemble);
        end_draw(ensemble);
        ensemble.precise = is_precise(ensemble, options, one_draw);
        if (ensemble.precise) break;
    }
    return ensemble;
}

}  // namespace keruen
