// SPDX-License-Identifier: MIT
#include "models/phases/award_admit.hpp"

#include <algorithm>

#include "models/base_path.hpp"
#include "models/birth.hpp"
#include "models/phases/consider.hpp"
#include "models/purposes.hpp"
#include "sim/kernels/kernels.hpp"

namespace keruen {

namespace {

/// Of a priority, what tells apart people with the same score and tie.
constexpr int kRowBits = 24;

std::uint64_t priority(std::uint8_t score, std::uint32_t tie, std::size_t row) {
    return std::uint64_t{score} << 56 | std::uint64_t{tie} << kRowBits | row % 0xffffffU;
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

Selection selection_of(const Setup& setup, std::size_t capacity) {
    const auto& programmes = setup.policy->programmes;
    return capacity < programmes.size() ? programmes[capacity].selection : Selection::merit;
}

/// [capacity] bytes that let ability or need through into the score.
struct ScoreMasks {
    std::vector<std::uint8_t> ability, need;
    ScoreMasks(const Setup& setup, std::size_t capacities) : ability(capacities), need(capacities) {
        for (std::size_t c = 0; c < capacities; ++c) {
            ability[c] = selection_of(setup, c) == Selection::merit ? 0xff : 0;
            need[c] = selection_of(setup, c) == Selection::need ? 0xff : 0;
        }
    }
};

/// Fills choices and priorities of one run of applicants.
void fill_run(const Setup& setup, Year year, const YearTables& tables, const ScoreMasks& masks,
              const MoverBlock& block, const Applicants& applicants, const Run& run,
              Market& market) {
    const std::uint32_t first = applicants.first[run.begin];
    const std::size_t claims = applicants.first[run.end] - first;
    std::vector<std::uint32_t> slot(claims), row(claims), tie(claims);
    std::vector<std::uint16_t> code(claims);
    for (std::size_t i = run.begin; i < run.end; ++i) {
        const std::vector<Option>& options = tables.options(block.origin, applicants.level[i] - 1U);
        market.weight[i] = block.weight;
        for (std::uint32_t k = applicants.first[i]; k < applicants.first[i + 1]; ++k) {
            const std::uint8_t capacity = options[applicants.ranked[k]].capacity;
            market.choice[k] = capacity;
            slot[k - first] = applicants.slot[i];
            row[k - first] = static_cast<std::uint32_t>(i);
            code[k - first] = tables.tie_code[capacity];
        }
    }
    kernels().draw_mixed(setup.key(block, year, purpose::option), block.first_position, slot.data(),
                         code.data(), claims, tie.data());
    for (std::size_t k = 0; k < claims; ++k) {
        const std::uint8_t c = market.choice[first + k];
        const auto score = static_cast<std::uint8_t>((block.ability[slot[k]] & masks.ability[c]) |
                                                     (~block.income[slot[k]] & masks.need[c]));
        market.priority[first + k] = priority(score, tie[k], row[k]);
    }
}

/// The home grant of an origin, or null.
const Option* home_grant(const YearTables& tables, std::size_t origin) {
    for (const Option& option : tables.options(origin, 0)) {
        if (option.host == kAtHome && option.programme != kSelfFunded) return &option;
    }
    return nullptr;
}

/// Whether certain stayers of the block may seek the home grant.
bool may_seek(Year year, const YearTables& tables, const StayerBlock& block) {
    return block.cohort == year && home_grant(tables, block.origin) != nullptr;
}

/// Room for the applicants and for as many stayers, each with one claim.
void reserve(Market& market, const Applicants& applicants, std::size_t stayers) {
    market.weight.reserve(applicants.size() + stayers);
    market.first.reserve(applicants.size() + stayers + 1);
    market.choice.reserve(applicants.ranked.size() + stayers);
    market.priority.reserve(applicants.ranked.size() + stayers);
}

/// Certain stayers of one chunk who may hold the home grant, with their scores and ties.
struct Seekers {
    std::vector<std::uint32_t> slot, tie;
    std::vector<std::uint8_t> score;
};

Seekers seekers_of(const Setup& setup, Year year, const YearTables& tables,
                   const StayerBlock& block, const Option& grant, std::size_t begin,
                   std::size_t end) {
    const Selection selection = selection_of(setup, grant.capacity);
    const BirthDraw birth(setup, block.origin, year);
    const std::size_t n = end - begin;
    std::vector<std::uint32_t> ability(n), income(n), traits(n), ties(n);
    const auto first = block.first_position + static_cast<std::uint32_t>(begin);
    kernels().draw_range(setup.key(block.origin, year, year, purpose::birth), first, n,
                         ability.data(), income.data(), traits.data(), nullptr);
    kernels().draw_range(
        setup.key(block.origin, year, year, purpose::option, tables.tie_code[grant.capacity]),
        first, n, nullptr, nullptr, nullptr, ties.data());
    Seekers out;
    for (auto* column : {&out.slot, &out.tie}) column->reserve(n);
    out.score.reserve(n);
    for (std::size_t i = 0; i < n; ++i) {
        if (block.stage[begin + i] != kBachelor1) continue;
        const Born who = birth.born(ability[i], income[i], traits[i]);
        if (!eligible(grant, who.ability, who.traits)) continue;
        out.slot.push_back(static_cast<std::uint32_t>(begin + i));
        out.tie.push_back(ties[i]);
        out.score.push_back(score_of(selection, who.ability, who.income));
    }
    return out;
}

/// The certain stayers of a block follow those who are in the market already.
void add_stayers(const Setup& setup, Year year, const YearTables& tables, const StayerBlock& block,
                 std::size_t index, const Option& grant, YearMarket& out, Workers& workers) {
    constexpr std::size_t kChunk = 16384;
    Market& market = out.market;
    std::vector<Seekers> parts(Workers::chunk_count(block.size(), kChunk));
    workers.for_chunks(block.size(), kChunk,
                       [&](std::size_t begin, std::size_t end, std::size_t chunk) {
                           parts[chunk] = seekers_of(setup, year, tables, block, grant, begin, end);
                       });
    const std::size_t row = market.weight.size(), entry = market.choice.size();
    std::vector<std::size_t> start(parts.size() + 1, 0);
    for (std::size_t p = 0; p < parts.size(); ++p) start[p + 1] = start[p] + parts[p].slot.size();
    const std::size_t more = start.back(), seeker = out.stayer_slot.size();
    market.priority.resize(entry + more);
    market.choice.resize(entry + more, grant.capacity);
    market.weight.resize(row + more, block.weight);
    market.first.resize(row + more + 1);
    out.stayer_block.resize(seeker + more, static_cast<std::uint32_t>(index));
    out.stayer_slot.resize(seeker + more);
    workers.for_each_index(parts.size(), [&](std::size_t p) {
        const Seekers& part = parts[p];
        for (std::size_t i = 0, at = start[p]; i < part.slot.size(); ++i, ++at) {
            market.priority[entry + at] = priority(part.score[i], part.tie[i], row + at);
            market.first[row + at + 1] = static_cast<std::uint32_t>(entry + at + 1);
            out.stayer_slot[seeker + at] = part.slot[i];
        }
    });
}

void record_market(const Setup& setup, const YearTables& tables, const Clearing& clearing,
                   YearRecord& record) {
    const std::size_t programmes = setup.policy->programmes.size();
    record.capacity = tables.capacity;
    for (std::size_t c = 0; c < tables.capacity.size(); ++c) {
        record.capacity_demand[c] = clearing.demand[c];
        record.cutoff[c] = clearing.cutoff[c];
        if (c >= programmes) continue;
        record.awards[c] = clearing.people[c];
        record.demand[c] = clearing.demand[c];
        record.places[c] = tables.capacity[c];
    }
}

struct Admitted {
    std::size_t origin = 0;
    std::vector<std::int64_t> applicants;  // [host] people
    std::vector<Event> events;
};

/// What the clearing means for one run of applicants.
void admit_run(const Setup& setup, const YearTables& tables, const MoverBlock& block,
               const Clearing& clearing, const Run& run, Applicants& applicants, Admitted& out) {
    out.origin = block.origin;
    out.applicants.assign(setup.regions(), 0);
    for (std::size_t i = run.begin; i < run.end; ++i) {
        const std::uint32_t first = applicants.first[i];
        const bool placed = clearing.placed[i] != kUnplaced;
        applicants.placed[i] = placed ? applicants.ranked[first + clearing.placed[i]] : kNotPlaced;
        if (first == applicants.first[i + 1]) continue;
        const std::vector<Option>& options = tables.options(block.origin, applicants.level[i] - 1U);
        const Option& best = options[applicants.ranked[first]];
        if (best.host != kAtHome) out.applicants[best.host] += block.weight;
        if (!setup.events) continue;
        const RegionIndex from = block.host[applicants.slot[i]];
        auto event = [&](EventKind kind, const Option& option) {
            out.events.push_back({block.person(applicants.slot[i]).key(), block.weight, kind, from,
                                  option.host, option.programme});
        };
        if (best.host != kAtHome) event(EventKind::application, best);
        if (!placed) {
            if (best.host != kAtHome) event(EventKind::rejection, best);
        } else if (options[applicants.placed[i]].programme != kSelfFunded) {
            event(EventKind::award, options[applicants.placed[i]]);
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
    std::size_t stayers = 0;  // at most
    for (const StayerBlock& block : population.stayers) {
        stayers += may_seek(year, tables, block) ? block.size() : 0;
    }
    reserve(market, applicants, stayers);
    market.weight.resize(applicants.size());
    market.first.assign(applicants.first.begin(), applicants.first.end());
    market.choice.resize(applicants.ranked.size());
    market.priority.resize(applicants.ranked.size());
    const ScoreMasks masks(setup, market.capacity.size());
    const std::vector<Run> list = runs(applicants, 4096);
    workers.for_each_index(list.size(), [&](std::size_t k) {
        fill_run(setup, year, tables, masks, population.movers[applicants.block[list[k].begin]],
                 applicants, list[k], market);
    });
    for (std::size_t b = 0; b < population.stayers.size(); ++b) {
        const StayerBlock& block = population.stayers[b];
        if (!may_seek(year, tables, block)) continue;
        add_stayers(setup, year, tables, block, b, *home_grant(tables, block.origin), out, workers);
    }
    return out;
}

void award_admit(const Setup& setup, Year year, const YearTables& tables, Population& population,
                 Applicants& applicants, YearRecord& record, Workers& workers) {
    YearMarket year_market = make_market(setup, year, tables, population, applicants, workers);
    const std::vector<std::uint64_t> floor =
        meet_cutoffs(setup, tables.t, kRowBits, year_market.market);
    const Clearing clearing = clear(year_market.market, workers, floor);
    applicants.placed.resize(applicants.size());
    const std::vector<Run> list = runs(applicants, 4096);
    std::vector<Admitted> admitted(list.size());
    workers.for_each_index(list.size(), [&](std::size_t k) {
        admit_run(setup, tables, population.movers[applicants.block[list[k].begin]], clearing,
                  list[k], applicants, admitted[k]);
    });
    for (const Admitted& part : admitted) {
        for (std::size_t h = 0; h < setup.regions(); ++h) {
            record.applicants(part.origin, h) += part.applicants[h];
        }
        record.events.insert(record.events.end(), part.events.begin(), part.events.end());
    }
    workers.for_chunks(
        year_market.stayer_slot.size(), 65536,
        [&](std::size_t begin, std::size_t end, std::size_t) {
            for (std::size_t i = begin; i < end; ++i) {
                const bool granted = clearing.placed[applicants.size() + i] != kUnplaced;
                population.stayers[year_market.stayer_block[i]].stage[year_market.stayer_slot[i]] |=
                    granted ? kGrantBit : std::uint8_t{0};
            }
        });
    record_market(setup, tables, clearing, record);
}

}  // namespace keruen
