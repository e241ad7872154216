// SPDX-License-Identifier: MIT
#include "models/governments/budgets.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "models/exchange/terms.hpp"

namespace keruen {

namespace {

constexpr double kOff = std::numeric_limits<double>::quiet_NaN();
constexpr double kAsPaid = 1e6;  ///< places, as many as a lever allows: the budget decides

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

bool has_budget(const Policy& policy) {
    return !policy.budget_rules.empty() ||
           std::any_of(policy.programmes.begin(), policy.programmes.end(), [](const Programme& p) {
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

/// What each programme paid, nominal USD.
std::vector<double> spending(const YearRecord& record) {
    std::vector<double> spent(record.holders.size(), 0.0);
    for (std::size_t q = 0; q < spent.size(); ++q) {
        std::int64_t sum = 0;
        for (std::size_t h = 0; h < record.stock.extent(1); ++h) {
            sum += record.ledger.programme_tuition(q, h) + record.ledger.programme_living(q, h);
        }
        spent[q] = static_cast<double>(sum);
    }
    return spent;
}

std::vector<double> per_holder(const std::vector<double>& spent, const YearRecord& record) {
    std::vector<double> cost(spent.size(), 0.0);
    for (std::size_t q = 0; q < cost.size(); ++q) {
        const std::int64_t holders = record.holders[q];
        if (holders > 0) cost[q] = spent[q] / static_cast<double>(holders);
    }
    return cost;
}

AwardsSeen awards_seen(const Policy& policy, const YearRecord& record, const BudgetRule& rule) {
    const std::size_t q = rule.programme, h = rule.region;
    AwardsSeen seen;
    seen.holders = static_cast<double>(record.holders[q]);
    seen.living = static_cast<double>(record.ledger.programme_living(q, h));
    seen.tuition = static_cast<double>(record.ledger.programme_tuition(q, h));
    std::int64_t came = 0, abroad = 0;
    for (std::size_t o = 0; o < record.stock.extent(0); ++o) {
        if (!policy.programmes[q].origins[o]) continue;
        seen.enrolled += static_cast<double>(record.stock(o, h));
        seen.fees += static_cast<double>(record.ledger.family_tuition(o, h));
        came += record.entrants(o, h);
        for (std::size_t to = 0; to < record.entrants.extent(1); ++to) {
            abroad += record.entrants(o, to);
        }
    }
    if (abroad > 0) seen.take_up = static_cast<double>(came) / static_cast<double>(abroad);
    return seen;
}

}  // namespace

double budget_slope(const AwardsSeen& seen, double weight) {
    // Of the holders, so many would have come on their own, and paid.
    const double anyway = seen.take_up;
    const double gained = seen.enrolled > 0 ? (1 - anyway) * seen.holders / seen.enrolled : 0.0;
    const double given = weight * (seen.living + anyway * seen.tuition);
    if (given <= 0) return std::min(1.0, (1 - weight) * gained);
    if (seen.fees <= 0) return -1;  // any gift is large beside no income
    return std::clamp((1 - weight) * gained - given / seen.fees, -1.0, 1.0);
}

double respond(double budget, double slope, const BudgetRule& rule) {
    return std::clamp(budget * std::exp(rule.gain * slope), rule.low, rule.high);
}

void respond_with_budgets(Year year, std::size_t t, Policy& policy, GovernmentMemory& memory) {
    for (std::size_t k = 0; k < policy.budget_rules.size(); ++k) {
        const BudgetRule& rule = policy.budget_rules[k];
        double& budget = memory.budgets[k];
        if (!rule.is_on(year)) {
            budget = kOff;
            continue;
        }
        Programme& programme = policy.programmes[rule.programme];
        if (std::isnan(budget)) {
            budget = std::isinf(programme.budget[t]) ? memory.awards_spent[rule.programme] / 1e6
                                                     : programme.budget[t];
        }
        budget = respond(budget, memory.budget_slopes[k], rule);
        programme.budget[t] = budget;
        programme.places[t] = kAsPaid;
    }
}

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

void observe_awards(const Setup& setup, const Population& population, const YearRecord& record,
                    GovernmentMemory& memory) {
    const Policy& policy = *setup.policy;
    if (!setup.observe_all && !has_budget(policy)) return;
    memory.continuing = count_continuing(setup, population);
    memory.awards_spent = spending(record);
    memory.cost_per_holder = per_holder(memory.awards_spent, record);
    for (std::size_t k = 0; k < policy.budget_rules.size(); ++k) {
        const BudgetRule& rule = policy.budget_rules[k];
        memory.budget_slopes[k] = budget_slope(awards_seen(policy, record, rule), rule.weight);
    }
}

}  // namespace keruen
