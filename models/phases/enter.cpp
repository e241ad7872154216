// SPDX-License-Identifier: MIT
#include "models/phases/enter.hpp"

#include <algorithm>
#include <cmath>

#include "models/purposes.hpp"
#include "models/words.hpp"
#include "sim/kernels/kernels.hpp"

namespace keruen {

namespace {

constexpr std::size_t kBatch = 1024;

/// Slots that stand for `people` at `weight` people each; positions are a prefix, so a coarser
/// population is a nested subset of a finer one.
std::uint32_t slots(std::uint32_t people, std::uint32_t weight) {
    return (people + weight - 1) / weight;
}

/// Byte thresholds of the traits lane: its four bytes decide sex, origin, language and field.
struct TraitRules {
    std::uint32_t female, urban, speaks;
    std::uint32_t same_rank;  ///< of the income lane's low bits: income rank = ability rank
};

std::uint8_t traits_of(std::uint32_t bits, const TraitRules& rules) {
    std::uint32_t traits = 0;
    if ((bits & 0xffU) < rules.female) traits |= trait::female;
    if (((bits >> 8) & 0xffU) < rules.urban) traits |= trait::urban;
    if (((bits >> 16) & 0xffU) < rules.speaks) traits |= trait::speaks;
    return static_cast<std::uint8_t>(traits | trait::field_of(bits) << trait::field_shift);
}

/// People of a cohort enter whose draw lies below this. The bound of candidates is a ratio to
/// expected entrants, and so is the lever.
std::uint64_t enters(const Setup& setup, std::size_t origin, Year year) {
    const double ratio = setup.policy->entry(origin, setup.world->index(year));
    return threshold(ratio / setup.parameters.enter_headroom);
}

void fill_movers(const Setup& setup, MoverBlock& block, std::size_t begin, std::size_t end) {
    const Parameters& p = setup.parameters;
    const std::uint64_t below = enters(setup, block.origin, block.cohort);
    auto part = [](double share, double of) {
        return static_cast<std::uint32_t>(std::lround(share * of));
    };
    const TraitRules rules{part(p.female_share, 256), part(p.urban_share, 256),
                           part(language_share(setup, block.origin, block.cohort), 256),
                           part(p.ability_income_correlation, 65536)};
    const DrawKey key = setup.key(block, block.cohort, purpose::birth);
    std::uint32_t lane[4][kBatch];
    for (std::size_t at = begin; at < end; at += kBatch) {
        const std::size_t n = std::min(kBatch, end - at);
        kernels().draw_range(key, block.first_position + static_cast<std::uint32_t>(at), n, lane[0],
                             lane[1], lane[2], lane[3]);
        for (std::size_t i = 0; i < n; ++i) {
            const auto ability = static_cast<std::uint8_t>(lane[0][i] >> 24);
            const bool same = (lane[1][i] & 0xffffU) < rules.same_rank;
            block.ability[at + i] = ability;
            block.income[at + i] = same ? ability : static_cast<std::uint8_t>(lane[1][i] >> 24);
            block.traits[at + i] = traits_of(lane[2][i], rules);
            block.stage[at + i] = lane[3][i] < below ? kCandidateBachelor : kOutside;
        }
    }
}

void sample_panel(const Setup& setup, MoverBlock& block) {
    const std::uint64_t below = threshold(setup.panel_share);
    const DrawKey key = setup.key(block, block.cohort, purpose::panel);
    std::uint32_t lane[kBatch];
    for (std::size_t at = 0; at < block.size(); at += kBatch) {
        const std::size_t n = std::min(kBatch, block.size() - at);
        kernels().draw_range(key, block.first_position + static_cast<std::uint32_t>(at), n, lane,
                             nullptr, nullptr, nullptr);
        for (std::size_t i = 0; i < n; ++i) {
            if (lane[i] < below) block.panel.push_back(static_cast<std::uint32_t>(at + i));
        }
    }
}

void fill_stayers(const Setup& setup, StayerBlock& block, std::size_t begin, std::size_t end) {
    const std::uint64_t below = enters(setup, block.origin, block.cohort);
    const DrawKey key = setup.key(block.origin, block.cohort, block.cohort, purpose::enters);
    std::uint32_t lane[kBatch];
    for (std::size_t at = begin; at < end; at += kBatch) {
        const std::size_t n = std::min(kBatch, end - at);
        const auto position = block.first_position + static_cast<std::uint32_t>(at);
        draw_words(key, position, n, lane);
        for (std::size_t i = 0; i < n; ++i) {
            block.stage[at + i] = lane[i] < below ? kBachelor1 : kOutside;
        }
    }
}

template <class Block>
void forget(std::vector<Block>& blocks, Year oldest) {
    std::erase_if(blocks, [&](const Block& block) { return block.cohort < oldest; });
}

MoverBlock mover_block(std::size_t origin, Year cohort, Stratum stratum, std::uint32_t people,
                       std::uint32_t weight) {
    MoverBlock block;
    block.origin = static_cast<RegionIndex>(origin);
    block.cohort = cohort;
    block.stratum = stratum;
    block.first_position = stratum == Stratum::others ? kOthersPosition : 0;
    block.weight = weight;
    const std::size_t n = slots(people, weight);
    block.stage.assign(n, kOutside);
    block.host.assign(n, kAtHome);
    block.programme.assign(n, kSelfFunded);
    block.ability.assign(n, 0);
    block.income.assign(n, 0);
    block.traits.assign(n, 0);
    return block;
}

StayerBlock stayer_block(std::size_t origin, Year cohort, const CohortSize& size,
                         std::uint32_t weight) {
    StayerBlock block;
    block.origin = static_cast<RegionIndex>(origin);
    block.cohort = cohort;
    block.weight = weight;
    block.first_position = size.stayer_position();
    block.stage.assign(slots(size.stayers, weight), kOutside);
    return block;
}

void add_blocks(const Setup& setup, Year year, Population& population, YearRecord& record) {
    for (std::size_t o = 0; o < setup.regions(); ++o) {
        const CohortSize size =
            cohort_size(*setup.constants, setup.parameters, o, setup.world->index(year));
        const Weights& weight = setup.weights[o];
        auto add = [&](auto& blocks, auto block) {
            record.candidates[o] += static_cast<std::int64_t>(block.size()) * block.weight;
            blocks.push_back(std::move(block));
        };
        auto add_movers = [&](Stratum stratum, std::uint32_t people, std::uint32_t mover_weight) {
            add(population.movers, mover_block(o, year, stratum, people, mover_weight));
        };
        if (setup.focus == kNoFocus || setup.focus == o) {
            add_movers(Stratum::all, size.movers, weight.mover);
        } else {
            const std::uint32_t keen = (size.movers + kKeenShare - 1) / kKeenShare;
            add_movers(Stratum::keen, keen, weight.keen);
            add_movers(Stratum::others, size.movers - keen, weight.mover);
        }
        add(population.stayers, stayer_block(o, year, size, weight.stayer));
    }
}

}  // namespace

double language_share(const Setup& setup, std::size_t origin, Year cohort) {
    const double untrained = 1 - setup.parameters.language_share;
    const std::size_t t = setup.world->index(cohort);
    return 1 - untrained * (1 - setup.policy->language_training(origin, t));
}

void enter(const Setup& setup, Year year, Population& population, YearRecord& record,
           Workers& workers) {
    forget(population.movers, year - kFollowedYears + 1);
    forget(population.stayers, year - kStudyYears + 1);
    add_blocks(setup, year, population, record);
    struct Nothing {};
    for_slots(workers, setup.chunk, population.movers, Nothing{},
              [&](MoverBlock& block, std::size_t, std::size_t begin, std::size_t end, Nothing&) {
                  if (block.cohort == year) fill_movers(setup, block, begin, end);
              });
    for_slots(workers, setup.chunk, population.stayers, Nothing{},
              [&](StayerBlock& block, std::size_t, std::size_t begin, std::size_t end, Nothing&) {
                  if (block.cohort == year) fill_stayers(setup, block, begin, end);
              });
    if (!setup.events) return;
    workers.for_each_index(population.movers.size(), [&](std::size_t b) {
        if (population.movers[b].cohort == year) sample_panel(setup, population.movers[b]);
    });
}

}  // namespace keruen
