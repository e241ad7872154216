// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cmath>

#include "models/governments/adaptive.hpp"
#include "models/governments/memberships.hpp"

namespace keruen {

namespace {

/// Mean over the blocs of the share of pairs that belong together.
double ties(const Setup& setup, const Policy& policy, std::size_t o, std::size_t h, std::size_t t) {
    double sum = 0;
    for (std::size_t bloc = 0; bloc < kBlocs.size(); ++bloc) {
        sum += both_members(*setup.world, policy, bloc, o, h, t);
    }
    return sum / static_cast<double>(kBlocs.size());
}

/// Haas: what is shared already makes ready to share more. A region that guards its sovereignty
/// stops this on both sides.
void grow_willingness(const Setup& setup, std::size_t t, const Policy& policy,
                      GovernmentMemory& memory) {
    const double rate = setup.parameters.govern_spillover_rate;
    const Matrix& last = memory.recognition;
    for (std::size_t o = 0; o < setup.regions(); ++o) {
        if (policy.spillover(o, t) <= 0) continue;
        for (std::size_t h = 0; h < setup.regions(); ++h) {
            const double shared = std::isnan(last(o, h)) ? 0 : std::min(last(o, h), last(h, o));
            const double free = policy.spillover(o, t) * (1 - policy.intergovernmental(o, t)) *
                                (1 - policy.intergovernmental(h, t));
            double& w = memory.willingness(o, h);
            w += rate * free * (shared + ties(setup, policy, o, h, t)) / 2 * (1 - w);
        }
    }
}

void spill_over(const Setup& setup, std::size_t t, Policy& policy, const Matrix& willingness) {
    const Parameters& p = setup.parameters;
    for (std::size_t o = 0; o < setup.regions(); ++o) {
        for (std::size_t h = 0; h < setup.regions(); ++h) {
            const double own = willingness(o, h), both = std::min(own, willingness(h, o));
            if (own <= 0) continue;
            double& recognition = policy.recognition(o, h, t);
            recognition += (1 - recognition) * p.govern_spillover_recognition * own;
            policy.agreements(o, h, t) *= 1 + p.govern_spillover_agreements * both;
        }
    }
}

double countries(const World& world, std::size_t region) {
    return static_cast<double>(world.regions[region].countries.size());
}

/// Hoffmann: what touches sovereignty is vetoed, and nothing is given that is not given back.
void bind(const Setup& setup, std::size_t t, Policy& policy) {
    const World& world = *setup.world;
    const Parameters& p = setup.parameters;
    const std::size_t regions = setup.regions();
    for (std::size_t o = 0; o < regions; ++o) {
        const double stance = policy.intergovernmental(o, t);
        if (stance <= 0) continue;
        for (std::size_t h = 0; h < regions; ++h) {
            double& recognition = policy.recognition(o, h, t);
            const double vetoed = stance * p.govern_veto * lisbon_share(world, policy, p, o, h, t);
            recognition = std::max(recognition - vetoed, 0.0);
        }
    }
    const Policy open = policy;
    for (std::size_t o = 0; o < regions; ++o) {
        for (std::size_t h = 0; h < regions; ++h) {
            const double own = policy.intergovernmental(o, t);
            const double either = std::max(own, policy.intergovernmental(h, t));
            // Agreements are with all countries of the host: what is given back counts by country.
            const double there = countries(world, h) / countries(world, o);
            auto reciprocal = [&](const Cube& value, double stance, double scale) {
                const double given = value(o, h, t);
                return (1 - stance) * given + stance * std::min(given, scale * value(h, o, t));
            };
            if (own > 0) policy.recognition(o, h, t) = reciprocal(open.recognition, own, 1);
            if (either > 0) policy.agreements(o, h, t) = reciprocal(open.agreements, either, there);
        }
    }
}

}  // namespace

void integrate(const Setup& setup, std::size_t t, Policy& policy, GovernmentMemory& memory) {
    grow_willingness(setup, t, policy, memory);
    spill_over(setup, t, policy, memory.willingness);
    bind(setup, t, policy);
    for (std::size_t o = 0; o < setup.regions(); ++o) {
        for (std::size_t h = 0; h < setup.regions(); ++h) {
            memory.recognition(o, h) = policy.recognition(o, h, t);
        }
    }
}

}  // namespace keruen
