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

Selection selection_of(const Setup& setup, std::size_t capacity) {
    const auto& programmes = setup.policy->programmes;
    return capacity < programmes.size() ? programmes[capacity].selection : Selection::merit;
}

/// The claims of one run of applicants, by capacity: entry in the market, slot and row.
class Claims {
public:
    Claims(const Market& market, const Applicants& applicants, const Run& run)
        : begin_(market.capacity.size() + 1, 0) {
        const std::uint32_t first = market.first[run.begin], last = market.first[run.end];
        for (std::uint32_t k = first; k < last; ++k) ++begin_[market.choice[k] + 1U];
        for (std::size_t c = 1; c < begin_.size(); ++c) begin_[c] += begin_[c - 1];
        entry_.resize(last - first);
        slot_.resize(last - first);
        row_.resize(last - first);
        std::vector<std::size_t> next(begin_.begin(), begin_.end() - 1);
        for (std::size_t i = run.begin; i < run.end; ++i) {
            for (std::uint32_t k = market.first[i]; k < market.first[i + 1]; ++k) {
                const std::size_t at = next[market.choice[k]]++;
                entry_[at] = k;
                slot_[at] = applicants.slot[i];
                row_[at] = i;
            }
        }
        tie_.resize(entry_.size());
    }

    void fill(const Setup& setup, Year year, const YearTables& tables, const MoverBlock& block,
              Market& market) {
        for (std::size_t c = 0; c + 1 < begin_.size(); ++c) {
            const std::size_t from = begin_[c], n = begin_[c + 1] - from;
            if (n == 0) continue;
            kernels().draw_list(setup.key(block, year, purpose::option, tables.tie_code[c]),
                                block.first_position, slot_.data() + from, n, nullptr, nullptr,
                                nullptr, tie_.data() + from);
            const Selection selection = selection_of(setup, c);
            for (std::size_t k = from; k < from + n; ++k) {
                const std::uint8_t score =
                    score_of(selection, block.ability[slot_[k]], block.income[slot_[k]]);
                market.priority[entry_[k]] = priority(score, tie_[k], row_[k]);
            }
        }
    }

private:
    std::vector<std::size_t> begin_;  // [capacity + 1]
    std::vector<std::uint32_t> entry_, slot_, tie_;
    std::vector<std::size_t> row_;
};

/// Fills choices and priorities of one run of applicants.
void fill_run(const Setup& setup, Year year, const YearTables& tables, const MoverBlock& block,
              const Applicants& applicants, const Run& run, Market& market) {
    for (std::size_t i = run.begin; i < run.end; ++i) {
        const std::vector<Option>& options = tables.options(block.origin, applicants.level[i] - 1U);
        market.weight[i] = block.weight;
        for (std::uint32_t k = applicants.first[i]; k < applicants.first[i + 1]; ++k) {
            market.choice[k] = options[applicants.ranked[k]].capacity;
        }
    }
    Claims(market, applicants, run).fill(setup, year, tables, block, market);
}

/// The home grant of an origin, or null.
const Option* home_grant(const YearTables& tables, std::size_t origin) {
    for (const Option& option : tables.options(origin, 0)) {
        if (option.host == kAtHome && option.programme != kSelfFunded) return &option;
    }
    return nullptr;
}

/// Room for so many more applicants with one option each.
void reserve(Market& market, std::size_t more) {
    market.priority.reserve(market.priority.size() + more);
    market.choice.reserve(market.choice.size() + more);
    market.weight.reserve(market.weight.size() + more);
    market.first.reserve(market.first.size() + more);
}

void add_stayers(const Setup& setup, Year year, const YearTables& tables,
                 const Population& population, YearMarket& out) {
    Market& market = out.market;
    for (std::size_t b = 0; b < population.stayers.size(); ++b) {
        const StayerBlock& block = population.stayers[b];
        const Option* grant = home_grant(tables, block.origin);
        if (block.cohort != year || grant == nullptr) continue;
        const Selection selection = selection_of(setup, grant->capacity);
        const DrawKey birth = setup.key(block.origin, year, year, purpose::birth);
        const DrawKey tie =
            setup.key(block.origin, year, year, purpose::option, tables.tie_code[grant->capacity]);
        std::vector<std::uint32_t> ability(block.size()), income(block.size()), ties(block.size());
        reserve(market, block.size());
        const bool restricted = grant->restricted();
        std::vector<std::uint32_t> traits(restricted ? block.size() : 0);
        kernels().draw_range(birth, block.first_position, block.size(), ability.data(),
                             income.data(), restricted ? traits.data() : nullptr, nullptr);
        kernels().draw_range(tie, block.first_position, block.size(), nullptr, nullptr, nullptr,
                             ties.data());
        for (std::size_t i = 0; i < block.size(); ++i) {
            if (block.stage[i] != kBachelor1) continue;
            if (restricted && !eligible(*grant, static_cast<std::uint8_t>(ability[i] >> 24),
                                        static_cast<std::uint8_t>(trait::field_of(traits[i])
                                                                  << trait::field_shift))) {
                continue;
            }
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
    const Clearing clearing = clear(year_market.market, workers);
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
    for (std::size_t i = 0; i < year_market.stayer_slot.size(); ++i) {
        if (clearing.placed[applicants.size() + i] == kUnplaced) continue;
        population.stayers[year_market.stayer_block[i]].stage[year_market.stayer_slot[i]] |=
            kGrantBit;
    }
    record_market(setup, year_market.market, clearing, record);
}

}  // namespace keruen
