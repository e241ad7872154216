// SPDX-License-Identifier: MIT
#include "models/options.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <map>
#include <set>
#include <stdexcept>
#include <string>

#include "sim/kernels/fixed.hpp"
#include "sim/kernels/kernels.hpp"
#include "sim/random.hpp"

namespace keruen {

namespace {

double mean_of_base_years(const Series& series, const World& world, std::size_t region) {
    const std::size_t base = world.index(world.base);
    const std::size_t before = base > 0 ? base - 1 : base;
    return (series(region, before) + series(region, base)) / 2;
}

/// What a nominal dollar at a foreign host costs an origin, in its constant-2017 money. Students
/// answer a change of the real exchange rate b between the two with pass-through phi
/// (docs/decisions/0008): b is felt as base^(1-phi) now^phi, whoever devalued. phi = 1 is the true
/// cost.
double felt_rate(const World& world, const Parameters& p, std::size_t origin, std::size_t host,
                 std::size_t t) {
    const double base = mean_of_base_years(world.real_rate, world, origin) /
                        mean_of_base_years(world.real_rate, world, host);
    const double now = world.real_rate(origin, t) / world.real_rate(host, t);
    const double change = p.choose_rate_pass_through * fixed_log(now / base);
    return world.real_rate(host, t) * base * fixed_exp(change);
}

struct Prices {
    double fee, living, earnings;  ///< origin money per year
    double rate;                   ///< origin money per nominal USD
};

void set_price(Option& option, const Prices& price, const Programme* award, std::size_t t,
               const Parameters& p) {
    double grant = 0;
    if (award != nullptr) {
        grant = award->tuition_share[t] * price.fee +
                (award->stipend[t] + award->travel[t]) * price.rate;
    }
    const double due = price.fee + price.living;
    // Never free: 5 % of living is always the family's, which also keeps ln C finite.
    option.cost = std::max(due - grant, 0.05 * price.living);
    option.log_cost = fixed_log(option.cost);
    option.utility += p.choose_surplus * std::max(grant - due, 0.0) / price.living;
    option.earnings = price.earnings;
}

double host_utility(const World& world, const Policy& policy, const Parameters& p, std::size_t o,
                    std::size_t h, std::size_t t, double network) {
    const double work = std::min(policy.post_study_months(h, t), 24.0) / 12;
    return p.choose_distance * world.log_distance(o, h) + p.choose_language * world.language(o, h) +
           p.choose_ex_ussr * world.ex_ussr(o, h) + p.choose_work_rights * work +
           p.choose_recognition * policy.recognition(o, h, t) +
           p.choose_bloc * policy.same_bloc(o, h, t) + p.choose_network * fixed_log(1 + network);
}

/// A programme without places in the year is no alternative: offering it would change nobody's lot.
bool offers(const Policy& policy, const Programme& programme, std::size_t origin, std::size_t host,
            Level level, std::size_t t) {
    if (programme.kind != ProgrammeKind::degree || !(programme.places[t] > 0)) return false;
    if (!belong(policy, programme, origin, host, t)) return false;
    for (const std::size_t m : programme.members) {
        if (!belong(policy, policy.programmes[m], origin, host, t)) return false;
    }
    return programme.origins[origin] && programme.hosts[host] &&
           programme.levels[static_cast<std::size_t>(level)];
}

void set_rules(Option& option, const Programme& award, std::size_t t) {
    option.fields = award.fields;
    if (!award.min_ability.empty()) {
        option.min_ability = static_cast<std::uint16_t>(std::lround(256 * award.min_ability[t]));
    }
    option.needs_language = award.foreign_language && option.foreign_language >= 0.5;
}

}  // namespace

std::uint16_t option_code(std::string_view host, std::string_view programme) {
    const std::uint32_t hash = origin_key(std::string(host) + "/" + std::string(programme));
    return static_cast<std::uint16_t>(hash ^ (hash >> 16));
}

double reception_utility(const World& world, const Policy& policy, const Policy& reference,
                         const Parameters& p, std::size_t origin, std::size_t host, std::size_t t) {
    const double weeks = policy.visa_processing(host, t) - reference.visa_processing(host, t);
    const double support = policy.support(host, t) - reference.support(host, t);
    return p.choose_visa_wait * world.visa_needed(origin, host, t) * weeks +
           p.choose_support * support;
}

const std::string& draws_of(const Programme& programme) {
    return programme.draws.empty() ? programme.id : programme.draws;
}

bool belong(const Policy& policy, const Programme& programme, std::size_t origin, std::size_t host,
            std::size_t t) {
    if (programme.requires_bloc < 0) return true;
    const Series& member = policy.member[static_cast<std::size_t>(programme.requires_bloc)];
    return member(origin, t) > 0 && member(host, t) > 0;
}

bool is_home_grant(const Programme& programme, std::size_t origin) {
    return programme.kind == ProgrammeKind::degree && programme.origins[origin] &&
           programme.hosts[origin] &&
           std::count(programme.hosts.begin(), programme.hosts.end(), true) == 1;
}

double eligible_share(const Option& option, std::uint8_t ability, std::uint8_t traits) {
    if (ability < option.min_ability) return 0;
    if (option.needs_language && (traits & trait::speaks) == 0) return 0;
    return static_cast<double>(std::popcount(option.fields)) / trait::fields;
}

std::vector<Option> make_options(const World& world, const Policy& policy, const Parameters& p,
                                 std::size_t origin, Level level, std::size_t t,
                                 const std::vector<double>& network) {
    const CapacityLayout layout{policy.programmes.size(), world.regions.size()};
    std::vector<Option> options;
    auto add = [&](std::size_t host, const Programme* award, const Option& start,
                   const Prices& price) {
        Option option = start;
        const bool home = option.host == kAtHome;
        if (award != nullptr) {
            option.programme = static_cast<ProgrammeIndex>(award - policy.programmes.data());
        }
        option.capacity = home && award == nullptr ? kNoCapacity : layout.of(option);
        // A home grant changes the price of staying, not the taste for it.
        option.code =
            home ? option_code("home", "")
                 : option_code(world.regions[host].code, award == nullptr ? "" : draws_of(*award));
        if (award != nullptr) set_rules(option, *award, t);
        set_price(option, price, award, t, p);
        options.push_back(option);
    };

    const double own = world.real_rate(origin, t);
    Option home;
    home.quality = world.quality(origin, t);
    const Prices home_price{policy.tuition_home(origin, t) * own,
                            p.choose_home_living * world.living(origin, t) * own, 0, own};
    add(origin, nullptr, home, home_price);
    for (const Programme& programme : policy.programmes) {
        if (is_home_grant(programme, origin) && level == Level::bachelor &&
            offers(policy, programme, origin, origin, level, t)) {
            add(origin, &programme, home, home_price);
        }
    }
    for (std::size_t h = 0; h < world.regions.size(); ++h) {
        if (h == origin && !world.regions[h].has_inner_mobility()) continue;
        const double rate = felt_rate(world, p, origin, h, t);
        Option abroad;
        abroad.host = static_cast<RegionIndex>(h);
        abroad.quality = world.quality(h, t);
        abroad.foreign_language = 1 - world.language(origin, h);
        abroad.utility = host_utility(world, policy, p, origin, h, t, network[h]);
        const double living = world.living(h, t) * rate;
        const Prices price{policy.tuition_foreign(origin, h, t) * rate, living,
                           p.budget_wage_to_living * living * policy.work_hours(h, t) / 40, rate};
        add(h, nullptr, abroad, price);
        for (const Programme& programme : policy.programmes) {
            if (!is_home_grant(programme, origin) &&
                offers(policy, programme, origin, h, level, t)) {
                add(h, &programme, abroad, price);
            }
        }
    }
    return options;
}

namespace {

/// The most alternatives that an origin can have at a level in any year.
std::size_t most_options(const World& world, const Policy& policy, std::size_t origin,
                         Level level) {
    std::size_t count = 1 + world.regions.size();
    for (const Programme& programme : policy.programmes) {
        if (programme.kind != ProgrammeKind::degree || !programme.origins[origin] ||
            !programme.levels[static_cast<std::size_t>(level)]) {
            continue;
        }
        count += static_cast<std::size_t>(
            std::count(programme.hosts.begin(), programme.hosts.end(), true));
    }
    return count;
}

}  // namespace

void require_engine_limits(const World& world, const Policy& policy) {
    const CapacityLayout layout{policy.programmes.size(), world.regions.size()};
    if (world.regions.size() > 32 || layout.count() > 64) {
        throw std::invalid_argument("more than 32 regions, or 64 regions and programmes together");
    }
    for (std::size_t o = 0; o < world.regions.size(); ++o) {
        const auto grants = std::count_if(policy.programmes.begin(), policy.programmes.end(),
                                          [&](const auto& p) { return is_home_grant(p, o); });
        if (grants > 1) {
            throw std::invalid_argument(world.regions[o].code + " has more than one home grant");
        }
        for (const Level level : {Level::bachelor, Level::master, Level::doctoral}) {
            const std::size_t options = most_options(world, policy, o, level);
            if (options > kMostOptions) {
                throw std::invalid_argument(
                    world.regions[o].code + " has " + std::to_string(options) +
                    " alternatives at a level, at most " + std::to_string(kMostOptions) +
                    " can be: give programmes fewer hosts, or merge them");
            }
        }
    }
    std::map<std::uint16_t, std::string> seen{{option_code("home", ""), "home"}};
    for (const Region& region : world.regions) {
        const auto [at, fresh] = seen.emplace(option_code(region.code, ""), region.code);
        if (!fresh) {
            throw std::invalid_argument("the regions " + at->second + " and " + region.code +
                                        " would share their random draws; rename one");
        }
    }
}

void separate_draws(const World& world, Policy& policy) {
    // Tastes are one lane of an option's draws, ties another: they may share a code.
    std::set<std::uint16_t> tastes{option_code("home", "")}, ties;
    for (const Region& region : world.regions) {
        tastes.insert(option_code(region.code, ""));
        ties.insert(option_code(region.code, ""));
    }
    for (Programme& programme : policy.programmes) {
        for (int attempt = 0;; ++attempt) {
            programme.draws =
                attempt == 0 ? programme.id : programme.id + "#" + std::to_string(attempt);
            std::set<std::uint16_t> own;
            bool free = !ties.contains(option_code("", programme.draws));
            for (std::size_t h = 0; h < world.regions.size(); ++h) {
                if (!programme.hosts[h]) continue;
                const std::uint16_t code = option_code(world.regions[h].code, programme.draws);
                free = free && !tastes.contains(code) && own.insert(code).second;
            }
            if (!free) continue;
            ties.insert(option_code("", programme.draws));
            tastes.merge(own);
            break;
        }
    }
}

IncomeTable income_table(const World& world, const Parameters& p, std::size_t origin,
                         std::size_t t) {
    std::array<std::uint32_t, 256> bits{};
    std::array<double, 256> z{}, log_ratio{}, ratio{};
    for (std::size_t i = 0; i < 256; ++i)
        bits[i] = static_cast<std::uint32_t>((i << 24) + (1U << 23));
    kernels().normal(256, bits.data(), z.data());
    const double sd = world.income_log_sd(origin, t);
    for (std::size_t i = 0; i < 256; ++i) log_ratio[i] = sd * z[i] - sd * sd / 2;
    kernels().exp(256, log_ratio.data(), ratio.data());
    const double household = world.income(origin, t) * p.budget_household;
    IncomeTable table;
    for (std::size_t i = 0; i < 256; ++i) {
        const double r = rank(static_cast<std::uint8_t>(i));
        table.price[i] = p.choose_price * (1 + p.choose_price_income * (1 - 2 * r));
        table.budget[i] = household * ratio[i] * (p.budget_income_share + p.budget_savings);
    }
    return table;
}

double aspiration(const Parameters& p, std::uint8_t ability, std::uint8_t income,
                  std::uint8_t traits) {
    return p.aspire_ability * (rank(ability) - 0.5) + p.aspire_income * (rank(income) - 0.5) +
           ((traits & trait::speaks) != 0 ? p.aspire_language : 0.0) +
           ((traits & trait::urban) != 0 ? p.aspire_urban : 0.0);
}

double consideration_rate(const Policy& policy, const Parameters& p, std::size_t origin,
                          std::size_t host, std::size_t t) {
    return p.consider_prior +
           p.consider_agreements * fixed_log(1 + policy.agreements(origin, host, t)) +
           p.consider_promotion * fixed_log(1 + policy.promotion(host, t));
}

double entry_permission(const Policy& policy, std::size_t origin, std::size_t host, std::size_t t) {
    return (1 - policy.refusal(origin, host, t)) * policy.border_open(host, t);
}

}  // namespace keruen
