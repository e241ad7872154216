// SPDX-License-Identifier: MIT
#include "models/governments/adaptive.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "models/exchange/terms.hpp"
#include "models/governments/bundles.hpp"
#include "models/measures.hpp"

namespace keruen {

namespace {

constexpr double kUnset = std::numeric_limits<double>::quiet_NaN();

bool is_on(Year from, Year to, Year year) {
    return from <= year && year <= to;
}

void chase_targets(const Setup& setup, Year year, Policy& policy, GovernmentMemory& memory) {
    const std::size_t t = setup.world->index(year);
    for (std::size_t k = 0; k < policy.target_rules.size(); ++k) {
        const TargetRule& rule = policy.target_rules[k];
        double& value = memory.chased[k];
        if (!is_on(rule.from, rule.to, year)) {
            value = kUnset;
            continue;
        }
        double& knob = rule.knob.at(policy, t);
        if (std::isnan(value)) value = knob;
        value = knob = chase(value, memory.rates(rule.region, rule.definition), rule);
    }
}

/// The host's share of the origin's new students abroad last year.
double take_up(const Flow& entrants, std::size_t o, std::size_t h) {
    std::int64_t all = 0;
    for (std::size_t host = 0; host < entrants.extent(1); ++host) all += entrants(o, host);
    return all > 0 ? static_cast<double>(entrants(o, h)) / static_cast<double>(all) : 0.0;
}

void respond_with_fees(const Setup& setup, Year year, Policy& policy, GovernmentMemory& memory) {
    const World& world = *setup.world;
    const Parameters& p = setup.parameters;
    const std::size_t t = world.index(year);
    for (std::size_t k = 0; k < policy.fee_rules.size(); ++k) {
        const FeeRule& rule = policy.fee_rules[k];
        const std::size_t h = rule.region;
        const double cost = world.student_cost(h, t);
        for (std::size_t o = 0; o < setup.regions(); ++o) {
            double& share = memory.fee_share(k, o);
            if (!rule.origins[o] || !is_on(rule.from, rule.to, year)) {
                share = kUnset;
                continue;
            }
            double& fee = policy.tuition_foreign(o, h, t);
            if (std::isnan(share)) share = fee / cost;
            const double elasticity = fee_elasticity(
                p.choose_price, share * cost, world.living(h, t), take_up(memory.entrants, o, h));
            share = respond(share, elasticity, p.govern_fee_step, rule);
            fee = share * cost;
        }
    }
}

/// Mean fee of the pairs of regions between which a programme can be held.
double mean_fee(const Policy& policy, const Programme& programme, std::size_t t) {
    double sum = 0;
    int pairs = 0;
    for (std::size_t o = 0; o < programme.origins.size(); ++o) {
        for (std::size_t h = 0; h < programme.hosts.size(); ++h) {
            if (!programme.origins[o] || !programme.hosts[h]) continue;
            sum += is_home_grant(programme, o) ? policy.tuition_home(o, t)
                                               : policy.tuition_foreign(o, h, t);
            ++pairs;
        }
    }
    return pairs > 0 ? sum / pairs : 0.0;
}

/// What an award will cost a year, before anybody has held one.
double expected_cost(const Policy& policy, const Programme& programme, std::size_t t) {
    if (programme.kind != ProgrammeKind::degree) return stay_grant(programme, t);
    return programme.tuition_share[t] * mean_fee(policy, programme, t) + programme.stipend[t] +
           programme.travel[t];
}

/// A budget pays for the holders who study on; what is left gives places.
void keep_budgets(Policy& policy, std::size_t t, const GovernmentMemory& memory) {
    for (std::size_t q = 0; q < policy.programmes.size(); ++q) {
        Programme& programme = policy.programmes[q];
        if (programme.budget.empty() || std::isinf(programme.budget[t])) continue;
        const double cost = memory.cost_per_holder[q] > 0 ? memory.cost_per_holder[q]
                                                          : expected_cost(policy, programme, t);
        if (!(cost > 0)) continue;
        const double holders = std::floor(programme.budget[t] * 1e6 / cost);
        const double left = holders - static_cast<double>(memory.continuing[q]);
        programme.places[t] = std::clamp(left, 0.0, programme.places[t]);
    }
}

bool has_budget(const Policy& policy) {
    return std::any_of(policy.programmes.begin(), policy.programmes.end(), [](const Programme& p) {
        return std::any_of(p.budget.begin(), p.budget.end(),
                           [](double budget) { return !std::isinf(budget); });
    });
}

/// Holders who study on next year, by programme, people.
std::vector<std::int64_t> count_continuing(const Setup& setup, const Population& population) {
    std::vector<std::int64_t> holders(setup.policy->programmes.size(), 0);
    for (const MoverBlock& block : population.movers) {
        for (std::size_t i = 0; i < block.size(); ++i) {
            if (block.programme[i] == kSelfFunded || !is_enrolled(block.stage[i])) continue;
            holders[block.programme[i]] += block.weight;
        }
    }
    for (const StayerBlock& block : population.stayers) {
        std::int64_t n = 0;
        for (const std::uint8_t code : block.stage) {
            n += static_cast<std::int64_t>(code >= kGrantBit && is_enrolled(code & 0x7f));
        }
        for (std::size_t q = 0; q < holders.size(); ++q) {
            const bool pays = is_home_grant(setup.policy->programmes[q], block.origin);
            if (pays) holders[q] += n * block.weight;
        }
    }
    return holders;
}

std::vector<double> costs_per_holder(const YearRecord& record) {
    std::vector<double> cost(record.holders.size(), 0.0);
    for (std::size_t q = 0; q < cost.size(); ++q) {
        if (record.holders[q] <= 0) continue;
        std::int64_t spent = 0;
        for (std::size_t h = 0; h < record.stock.extent(1); ++h) {
            spent += record.ledger.programme_tuition(q, h) + record.ledger.programme_living(q, h);
        }
        cost[q] = static_cast<double>(spent) / static_cast<double>(record.holders[q]);
    }
    return cost;
}

}  // namespace

double& Knob::at(Policy& policy, std::size_t t) const {
    if (of_programme != nullptr) return (policy.programmes[index].*of_programme)[t];
    return (policy.*of_region)(index, t);
}

double chase(double value, double rate, const TargetRule& rule) {
    const double gap = std::isnan(rate) ? 0 : rule.target - rate;
    return std::clamp(value + 100 * rule.gain * gap, rule.low, rule.high);
}

double fee_elasticity(double price, double fee, double living, double take_up) {
    return fee + living > 0 ? price * fee / (fee + living) * (1 - take_up) : 0.0;
}

double respond(double share, double elasticity, double step, const FeeRule& rule) {
    return std::clamp(share + step * (rule.weight + elasticity), rule.low, rule.high);
}

void set_selections(Policy& policy, std::size_t t) {
    for (Programme& programme : policy.programmes) {
        if (programme.selections.empty()) continue;
        programme.selection = static_cast<Selection>(std::lround(programme.selections[t]));
    }
}

Policy policy_in_force(const Setup& setup, Year year, Memory& memory) {
    const std::size_t t = setup.world->index(year);
    Policy policy = *setup.policy;
    GovernmentMemory& governments = memory.governments;
    chase_targets(setup, year, policy, governments);
    respond_with_fees(setup, year, policy, governments);
    integrate(setup, t, policy, governments);
    keep_budgets(policy, t, governments);
    set_selections(policy, t);
    join_bundles(policy, t);
    return policy;
}

void observe(const Setup& setup, Year year, const Population& population, const YearRecord& record,
             GovernmentMemory& memory) {
    if (setup.observe_all || !setup.policy->target_rules.empty()) {
        memory.rates =
            mobility_rates(year_numbers(*setup.world, setup.constants->diaspora, record, year));
    }
    memory.entrants = record.entrants;
    memory.sought = record.sought;
    if (!setup.observe_all && !has_budget(*setup.policy)) return;
    memory.continuing = count_continuing(setup, population);
    memory.cost_per_holder = costs_per_holder(record);
}

GovernmentMemory no_memory(const Setup& setup) {
    const std::size_t regions = setup.regions(), programmes = setup.policy->programmes.size();
    GovernmentMemory memory;
    memory.rates = Matrix({regions, definitions().size()}, kUnset);
    memory.chased.assign(setup.policy->target_rules.size(), kUnset);
    memory.fee_share = Matrix({setup.policy->fee_rules.size(), regions}, kUnset);
    memory.willingness = Matrix({regions, regions});
    memory.recognition = Matrix({regions, regions}, kUnset);
    memory.entrants = Flow({regions, regions});
    memory.sought = memory.entrants;
    memory.continuing.assign(programmes, 0);
    memory.cost_per_holder.assign(programmes, 0);
    return memory;
}

}  // namespace keruen
