// SPDX-License-Identifier: MIT
#include "models/exchange/terms.hpp"

#include <algorithm>

#include "models/options.hpp"
#include "sim/kernels/fixed.hpp"

namespace keruen {

namespace {

constexpr double kMonths = 12;

}  // namespace

double exchange_cost(const Setup& setup, std::size_t o, std::size_t h, std::size_t t, double months,
                     double grant_usd) {
    const World& world = *setup.world;
    const Parameters& p = setup.parameters;
    const double living = world.living(h, t) * months / kMonths;
    const double saved = p.choose_home_living * world.living(o, t) * months / kMonths;
    const double travel = p.exchange_travel * fixed_exp(world.log_distance(o, h));
    return std::max(living + travel - saved - grant_usd, 0.05 * living) * world.real_rate(o, t);
}

double stay_grant(const Programme& programme, std::size_t t) {
    return programme.stipend[t] * programme.months / kMonths + programme.travel[t];
}

Grid<ExchangeTerms, 2> exchange_terms(const Setup& setup, std::size_t t) {
    const World& world = *setup.world;
    const Parameters& p = setup.parameters;
    Grid<ExchangeTerms, 2> terms({setup.regions(), setup.regions()});
    for (std::size_t o = 0; o < setup.regions(); ++o) {
        for (std::size_t h = 0; h < setup.regions(); ++h) {
            if (o == h && !world.regions[o].has_inner_mobility()) continue;
            ExchangeTerms& x = terms(o, h);
            x.utility = p.choose_distance * world.log_distance(o, h) +
                        p.choose_language * world.language(o, h) +
                        p.choose_ex_ussr * world.ex_ussr(o, h) +
                        p.choose_bloc * setup.policy->same_bloc(o, h, t) +
                        reception_utility(world, *setup.policy, *setup.reference, p, o, h, t);
            x.cost = exchange_cost(setup, o, h, t, p.exchange_months, 0);
            x.log_cost = fixed_log(x.cost);
            x.foreign_language = 1 - world.language(o, h);
            x.quality = world.quality(h, t);
        }
    }
    return terms;
}

bool can_pay(const Setup& setup, const IncomeTable& income, std::uint8_t income_rank, double cost) {
    return cost <= setup.parameters.exchange_family_share * income.budget[income_rank];
}

std::vector<ExchangeGrant> exchange_grants(const Setup& setup, std::size_t o, std::size_t h,
                                           Level level, std::size_t t) {
    std::vector<ExchangeGrant> grants;
    const std::vector<Programme>& programmes = setup.policy->programmes;
    for (std::size_t q = 0; q < programmes.size(); ++q) {
        const Programme& programme = programmes[q];
        if (programme.kind != ProgrammeKind::credit || !(programme.places[t] > 0) ||
            !programme.origins[o] || !programme.hosts[h] ||
            !belong(*setup.policy, programme, o, h, t) ||
            !programme.levels[static_cast<std::size_t>(level)]) {
            continue;
        }
        grants.push_back(
            {static_cast<ProgrammeIndex>(q),
             exchange_cost(setup, o, h, t, programme.months, stay_grant(programme, t))});
    }
    std::stable_sort(grants.begin(), grants.end(),
                     [](const auto& a, const auto& b) { return a.cost < b.cost; });
    return grants;
}

}  // namespace keruen
