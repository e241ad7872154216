// SPDX-License-Identifier: MIT
#include "models/phases/aspire.hpp"

#include <algorithm>

#include "models/purposes.hpp"
#include "models/slots.hpp"
#include "sim/kernels/fixed.hpp"
#include "sim/kernels/kernels.hpp"

namespace keruen {

namespace {

constexpr std::size_t kBatch = 1024;

/// [level] the stage with which it begins at home.
constexpr std::uint8_t begins[] = {kOutside, kBachelor1, kMaster1, kDoctor1};

struct Local {
    Applicants found;
    std::vector<std::int64_t> home_entrants;  // [origin]
};

bool has_home_grant(const YearTables& tables, std::size_t origin) {
    for (const Option& option : tables.options(origin, 0)) {
        if (option.host == kAtHome && option.programme != kSelfFunded) return true;
    }
    return false;
}

/// Deciders of one batch of slots, with the draw threshold of each.
struct Batch {
    std::uint32_t slot[kBatch + kFoundSpare];
    std::uint32_t threshold[kBatch], draw[kBatch];
    double logit[kBatch];
    std::size_t n = 0;
};

void gather(const Setup& setup, const YearTables& tables, const MoverBlock& block,
            std::size_t begin, std::size_t end, Batch& batch) {
    const Constants& constants = *setup.constants;
    const double more_entry = fixed_log(setup.policy->entry(block.origin, tables.t));
    const double seats = setup.parameters.aspire_home_seats *
                         (constants.home_seats(block.origin, tables.t) + more_entry);
    batch.n =
        find_codes(block.stage, begin, end, 0xff, kCandidateBachelor, kCandidateDoctor, batch.slot);
    for (std::size_t k = 0; k < batch.n; ++k) {
        const std::uint32_t i = batch.slot[k];
        const std::size_t level = block.stage[i] - kCandidateBachelor;
        batch.logit[k] =
            seats + constants.aspire[level][block.origin] +
            aspiration(setup.parameters, block.ability[i], block.income[i], block.traits[i]);
    }
    kernels().logistic_threshold(batch.n, batch.logit, batch.threshold);
}

/// Deciders of one batch who become applicants; kept if `n` passes them.
struct Kept {
    std::uint32_t slot[kBatch + 1];
    std::uint8_t level[kBatch + 1], aspires[kBatch + 1];
    std::size_t n = 0;
};

void append(const Kept& kept, std::size_t block, Applicants& list) {
    list.block.insert(list.block.end(), kept.n, static_cast<std::uint32_t>(block));
    list.slot.insert(list.slot.end(), kept.slot, kept.slot + kept.n);
    list.level.insert(list.level.end(), kept.level, kept.level + kept.n);
    list.aspires.insert(list.aspires.end(), kept.aspires, kept.aspires + kept.n);
}

void decide(const Setup& setup, Year year, const YearTables& tables, MoverBlock& block,
            std::size_t index, std::size_t begin, std::size_t end, Local& local) {
    const bool grants = has_home_grant(tables, block.origin);
    Batch batch;
    Kept kept;
    std::int64_t home_entrants = 0;  // agents
    for (std::size_t at = begin; at < end; at += kBatch) {
        gather(setup, tables, block, at, std::min(at + kBatch, end), batch);
        if (batch.n == 0) continue;
        kernels().draw_list(setup.key(block, year, purpose::aspire), block.first_position,
                            batch.slot, batch.n, batch.draw, nullptr, nullptr, nullptr);
        kept.n = 0;
        for (std::size_t k = 0; k < batch.n; ++k) {
            const std::uint32_t i = batch.slot[k];
            const std::uint8_t stage = block.stage[i];
            const auto level = static_cast<std::uint8_t>(stage - kCandidateBachelor + 1);
            const bool aspires = (block.host[i] != kAtHome) | (batch.draw[k] < batch.threshold[k]);
            const bool keeps = aspires | (grants & (level == 1));
            kept.slot[kept.n] = i;
            kept.level[kept.n] = level;
            kept.aspires[kept.n] = aspires ? 1 : 0;
            kept.n += keeps ? 1 : 0;
            block.stage[i] = keeps ? stage : begins[level];
            home_entrants += (!keeps & (level == 1)) ? 1 : 0;
        }
        append(kept, index, local.found);
    }
    local.home_entrants[block.origin] += home_entrants * block.weight;
}

}  // namespace

Applicants aspire(const Setup& setup, Year year, const YearTables& tables, Population& population,
                  YearRecord& record, Workers& workers) {
    const std::vector<Local> locals =
        for_slots(workers, setup.chunk, population.movers,
                  Local{{}, std::vector<std::int64_t>(setup.regions())},
                  [&](MoverBlock& block, std::size_t index, std::size_t begin, std::size_t end,
                      Local& local) {
                      if (year - block.cohort < kStudyYears) {
                          decide(setup, year, tables, block, index, begin, end, local);
                      }
                  });
    std::vector<std::size_t> start(1, 0);
    for (const Local& local : locals) {
        start.push_back(start.back() + local.found.size());
        for (std::size_t o = 0; o < setup.regions(); ++o) {
            record.home_entrants[o] += local.home_entrants[o];
        }
    }
    Applicants all;
    for (auto* column : {&all.block, &all.slot}) column->resize(start.back());
    for (auto* column : {&all.level, &all.aspires}) column->resize(start.back());
    workers.for_each_index(locals.size(), [&](std::size_t k) {
        const Applicants& part = locals[k].found;
        const auto at = static_cast<std::ptrdiff_t>(start[k]);
        std::copy(part.block.begin(), part.block.end(), all.block.begin() + at);
        std::copy(part.slot.begin(), part.slot.end(), all.slot.begin() + at);
        std::copy(part.level.begin(), part.level.end(), all.level.begin() + at);
        std::copy(part.aspires.begin(), part.aspires.end(), all.aspires.begin() + at);
    });
    return all;
}

}  // namespace keruen
