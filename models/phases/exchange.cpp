// SPDX-License-Identifier: MIT
#include "models/phases/exchange.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "models/exchange/credits.hpp"
#include "models/exchange/funding.hpp"
#include "models/exchange/remembered.hpp"
#include "models/exchange/seats.hpp"
#include "models/governments/award_years.hpp"
#include "models/purposes.hpp"
#include "sim/kernels/kernels.hpp"

namespace keruen {

namespace {

/// Higher goes first; the row only separates people of the same ability and tie.
std::uint64_t merit(std::uint8_t ability, std::uint32_t tie, std::size_t row) {
    return std::uint64_t{ability} << 56 | std::uint64_t{tie} << 24 | (0xfffffeU - row % 0xffffffU);
}

/// One year's exchanges, step by step.
class Exchanges {
public:
    Exchanges(const Setup& setup, Year year, const YearTables& tables, const ExchangeSupply& supply,
              YearRecord& record)
        : setup_(setup),
          year_(year),
          tables_(tables),
          supply_(supply),
          record_(record),
          terms_(exchange_terms(setup, tables.t)),
          out_(supply.offered_out()),
          in_(supply.offered_in()),
          sent_(supply.institutions(), 0.0) {}

    /// [origin] share of students who hear of a semester abroad.
    std::vector<double> awareness() const {
        const World& world = *setup_.world;
        std::vector<double> share(setup_.regions());
        for (std::size_t o = 0; o < share.size(); ++o) {
            double seats = 0;
            for (std::size_t h = 0; h < share.size(); ++h) {
                if (partners(o, h)) seats += std::min(out_(o, h), in_(o, h));
            }
            const double students =
                world.home_enrolment(o, tables_.t) * (1 - world.count_share(o, tables_.t));
            share[o] = exchange_awareness(setup_.parameters, seats, students);
        }
        return share;
    }

    SeatMarket market(const std::vector<ExchangeApplicant>& applicants, Workers& workers);
    void finish(const std::vector<ExchangeApplicant>& applicants,
                const std::vector<std::uint32_t>& institution, const Seating& seating,
                const PersonFinder& finder, Stays& stays, Workers& workers);

private:
    bool partners(std::size_t o, std::size_t h) const {
        return (o != h || setup_.world->regions[o].has_inner_mobility()) && out_(o, h) > 0 &&
               in_(o, h) > 0;
    }
    DrawKey key(const PersonId& person, std::uint16_t purpose, std::uint16_t index = 0) const {
        return setup_.key(person.origin, person.cohort, year_, purpose, index);
    }
    /// A whole number of places with the expectation `places`, the same every year for the same
    /// places and never less for more of them.
    std::int64_t rounded(std::size_t institution, std::size_t region, double places,
                         std::uint16_t index) const {
        const DrawKey fixed = setup_.key(region, 0, 0, purpose::exchange_rounding, index);
        const auto position = static_cast<std::uint32_t>(institution - supply_.begin[region]);
        return static_cast<std::int64_t>(std::floor(places + uniform(draw(fixed, position)[0])));
    }
    /// What bears on whether and how the holder of a seat goes.
    struct Traveller {
        bool permitted = false;     ///< visa and border
        bool known = false;         ///< has been on exchange before
        bool first_abroad = false;  ///< has never been abroad to study
        std::uint32_t weight = 1;   ///< people of the agent
    };
    Traveller look_up(const ExchangeApplicant& who, const Seat& seat, const PersonFinder& finder,
                      const Stays& before) const;
    void set_supply(SeatMarket& market, Workers& workers) const;
    void rank_hosts(const ExchangeApplicant& who, std::size_t institution,
                    std::vector<RegionIndex>& ranked) const;
    void go(const ExchangeApplicant& who, std::size_t institution, const Seat& seat,
            ProgrammeIndex payer, const Traveller& traveller, Stays& stays);
    void report_institutions();
    std::uint8_t judge(const ExchangeApplicant& who, std::size_t institution, const Seat& seat,
                       double months, std::uint32_t weight,
                       const std::array<std::uint32_t, 4>& lanes);

