// SPDX-License-Identifier: MIT
#include "models/governments/adaptive.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "models/governments/budgets.hpp"
#include "models/governments/bundles.hpp"
#include "models/measures.hpp"

namespace keruen {

namespace {

constexpr double kUnset = std::numeric_limits<double>::quiet_NaN();

void chase_targets(const Setup& setup, Year year, Policy& policy, GovernmentMemory& memory) {
    const std::size_t t = setup.world->index(year);
    for (std::size_t k = 0; k < policy.target_rules.size(); ++k) {
        const TargetRule& rule = policy.target_rules[k];
        double& value = memory.chased[k];
        if (!rule.is_on(year)) {
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
            if (!rule.origins[o] || !rule.is_on(year)) {
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
    respond_with_budgets(year, t, policy, governments);
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
    observe_awards(setup, setup.world->index(year), population, record, memory);
}

GovernmentMemory no_memory(const Setup& setup) {
    const std::size_t regions = setup.regions(), programmes = setup.policy->programmes.size();
    GovernmentMemory memory;
    memory.rates = Matrix({regions, definitions().size()}, kUnset);
    memory.chased.assign(setup.policy->target_rules.size(), kUnset);
    memory.fee_share = Matrix({setup.policy->fee_rules.size(), regions}, kUnset);
    memory.budgets.assign(setup.policy->budget_rules.size(), kUnset);
    memory.willingness = Matrix({regions, regions});
    memory.recognition = Matrix({regions, regions}, kUnset);
    memory.entrants = Flow({regions, regions});
    memory.sought = memory.entrants;
    memory.continuing.assign(programmes, 0);
    memory.cost_per_holder.assign(programmes, 0);
    memory.awards_seen = Matrix({programmes, kAwardsSeen});
    return memory;
}

}  // namespace keruen
