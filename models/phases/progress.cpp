// SPDX-License-Identifier: MIT
#include "models/phases/progress.hpp"

#include <algorithm>
#include <array>

#include "models/governments/award_years.hpp"
#include "models/purposes.hpp"
#include "models/slots.hpp"
#include "models/words.hpp"

namespace keruen {

namespace {

enum Outcome { kLeaves, kAwarded, kGoesOn, kAdvances, kOutcomes };

/// Transitions as thresholds of one word, for every code a stage byte can have: the outcome is the
/// number of thresholds at or below the word.
struct Rules {
    std::array<std::array<std::uint32_t, 3>, 256> threshold{};
    std::array<std::array<std::uint8_t, kOutcomes>, 256> next{};

    /// At home nothing follows the last award, while graduates abroad have yet to settle.
    Rules(const Transitions& table, bool home) {
        for (std::size_t code = 0; code < 256; ++code) {
            const std::size_t stage = code & 0x7fU;
            next[code].fill(static_cast<std::uint8_t>(code));
            if (stage >= kStages || !is_enrolled(static_cast<int>(stage))) continue;
            const Transition& t = table[stage];
            threshold[code] = {word(t.leave), word(t.leave + t.award),
                               word(t.leave + t.award + t.go_on)};
            const bool keeps_grant = code >= kGrantBit && level_of(t.next) == Level::bachelor;
            const auto done = [home](Stage stage_after) {
                return home && stage_after == kGraduate ? kLeft : stage_after;
            };
            next[code] = {kLeft, done(kGraduate), done(t.candidate),
                          static_cast<std::uint8_t>(t.next | (keeps_grant ? kGrantBit : 0))};
        }
    }
    static std::uint32_t word(double probability) {
        return static_cast<std::uint32_t>(
            std::min<std::uint64_t>(keruen::threshold(probability), 0xffffffffU));
    }
    std::size_t outcome(std::uint8_t code, std::uint32_t draw) const {
        const auto& t = threshold[code];
        return static_cast<std::size_t>((draw >= t[0]) + (draw >= t[1]) + (draw >= t[2]));
    }
};

bool anybody_enrolled(const std::uint8_t* stage, std::size_t n) {
    unsigned found = 0;
    for (std::size_t i = 0; i < n; ++i) {
        found |= static_cast<unsigned>(is_enrolled_code(stage[i] & 0x7fU));
    }
    return found != 0;
}

// Movers ------------------------------------------------------------------------------------------

/// Counts of one task; the origin is that of its block.
struct MoverLocal {
    std::size_t origin = 0;
    std::uint32_t weight = 1;
    std::vector<std::uint32_t> slots;  // [payer][place][stage][outcome]; payers up to the last seen
    std::vector<Event> events;
};

/// A place is a host, or after the last host the home.
std::size_t place_of(RegionIndex host, std::size_t regions) {
    return host == kAtHome ? regions : host;
}

std::size_t payer_of(ProgrammeIndex programme) {
    return programme == kSelfFunded ? 0 : programme + 1U;
}

/// Counters of one payer: [place][stage][outcome].
std::size_t counters(std::size_t regions) {
    return (regions + 1) * kStages * kOutcomes;
}

void note_end(const MoverBlock& block, std::size_t i, std::size_t outcome, MoverLocal& local) {
    const RegionIndex host = block.host[i];
    const PersonId person = block.person(static_cast<std::uint32_t>(i));
    const bool leaves = outcome == kLeaves;
    local.events.push_back({person.key(), block.weight,
                            leaves ? EventKind::return_home : EventKind::graduation, host,
                            leaves ? kAtHome : host, block.programme[i]});
}

void progress_movers(const Setup& setup, Year year, const std::array<Rules, 2>& rules,
                     const AwardYears& awards, MoverBlock& block, std::size_t begin,
                     std::size_t end, MoverLocal& local) {
    const std::size_t regions = setup.regions(), payer_size = counters(regions);
    local.origin = block.origin;
    local.weight = block.weight;
    local.slots.assign(payer_size, 0);
    const DrawKey key = setup.key(block, year, purpose::progress);
    std::uint32_t words[kWordBatch], enrolled[kWordBatch + kFoundSpare];
    for (std::size_t at = begin; at < end; at += kWordBatch) {
        const std::size_t n = std::min(kWordBatch, end - at);
        const std::size_t found =
            find_codes(block.stage, at, at + n, 0xff, kBachelor1, kDoctor4, enrolled);
        if (found == 0) continue;
        draw_words(key, block.first_position + static_cast<std::uint32_t>(at), n, words);
        // Which way somebody goes is hard to foresee: no branches but for awards and events.
        for (std::size_t f = 0; f < found; ++f) {
            const std::size_t i = enrolled[f];
            const std::uint8_t stage = block.stage[i];
            const RegionIndex host = block.host[i];
            const ProgrammeIndex programme = block.programme[i];
            const bool home = host == kAtHome;
            const Rules& rule = rules[home ? 0 : 1];
            const std::size_t outcome = rule.outcome(stage, words[i - at]);
            const std::size_t base = payer_of(programme) * payer_size;
            if (base >= local.slots.size()) local.slots.resize(base + payer_size, 0);
            ++local.slots[base + (place_of(host, regions) * kStages + stage) * kOutcomes + outcome];
            const bool advances = outcome == kAdvances, leaves = outcome == kLeaves;
            if (setup.events && !home && !advances) note_end(block, i, outcome, local);
            const bool ends = programme != kSelfFunded && awards.ends(programme, stage);
            const bool unpaid = advances ? ends : leaves | home;
            block.stage[i] = rule.next[stage][outcome];
            block.host[i] = leaves ? kAtHome : host;
            block.programme[i] = unpaid ? kSelfFunded : programme;
        }
    }
}

/// What the students of one stage, place and payer did in the year; slots by outcome.
void add_studied(const Setup& setup, const MoverLocal& local, std::size_t payer, std::size_t place,
                 int stage, const std::uint32_t* slots, YearRecord& record) {
    const std::size_t o = local.origin;
    const std::int64_t weight = local.weight;
    const std::int64_t awarded = std::int64_t{slots[kAwarded]} + slots[kGoesOn];
    const std::int64_t agents = awarded + slots[kLeaves] + slots[kAdvances];
    if (agents == 0) return;
    const std::int64_t people = weight * agents, left = weight * slots[kLeaves];
    record.agents_studied += agents;
    const auto level = static_cast<std::size_t>(level_of(stage)) - 1;
    if (payer > 0) record.holders[payer - 1] += people;
    if (place == setup.regions()) {
        record.home_students(o, level) += people;
        if (payer > 0) record.home_grants[o] += people;
        record.home_left[o] += left;
        record.home_graduates[o] += weight * awarded;
        return;
    }
    record.stock(o, place) += people;
    record.stock_by_level(o, place, level) += people;
    record.held(o, place, payer, level) += people;
    record.dropouts(o, place) += left;
    record.returns(o, place) += left;
    record.graduates(o, place) += weight * awarded;
}

void add_movers(const Setup& setup, const MoverLocal& local, YearRecord& record) {
    const std::size_t regions = setup.regions(), payer_size = counters(regions);
    for (std::size_t payer = 0; payer * payer_size < local.slots.size(); ++payer) {
        const std::uint32_t* slots = local.slots.data() + payer * payer_size;
        for (std::size_t place = 0; place <= regions; ++place) {
            for (int stage = kBachelor1; stage <= kDoctor4; ++stage) {
                add_studied(setup, local, payer, place, stage,
                            slots + (place * kStages + static_cast<std::size_t>(stage)) * kOutcomes,
                            record);
            }
        }
    }
    record.events.insert(record.events.end(), local.events.begin(), local.events.end());
}

// Stayers -----------------------------------------------------------------------------------------

/// What becomes of a stayer's code: candidates for the next level begin it at home next year.
std::uint8_t stayer_next(std::uint8_t next) {
    switch (next) {
        case kCandidateMaster:
            return kMaster1;
        case kCandidateDoctor:
            return kDoctor1;
        case kGraduate:
            return kLeft;
        default:
            return next;
    }
}

/// [origin] rules of stayers, whose grant bit falls where the home grant of the origin ends.
std::vector<Rules> stayer_rules(const Setup& setup, const Rules& home, const AwardYears& awards) {
    std::vector<Rules> rules(setup.regions(), home);
    for (std::size_t o = 0; o < setup.regions(); ++o) {
        for (auto& next : rules[o].next) {
            for (std::uint8_t& code : next) code = stayer_next(code);
        }
        for (std::size_t stage = kBachelor1; stage <= kBachelor5; ++stage) {
            if (!awards.home_grant_ends(o, stage)) continue;
            auto& next = rules[o].next[stage | kGrantBit][kAdvances];
            next = static_cast<std::uint8_t>(next & ~kGrantBit);
        }
    }
    return rules;
}

struct StayerLocal {
    std::size_t origin = 0;
    std::uint32_t weight = 1;
    std::array<std::int64_t, 256 * kOutcomes> moved{};  // slots by code and outcome
};

void progress_stayers(const Setup& setup, Year year, const Rules& rules, StayerBlock& block,
                      std::size_t begin, std::size_t end, StayerLocal& local) {
    local.origin = block.origin;
    local.weight = block.weight;
    const DrawKey key = setup.key(block.origin, block.cohort, year, purpose::progress);
    std::uint32_t words[kWordBatch];
    for (std::size_t at = begin; at < end; at += kWordBatch) {
        const std::size_t n = std::min(kWordBatch, end - at);
        std::uint8_t* stage = block.stage.data() + at;
        if (!anybody_enrolled(stage, n)) continue;
        draw_words(key, block.first_position + static_cast<std::uint32_t>(at), n, words);
        for (std::size_t i = 0; i < n; ++i) {
            const std::uint8_t code = stage[i];
            const std::size_t outcome = rules.outcome(code, words[i]);
            stage[i] = rules.next[code][outcome];
            ++local.moved[code * std::size_t{kOutcomes} + outcome];
        }
    }
}

void add_stayers(const StayerLocal& local, YearRecord& record) {
    const std::size_t o = local.origin;
    for (std::size_t code = 0; code < 256; ++code) {
        const auto stage = static_cast<int>(code & 0x7fU);
        if (!is_enrolled(stage)) continue;
        const std::int64_t* moved = local.moved.data() + code * kOutcomes;
        const std::int64_t agents =
            moved[kLeaves] + moved[kAwarded] + moved[kGoesOn] + moved[kAdvances];
        const std::int64_t people = local.weight * agents;
        record.agents_studied += agents;
        record.home_students(o, static_cast<std::size_t>(level_of(stage)) - 1) += people;
        if (stage == kBachelor1) record.home_entrants[o] += people;
        if (code >= kGrantBit) record.home_grants[o] += people;
        record.home_left[o] += local.weight * moved[kLeaves];
        record.home_graduates[o] += local.weight * (moved[kAwarded] + moved[kGoesOn]);
    }
}

}  // namespace

void progress(const Setup& setup, Year year, Population& population, YearRecord& record,
              Workers& workers) {
    const std::array<Rules, 2> rules{Rules(transitions(setup.parameters, false), true),
                                     Rules(transitions(setup.parameters, true), false)};
    const AwardYears awards(*setup.policy, setup.world->index(year));
    auto movers = for_slots(
        workers, setup.chunk, population.movers, MoverLocal{},
        [&](MoverBlock& block, std::size_t, std::size_t begin, std::size_t end, MoverLocal& local) {
            if (year - block.cohort < kStudyYears) {
                progress_movers(setup, year, rules, awards, block, begin, end, local);
            }
        });
    for (const MoverLocal& local : movers) add_movers(setup, local, record);
    const std::vector<Rules> at_home = stayer_rules(setup, rules[0], awards);
    const auto stayers = for_slots(workers, setup.chunk, population.stayers, StayerLocal{},
                                   [&](StayerBlock& block, std::size_t, std::size_t begin,
                                       std::size_t end, StayerLocal& local) {
                                       progress_stayers(setup, year, at_home[block.origin], block,
                                                        begin, end, local);
                                   });
    for (const StayerLocal& local : stayers) add_stayers(local, record);
}

}  // namespace keruen
