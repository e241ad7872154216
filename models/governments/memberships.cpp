// SPDX-License-Identifier: MIT
#include "models/governments/memberships.hpp"

#include <algorithm>

namespace keruen {

namespace {

bool changed(const World& world, const Policy& policy, std::size_t bloc, std::size_t o,
             std::size_t h, std::size_t t) {
    return policy.member[bloc](o, t) != world.member[bloc](o, t) ||
           policy.member[bloc](h, t) != world.member[bloc](h, t);
}

}  // namespace

double both_members(const World& world, const Policy& policy, std::size_t bloc, std::size_t o,
                    std::size_t h, std::size_t t) {
    if (!changed(world, policy, bloc, o, h, t)) return world.bloc_pairs[bloc](o, h, t);
    return policy.member[bloc](o, t) * policy.member[bloc](h, t);
}

double lisbon_share(const World& world, const Policy& policy, const Parameters& p, std::size_t o,
                    std::size_t h, std::size_t t) {
    return p.govern_lisbon * (1 - world.ex_ussr(o, h)) *
           both_members(world, policy, kEhea, o, h, t);
}

void apply_memberships(const World& world, const Parameters& p, Policy& policy) {
    const std::size_t regions = world.regions.size();
    for (std::size_t o = 0; o < regions; ++o) {
        for (std::size_t h = 0; h < regions; ++h) {
            for (std::size_t t = 0; t < world.years(); ++t) {
                const bool ehea = changed(world, policy, kEhea, o, h, t);
                if (!ehea && !changed(world, policy, kEaeu, o, h, t)) continue;
                policy.same_bloc(o, h, t) = std::max(both_members(world, policy, kEhea, o, h, t),
                                                     both_members(world, policy, kEaeu, o, h, t));
                if (!ehea) continue;
                const double before =
                    p.govern_lisbon * (1 - world.ex_ussr(o, h)) * world.bloc_pairs[kEhea](o, h, t);
                const double now = lisbon_share(world, policy, p, o, h, t);
                policy.recognition(o, h, t) =
                    std::clamp(policy.recognition(o, h, t) + now - before, 0.0, 1.0);
            }
        }
    }
}

}  // namespace keruen
