// SPDX-License-Identifier: MIT
#include "models/constants/implied.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "models/stage.hpp"
#include "sim/kernels/fixed.hpp"

namespace keruen {

namespace {

constexpr double kFloor = 0.15;  // least entrants, as a share of yearly exits (docs/model.md 6)
constexpr int kSteadyYears = 15;

void enter(StageVector& people, double entrants, const LevelShares& shares) {
    people[kBachelor1] += entrants * shares[0];
    people[kMaster1] += entrants * shares[1];
    people[kDoctor1] += entrants * shares[2];
}

/// Stages of a flow that has had the same entrants for long, scaled to `stock` students.
StageVector steady_stages(const Transitions& table, const LevelShares& shares, double stock) {
    StageVector people{};
    for (int year = 0; year < kSteadyYears; ++year) {
        people = expected_progress(table, people);
        enter(people, 1, shares);
    }
    const double scale = stock / enrolled(people);
    for (double& n : people) n *= scale;
    return people;
}

struct Flow {
    const World& world;
    const Transitions& table;
    const LevelShares& shares;
    double exit;  ///< share of a steady flow that leaves in a year
    std::size_t origin, host;
};

void follow(const Flow& flow, ImpliedEntrants& out) {
    const auto& [world, table, shares, exit, o, h] = flow;
    const std::size_t base = world.index(world.base);
    StageVector people{}, earlier{};
    bool recorded = false;
    for (std::size_t t = 0; t <= base; ++t) {
        const double stock = world.stock(o, h, t);
        if (std::isnan(stock) || stock <= 0) {
            people = earlier = StageVector{};
            continue;
        }
        if (enrolled(people) == 0) people = earlier = steady_stages(table, shares, stock);
        const double before = enrolled(people);
        people = expected_progress(table, people);
        earlier = expected_progress(table, earlier);
        if (recorded) {
            out.graduates(o, h, t - 1) = people[kGraduate];
            out.earlier_graduates(o, h, t - 1) = earlier[kGraduate];
        } else {
            out.steady_graduates(o, h, t) = people[kGraduate];
            recorded = true;
        }
        const double staying = enrolled(people);
        const double entrants = std::max(stock - staying, kFloor * (before - staying));
        out.continuing[1](o, h, t) = people[kCandidateMaster];
        out.continuing[2](o, h, t) = people[kCandidateDoctor];
        enter(people, entrants, shares);
        const double shrunk =
            stock * std::max(1 - (1 - exit) * fixed_exp(-world.momentum(o, h)), kFloor * exit);
        for (std::size_t level = 0; level < 3; ++level) {
            out.entrants[level](o, h, t) = entrants * shares[level];
            if (t == base) out.momentum[level](o, h) = shrunk * shares[level];
        }
    }
    out.graduates(o, h, base) = expected_progress(table, people)[kGraduate];
    out.earlier_graduates(o, h, base) = expected_progress(table, earlier)[kGraduate];
}

}  // namespace

LevelShares level_shares(const Parameters& p) {
    const double master = std::min(p.entrants_master_share, 1 - p.entrants_bachelor_share);
    return {p.entrants_bachelor_share, master, 1 - p.entrants_bachelor_share - master};
}

ImpliedEntrants implied_entrants(const World& world, const Parameters& parameters,
                                 const std::vector<LevelShares>& shares) {
    const std::size_t regions = world.regions.size();
    const Transitions table = transitions(parameters, true);
    ImpliedEntrants out;
    out.entrants.assign(3, Cube({regions, regions, world.years()}));
    out.continuing = out.entrants;
    out.graduates = out.earlier_graduates = out.steady_graduates = out.entrants.front();
    out.momentum.assign(3, Matrix({regions, regions}));
    for (std::size_t o = 0; o < regions; ++o) {
        const StageVector steady = steady_stages(table, shares[o], 1);
        const double exit = 1 - enrolled(expected_progress(table, steady));
        out.exit.push_back(exit);
        for (std::size_t h = 0; h < regions; ++h) {
            if (h == o && !world.regions[h].has_inner_mobility()) continue;
            follow({world, table, shares[o], exit, o, h}, out);
        }
    }
    return out;
}

}  // namespace keruen
