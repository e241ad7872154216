// SPDX-License-Identifier: MIT
#include "models/governments/budgets.hpp"

#include <algorithm>
#include <array>
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

/// People of origin o who hold programme q at h.
double holders_at(const YearRecord& record, std::size_t o, std::size_t h, std::size_t q) {
    std::int64_t n = 0;
    for (std::size_t level = 0; level < 3; ++level) n += record.held(o, h, q + 1, level);
    return static_cast<double>(n);
}

/// AwardsSeen of every programme, for the memory.
Matrix table_of_awards(const Setup& setup, std::size_t t, const YearRecord& record) {
    Matrix table({record.holders.size(), kAwardsSeen});
    for (std::size_t q = 0; q < record.holders.size(); ++q) {
        const AwardsSeen s = awards_seen(setup, t, record, q);
        const std::array row{s.holders,   s.enrolled, s.living, s.tuition,
                             s.own_share, s.fees,     s.take_up};
        for (std::size_t k = 0; k < kAwardsSeen; ++k) table(q, k) = row[k];
    }
    return table;
}

AwardsSeen remembered(const Matrix& table, std::size_t q) {
    return {table(q, 0U), table(q, 1U), table(q, 2U), table(q, 3U),
            table(q, 4U), table(q, 5U), table(q, 6U)};
}

/// What a holder costs a year: last year's, or what is to be expected.
double cost_of(const Policy& policy, std::size_t q, std::size_t t, const GovernmentMemory& memory) {
    return memory.cost_per_holder[q] > 0 ? memory.cost_per_holder[q]
                                         : expected_cost(policy, policy.programmes[q], t);
}

}  // namespace

AwardsSeen awards_seen(const Setup& setup, std::size_t t, const YearRecord& record, std::size_t q) {
    const Programme& programme = setup.policy->programmes[q];
    AwardsSeen seen;
    seen.holders = static_cast<double>(record.holders[q]);
    double came = 0, abroad = 0;
    for (std::size_t h = 0; h < programme.hosts.size(); ++h) {
        if (!programme.hosts[h]) continue;
        seen.living += static_cast<double>(record.ledger.programme_living(q, h));
        seen.tuition += static_cast<double>(record.ledger.programme_tuition(q, h));
        for (std::size_t o = 0; o < programme.origins.size(); ++o) {
            if (!programme.origins[o]) continue;
            seen.enrolled += static_cast<double>(record.stock(o, h));
            seen.fees += static_cast<double>(record.ledger.family_tuition(o, h));
            seen.own_share += (1 - programme.tuition_share[t]) * holders_at(record, o, h, q) *
                              setup.policy->tuition_foreign(o, h, t);
            came += static_cast<double>(record.entrants(o, h));
        }
    }
    for (std::size_t o = 0; o < programme.origins.size(); ++o) {
        for (std::size_t h = 0; programme.origins[o] && h < programme.hosts.size(); ++h) {
            abroad += static_cast<double>(record.entrants(o, h));
        }
    }
    const auto won = static_cast<double>(record.awards[q]);
    if (abroad > won) seen.take_up = std::clamp((came - won) / (abroad - won), 0.0, 1.0);
    return seen;
}

double budget_slope(const AwardsSeen& seen, double weight) {
    // Of the holders, so many would have come on their own, and paid in full; the others bring what
    // they pay themselves.
    const double anyway = seen.take_up;
    const double gained = seen.enrolled > 0 ? (1 - anyway) * seen.holders / seen.enrolled : 0.0;
    const double given = seen.living + anyway * seen.tuition - (1 - anyway) * seen.own_share;
    if (weight * given == 0) return std::min(1.0, (1 - weight) * gained);
    if (seen.fees <= 0) return given > 0 ? -1.0 : 1.0;  // large beside no income
    return std::clamp((1 - weight) * gained - weight * given / seen.fees, -1.0, 1.0);
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
        const AwardsSeen seen = remembered(memory.awards_seen, rule.programme);
        if (std::isnan(budget)) {
            budget = std::isinf(programme.budget[t]) ? (seen.living + seen.tuition) / 1e6
                                                     : programme.budget[t];
        }
        budget = respond(budget, budget_slope(seen, rule.weight), rule);
        programme.budget[t] = budget;
        // What costs nothing is bounded by no budget.
        if (cost_of(policy, rule.programme, t, memory) > 0) programme.places[t] = kAsPaid;
    }
}

void keep_budgets(Policy& policy, std::size_t t, const GovernmentMemory& memory) {
    for (std::size_t q = 0; q < policy.programmes.size(); ++q) {
        Programme& programme = policy.programmes[q];
        if (programme.budget.empty() || std::isinf(programme.budget[t])) continue;
        const double cost = cost_of(policy, q, t, memory);
        if (!(cost > 0)) continue;
        const double holders = std::floor(programme.budget[t] * 1e6 / cost);
        const double left = holders - static_cast<double>(memory.continuing[q]);
        programme.places[t] = std::clamp(left, 0.0, programme.places[t]);
    }
}

void observe_awards(const Setup& setup, std::size_t t, const Population& population,
                    const YearRecord& record, GovernmentMemory& memory) {
    const Policy& policy = *setup.policy;
    if (!setup.observe_all && !has_budget(policy)) return;
    memory.continuing = count_continuing(setup, population);
    memory.cost_per_holder = costs_per_holder(record);
    memory.awards_seen = table_of_awards(setup, t, record);
}

}  // namespace keruen
