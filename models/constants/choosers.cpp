// SPDX-License-Identifier: MIT
#include "models/constants/choosers.hpp"

#include <algorithm>
#include <cmath>

#include "models/constants/entrants.hpp"
#include "sim/kernels/fixed.hpp"
#include "sim/kernels/kernels.hpp"
#include "sim/parallel.hpp"

namespace keruen {

namespace {

constexpr double kReachablePool = 0.3;  // of those who seek the next level at home
constexpr double kMeanAspiration[2] = {0.05, 0.9};

double abroad_entrants(const ImpliedEntrants& implied, std::size_t level, std::size_t o,
                       std::size_t t) {
    double sum = 0;
    const Cube& entrants = implied.entrants[level];
    for (std::size_t h = 0; h < entrants.extent(1); ++h) sum += entrants(o, h, t);
    return sum;
}

Series seats_at_home(const World& world, const Series& entrants) {
    const std::size_t base = world.index(world.base);
    Series seats({world.regions.size(), world.years()});
    for (std::size_t o = 0; o < world.regions.size(); ++o) {
        const double then = entrants(o, base) / world.cohort(o, base);
        for (std::size_t t = 0; t < world.years(); ++t) {
            seats(o, t) = fixed_log(entrants(o, t) / world.cohort(o, t) / then);
        }
    }
    return seats;
}

/// The base year's entrants abroad over realisation is who aspired; `ceiling` times that may ever
/// aspire. Earlier years of larger outflow must fit below it too.
void set_ceilings(const World& world, const Parameters& p, Choosers& who) {
    const std::size_t base = world.index(world.base);
    who.ceiling.resize(world.regions.size());
    for (std::size_t o = 0; o < who.ceiling.size(); ++o) {
        double most = 0;
        for (std::size_t t = 0; t <= base; ++t) {
            const double share = abroad_entrants(who.implied, 0, o, t) / who.entrants(o, t);
            most = std::max(most, t == base ? share * p.aspire_ceiling : share * 1.5);
        }
        who.ceiling[o] = std::clamp(most / p.aspire_realisation, 0.001, 0.95);
    }
}

void set_movers(const World& world, const Parameters& p, Choosers& who) {
    const std::size_t base = world.index(world.base);
    who.movers_at_home.fill(Series({world.regions.size(), world.years()}));
    for (std::size_t o = 0; o < world.regions.size(); ++o) {
        std::vector<double> staying(base + 1);
        for (std::size_t t = 0; t <= base; ++t) {
            const double may = who.ceiling[o] * who.entrants(o, t);
            who.movers_at_home[0](o, t) = may;
            staying[t] = std::max(may - abroad_entrants(who.implied, 0, o, t), 0.05 * may);
        }
        const std::vector<StageVector> stages = expected_home_stages(p, staying);
        for (std::size_t t = 0; t <= base; ++t) {
            who.movers_at_home[1](o, t) = stages[t][kCandidateMaster];
            who.movers_at_home[2](o, t) = stages[t][kCandidateDoctor];
        }
    }
}

/// An origin cannot send more master and doctoral students than seek such a place at home: its
/// level shares are cut to a part of the pool, and bachelor students take the rest.
std::vector<LevelShares> shares_within_pools(const World& world, const Parameters& p,
                                             const Choosers& who) {
    const std::size_t base = world.index(world.base);
    std::vector<LevelShares> shares(world.regions.size(), level_shares(p));
    for (std::size_t o = 0; o < shares.size(); ++o) {
        double all = 0;
        for (std::size_t level = 0; level < 3; ++level) {
            all += abroad_entrants(who.implied, level, o, base);
        }
        for (std::size_t level = 1; level < 3; ++level) {
            const double reach = kReachablePool * who.movers_at_home[level](o, base) / all;
            shares[o][level] = std::min(shares[o][level], reach);
        }
        shares[o][0] = 1 - shares[o][1] - shares[o][2];
    }
    return shares;
}

double solve_intercept(const Parameters& p, const Sample& sample, double mean) {
    double low = -12, high = 12;
    for (int step = 0; step < 50; ++step) {
        const double middle = (low + high) / 2;
        double sum = 0;
        for (const double x : aspirations(p, sample, middle)) sum += x;
        (sum < mean * static_cast<double>(kHomeSample) ? low : high) = middle;
    }
    return (low + high) / 2;
}

/// Intercepts that give each origin its mean aspiration among potential movers.
void set_aspiration(const World& world, const Parameters& p, Choosers& who, Workers& workers) {
    const std::size_t base = world.index(world.base), regions = world.regions.size();
    for (auto& intercepts : who.aspire) intercepts.resize(regions);
    workers.for_each_index(3 * regions, [&](std::size_t k) {
        const std::size_t o = k / 3, level = k % 3;
        const double pool = who.movers_at_home[level](o, base);
        const double wanted =
            abroad_entrants(who.implied, level, o, base) / (pool * p.aspire_realisation);
        who.aspire[level][o] = solve_intercept(
            p, who.sample, std::clamp(wanted, kMeanAspiration[0], kMeanAspiration[1]));
    });
}

}  // namespace

std::vector<double> aspirations(const Parameters& p, const Sample& sample, double intercept) {
    std::vector<double> v(sample.size());
    for (std::size_t i = 0; i < v.size(); ++i) {
        v[i] = -intercept - aspiration(p, sample.ability[i], sample.income[i], sample.traits[i]);
    }
    kernels().exp(v.size(), v.data(), v.data());
    for (double& x : v) x = 1 / (1 + x);
    return v;
}

Choosers find_choosers(const World& world, const Parameters& p, Workers& workers) {
    const std::size_t regions = world.regions.size();
    Choosers who;
    who.implied = implied_entrants(world, p, std::vector<LevelShares>(regions, level_shares(p)));
    who.sample = make_sample(p, regions, kHomeSample);
    who.entrants = fit_entrants(world, p);
    who.home_seats = seats_at_home(world, who.entrants);
    set_ceilings(world, p, who);
    set_movers(world, p, who);
    who.implied = implied_entrants(world, p, shares_within_pools(world, p, who));
    set_ceilings(world, p, who);
    set_movers(world, p, who);
    set_aspiration(world, p, who, workers);
    return who;
}

}  // namespace keruen
