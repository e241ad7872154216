// SPDX-License-Identifier: MIT
#include "models/institutions/placement.hpp"

#include <algorithm>

#include "models/purposes.hpp"

namespace keruen {

namespace {

constexpr std::uint16_t kBlocks = 3;  // of four lanes: eleven tries within a tier

std::size_t pick(const TierTable& table, std::uint32_t bits) {
    const auto at = std::upper_bound(table.bound.begin(), table.bound.end(), bits);
    return std::min(static_cast<std::size_t>(at - table.bound.begin()), table.bound.size() - 1);
}

}  // namespace

Year entered(Year year, int stage) {
    return year - (stage - first_stage(level_of(stage)));
}

std::uint64_t tier_key(std::uint8_t ability, std::uint32_t tie) {
    return std::uint64_t{ability} << 32 | tie;
}

std::size_t tier_of(std::span<const std::uint64_t> boundaries, std::uint64_t key) {
    for (std::size_t k = 0; k < boundaries.size(); ++k) {
        if (key >= boundaries[k]) return k;
    }
    return boundaries.size();
}

std::size_t institution_in(const Setup& setup, const Institutions& institutions, std::size_t region,
                           Level level, std::size_t tier, Year year, const DrawKey& key,
                           std::uint32_t position, const std::array<std::uint32_t, 4>& lanes) {
    const std::size_t l = static_cast<std::size_t>(level) - 1;
    // A tier whose institutions are all closed passes its people to the next one down, then up.
    for (std::size_t step = 0; step < 2 * kTiers; ++step) {
        const std::size_t k = step < kTiers ? tier + step : 2 * kTiers - 1 - step;
        if (k >= kTiers || institutions.tiers(region, l, k).member.empty()) continue;
        const TierTable& table = institutions.tiers(region, l, k);
        const auto open = [&](std::size_t at) {
            return takes_students(institutions, *setup.world, *setup.policy, table.member[at],
                                  year);
        };
        std::size_t at = 0;
        std::array<std::uint32_t, 4> bits = lanes;
        for (std::uint16_t block = 0; block < kBlocks; ++block) {
            if (block > 0) {
                DrawKey further = key;
                further.index = block;
                bits = draw(further, position);
            }
            for (std::size_t lane = block == 0 ? 1 : 0; lane < 4; ++lane) {
                at = pick(table, bits[lane]);
                if (open(at)) return table.member[at];
            }
        }
        for (std::size_t n = 0; n < table.member.size(); ++n) {
            const std::size_t next = (at + n) % table.member.size();
            if (open(next)) return table.member[next];
        }
    }
    return institutions.begin[region];  // a region whose institutions are all closed
}

std::size_t institution_of(const Setup& setup, const Institutions& institutions,
                           const TierCutoffs& cutoffs, const Placed& student) {
    const bool foreign = student.host != kAtHome;
    const std::size_t region = foreign ? student.host : student.origin;
    const DrawKey key =
        setup.key(student.origin, student.cohort, student.entered, purpose::institution);
    const auto lanes = draw(key, student.position);
    const Year year = std::clamp(student.entered, setup.world->first, setup.world->last);
    const std::size_t l = static_cast<std::size_t>(student.level) - 1;
    const auto& table = foreign ? cutoffs.foreign : cutoffs.home;
    const std::span<const std::uint64_t> boundaries(&table(region, setup.world->index(year), l, 0),
                                                    kTiers - 1);
    const std::size_t tier = tier_of(boundaries, tier_key(student.ability, lanes[0]));
    return institution_in(setup, institutions, region, student.level, tier, year, key,
                          student.position, lanes);
}

}  // namespace keruen
