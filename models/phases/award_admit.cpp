// SPDX-License-Identifier: MIT
#include "models/phases/award_admit.hpp"

#include <algorithm>

#include "models/phases/consider.hpp"
#include "models/purposes.hpp"
#include "sim/kernels/kernels.hpp"

namespace keruen {

namespace {

std::uint64_t priority(std::uint8_t score, std::uint32_t tie, std::size_t row) {
    // The row only separates people whose score and 32-bit tie are equal.
    return std::uint64_t{score} << 56 | std::uint64_t{tie} << 24 | row % 0xffffffU;
}

std::uint8_t score_of(Selection selection, std::uint8_t ability, std::uint8_t income) {
    switch (selection) {
        case Selection::merit:
            return ability;
        case Selection::need:
            return static_cast<std::uint8_t>(255 - income);
        case Selection::lottery:
            return 0;
    }
    return 0;
}

/// Fills priorities of one run of applicants, option by option of their common tables.
void fill_run(const Setup& setup, Year year, const YearTables& tables, const MoverBlock& block,
              const Applicants& applicants, const Run& run, Market& market) {
    for (std::size_t i = run.begin; i < run.end; ++i) {
        const std::uint32_t slot = applicants.slot[i];
        const std::vector<Option>& options = tables.options(block.origin, applicants.level[i] - 1U);
        market.weight[i] = block.weight;
        for (std::uint32_t k = applicants.first[i]; k < applicants.first[i + 1]; ++k) {
            const Option& option = options[applicants.ranked[k]];
            market.choice[k] = option.capacity;
            const auto selection = option.programme == kSelfFunded
                                       ? Selection::merit
                                       : setup.policy->programmes[option.programme].selection;
            const auto lanes = draw(
                setup.key(block, year, purpose::option, tables.tie_code[option.capacity]), slot);
            market.priority[k] =
                priority(score_of(selection, block.ability[slot], block.income[slot]), lanes[3], i);
        }
    }
}

/// The home grant of an origin, or null.
const Option* home_grant(const YearTables& tables, std::size_t origin) {
    for (const Option& option : tables.options(origin, 0)) {
        if (option.host == kAtHome && option.programme != kSelfFunded) return &option;
    }
    return nullptr;
}

void add_stayers(const Setup& setup, Year year, const YearTables& tables,
                 const Population& population, YearMarket& out) {
    Market& market = out.market;
    for (std::size_t b = 0; b < population.stayers.size(); ++b) {
        const StayerBlock& block = population.stayers[b];
        const Option* grant = home_grant(tables, block.origin);
        if (block.cohort != year || grant == nullptr) continue;
        const auto selection = setup.policy->programmes[grant->programme].selection;
        const DrawKey birth = setup.key(block.origin, year, year, purpose::birth);
        const DrawKey tie =
            setup.key(block.origin, year, year, purpose::option, tables.tie_code[grant->capacity]);
        std::vector<std::uint32_t> ability(block.size()), income(block.size()), ties(block.size());
        kernels().draw_range(birth, block.first_position, block.size(), ability.data(),
                             income.data(), nullptr, nullptr);
        kernels().draw_range(tie, block.first_position, block.size(), nullptr, nullptr, nullptr,
                             ties.data());
        for (std::size_t i = 0; i < block.size(); ++i) {
            if (block.stage[i] != kBachelor1) continue;
            const std::uint8_t score =
                score_of(selection, static_cast<std::uint8_t>(ability[i] >> 24),
                         static_cast<std::uint8_t>(income[i] >> 24));
            market.priority.push_back(priority(score, ties[i], market.weight.size()));
            market.weight.push_back(block.weight);
            market.choice.push_back(grant->capacity);
            market.first.push_back(static_cast<std::uint32_t>(market.choice.size()));
            out.stayer_block.push_back(static_cast<std::uint32_t>(b));
            out.stayer_slot.push_back(static_cast<std::uint32_t>(i));
        }
    }
}

void record_market(const Setup& setup, const Market& market, const Clearing& clearing,
                   YearRecord& record) {
    const std::size_t programmes = setup.policy->programmes.size();
    for (std::size_t c = 0; c < market.capacity.size(); ++c) {
        record.capacity_demand[c] = clearing.demand[c];
        record.cutoff[c] = clearing.cutoff[c];
        if (c >= programmes) continue;
        record.awards[c] = clearing.people[c];
        record.demand[c] = clearing.demand[c];
        record.places[c] = market.capacity[c];
    }
}

void record_applicants(const Setup& setup, Year, const YearTables& tables,
                       const Population& population, const Applicants& applicants,
                       YearRecord& record) {
    for (std::size_t i = 0; i < applicants.size(); ++i) {
        if (applicants.first[i] == applicants.first[i + 1]) continue;
        const MoverBlock& block = population.movers[applicants.block[i]];
        const std::vector<Option>& options = tables.options(block.origin, applicants.level[i] - 1U);
        const Option& best = options[applicants.ranked[applicants.first[i]]];
        const std::uint8_t placed = applicants.placed[i];
        if (best.host != kAtHome) record.applicants(block.origin, best.host) += block.weight;
        if (!setup.events) continue;
        const PersonId person{block.origin, static_cast<std::uint16_t>(block.cohort),
                              applicants.slot[i]};
        const RegionIndex from = block.host[applicants.slot[i]];
        auto event = [&](EventKind kind, const Option& option) {
            record.events.push_back(
                {person.key(), block.weight, kind, from, option.host, option.programme});
        };
        if (best.host != kAtHome) event(EventKind::application, best);
        if (placed == kNotPlaced) {
            if (best.host != kAtHome) event(EventKind::rejection, best);
        } else if (options[placed].programme != kSelfFunded) {
            event(EventKind::award, options[placed]);
        }
    }
}

}  // namespace

YearMarket make_market(const Setup& setup, Year year, const YearTables& tables,
                       const Population& population, const Applicants& applicants,
                       Workers& workers) {
    YearMarket out;
    Market& market = out.market;
    market.capacity = tables.capacity;
    market.weight.resize(applicants.size());
    market.first = applicants.first;
    market.choice.resize(applicants.ranked.size());
    market.priority.resize(applicants.ranked.size());
    const std::vector<Run> list = runs(applicants, 4096);
    workers.for_each_index(list.size(), [&](std::size_t k) {
        fill_run(setup, year, tables, population.movers[applicants.block[list[k].begin]],
                 applicants, list[k], market);
    });
    add_stayers(setup, year, tables, population, out);
    return out;
}

void award_admit(const Setup& setup, Year year, const YearTables& tables, Population& population,
                 Applicants& applicants, YearRecord& record, Workers& workers) {
    const YearMarket year_market =
        make_market(setup, year, tables, population, applicants, workers);
    const Clearing clearing = clear(year_market.market);
    applicants.placed.assign(applicants.size(), kNotPlaced);
    for (std::size_t i = 0; i < applicants.size(); ++i) {
        if (clearing.placed[i] == kUnplaced) continue;
        applicants.placed[i] = applicants.ranked[applicants.first[i] + clearing.placed[i]];
    }
    for (std::size_t i = 0; i < year_market.stayer_slot.size(); ++i) {
        if (clearing.placed[applicants.size() + i] == kUnplaced) continue;
        population.stayers[year_market.stayer_block[i]].stage[year_market.stayer_slot[i]] |=
            kGrantBit;
    }
    record_market(setup, year_market.market, clearing, record);
    record_applicants(setup, year, tables, population, applicants, record);
}

}  // namespace keruen
