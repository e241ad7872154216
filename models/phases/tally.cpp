// SPDX-License-Identifier: MIT
#include "models/phases/tally.hpp"

#include <array>
#include <span>
#include <vector>

#include "models/groups.hpp"
#include "sim/rounding.hpp"

namespace keruen {

namespace {

using Cells = std::array<std::int64_t, kFifths * kFifths * 4>;  // income, ability, traits

std::size_t cell(std::uint8_t ability, std::uint8_t income, std::uint8_t traits) {
    constexpr std::uint8_t kCounted = trait::female | trait::urban;
    static_assert(kCounted == 3);
    return (fifth(income) * kFifths + fifth(ability)) * 4 + (traits & kCounted);
}

/// Agents of the year's block who have entered: at the year's end, all who are not outside.
Cells entered(const MoverBlock& block) {
    Cells agents{};
    for (std::size_t i = 0; i < block.size(); ++i) {
        agents[cell(block.ability[i], block.income[i], block.traits[i])] +=
            static_cast<std::int64_t>(block.stage[i] != kOutside);
    }
    return agents;
}

void add(const MoverBlock& block, const Cells& agents, Grid<std::int64_t, 2>& people) {
    for (std::size_t c = 0; c < agents.size(); ++c) {
        const std::int64_t n = block.weight * agents[c];
        people(block.origin, kIncomeGroup + c / 4 / kFifths) += n;
        people(block.origin, kAbilityGroup + c / 4 % kFifths) += n;
        people(block.origin, kSexGroup + ((c & trait::female) != 0 ? 1U : 0U)) += n;
        people(block.origin, kTownGroup + ((c & trait::urban) != 0 ? 1U : 0U)) += n;
    }
}

}  // namespace

void tally(const Setup& setup, Year year, const Population& population, YearRecord& record,
           Workers& workers) {
    std::vector<const MoverBlock*> blocks;
    for (const MoverBlock& block : population.movers) {
        if (block.cohort == year) blocks.push_back(&block);
    }
    std::vector<Cells> agents(blocks.size());
    workers.for_each_index(blocks.size(), [&](std::size_t b) { agents[b] = entered(*blocks[b]); });
    for (std::size_t b = 0; b < blocks.size(); ++b) {
        add(*blocks[b], agents[b], record.group_entrants);
    }
    const std::array<double, kGroups> shares = group_shares(setup.parameters);
    for (std::size_t o = 0; o < setup.regions(); ++o) {
        std::int64_t stayers = record.home_entrants[o];
        for (std::size_t h = 0; h < setup.regions(); ++h) {
            stayers += record.entrants_by_level(o, h, 0);
        }
        for (std::size_t g = 0; g < kFifths; ++g) {
            stayers -= record.group_entrants(o, kIncomeGroup + g);
        }
        for (const auto& [first, count] : kDivisions) {
            const std::vector<std::int64_t> parts =
                largest_remainder(std::span(shares).subspan(first, count), stayers);
            for (std::size_t g = 0; g < count; ++g) {
                record.group_entrants(o, first + g) += parts[g];
            }
        }
    }
}

}  // namespace keruen
