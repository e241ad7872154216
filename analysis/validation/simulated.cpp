// SPDX-License-Identifier: MIT
#include "analysis/validation/simulated.hpp"

#include <algorithm>
#include <cmath>

#include "analysis/experiments/run.hpp"
#include "analysis/validation/bands.hpp"
#include "sim/parallel.hpp"

namespace keruen {

namespace {

constexpr int kFinest = 5, kCoarsest = 60, kStayers = 400;  // students per agent
constexpr std::size_t kPairsOfMembers = 100;
constexpr std::size_t kMembers = 1 + 2 * kPairsOfMembers;
const std::string kUnjudgedHost = "CHN";  // outbound totals leave it out

/// Members come in pairs that stray alike, up and down, so that medians are the simulation's.
std::uint16_t pair_of(std::size_t member) {
    return static_cast<std::uint16_t>((member - 1) / 2);
}
double side_of(std::size_t member) {
    return member % 2 == 1 ? 1 : -1;
}

void spread_agents(std::vector<ScenarioRegion>& regions) {
    for (ScenarioRegion& region : regions) {
        region.weight_mover = std::clamp(region.weight_mover, kFinest, kCoarsest);
        region.weight_keen = std::min(region.weight_keen.value_or(kCoarsest), region.weight_mover);
        region.weight_stayer = std::max(region.weight_stayer, kStayers);
    }
}

/// Variance of the log over members, around the simulation's own.
double log_variance(const Grid<double, 4>& model, std::size_t o, std::size_t h, std::size_t t) {
    double sum = 0;
    for (std::size_t m = 1; m < kMembers; ++m) {
        const double log = std::log(model(o, h, t, m) / model(o, h, t, 0));
        sum += log * log;
    }
    return sum / static_cast<double>(kMembers - 1);
}

}  // namespace

std::unique_ptr<Experiment> prepare_from(const ScenarioFile& scenario, DataPackage& data, Year base,
                                         Year last, double scale, Workers& workers) {
    ScenarioFile past = scenario;
    past.base = base;
    past.last = last;
    past.hindsight = false;
    spread_agents(past.regions);
    RunOptions run;
    run.scale = scale;
    return prepare(past, data, run, workers);
}

RegionFlows simulate_from(const ScenarioFile& scenario, DataPackage& data, Year base, Year last,
                          const SimulationOptions& options, Workers& workers,
                          const std::function<void(double)>& finished) {
    const auto experiment = prepare_from(scenario, data, base, last, options.scale, workers);
    const std::size_t regions = experiment->setup.regions();
    RegionFlows flows{
        Grid<double, 3>({regions, regions, static_cast<std::size_t>(last - base) + 1}),
        Matrix({regions, regions})};
    double done = 0;
    const double all = options.seeds * static_cast<double>(experiment->years());
    for (int k = 0; k < options.seeds; ++k) {
        const std::uint64_t seed = scenario.seed + static_cast<std::uint64_t>(k);
        simulate_years(*experiment, seed, workers, [&](Year year, const YearRecord& record) {
            finished(++done / all);
            if (year < base) return;
            for (std::size_t o = 0; o < regions; ++o) {
                for (std::size_t h = 0; h < regions; ++h) {
                    flows.students(o, h, static_cast<std::size_t>(year - base)) +=
                        static_cast<double>(record.stock(o, h)) / options.seeds;
                }
            }
        });
    }
    for (std::size_t o = 0; o < regions; ++o) {
        for (std::size_t h = 0; h < regions; ++h) {
            flows.recorded(o, h) = experiment->world.stock(o, h, experiment->world.index(base));
        }
    }
    return flows;
}

/// Positions of regions; one past the last stands for all hosts, and for a country in no region.
std::vector<SimulatedForecasts::Ends> SimulatedForecasts::ends_of(const FlowPanel& known) const {
    std::map<std::string, std::size_t> region_of;
    for (std::size_t r = 0; r < regions_.size(); ++r) {
        for (const std::string& country : regions_[r].countries) region_of[country] = r;
    }
    std::vector<Ends> ends;
    for (const auto& [origin, host] : known.series) {
        const auto o = region_of.find(origin), h = region_of.find(host);
        const bool inside = o != region_of.end() && (host == "*" || h != region_of.end());
        ends.emplace_back(inside ? o->second : regions_.size(),
                          inside && host != "*" ? h->second : regions_.size());
    }
    return ends;
}

/// [origin][host][year - base][member] as grown_with_regions wants it, the totals without China
/// after the last host.
Grid<double, 4> SimulatedForecasts::members(const RegionFlows& flows, Year base, int years) const {
    const std::size_t regions = regions_.size();
    Grid<double, 4> model({regions + 1, regions + 1, static_cast<std::size_t>(years) + 1, kMembers},
                          0.0);
    for (std::size_t h = 0; h < regions; ++h) {
        const auto& countries = regions_[h].countries;
        const bool counted =
            std::find(countries.begin(), countries.end(), kUnjudgedHost) == countries.end();
        for (std::size_t o = 0; o < regions; ++o) {
            const double recorded = flows.recorded(o, h);
            const double scale =
                stray_scale(kRegionBand, std::isnan(recorded) ? flows.students(o, h, 0) : recorded);
            for (std::size_t m = 0; m < kMembers; ++m) {
                std::vector<double> stray(static_cast<std::size_t>(years) + 1, 0.0);
                if (m > 0) {
                    const auto path = common_stray_path(
                        kRegionBand, {seed_, regions_[o].code, regions_[h].code, base, pair_of(m)},
                        years);
                    std::copy(path.begin(), path.end(), stray.begin() + 1);
                }
                for (std::size_t t = 0; t < stray.size(); ++t) {
                    const double factor = std::exp(side_of(m) * scale * stray[t]);
                    model(o, h, t, m) = flows.students(o, h, t) * factor;
                    if (counted) model(o, regions, t, m) += model(o, h, t, m);
                }
            }
        }
    }
    return model;
}

/// Single series stray further than the sum they are part of: they do so around it, and leave it
/// as it is.
void SimulatedForecasts::spread(Forecast& forecast, const FlowPanel& known,
                                const std::vector<Ends>& ends, const Grid<double, 4>& model) const {
    std::map<Ends, std::vector<std::size_t>> parts;
    for (std::size_t s = 0; s < ends.size(); ++s) {
        if (ends[s].first == regions_.size() || !(known.latest(s) > 0)) continue;
        parts[ends[s]].push_back(s);
    }
    for (const auto& [whole, series] : parts) {
        const auto [o, h] = whole;
        if (series.size() < 2) continue;
        Grid<double, 2> normal({series.size(), kPairsOfMembers});
        for (std::size_t k = 0; k < series.size(); ++k) {
            const auto& [origin, host] = known.series[series[k]];
            for (std::uint16_t pair = 0; pair < kPairsOfMembers; ++pair) {
                normal(k, pair) =
                    stray_normals({seed_, origin, host, known.last, pair}, 0).front().step;
            }
        }
        const BandRule& rule = h == regions_.size() ? kRegionBand : kPairBand;
        for (std::size_t t = 0; t < forecast.students.extent(1); ++t) {
            if (!(model(o, h, t + 1, 0) > 0)) continue;
            const double shared = log_variance(model, o, h, t + 1);
            std::vector<double> own;
            for (const std::size_t s : series) {
                const double sd = stray_sd(rule, known.latest(s), static_cast<int>(t) + 1);
                own.push_back(std::sqrt(std::max(0.0, sd * sd - shared)));
            }
            for (std::size_t m = 1; m < kMembers; ++m) {
                double before = 0, after = 0;
                for (std::size_t k = 0; k < series.size(); ++k) {
                    double& students = forecast.students(series[k], t, m);
                    before += students;
                    students *= std::exp(side_of(m) * own[k] * normal(k, pair_of(m)));
                    after += students;
                }
                for (const std::size_t s : series) forecast.students(s, t, m) *= before / after;
            }
        }
    }
}

Forecast SimulatedForecasts::operator()(const FlowPanel& known, Year last) const {
    const RegionFlows& flows = flows_.at(known.last);
    const std::vector<Ends> ends = ends_of(known);
    const Grid<double, 4> model = members(flows, known.last, last - known.last);
    Forecast forecast = grown_with_regions("simulation", known, ends, model);
    spread(forecast, known, ends, model);
    return forecast;
}

Forecaster simulation_forecaster(const SimulatedForecasts& simulated) {
    return {"simulation", "the model from the base on, flows known to the base only",
            [&simulated](const FlowPanel& known, Year last) { return simulated(known, last); }};
}

}  // namespace keruen
