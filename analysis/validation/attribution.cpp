// SPDX-License-Identifier: MIT
#include "analysis/validation/attribution.hpp"

#include <algorithm>
#include <cmath>

#include "analysis/validation/shapley.hpp"

namespace keruen {

namespace {

using Game = std::array<double, kCombinations>;

std::size_t bit(Mechanism mechanism) {
    return std::size_t{1} << static_cast<unsigned>(mechanism);
}

bool at_work(std::size_t combination, Mechanism mechanism) {
    return (combination & bit(mechanism)) != 0;
}

/// From the year after the base on, the base's value.
void hold(Series& series, std::size_t base) {
    for (std::size_t r = 0; r < series.extent(0); ++r) {
        for (std::size_t t = base + 1; t < series.extent(1); ++t) series(r, t) = series(r, base);
    }
}

void hold(Cube& cube, std::size_t base) {
    for (std::size_t o = 0; o < cube.extent(0); ++o) {
        for (std::size_t h = 0; h < cube.extent(1); ++h) {
            for (std::size_t t = base + 1; t < cube.extent(2); ++t)
                cube(o, h, t) = cube(o, h, base);
        }
    }
}

/// Nominal dollars at the region that are the base's price in its own real money.
double held_price(double base_price, const Series& real_rate, std::size_t region, std::size_t base,
                  std::size_t t) {
    return base_price * real_rate(region, base) / real_rate(region, t);
}

std::size_t region_of(const ScenarioFile& scenario, const std::string& code) {
    const auto& regions = scenario.regions;
    const auto found = std::find_if(regions.begin(), regions.end(),
                                    [&](const auto& r) { return r.region.code == code; });
    if (found == regions.end()) {
        refuse({scenario.name}, "no region " + code,
               "a scenario with the region whose flow is judged");
    }
    return static_cast<std::size_t>(found - regions.begin());
}

/// Log growth of the flow's stock in one run.
double simulated_growth(Experiment& e, std::uint64_t seed, std::size_t o, std::size_t h,
                        Workers& workers) {
    double before = 0, after = 0;
    simulate_years(e, seed, workers, [&](Year year, const YearRecord& record) {
        if (year == e.world.base) before = static_cast<double>(record.stock(o, h));
        if (year == e.last) after = static_cast<double>(record.stock(o, h));
    });
    return std::log(std::max(after, 1.0) / std::max(before, 1.0));
}

}  // namespace

void rest_in_parameters(Mechanism mechanism, Parameters& parameters) {
    // What the base year's constants are found without does not change after the base either.
    if (mechanism == Mechanism::rates) parameters.choose_rate_pass_through = 0;
    if (mechanism == Mechanism::network) parameters.choose_network = 0;
}

void rest(Mechanism mechanism, Experiment& e) {
    const std::size_t base = e.world.index(e.world.base);
    if (mechanism == Mechanism::cohorts) {
        hold(e.world.cohort, base);
        hold(e.constants.entrants, base);
        hold(e.constants.home_seats, base);
    }
    if (mechanism == Mechanism::places) {
        for (Programme& programme : e.policy.programmes) {
            std::fill(programme.places.begin() + static_cast<std::ptrdiff_t>(base) + 1,
                      programme.places.end(), programme.places[base]);
        }
    }
}

void rest_other_inputs(Experiment& e) {
    World& world = e.world;
    Policy& policy = e.policy;
    const std::size_t base = world.index(world.base);
    for (Series* series : {&world.income, &world.income_log_sd, &world.quality, &policy.promotion,
                           &policy.work_hours, &policy.post_study_months, &policy.visa_processing,
                           &policy.support, &policy.foreign_seats, &policy.border_open}) {
        hold(*series, base);
    }
    for (Cube* cube : {&policy.agreements, &policy.refusal, &policy.recognition, &policy.quota,
                       &policy.same_bloc}) {
        hold(*cube, base);
    }
    for (Series& member : policy.member) hold(member, base);
    for (std::size_t h = 0; h < world.regions.size(); ++h) {
        for (std::size_t t = base + 1; t < world.years(); ++t) {
            const auto price = [&](double before) {
                return held_price(before, world.real_rate, h, base, t);
            };
            world.living(h, t) = price(world.living(h, base));
            policy.tuition_home(h, t) = price(policy.tuition_home(h, base));
            for (std::size_t o = 0; o < world.regions.size(); ++o) {
                policy.tuition_foreign(o, h, t) = price(policy.tuition_foreign(o, h, base));
            }
        }
    }
}

void share_out(const std::vector<Game>& games, Attribution& out) {
    const auto seeds = static_cast<double>(games.size());
    std::vector<std::vector<double>> values;
    out.growth.fill(0);
    out.shares.fill(0);
    out.errors.fill(0);
    for (const Game& game : games) {
        values.push_back(shapley_values(game));
        for (std::size_t c = 0; c < game.size(); ++c) out.growth[c] += game[c] / seeds;
        for (std::size_t m = 0; m < kMechanisms.size(); ++m) {
            out.shares[m] += values.back()[m] / seeds;
        }
    }
    if (games.size() < 2) return;
    for (std::size_t m = 0; m < kMechanisms.size(); ++m) {
        double squares = 0;
        for (const auto& value : values) squares += std::pow(value[m] - out.shares[m], 2);
        out.errors[m] = std::sqrt(squares / (seeds - 1) / seeds);
    }
}

Attribution attribute(const ScenarioFile& scenario, DataPackage& data,
                      const AttributionRequest& request, const SimulationOptions& options,
                      Workers& workers, const std::function<void(double)>& finished) {
    const std::size_t o = region_of(scenario, request.origin),
                      h = region_of(scenario, request.host);
    Attribution out{.origin = request.origin,
                    .host = request.host,
                    .base = request.base,
                    .last = request.last,
                    .pass_through = scenario.parameters.choose_rate_pass_through,
                    .network = scenario.parameters.choose_network,
                    .recorded = request.recorded};
    std::vector<Game> games(static_cast<std::size_t>(options.seeds));
    double runs = 0;
    const double all = (kCombinations + 1) * static_cast<double>(options.seeds);
    const auto grow = [&](Experiment& e, int seed) {
        const double growth =
            simulated_growth(e, scenario.seed + static_cast<std::uint64_t>(seed), o, h, workers);
        finished(++runs / all);
        return growth;
    };
    // What rests in parameters asks for constants of its own, all else for the same.
    for (std::size_t own = 0; own < kCombinations; ++own) {
        if (at_work(own, Mechanism::cohorts) || at_work(own, Mechanism::places)) continue;
        ScenarioFile under = scenario;
        for (const Mechanism m : {Mechanism::rates, Mechanism::network}) {
            if (!at_work(own, m)) rest_in_parameters(m, under.parameters);
        }
        const auto experiment =
            prepare_from(under, data, request.base, request.last, options.scale, workers);
        const World world = experiment->world;
        const Policy policy = experiment->policy;
        const Constants constants = experiment->constants;
        for (const std::size_t more :
             {bit(Mechanism::cohorts) | bit(Mechanism::places), bit(Mechanism::cohorts),
              bit(Mechanism::places), std::size_t{0}}) {
            const std::size_t combination = own | more;
            experiment->world = world;
            experiment->policy = policy;
            experiment->constants = constants;
            for (const Mechanism m : {Mechanism::cohorts, Mechanism::places}) {
                if (!at_work(combination, m)) rest(m, *experiment);
            }
            for (int k = 0; k < options.seeds; ++k) {
                games[static_cast<std::size_t>(k)][combination] = grow(*experiment, k);
            }
        }
        if (own != 0) continue;
        rest_other_inputs(*experiment);  // beside all mechanisms: the last of the above
        for (int k = 0; k < options.seeds; ++k) {
            out.at_rest += grow(*experiment, k) / options.seeds;
        }
    }
    share_out(games, out);
    return out;
}

}  // namespace keruen
