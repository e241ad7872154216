// SPDX-License-Identifier: MIT
#include "models/phases/settle.hpp"

#include <algorithm>

#include "models/governments/bonds.hpp"
#include "models/purposes.hpp"
#include "models/settling.hpp"
#include "models/slots.hpp"
#include "sim/kernels/fixed.hpp"
#include "sim/kernels/kernels.hpp"

namespace keruen {

namespace {

constexpr std::size_t kBatch = 1024;

struct Rules {
    Matrix stays;  // probability, [origin][host]
    std::uint64_t bond_default, third, returns;
    Grid<std::uint64_t, 3> third_region;  // cumulated thresholds, [origin][host][region]
};

/// People of one batch who live abroad and do not study.
struct Batch {
    std::uint32_t slot[kBatch + kFoundSpare], lane[4][kBatch];
    std::size_t n = 0;

    void find(const MoverBlock& block, std::size_t begin, std::size_t end) {
        const std::size_t abroad = find_codes(block.host, begin, end, 0xff, 0, kAtHome - 1, slot);
        n = 0;
        for (std::size_t k = 0; k < abroad; ++k) {
            const std::uint32_t i = slot[k];
            const std::uint8_t stage = block.stage[i];
            slot[n] = i;
            n += static_cast<std::size_t>((stage == kGraduate) | (stage == kLeft));
        }
    }
};

struct Local {
    std::size_t origin = 0;
    std::vector<std::int64_t> returned, settled, diaspora;  // [host] people
    std::vector<std::int64_t> defaulted;                    // [programme] people
    std::vector<std::int64_t> stayed, moved_on, graduate_returns, diaspora_returns;  // the same
    std::vector<Event> events;
};

void move_to(const Setup& setup, MoverBlock& block, std::uint32_t i, RegionIndex to, Local& local) {
    const RegionIndex from = block.host[i];
    block.host[i] = to;
    const bool home = to == kAtHome;
    (home ? local.returned[from] : local.settled[to]) += block.weight;
    if (setup.events) {
        const PersonId person = block.person(i);
        local.events.push_back({person.key(), block.weight,
                                home ? EventKind::return_home : EventKind::settle, from, to,
                                block.programme[i]});
    }
}

/// The region that `bits` draw for somebody of `origin` at `host` who settles in a third one.
RegionIndex third_region(const Rules& rules, std::size_t origin, std::size_t host,
                         std::uint32_t bits) {
    for (std::size_t r = 0; r < rules.third_region.extent(2); ++r) {
        if (bits < rules.third_region(origin, host, r)) return static_cast<RegionIndex>(r);
    }
    return kAtHome;
}

void decide(const Setup& setup, const Rules& rules, MoverBlock& block, const Batch& batch,
            std::size_t k, Local& local) {
    const std::uint32_t i = batch.slot[k];
    if (block.stage[i] == kLeft) {
        if (batch.lane[2][k] >= rules.returns) return;
        local.diaspora_returns[block.host[i]] += block.weight;
        move_to(setup, block, i, kAtHome, local);
        return;
    }
    const RegionIndex host = block.host[i];
    const std::size_t debt = debt_of(block, i);
    const bool bonded = debt != kNoDebt;
    const std::uint64_t stays =
        bonded ? rules.bond_default : threshold(rules.stays(block.origin, host));
    RegionIndex to = kAtHome;
    if (batch.lane[0][k] < stays) {
        to = host;
        if (bonded) local.defaulted[block.bond_programme[debt]] += block.weight;
    } else if (!bonded && batch.lane[1][k] < rules.third) {
        to = third_region(rules, block.origin, host, batch.lane[3][k]);
    }
    auto& fate = to == host      ? local.stayed
                 : to == kAtHome ? local.graduate_returns
                                 : local.moved_on;
    fate[host] += block.weight;
    block.stage[i] = kLeft;
    move_to(setup, block, i, to, local);
    block.programme[i] = kSelfFunded;
}

void settle_slots(const Setup& setup, Year year, const Rules& rules, MoverBlock& block,
                  std::size_t begin, std::size_t end, Local& local) {
    local.origin = block.origin;
    local.returned.assign(setup.regions(), 0);
    local.settled = local.diaspora = local.returned;
    local.defaulted.assign(setup.policy->programmes.size(), 0);
    local.stayed = local.moved_on = local.graduate_returns = local.diaspora_returns =
        local.returned;
    Batch batch;
    for (std::size_t at = begin; at < end; at += kBatch) {
        batch.find(block, at, std::min(at + kBatch, end));
        if (batch.n == 0) continue;
        kernels().draw_list(setup.key(block, year, purpose::settle), block.first_position,
                            batch.slot, batch.n, batch.lane[0], batch.lane[1], batch.lane[2],
                            batch.lane[3]);
        for (std::size_t k = 0; k < batch.n; ++k) {
            decide(setup, rules, block, batch, k, local);
            const RegionIndex host = block.host[batch.slot[k]];
            if (host != kAtHome) local.diaspora[host] += block.weight;
        }
    }
}

/// Cumulated thresholds of the shares of third_region_shares.
Grid<std::uint64_t, 3> third_region_thresholds(const Setup& setup, std::size_t t,
                                               const Flow& stock) {
    const std::size_t regions = setup.regions();
    Cube shares = third_region_shares(*setup.world, *setup.policy, setup.parameters, t, stock);
    Grid<std::uint64_t, 3> thresholds({regions, regions, regions});
    for (std::size_t o = 0; o < regions; ++o) {
        for (std::size_t h = 0; h < regions; ++h) {
            double below = 0;
            for (std::size_t r = 0; r < regions; ++r) {
                below += shares(o, h, r);
                thresholds(o, h, r) = threshold(below);
            }
        }
    }
    return thresholds;
}

}  // namespace

void settle(const Setup& setup, Year year, Population& population, YearRecord& record,
            Workers& workers) {
    const Parameters& p = setup.parameters;
    const std::size_t t = setup.world->index(year);
    const Rules rules{stay_probability(*setup.world, *setup.policy, *setup.reference, p, t),
                      threshold(p.settle_bond_default), threshold(p.settle_third),
                      threshold(p.settle_return_hazard),
                      third_region_thresholds(setup, t, record.stock)};
    work_off(population, record);
    const auto locals = for_slots(
        workers, setup.chunk, population.movers, Local{},
        [&](MoverBlock& block, std::size_t, std::size_t begin, std::size_t end, Local& local) {
            settle_slots(setup, year, rules, block, begin, end, local);
        });
    for (const Local& local : locals) {
        for (std::size_t h = 0; h < local.returned.size(); ++h) {
            record.returns(local.origin, h) += local.returned[h];
            record.settled(local.origin, h) += local.settled[h];
            record.diaspora(local.origin, h) += local.diaspora[h];
            record.stayed(local.origin, h) += local.stayed[h];
            record.moved_on(local.origin, h) += local.moved_on[h];
            record.graduate_returns(local.origin, h) += local.graduate_returns[h];
            record.diaspora_returns(local.origin, h) += local.diaspora_returns[h];
        }
        for (std::size_t q = 0; q < local.defaulted.size(); ++q) {
            record.defaulted[q] += local.defaulted[q];
        }
        record.events.insert(record.events.end(), local.events.begin(), local.events.end());
    }
}

}  // namespace keruen
