// SPDX-License-Identifier: MIT
#include "models/phases/aspire.hpp"

#include "models/purposes.hpp"
#include "models/slots.hpp"
#include "sim/kernels/fixed.hpp"
#include "sim/kernels/kernels.hpp"

namespace keruen {

namespace {

constexpr std::size_t kBatch = 1024;

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
    std::uint32_t slot[kBatch + 1];  // one to spare: slots are noted, then kept
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
    const std::uint8_t* stage = block.stage.data();
    batch.n = find_slots(begin, end, batch.slot,
                         [stage](std::size_t i) { return is_candidate_code(stage[i]); });
    for (std::size_t k = 0; k < batch.n; ++k) {
        const std::uint32_t i = batch.slot[k];
        const std::size_t level = block.stage[i] - kCandidateBachelor;
        batch.logit[k] =
            seats + constants.aspire[level][block.origin] +
            aspiration(setup.parameters, block.ability[i], block.income[i], block.traits[i]);
    }
    kernels().logistic_threshold(batch.n, batch.logit, batch.threshold);
}

void add(Applicants& list, std::size_t block, std::uint32_t slot, int level, bool aspires) {
    list.block.push_back(static_cast<std::uint32_t>(block));
    list.slot.push_back(slot);
    list.level.push_back(static_cast<std::uint8_t>(level));
    list.aspires.push_back(aspires ? 1 : 0);
}

void decide(const Setup& setup, Year year, const YearTables& tables, MoverBlock& block,
            std::size_t index, std::size_t begin, std::size_t end, Local& local) {
    const bool grants = has_home_grant(tables, block.origin);
    Batch batch;
    for (std::size_t at = begin; at < end; at += kBatch) {
        gather(setup, tables, block, at, std::min(at + kBatch, end), batch);
        if (batch.n == 0) continue;
        kernels().draw_list(setup.key(block, year, purpose::aspire), block.first_position,
                            batch.slot, batch.n, batch.draw, nullptr, nullptr, nullptr);
        for (std::size_t k = 0; k < batch.n; ++k) {
            const std::uint32_t i = batch.slot[k];
            const int level = block.stage[i] - kCandidateBachelor + 1;
            const bool aspires = block.host[i] != kAtHome || batch.draw[k] < batch.threshold[k];
            if (aspires || (grants && level == 1)) {
                add(local.found, index, i, level, aspires);
            } else {
                block.stage[i] = first_stage(static_cast<Level>(level));
                if (level == 1) local.home_entrants[block.origin] += block.weight;
            }
        }
    }
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
    Applicants all;
    for (const Local& local : locals) {
        const Applicants& part = local.found;
        all.block.insert(all.block.end(), part.block.begin(), part.block.end());
        all.slot.insert(all.slot.end(), part.slot.begin(), part.slot.end());
        all.level.insert(all.level.end(), part.level.begin(), part.level.end());
        all.aspires.insert(all.aspires.end(), part.aspires.begin(), part.aspires.end());
        for (std::size_t o = 0; o < setup.regions(); ++o) {
            record.home_entrants[o] += local.home_entrants[o];
        }
    }
    return all;
}

}  // namespace keruen
