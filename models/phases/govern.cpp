// SPDX-License-Identifier: MIT
#include "models/phases/govern.hpp"

#include <algorithm>
#include <cmath>

#include "models/clearing/clearing.hpp"
#include "sim/kernels/kernels.hpp"

namespace keruen {

namespace {

std::vector<double> network(const Setup& setup, const Memory& memory, std::size_t o,
                            std::size_t t) {
    const World& world = *setup.world;
    const bool observed = t <= world.index(world.base);
    std::vector<double> n(setup.regions());
    for (std::size_t h = 0; h < n.size(); ++h) {
        const double before = observed ? world.stock(o, h, t > 0 ? t - 1 : 0)
                                       : static_cast<double>(memory.stock(o, h));
        n[h] = std::isnan(before) ? 0 : 1000 * before / world.cohort(o, t);
    }
    return n;
}

/// Places are whole: policies may be told in fractions of none.
std::int64_t whole(double people) {
    if (people >= static_cast<double>(kUnlimited)) return kUnlimited;
    return std::max<std::int64_t>(std::llround(people), 0);
}

std::vector<std::int64_t> capacities(const Setup& setup, const Memory& memory, std::size_t t) {
    const World& world = *setup.world;
    const Policy& policy = *setup.policy;
    std::vector<std::int64_t> capacity;
    std::vector<std::int64_t> reserved(setup.regions(), 0);
    for (std::size_t q = 0; q < policy.programmes.size(); ++q) {
        const Programme& programme = policy.programmes[q];
        const std::int64_t places = whole(programme.places[t]);
        capacity.push_back(places);
        // Seats of funded foreign students at one host are set aside before the others compete, as
        // many as were taken last year: places that nobody takes close no host.
        const auto host = std::find(programme.hosts.begin(), programme.hosts.end(), true);
        const auto h = static_cast<std::size_t>(host - programme.hosts.begin());
        if (std::count(host, programme.hosts.end(), true) == 1 && !is_home_grant(programme, h)) {
            reserved[h] += std::min(places, memory.awards[q]);
        }
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

}  // namespace

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
                if (option.host == kAtHome) continue;
                option.utility += setup.constants->delta[level](o, option.host, t);
            }
            std::erase_if(options, [](const Option& option) { return std::isinf(option.utility); });
            tables.options(o, level) = std::move(options);
        }
        for (std::size_t h = 0; h < regions; ++h) {
            const double rate = -consideration_rate(policy, p, o, h, t);
            double unaware = 0;
            kernels().exp(1, &rate, &unaware);
            tables.consideration(o, h) = 1 - unaware;
            tables.permission(o, h) = entry_permission(policy, o, h, t);
        }
    });
    tables.capacity = capacities(setup, memory, t);
    for (const Programme& programme : policy.programmes) {
        tables.tie_code.push_back(option_code("", programme.id));
    }
    for (const Region& region : world.regions) {
        tables.host_code.push_back(option_code(region.code, ""));
        tables.tie_code.push_back(tables.host_code.back());
    }
    return tables;
}

}  // namespace keruen
