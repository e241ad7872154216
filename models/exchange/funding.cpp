// SPDX-License-Identifier: MIT
#include "models/exchange/funding.hpp"

#include <algorithm>
#include <cmath>

#include "models/base_path.hpp"
#include "models/clearing/clearing.hpp"
#include "models/purposes.hpp"

namespace keruen {

namespace {

/// Of a priority, what tells apart people with the same score and tie.
constexpr int kRowBits = 20;

/// `seat` counts those of the same applicant.
std::uint64_t priority(Selection selection, const ExchangeApplicant& who, std::uint32_t tie,
                       std::size_t seat, std::size_t row) {
    const std::uint64_t score = selection == Selection::merit  ? who.ability
                                : selection == Selection::need ? 255U - who.income
                                                               : 0U;
    constexpr std::uint64_t kRows = (1U << kRowBits) - 1U;
    return score << 56 | std::uint64_t{tie} << 24 |
           (15U - std::min<std::uint64_t>(seat, 15)) << kRowBits | (kRows - 1 - row % kRows);
}

std::int64_t places_of(const Programme& programme, std::size_t t) {
    if (programme.kind != ProgrammeKind::credit) return 0;
    const double places = programme.places[t];
    if (places >= static_cast<double>(kUnlimited)) return kUnlimited;
    return std::max<std::int64_t>(std::llround(places), 0);
}

/// Whether the rules of a programme admit somebody of `origin` for a stay at `host`.
bool admits(const Setup& setup, const Programme& programme, const ExchangeApplicant& who,
            std::size_t host, std::size_t t) {
    const bool common = setup.world->language(who.person.origin, host) > 0.5;
    const double least = programme.min_ability.empty() ? 0 : programme.min_ability[t];
    return who.ability >= std::lround(256 * least) && (programme.fields >> who.field() & 1U) != 0 &&
           (!programme.foreign_language || common || who.speaks());
}

/// Holders of seats before the places of the credit programmes.
Market grant_market(const Setup& setup, Year year, const YearTables& tables,
                    const std::vector<ExchangeApplicant>& applicants, const Seating& seating) {
    const std::vector<Programme>& programmes = setup.policy->programmes;
    const std::size_t regions = setup.regions();
    Grid<std::vector<ExchangeGrant>, 3> grants({regions, regions, 3});
    Grid<std::uint8_t, 3> known({regions, regions, 3});
    Market market;
    market.first.assign(1, 0);
    for (const Programme& programme : programmes) {
        market.capacity.push_back(places_of(programme, tables.t));
    }
    std::size_t first = 0;  // seat of the applicant
    for (std::size_t s = 0; s < seating.seats.size(); ++s) {
        const Seat& seat = seating.seats[s];
        if (seat.applicant != seating.seats[first].applicant) first = s;
        const ExchangeApplicant& who = applicants[seat.applicant];
        const std::size_t o = who.person.origin;
        const auto level = static_cast<std::size_t>(level_of(who.stage)) - 1;
        std::vector<ExchangeGrant>& open = grants(o, seat.host, level);
        if (known(o, seat.host, level) == 0) {
            open = exchange_grants(setup, o, seat.host, level_of(who.stage), tables.t);
            known(o, seat.host, level) = 1;
        }
        for (const ExchangeGrant& grant : open) {
            if (!can_pay(setup, tables.income[o], who.income, grant.cost) ||
                !admits(setup, programmes[grant.programme], who, seat.host, tables.t)) {
                continue;
            }
            const DrawKey key = setup.key(o, who.person.cohort, year, purpose::exchange_host,
                                          tables.tie_code[grant.programme]);
            market.choice.push_back(grant.programme);
            market.priority.push_back(priority(programmes[grant.programme].selection, who,
                                               draw(key, who.person.position)[2], s - first, s));
        }
        market.weight.push_back(seat.people);
        market.first.push_back(static_cast<std::uint32_t>(market.choice.size()));
    }
    return market;
}

}  // namespace

std::vector<ProgrammeIndex> fund_stays(const Setup& setup, Year year, const YearTables& tables,
                                       const Grid<ExchangeTerms, 2>& terms,
                                       const std::vector<ExchangeApplicant>& applicants,
                                       const Seating& seating, YearRecord& record,
                                       Workers& workers) {
    Market market = grant_market(setup, year, tables, applicants, seating);
    const std::vector<std::uint64_t> floor = meet_cutoffs(setup, tables.t, kRowBits, market);
    const Clearing clearing = clear(market, workers, floor);
    for (std::size_t q = 0; q < market.capacity.size(); ++q) {
        if (setup.policy->programmes[q].kind != ProgrammeKind::credit) continue;
        record.demand[q] = record.capacity_demand[q] = clearing.demand[q];
        record.cutoff[q] = clearing.cutoff[q];
        record.places[q] = tables.capacity[q];
    }
    std::vector<ProgrammeIndex> payer(seating.seats.size());
    for (std::size_t s = 0; s < payer.size(); ++s) {
        const Seat& seat = seating.seats[s];
        const ExchangeApplicant& who = applicants[seat.applicant];
        const std::size_t o = who.person.origin;
        const bool own = can_pay(setup, tables.income[o], who.income, terms(o, seat.host).cost);
        payer[s] = clearing.placed[s] != kUnplaced
                       ? market.choice[market.first[s] + clearing.placed[s]]
                   : own ? kSelfFunded
                         : kNobodyPays;
    }
    return payer;
}

}  // namespace keruen
