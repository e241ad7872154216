// SPDX-License-Identifier: MIT
#include "models/constants/implied.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "models/constants/record.hpp"
#include "models/stage.hpp"
#include "sim/kernels/fixed.hpp"

namespace keruen {

namespace {

constexpr double kFloor = 0.15;  // least entrants, as a share of yearly exits (docs/model.md 6)
constexpr int kSteadyYears = 15;

double known(double value) {
    return std::isnan(value) ? 0.0 : value;
}

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

/// Of those who enter abroad together, the share who study 0, 1, ... years later.
std::vector<double> staying(const Transitions& table, const LevelShares& shares) {
    StageVector people{};
    enter(people, 1, shares);
    std::vector<double> studying;
    for (int year = 0; year < kSteadyYears; ++year) {
        studying.push_back(enrolled(people));
        people = expected_progress(table, people);
    }
    return studying;
}

struct Flow {
    const World& world;
    const Transitions& table;
    const LevelShares& shares;
    const RecordErrors& errors;
    double exit;  ///< share of a steady flow that leaves in a year
    std::size_t origin, host;
};

/// [year] to the base: what lies behind the records; not above 0 where there is none.
std::vector<double> stocks_of(const Flow& flow) {
    const std::size_t years = flow.world.index(flow.world.base) + 1;
    const std::vector<double> stay = staying(flow.table, flow.shares);
    std::vector<double> stocks(years), run;
    for (std::size_t t = 0; t < years; ++t) {
        stocks[t] = known(flow.world.stock(flow.origin, flow.host, t));
        if (stocks[t] > 0) run.push_back(stocks[t]);
        if (run.empty() || (stocks[t] > 0 && t + 1 < years)) continue;
        const std::vector<double> behind = stocks_behind(run, stay, flow.errors);
        const std::size_t end = stocks[t] > 0 ? t + 1 : t;
        std::copy(behind.begin(), behind.end(),
                  stocks.begin() + static_cast<std::ptrdiff_t>(end - run.size()));
        run.clear();
    }
    return stocks;
}

void follow(const Flow& flow, ImpliedEntrants& out) {
    const auto& [world, table, shares, errors, exit, o, h] = flow;
    const std::size_t base = world.index(world.base);
    const std::vector<double> stocks = stocks_of(flow);
    StageVector people{}, earlier{};
    bool recorded = false;
    for (std::size_t t = 0; t <= base; ++t) {
        const double stock = stocks[t];
        if (stock <= 0) {
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
    const RecordErrors errors{parameters.constants_record_error, parameters.constants_walk};
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
            follow({world, table, shares[o], errors, exit, o, h}, out);
        }
    }
    return out;
}

}  // namespace keruen
