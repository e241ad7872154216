// SPDX-License-Identifier: MIT
#include "models/phases/enrolments.hpp"

#include <algorithm>
#include <iterator>

#include "models/birth.hpp"
#include "models/purposes.hpp"
#include "models/slots.hpp"
#include "sim/kernels/kernels.hpp"

namespace keruen {

namespace {

using Rows = std::vector<Enrolment>;

/// The first year of a level is that of enrolment: whoever passes goes on to the second.
bool begins(std::uint8_t stage) {
    return (stage == kBachelor1) | (stage == kMaster1) | (stage == kDoctor1);
}

std::vector<std::uint32_t> beginners(const std::vector<std::uint8_t>& stages, std::size_t begin,
                                     std::size_t end) {
    std::vector<std::uint32_t> slots(end - begin + 1);
    const std::uint8_t* stage = stages.data();
    slots.resize(find_slots(begin, end, slots.data(), [stage](std::size_t i) {
        return begins(static_cast<std::uint8_t>(stage[i] & ~kGrantBit));
    }));
    return slots;
}

void note_movers(const MoverBlock& block, std::size_t begin, std::size_t end, Rows& rows) {
    for (const std::uint32_t i : beginners(block.stage, begin, end)) {
        rows.push_back({block.person(i).key(), block.weight,
                        static_cast<std::uint8_t>(level_of(block.stage[i])), block.host[i],
                        block.programme[i], block.ability[i], block.income[i], block.traits[i]});
    }
}

ProgrammeIndex home_grant_of(const Policy& policy, std::size_t origin) {
    for (std::size_t q = 0; q < policy.programmes.size(); ++q) {
        if (is_home_grant(policy.programmes[q], origin)) return static_cast<ProgrammeIndex>(q);
    }
    return kSelfFunded;
}

/// Certain stayers keep nothing of what they were born with: it is drawn again.
void note_stayers(const Setup& setup, const StayerBlock& block, std::size_t begin, std::size_t end,
                  Rows& rows) {
    const std::vector<std::uint32_t> slots = beginners(block.stage, begin, end);
    const std::size_t n = slots.size();
    if (n == 0) return;
    std::vector<std::uint32_t> ability(n), income(n), traits(n);
    kernels().draw_list(setup.key(block.origin, block.cohort, block.cohort, purpose::birth),
                        block.first_position, slots.data(), n, ability.data(), income.data(),
                        traits.data(), nullptr);
    const BirthDraw birth(setup, block.origin, block.cohort);
    const ProgrammeIndex grant = home_grant_of(*setup.policy, block.origin);
    for (std::size_t k = 0; k < n; ++k) {
        const std::uint8_t code = block.stage[slots[k]];
        const Born born = birth.born(ability[k], income[k], traits[k]);
        const PersonId person{block.origin, static_cast<std::uint16_t>(block.cohort),
                              block.first_position + slots[k]};
        rows.push_back({person.key(), block.weight,
                        static_cast<std::uint8_t>(level_of(code & ~kGrantBit)), kAtHome,
                        code >= kGrantBit ? grant : kSelfFunded, born.ability, born.income,
                        born.traits});
    }
}

}  // namespace

void note_enrolments(const Setup& setup, Year year, Population& population, YearRecord& record,
                     Workers& workers) {
    if (!setup.enrolments) return;
    auto studying = [&](const auto& block) { return year - block.cohort < kStudyYears; };
    std::vector<Rows> parts = for_slots(
        workers, setup.chunk, population.movers, Rows{},
        [&](MoverBlock& block, std::size_t, std::size_t begin, std::size_t end, Rows& rows) {
            if (studying(block)) note_movers(block, begin, end, rows);
        });
    std::vector<Rows> stayers = for_slots(
        workers, setup.chunk, population.stayers, Rows{},
        [&](StayerBlock& block, std::size_t, std::size_t begin, std::size_t end, Rows& rows) {
            if (studying(block)) note_stayers(setup, block, begin, end, rows);
        });
    std::move(stayers.begin(), stayers.end(), std::back_inserter(parts));
    record.enrolments = concat_in_order(workers, parts);
}

}  // namespace keruen
