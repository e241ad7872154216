// SPDX-License-Identifier: MIT
#include "models/governments/bundles.hpp"

#include <algorithm>

namespace keruen {

namespace {

void keep_common(std::vector<bool>& in, const std::vector<bool>& other) {
    for (std::size_t i = 0; i < in.size(); ++i) in[i] = in[i] && other[i];
}

void join(Policy& policy, Programme& bundle, std::size_t t) {
    bundle.tuition_share[t] = bundle.stipend[t] = bundle.travel[t] = 0;
    bundle.bond_years[t] = bundle.min_ability[t] = 0;
    // Awards of earlier years still ask for how long they pay.
    std::fill(bundle.years_paid.begin(), bundle.years_paid.end(), kLongestStudies);
    for (const std::size_t m : bundle.members) {
        const Programme& member = policy.programmes[m];
        bundle.places[t] = std::min(bundle.places[t], member.places[t]);
        bundle.tuition_share[t] = std::min(bundle.tuition_share[t] + member.tuition_share[t], 1.0);
        bundle.stipend[t] += member.stipend[t];
        bundle.travel[t] += member.travel[t];
        bundle.bond_years[t] = std::max(bundle.bond_years[t], member.bond_years[t]);
        bundle.min_ability[t] = std::max(bundle.min_ability[t], member.min_ability[t]);
        for (std::size_t s = 0; s < bundle.years_paid.size(); ++s) {
            bundle.years_paid[s] = std::min(bundle.years_paid[s], member.years_paid[s]);
        }
    }
    for (const std::size_t m : bundle.members) policy.programmes[m].places[t] -= bundle.places[t];
}

}  // namespace

void join_eligibility(const Policy& policy, Programme& bundle) {
    bundle.origins.assign(bundle.origins.size(), true);
    bundle.hosts.assign(bundle.hosts.size(), true);
    bundle.levels = {false, true, true, true};
    for (const std::size_t m : bundle.members) {
        const Programme& member = policy.programmes[m];
        keep_common(bundle.origins, member.origins);
        keep_common(bundle.hosts, member.hosts);
        keep_common(bundle.levels, member.levels);
        bundle.fields = static_cast<std::uint16_t>(bundle.fields & member.fields);
        bundle.foreign_language = bundle.foreign_language || member.foreign_language;
        bundle.sponsor += (bundle.sponsor.empty() ? "" : "+") + member.sponsor;
    }
}

void join_bundles(Policy& policy, std::size_t t) {
    for (Programme& programme : policy.programmes) {
        if (programme.is_bundle()) join(policy, programme, t);
    }
}

std::vector<Part> parts_of(const Policy& policy, std::size_t q, std::size_t t) {
    const Programme& award = policy.programmes[q];
    if (!award.is_bundle()) {
        return {{q, award.tuition_share[t], award.stipend[t] + award.travel[t]}};
    }
    std::vector<Part> parts;
    double left = 1;
    for (const std::size_t m : award.members) {
        const Programme& member = policy.programmes[m];
        const double share = std::min(member.tuition_share[t], left);
        left -= share;
        parts.push_back({m, share, member.stipend[t] + member.travel[t]});
    }
    return parts;
}

}  // namespace keruen
