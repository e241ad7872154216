// SPDX-License-Identifier: MIT
#include "models/phases/visa_enrol.hpp"

#include "models/purposes.hpp"

namespace keruen {

namespace {

struct Enroller {
    const Setup& setup;
    Year year;
    const YearTables& tables;
    YearRecord& record;

    void event(const MoverBlock& block, std::uint32_t slot, EventKind kind, RegionIndex from,
               RegionIndex to, ProgrammeIndex programme) const {
        if (!setup.events) return;
        const PersonId person{block.origin, static_cast<std::uint16_t>(block.cohort), slot};
        record.events.push_back({person.key(), block.weight, kind, from, to, programme});
    }

    bool permitted(const MoverBlock& block, std::uint32_t slot, RegionIndex host) const {
        if (block.host[slot] == host) return true;  // already there
        const DrawKey key = setup.key(block, year, purpose::option, tables.host_code[host]);
        return draw(key, slot)[2] < threshold(tables.permission(block.origin, host));
    }

    void enrol_abroad(MoverBlock& block, std::uint32_t slot, int level,
                      const Option& option) const {
        const RegionIndex from = block.host[slot];
        if ((block.traits[slot] & trait::ever_mobile) == 0) {
            block.traits[slot] |= trait::ever_mobile;
            record.first_mobile[block.origin] += block.weight;
        }
        block.host[slot] = option.host;
        block.programme[slot] = option.programme;
        record.entrants(block.origin, option.host) += block.weight;
        record.entrants_by_level(block.origin, option.host, level - 1) += block.weight;
        event(block, slot, EventKind::move, from, option.host, option.programme);
    }

    void enrol_at_home(MoverBlock& block, std::uint32_t slot, int level,
                       ProgrammeIndex grant) const {
        const RegionIndex from = block.host[slot];
        if (from != kAtHome) {
            record.returns(block.origin, from) += block.weight;
            event(block, slot, EventKind::return_home, from, kAtHome, block.programme[slot]);
        }
        block.host[slot] = kAtHome;
        block.programme[slot] = grant;
        if (level == 1) record.home_entrants[block.origin] += block.weight;
    }
};

}  // namespace

void visa_enrol(const Setup& setup, Year year, const YearTables& tables, Population& population,
                const Applicants& applicants, YearRecord& record) {
    const Enroller enroller{setup, year, tables, record};
    for (std::size_t i = 0; i < applicants.size(); ++i) {
        MoverBlock& block = population.movers[applicants.block[i]];
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
                record.refused(block.origin, option.host) += block.weight;
                enroller.event(block, slot, EventKind::refusal, block.host[slot], option.host,
                               option.programme);
            }
        }
        enroller.enrol_at_home(block, slot, level, grant);
    }
}

}  // namespace keruen
