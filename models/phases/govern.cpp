// SPDX-License-Identifier: MIT
#include "models/phases/govern.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "models/base_path.hpp"
#include "models/clearing/clearing.hpp"
#include "sim/kernels/fixed.hpp"

namespace keruen {

namespace {

std::vector<double> network(const Setup& setup, const Memory& own, std::size_t o, std::size_t t) {
    const World& world = *setup.world;
    const Memory& memory = setup.met != nullptr ? setup.met->years.at(t).before : own;
    const ExpectedDiaspora& diaspora = setup.constants->diaspora;
    const bool observed = t <= world.index(world.base);
    std::vector<double> n(setup.regions());
    for (std::size_t h = 0; h < n.size(); ++h) {
        const std::size_t last = t > 0 ? t - 1 : 0;
        const double students =
            observed ? world.stock(o, h, last) : static_cast<double>(memory.stock(o, h));
        const double settled = observed
                                   ? diaspora.all(o, h, last)
                                   : static_cast<double>(memory.diaspora(o, h)) +
                                         memory.unfollowed(o, h) + diaspora.earlier(o, h, last);
        n[h] = network_size(setup.parameters, std::isnan(students) ? 0 : students, settled,
                            world.cohort(o, t));
    }
    return n;
}

/// What the English-taught offer of a region, as of last year, adds to study there: nothing under
/// the reference policy, in whose constants it is already, and nothing to those who share the
/// host's language.
double english_offer_utility(const World& world, const Parameters& p, const Memory& memory,
                             std::size_t origin, RegionIndex host) {
    const bool home = host == kAtHome;
    const std::size_t region = home ? origin : host;
    const double more = memory.english_offer[region] - memory.english_reference[region];
    return more * (home ? p.choose_english_home
                        : p.choose_english_offer * (1 - world.language(origin, host)));
}

constexpr double kNoCap = std::numeric_limits<double>::infinity();

/// Places are whole people; policies may be told in fractions.
std::int64_t whole(double people) {
    if (people >= static_cast<double>(kUnlimited)) return kUnlimited;
    return std::max<std::int64_t>(std::llround(people), 0);
}

/// The only host where a programme pays for degrees of foreigners; the number of regions if there
/// are several, or none.
std::size_t only_host(const Programme& programme) {
    const auto host = std::find(programme.hosts.begin(), programme.hosts.end(), true);
    const auto h = static_cast<std::size_t>(host - programme.hosts.begin());
    const bool one = programme.kind == ProgrammeKind::degree &&
                     std::count(host, programme.hosts.end(), true) == 1 &&
                     !is_home_grant(programme, h);
    return one ? h : programme.hosts.size();
}

std::vector<std::int64_t> capacities(const Setup& setup, const Memory& memory, std::size_t t) {
    const World& world = *setup.world;
    const Policy& policy = *setup.policy;
    std::vector<double> funded(setup.regions() + 1, 0);  // [host] places at that host alone
    for (const Programme& programme : policy.programmes) {
        funded[only_host(programme)] += programme.places[t];
    }
    std::vector<std::int64_t> capacity;
    std::vector<std::int64_t> reserved(setup.regions(), 0);
    for (std::size_t q = 0; q < policy.programmes.size(); ++q) {
        const Programme& programme = policy.programmes[q];
        const std::size_t h = only_host(programme);
        const double seats = h < setup.regions() ? policy.foreign_seats(h, t) : kNoCap;
        // A cap on foreigners holds for funded ones too: their places shrink in proportion.
        const double fits = funded[h] > seats ? seats / funded[h] : 1;
        capacity.push_back(fits < 1 ? static_cast<std::int64_t>(programme.places[t] * fits)
                                    : whole(programme.places[t]));
        // Seats of funded foreign students at one host are set aside before the others compete; if
        // nobody caps them, as many as were taken last year: places that nobody takes close no
        // host.
        if (h == setup.regions()) continue;
        reserved[h] += seats < kNoCap ? capacity[q] : std::min(capacity[q], memory.awards[q]);
    }
    const bool opening = t <= world.index(world.base);
    for (std::size_t h = 0; h < setup.regions(); ++h) {
        std::int64_t seats = whole(policy.foreign_seats(h, t));
        if (!opening) {
            const double most = static_cast<double>(memory.most_seats[h]) *
                                (1 + setup.parameters.admit_seat_growth);
            seats = std::min(seats, whole(most));
        }
        capacity.push_back(seats == kUnlimited ? seats
                                               : std::max<std::int64_t>(seats - reserved[h], 0));
    }
    return capacity;
}

/// Chance that an admitted person gets in: visa, border, and a quota on who sought to enter last
/// year.
double let_in(const Setup& setup, const Memory& memory, std::size_t o, std::size_t h,
              std::size_t t) {
    const double permitted = entry_permission(*setup.policy, o, h, t);
    const double quota = setup.policy->quota(o, h, t);
    const double expected = permitted * static_cast<double>(memory.governments.sought(o, h));
    return expected > quota ? permitted * quota / expected : permitted;
}

}  // namespace

void note_policy(const Setup& setup, Year year, YearRecord& record) {
    const std::size_t t = setup.world->index(year);
    for (std::size_t o = 0; o < setup.regions(); ++o) {
        for (std::size_t h = 0; h < setup.regions(); ++h) {
            record.fee(o, h) = setup.policy->tuition_foreign(o, h, t);
            record.agreements(o, h) = setup.policy->agreements(o, h, t);
            record.recognition(o, h) = setup.policy->recognition(o, h, t);
        }
    }
}

YearTables govern(const Setup& setup, Year year, const Memory& memory, Workers& workers) {
    const World& world = *setup.world;
    const Policy& policy = *setup.policy;
    const Parameters& p = setup.parameters;
    const std::size_t regions = setup.regions(), t = world.index(year);
    YearTables tables;
    tables.t = t;
    tables.layout = {policy.programmes.size(), regions};
    tables.options = Grid<std::vector<Option>, 2>({regions, 3});
    tables.income.resize(regions);
    tables.consideration = Matrix({regions, regions});
    tables.permission = Matrix({regions, regions});
    workers.for_each_index(regions, [&](std::size_t o) {
        const std::vector<double> n = network(setup, memory, o, t);
        tables.income[o] = income_table(world, p, o, t);
        for (std::size_t level = 0; level < 3; ++level) {
            std::vector<Option> options =
                make_options(world, policy, p, o, static_cast<Level>(level + 1), t, n);
            for (Option& option : options) {
                const std::size_t place = option.host == kAtHome ? o : option.host;
                option.quality =
                    std::clamp(option.quality + memory.staff.quality_shift(place), 0.0, 1.0);
                option.utility += english_offer_utility(world, p, memory, o, option.host);
                if (option.host == kAtHome) continue;
                option.utility +=
                    setup.constants->delta[level](o, option.host, t) +
                    reception_utility(world, policy, *setup.reference, p, o, option.host, t);
            }
            std::erase_if(options, [](const Option& option) { return std::isinf(option.utility); });
            tables.options(o, level) = std::move(options);
        }
        for (std::size_t h = 0; h < regions; ++h) {
            tables.consideration(o, h) = 1 - fixed_exp(-consideration_rate(policy, p, o, h, t));
            tables.permission(o, h) = let_in(setup, memory, o, h, t);
        }
    });
    tables.capacity = capacities(setup, memory, t);
    for (const Programme& programme : policy.programmes) {
        tables.tie_code.push_back(option_code("", draws_of(programme)));
    }
    for (const Region& region : world.regions) {
        tables.host_code.push_back(option_code(region.code, ""));
        tables.tie_code.push_back(tables.host_code.back());
    }
    return tables;
}

}  // namespace keruen
