// SPDX-License-Identifier: MIT
#include "models/phases/visa_enrol.hpp"

#include <cmath>

#include "models/governments/bonds.hpp"
#include "models/groups.hpp"
#include "models/phases/consider.hpp"
#include "models/purposes.hpp"

namespace keruen {

namespace {

/// Counts of one run of applicants; their origin is that of its block.
struct Local {
    struct Bond {
        std::uint32_t slot;
        ProgrammeIndex programme;
        int years;
    };
    std::size_t origin = 0, block = 0;
    std::vector<std::int64_t> entrants, returns, refused, sought;  // [host] people
    std::vector<std::array<std::int64_t, 3>> by_level;             // [host] entrants
    std::vector<std::int64_t> first_mobile;                        // [host] people
    std::array<std::int64_t, kGroups> group_mobile{}, group_funded{};
    std::int64_t home_entrants = 0;
    std::vector<Bond> bonds;
    std::vector<Event> events;

    void start(std::size_t regions, std::size_t block_origin) {
        origin = block_origin;
        entrants.assign(regions, 0);
        returns = refused = sought = first_mobile = entrants;
        by_level.assign(regions, {});
    }
};

struct Enroller {
    const Setup& setup;
    Year year;
    const YearTables& tables;
    Local& local;

    void event(const MoverBlock& block, std::uint32_t slot, EventKind kind, RegionIndex from,
               RegionIndex to, ProgrammeIndex programme) const {
        if (!setup.events) return;
        local.events.push_back({block.person(slot).key(), block.weight, kind, from, to, programme});
    }

    static void count(const MoverBlock& block, std::uint32_t slot,
                      std::array<std::int64_t, kGroups>& people) {
        for (const std::size_t group :
             groups_of(block.ability[slot], block.income[slot], block.traits[slot])) {
            people[group] += block.weight;
        }
    }

    bool permitted(const MoverBlock& block, std::uint32_t slot, RegionIndex host) const {
        if (block.host[slot] == host) return true;  // already there
        local.sought[host] += block.weight;
        const DrawKey key = setup.key(block, year, purpose::option, tables.host_code[host]);
        return draw(key, block.first_position + slot)[2] <
               threshold(tables.permission(block.origin, host));
    }

    void enrol_abroad(MoverBlock& block, std::uint32_t slot, int level,
                      const Option& option) const {
        const RegionIndex from = block.host[slot];
        if ((block.traits[slot] & trait::ever_mobile) == 0) {
            block.traits[slot] |= trait::ever_mobile;
            local.first_mobile[option.host] += block.weight;
            count(block, slot, local.group_mobile);
            if (option.programme != kSelfFunded) count(block, slot, local.group_funded);
        }
        block.host[slot] = option.host;
        block.programme[slot] = option.programme;
        const ProgrammeIndex award = option.programme;
        if (award != kSelfFunded) {
            const double years = setup.policy->programmes[award].bond_years[tables.t];
            if (years > 0)
                local.bonds.push_back({slot, award, static_cast<int>(std::lround(years))});
        }
        local.entrants[option.host] += block.weight;
        local.by_level[option.host][static_cast<std::size_t>(level) - 1] += block.weight;
        event(block, slot, EventKind::move, from, option.host, option.programme);
    }

    void enrol_at_home(MoverBlock& block, std::uint32_t slot, int level,
                       ProgrammeIndex grant) const {
        const RegionIndex from = block.host[slot];
        if (from != kAtHome) {
            local.returns[from] += block.weight;
            event(block, slot, EventKind::return_home, from, kAtHome, block.programme[slot]);
        }
        block.host[slot] = kAtHome;
        block.programme[slot] = grant;
        if (level == 1) local.home_entrants += block.weight;
    }
};

void enrol_run(const Setup& setup, Year year, const YearTables& tables, MoverBlock& block,
               const Applicants& applicants, const Run& run, Local& local) {
    local.start(setup.regions(), block.origin);
    local.block = applicants.block[run.begin];
    const Enroller enroller{setup, year, tables, local};
    for (std::size_t i = run.begin; i < run.end; ++i) {
        const std::uint32_t slot = applicants.slot[i];
        const int level = applicants.level[i];
        block.stage[slot] = first_stage(static_cast<Level>(level));
        ProgrammeIndex grant = kSelfFunded;
        if (applicants.placed[i] != kNotPlaced) {
            const Option& option = tables.options(block.origin, level - 1)[applicants.placed[i]];
            if (option.host == kAtHome) {
                grant = option.programme;
            } else if (enroller.permitted(block, slot, option.host)) {
                enroller.enrol_abroad(block, slot, level, option);
                continue;
            } else {
                local.refused[option.host] += block.weight;
                enroller.event(block, slot, EventKind::refusal, block.host[slot], option.host,
                               option.programme);
            }
        }
        enroller.enrol_at_home(block, slot, level, grant);
    }
}

void add(const Local& local, Population& population, YearRecord& record) {
    for (const auto& [slot, programme, years] : local.bonds) {
        bind_to_return(population.movers[local.block], slot, programme, years);
    }
    const std::size_t o = local.origin;
    for (std::size_t h = 0; h < local.entrants.size(); ++h) {
        record.entrants(o, h) += local.entrants[h];
        record.returns(o, h) += local.returns[h];
        record.refused(o, h) += local.refused[h];
        record.sought(o, h) += local.sought[h];
        record.first_mobile(o, h) += local.first_mobile[h];
        for (std::size_t level = 0; level < 3; ++level) {
            record.entrants_by_level(o, h, level) += local.by_level[h][level];
        }
    }
    for (std::size_t g = 0; g < kGroups; ++g) {
        record.group_mobile(o, g) += local.group_mobile[g];
        record.group_funded(o, g) += local.group_funded[g];
    }
    record.home_entrants[o] += local.home_entrants;
    record.events.insert(record.events.end(), local.events.begin(), local.events.end());
}

}  // namespace

void visa_enrol(const Setup& setup, Year year, const YearTables& tables, Population& population,
                const Applicants& applicants, YearRecord& record, Workers& workers) {
    const std::vector<Run> list = runs(applicants, 4096);
    std::vector<Local> locals(list.size());
    workers.for_each_index(list.size(), [&](std::size_t k) {
        enrol_run(setup, year, tables, population.movers[applicants.block[list[k].begin]],
                  applicants, list[k], locals[k]);
    });
    for (const Local& local : locals) add(local, population, record);
}

}  // namespace keruen
