// SPDX-License-Identifier: MIT
#include "models/phases/progress.hpp"

#include <algorithm>
#include <array>
#include <utility>

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

    explicit Rules(const Transitions& table) {
        for (std::size_t code = 0; code < 256; ++code) {
            const std::size_t stage = code & 0x7fU;
            next[code].fill(static_cast<std::uint8_t>(code));
            if (stage >= kStages || !is_enrolled(static_cast<int>(stage))) continue;
            const Transition& t = table[stage];
            threshold[code] = {word(t.leave), word(t.leave + t.award),
                               word(t.leave + t.award + t.go_on)};
            const bool keeps_grant = code >= kGrantBit && level_of(t.next) == Level::bachelor;
            next[code] = {kLeft, kGraduate, t.candidate,
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
    std::vector<std::int64_t> studied;  // [place][programme + 1][stage], slots
    std::vector<std::int64_t> ended;    // [place][outcome], slots
    std::vector<Event> events;
};

/// A place is a host, or after the last host the home.
std::size_t place_of(RegionIndex host, std::size_t regions) {
    return host == kAtHome ? regions : host;
}

std::size_t payer_of(ProgrammeIndex programme) {
    return programme == kSelfFunded ? 0 : programme + 1U;
}

void end_year(const Setup& setup, const AwardYears& awards, MoverBlock& block, std::size_t i,
              std::size_t outcome, std::uint8_t next, MoverLocal& local) {
    const RegionIndex host = block.host[i];
    const std::uint8_t stage = std::exchange(block.stage[i], next);
    if (outcome == kAdvances) {
        if (awards.ends(block.programme[i], stage)) block.programme[i] = kSelfFunded;
        return;
    }
    auto event = [&](EventKind kind, RegionIndex from, RegionIndex to) {
        const PersonId person = block.person(static_cast<std::uint32_t>(i));
        local.events.push_back({person.key(), block.weight, kind, from, to, block.programme[i]});
    };
    if (host != kAtHome && setup.events) {
        if (outcome == kLeaves) {
            event(EventKind::return_home, host, kAtHome);
        } else {
            event(EventKind::graduation, host, host);
        }
    }
    if (outcome == kLeaves) {
        block.host[i] = kAtHome;
        block.programme[i] = kSelfFunded;
    } else if (host == kAtHome) {
        block.programme[i] = kSelfFunded;
        if (next == kGraduate) block.stage[i] = kLeft;
    }
}

void progress_movers(const Setup& setup, Year year, const std::array<Rules, 2>& rules,
                     const AwardYears& awards, MoverBlock& block, std::size_t begin,
                     std::size_t end, MoverLocal& local) {
    const std::size_t regions = setup.regions(), payers = setup.policy->programmes.size() + 1;
    local.origin = block.origin;
    local.weight = block.weight;
    local.studied.assign((regions + 1) * payers * kStages, 0);
    local.ended.assign((regions + 1) * kOutcomes, 0);
    const DrawKey key = setup.key(block, year, purpose::progress);
    std::uint32_t words[kWordBatch], enrolled[kWordBatch + 1];
    for (std::size_t at = begin; at < end; at += kWordBatch) {
        const std::size_t n = std::min(kWordBatch, end - at);
        const std::uint8_t* stages = block.stage.data();
        const std::size_t found = find_slots(
            at, at + n, enrolled, [=](std::size_t i) { return is_enrolled_code(stages[i]); });
        if (found == 0) continue;
        draw_words(key, block.first_position + static_cast<std::uint32_t>(at), n, words);
        for (std::size_t f = 0; f < found; ++f) {
            const std::size_t i = enrolled[f];
            const std::uint8_t stage = block.stage[i];
            const std::size_t place = place_of(block.host[i], regions);
            const Rules& rule = rules[place == regions ? 0 : 1];
            const std::size_t outcome = rule.outcome(stage, words[i - at]);
            ++local.studied[(place * payers + payer_of(block.programme[i])) * kStages + stage];
            ++local.ended[place * kOutcomes + outcome];
            end_year(setup, awards, block, i, outcome, rule.next[stage][outcome], local);
        }
    }
}

void add_studied(const Setup& setup, const MoverLocal& local, YearRecord& record) {
    const std::size_t regions = setup.regions(), payers = setup.policy->programmes.size() + 1;
    const std::size_t o = local.origin;
    for (std::size_t place = 0; place <= regions; ++place) {
        for (std::size_t payer = 0; payer < payers; ++payer) {
            for (int stage = kBachelor1; stage <= kDoctor4; ++stage) {
                const std::int64_t agents = local.studied[(place * payers + payer) * kStages +
                                                          static_cast<std::size_t>(stage)];
                if (agents == 0) continue;
                const std::int64_t people = local.weight * agents;
                record.agents_studied += agents;
                const auto level = static_cast<std::size_t>(level_of(stage)) - 1;
                if (payer > 0) record.holders[payer - 1] += people;
                if (place == regions) {
                    record.home_students(o, level) += people;
                    if (payer > 0) record.home_grants[o] += people;
                    continue;
                }
                record.stock(o, place) += people;
                record.stock_by_level(o, place, level) += people;
                record.held(o, place, payer, level) += people;
            }
        }
    }
}

void add_ended(const Setup& setup, const MoverLocal& local, YearRecord& record) {
    const std::size_t regions = setup.regions(), o = local.origin;
    for (std::size_t place = 0; place <= regions; ++place) {
        const std::int64_t* ended = local.ended.data() + place * kOutcomes;
        const std::int64_t left = local.weight * ended[kLeaves];
        const std::int64_t awards = local.weight * (ended[kAwarded] + ended[kGoesOn]);
        if (place == regions) {
            record.home_left[o] += left;
            record.home_graduates[o] += awards;
        } else {
            record.dropouts(o, place) += left;
            record.returns(o, place) += left;
            record.graduates(o, place) += awards;
        }
    }
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
    const std::array<Rules, 2> rules{Rules(transitions(setup.parameters, false)),
                                     Rules(transitions(setup.parameters, true))};
    const AwardYears awards(*setup.policy, setup.world->index(year));
    auto movers = for_slots(
        workers, setup.chunk, population.movers, MoverLocal{},
        [&](MoverBlock& block, std::size_t, std::size_t begin, std::size_t end, MoverLocal& local) {
            if (year - block.cohort < kStudyYears) {
                progress_movers(setup, year, rules, awards, block, begin, end, local);
            }
        });
    for (const MoverLocal& local : movers) {
        if (local.studied.empty()) continue;
        add_studied(setup, local, record);
        add_ended(setup, local, record);
        record.events.insert(record.events.end(), local.events.begin(), local.events.end());
    }
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