    const Setup& setup_;
    Year year_;
    const YearTables& tables_;
    const ExchangeSupply& supply_;
    YearRecord& record_;
    Grid<ExchangeTerms, 2> terms_;
    Grid<double, 2> out_, in_;
    std::vector<double> sent_;                        // [institution] people gone
    std::vector<std::array<std::uint32_t, 4>> ends_;  // [applicant] draws of exchange_end
};

/// Hosts with seats for the institution's students, best first: random utility with the logarithm
/// of the number of seats, since each is an alternative.
void Exchanges::rank_hosts(const ExchangeApplicant& who, std::size_t institution,
                           std::vector<RegionIndex>& ranked) const {
    constexpr std::size_t kMostHosts = 32;
    const Parameters& p = setup_.parameters;
    const std::size_t o = who.person.origin;
    std::array<RegionIndex, kMostHosts> host{};
    std::array<std::uint32_t, kMostHosts> word{};
    std::array<double, kMostHosts> seats{}, taste{}, utility{};
    std::size_t n = 0;
    for (std::size_t h = 0; h < setup_.regions(); ++h) {
        // Without a foreign language only teaching in a common one can be followed.
        const double followed = who.speaks() ? 1 : 1 - terms_(o, h).foreign_language;
        seats[n] = supply_.seats_out(institution, h) * followed;
        if (!(seats[n] > 0) || !partners(o, h)) continue;
        host[n] = static_cast<RegionIndex>(h);
        word[n] = draw(key(who.person, purpose::exchange_host, tables_.host_code[h]),
                       who.person.position)[0];
        ++n;
    }
    kernels().gumbel(n, word.data(), taste.data());
    kernels().log(n, seats.data(), seats.data());
    const double price = tables_.income[o].price[who.income];
    const std::size_t first = ranked.size();
    for (std::size_t k = 0; k < n; ++k) {
        const ExchangeTerms& x = terms_(o, host[k]);
        const double mine = x.utility + seats[k] + price * x.log_cost +
                            p.choose_quality * x.quality * rank(who.ability) +
                            (who.speaks() ? p.choose_speaks * x.foreign_language : 0.0) + taste[k];
        utility[host[k]] = mine;
        ranked.push_back(host[k]);
        for (std::size_t at = ranked.size() - 1; at > first && utility[ranked[at - 1]] < mine;
             --at) {
            std::swap(ranked[at - 1], ranked[at]);
        }
    }
    ranked.resize(std::min(ranked.size(), first + static_cast<std::size_t>(p.exchange_choices)));
}

SeatMarket Exchanges::market(const std::vector<ExchangeApplicant>& applicants, Workers& workers) {
    const std::size_t n = applicants.size();
    ends_.resize(n);
    SeatMarket market;
    market.people.resize(n);
    market.priority.resize(n);
    market.institution.resize(n);
    market.origin.resize(n);
    constexpr std::size_t kChunk = 512;
    std::vector<std::vector<RegionIndex>> hosts(Workers::chunk_count(n, kChunk));
    std::vector<std::uint32_t> count(n);
    workers.for_chunks(n, kChunk, [&](std::size_t begin, std::size_t end, std::size_t chunk) {
        for (std::size_t a = begin; a < end; ++a) {
            const ExchangeApplicant& who = applicants[a];
            const std::size_t i = supply_.institution_of(who);
            const std::size_t before = hosts[chunk].size();
            rank_hosts(who, i, hosts[chunk]);
            count[a] = static_cast<std::uint32_t>(hosts[chunk].size() - before);
            market.people[a] = who.people;
            market.institution[a] = static_cast<std::uint32_t>(i);
            market.origin[a] = who.person.origin;
            ends_[a] = draw(key(who.person, purpose::exchange_end), who.person.position);
            market.priority[a] = merit(who.ability, ends_[a][0], a);
        }
    });
    market.hosts = concat_in_order(workers, hosts);
    market.first.assign(1, 0);
    for (const std::uint32_t c : count) market.first.push_back(market.first.back() + c);
    set_supply(market, workers);
    return market;
}

void Exchanges::set_supply(SeatMarket& market, Workers& workers) const {
    const std::size_t regions = setup_.regions();
    market.slots.resize(supply_.institutions());
    market.seats = Grid<std::int64_t, 2>({supply_.institutions(), regions});
    market.partner_seats = Grid<std::int64_t, 2>({regions, regions});
    workers.for_each_index(regions, [&](std::size_t r) {
        for (std::size_t i = supply_.begin[r]; i < supply_.begin[r + 1]; ++i) {
            market.slots[i] = rounded(i, r, supply_.slots[i], 0);
            for (std::size_t h = 0; h < regions; ++h) {
                if (!partners(r, h)) continue;
                market.seats(i, h) = rounded(i, r, supply_.seats_out(i, h), tables_.host_code[h]);
            }
        }
        for (std::size_t h = 0; h < regions; ++h)
            market.partner_seats(r, h) = std::llround(in_(r, h));
    });
}

/// What the home institution makes of the stay: flags to remember, with counts.
std::uint8_t Exchanges::judge(const ExchangeApplicant& who, std::size_t institution,
                              const Seat& seat, double months, std::uint32_t weight,
                              const std::array<std::uint32_t, 4>& lanes) {
    const Parameters& p = setup_.parameters;
    const std::size_t o = who.person.origin;
    const Recognition outcome =
        recognition_chances(p, supply_.effective[institution]).outcome(uniform(lanes[1]));
    auto& count = outcome == Recognition::full      ? record_.exchange.full
                  : outcome == Recognition::partial ? record_.exchange.partial
                                                    : record_.exchange.unrecognised;
    count[o] += seat.people;
    const double hours = credit_hours(*setup_.policy, level_of(who.stage))(o, tables_.t);
    const StayCredits worth = stay_credits(p, months, hours, outcome);
    std::uint8_t flags = 0;
    if (counts_as_mobile(months, worth.ects, false)) flags |= stay_flag::mobile;
    if (counts_as_mobile(months, worth.ects, true)) flags |= stay_flag::mobile_by_credits;
    // An agent that stands for many is delayed as often as those of its people who went.
    const double delay =
        p.exchange_delay * worth.lost * std::min(1.0, double{1} * seat.people / weight);
    if (uniform(lanes[2]) < delay) {
        flags |= stay_flag::delay_due;
        record_.exchange.delayed[o] += weight;
    }
    return flags;
}

Exchanges::Traveller Exchanges::look_up(const ExchangeApplicant& who, const Seat& seat,
                                        const PersonFinder& finder, const Stays& before) const {
    Traveller out;
    const auto lanes = draw(key(who.person, purpose::exchange_host, tables_.host_code[seat.host]),
                            who.person.position);
    out.permitted = lanes[1] < threshold(tables_.permission(who.person.origin, seat.host));
    if (!out.permitted) return out;
    const auto place = finder.find(who.person);
    out.weight = place->weight;
    out.known = std::binary_search(before.person.begin(), before.person.end(), who.person.key());
    out.first_abroad = !out.known && !finder.ever_mobile(*place);
    return out;
}

void Exchanges::go(const ExchangeApplicant& who, std::size_t institution, const Seat& seat,
                   ProgrammeIndex payer, const Traveller& traveller, Stays& stays) {
    const std::size_t o = who.person.origin;
    const std::size_t column = payer == kSelfFunded ? 0 : payer + std::size_t{1};
    record_.exchange.credit(o, seat.host, column) += seat.people;
    if (payer != kSelfFunded) {
        record_.awards[payer] += seat.people;
        record_.holders[payer] += seat.people;
    }
    const double months = payer == kSelfFunded ? setup_.parameters.exchange_months
                                               : setup_.policy->programmes[payer].months;
    std::uint8_t flags =
        judge(who, institution, seat, months, traveller.weight, ends_[seat.applicant]);
    if (!traveller.known) record_.exchange.first_stay(o, seat.host) += seat.people;
    if (traveller.first_abroad) {
        flags |= stay_flag::first_abroad;
        record_.exchange.first_abroad(o, seat.host) += seat.people;
    }
    stays.person.push_back(who.person.key());
    stays.people.push_back(seat.people);
    stays.host.push_back(seat.host);
    stays.level.push_back(static_cast<std::uint8_t>(level_of(who.stage)));
    stays.flags.push_back(flags);
    if (setup_.events) {
        record_.events.push_back(
            {who.person.key(), seat.people, EventKind::exchange, kAtHome, seat.host, payer});
    }
}

void Exchanges::finish(const std::vector<ExchangeApplicant>& applicants,
                       const std::vector<std::uint32_t>& institution, const Seating& seating,
                       const PersonFinder& finder, Stays& stays, Workers& workers) {
    ExchangeRecord& count = record_.exchange;
    std::vector<std::uint32_t> gone(applicants.size(), 0);
    const std::vector<ProgrammeIndex> payer =
        fund_stays(setup_, year_, tables_, terms_, applicants, seating, record_, workers);
    // Threads look up and draw; one counts, in the order of the seats.
    std::vector<Traveller> travellers(payer.size());
    workers.for_chunks(payer.size(), 512, [&](std::size_t begin, std::size_t end, std::size_t) {
        for (std::size_t s = begin; s < end; ++s) {
            if (payer[s] == kNobodyPays) continue;
            const Seat& seat = seating.seats[s];
            travellers[s] = look_up(applicants[seat.applicant], seat, finder, stays);
        }
    });
    Stays fresh;
    for (std::size_t s = 0; s < payer.size(); ++s) {
        const Seat& seat = seating.seats[s];
        const ExchangeApplicant& who = applicants[seat.applicant];
        const std::size_t o = who.person.origin;
        count.seated[o] += seat.people;
        if (payer[s] == kNobodyPays) {
            count.unaffordable[o] += seat.people;
            continue;
        }
        if (!travellers[s].permitted) {
            count.refused(o, seat.host) += seat.people;
            continue;
        }
        gone[seat.applicant] += seat.people;
        const std::uint32_t home = institution[seat.applicant];
        sent_[home] += seat.people;
        go(who, home, seat, payer[s], travellers[s], fresh);
    }
    for (std::size_t a = 0; a < applicants.size(); ++a) {
        const ExchangeApplicant& who = applicants[a];
        const std::size_t o = who.person.origin;
        count.applicants[o] += who.people;
        count.nominated[o] += seating.nominated[a];
        const double share = setup_.policy->virtual_exchange(o, tables_.t);
        if (gone[a] == who.people || !(share > 0)) continue;
        count.online[o] += people_applying(ends_[a][3], who.people - gone[a], share);
    }
    add_stays(fresh, stays);
    report_institutions();
}

/// Exchange students sent and taken in by institution; those who come go to the host's institutions
/// in proportion to their seats for them.
void Exchanges::report_institutions() {
    InstitutionYear& year = record_.institutions;
    year.exchange_out = sent_;
    year.exchange_in.assign(supply_.institutions(), 0.0);
    const Flow people = record_.exchange.people();
    for (std::size_t h = 0; h < setup_.regions(); ++h) {
        for (std::size_t i = supply_.begin[h]; i < supply_.begin[h + 1]; ++i) {
            for (std::size_t o = 0; o < setup_.regions(); ++o) {
                if (people(o, h) == 0) continue;
                year.exchange_in[i] +=
                    static_cast<double>(people(o, h)) * supply_.seats_in(i, o) / in_(o, h);
            }
        }
    }
}

}  // namespace

std::vector<LateStudent> exchange(const Setup& setup, Year year, const YearTables& tables,
                                  const ExchangeSupply& supply, Population& population,
                                  YearRecord& record, Workers& workers) {
    const PersonFinder finder(setup, population);
    review_stays(finder, population.stays, record.exchange, workers);
    Exchanges exchanges(setup, year, tables, supply, record);
    const std::vector<ExchangeApplicant> applicants =
        exchange_applicants(setup, year, exchanges.awareness(), population, workers);
    const SeatMarket market = exchanges.market(applicants, workers);
    const Seating seating = seat(market);
    exchanges.finish(applicants, market.institution, seating, finder, population.stays, workers);
    return close_cycles(setup, year, finder, population.stays, record.exchange, workers);
}

void make_up(const Setup& setup, Year year, const std::vector<LateStudent>& late,
             Population& population, YearRecord& record) {
    const AwardYears awards(*setup.policy, setup.world->index(year));
    for (const LateStudent& who : late) {
        const std::size_t stage = who.code & ~std::size_t{kGrantBit};
        const auto code = static_cast<std::uint8_t>(who.code + 1);  // the extra year of the level
        if (who.stayer) {
            StayerBlock& block = population.stayers[who.block];
            const bool ends = awards.home_grant_ends(block.origin, stage);
            block.stage[who.slot] = ends ? static_cast<std::uint8_t>(code & ~kGrantBit) : code;
            record.home_graduates[block.origin] -= block.weight;
        } else {
            MoverBlock& block = population.movers[who.block];
            block.stage[who.slot] = code;
            block.programme[who.slot] =
                awards.ends(who.programme, stage) ? kSelfFunded : who.programme;
            record.home_graduates[block.origin] -= block.weight;
        }
    }
}

}  // namespace keruen
