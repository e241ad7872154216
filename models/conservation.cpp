// SPDX-License-Identifier: MIT
#include "models/conservation.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <stdexcept>

#include "models/clearing/clearing.hpp"
#include "models/measures/groups.hpp"

namespace keruen {

namespace {

void require(bool holds, const std::string& law) {
    if (!holds) throw std::logic_error("not conserved: " + law);
}

void check_place(const MoverBlock& block, std::size_t i, std::size_t regions) {
    const std::uint8_t stage = block.stage[i];
    const bool abroad = block.host[i] != kAtHome;
    const bool outside = stage == kOutside || stage == kCandidateBachelor;
    const bool one_place = stage < kStages && stage != kGraduate &&
                           (!abroad || block.host[i] < regions) && !(outside && abroad);
    if (one_place) return;  // the message is made for nobody else: this is every person and year
    require(
        false,
        fmt::format("person {} of origin {}, cohort {} is in no single place (stage {}, host {})",
                    i, block.origin, block.cohort, stage, block.host[i]));
}

/// Students abroad after the year's end, counted afresh.
Flow count_abroad(const Setup& setup, const Population& population, Flow& diaspora) {
    Flow studying({setup.regions(), setup.regions()});
    diaspora = studying;
    for (const MoverBlock& block : population.movers) {
        for (std::size_t i = 0; i < block.size(); ++i) {
            check_place(block, i, setup.regions());
            if (block.host[i] == kAtHome) continue;
            const bool studies = is_enrolled(block.stage[i]);
            if (studies) studying(block.origin, block.host[i]) += block.weight;
            if (block.stage[i] == kLeft) diaspora(block.origin, block.host[i]) += block.weight;
        }
    }
    return studying;
}

void check_places(const Setup& setup, const YearRecord& record) {
    if (setup.met != nullptr) return;  // there is room for everybody above the base's cutoff
    std::int64_t heaviest = 1;
    for (const Weights& w : setup.weights) {
        heaviest = std::max<std::int64_t>(heaviest, std::max({w.mover, w.stayer, w.keen}));
    }
    for (std::size_t q = 0; q < record.places.size(); ++q) {
        const bool staff = setup.policy->programmes[q].kind == ProgrammeKind::staff;
        if (record.places[q] == kUnlimited || staff) continue;  // staff: check_staff
        require(record.awards[q] < record.places[q] + heaviest,
                fmt::format("programme {} has {} awards for {} places",
                            setup.policy->programmes[q].id, record.awards[q], record.places[q]));
    }
}

/// Exchange students study at home: they are among its students, and no more of them go than have
/// asked, got a slot and a seat.
void check_exchange(const Setup& setup, const YearRecord& record) {
    const ExchangeRecord& x = record.exchange;
    const Flow people = x.people();
    for (std::size_t o = 0; o < setup.regions(); ++o) {
        const std::string& code = setup.world->regions[o].code;
        std::int64_t gone = 0, refused = 0;
        for (std::size_t h = 0; h < setup.regions(); ++h) {
            gone += people(o, h);
            refused += x.refused(o, h);
        }
        require(gone + refused + x.unaffordable[o] == x.seated[o],
                "exchange seats = gone + refused + unaffordable, " + code);
        require(x.seated[o] <= x.nominated[o] && x.nominated[o] <= x.applicants[o],
                "exchange seats <= nominations <= applications, " + code);
        require(x.full[o] + x.partial[o] + x.unrecognised[o] == gone,
                "every exchange is judged, " + code);
    }
    for (std::size_t q = 0; q < setup.policy->programmes.size(); ++q) {
        if (setup.policy->programmes[q].kind != ProgrammeKind::credit) continue;
        std::int64_t paid = 0;
        for (std::size_t o = 0; o < setup.regions(); ++o) {
            for (std::size_t h = 0; h < setup.regions(); ++h) paid += x.credit(o, h, q + 1);
        }
        require(paid == record.awards[q] && paid == record.holders[q],
                "exchange students paid for = awards, " + setup.policy->programmes[q].id);
    }
}

/// Whoever entered at a host was placed in one of its tiers.
void check_institutions(const Setup& setup, const YearRecord& record) {
    if (record.institutions.tier_entrants.values().empty()) return;
    for (std::size_t h = 0; h < setup.regions(); ++h) {
        std::int64_t placed = 0, entered = 0;
        for (std::size_t level = 0; level < kLevels; ++level) {
            for (std::size_t k = 0; k < kTiers; ++k) {
                placed += record.institutions.tier_entrants(h, level, k);
            }
        }
        for (std::size_t o = 0; o < setup.regions(); ++o) entered += record.entrants(o, h);
        require(placed == entered,
                "entrants = placed in institutions, " + setup.world->regions[h].code);
    }
}

std::int64_t sum(const Flow& flow) {
    return std::accumulate(flow.values().begin(), flow.values().end(), std::int64_t{0});
}

/// Awards of academics are people in training, and no aid to students.
void check_aid(const Setup& setup, const YearRecord& record) {
    const Ledger& ledger = record.ledger;
    std::int64_t students = sum(ledger.programme_tuition) + sum(ledger.programme_living);
    for (std::size_t q = 0; q < setup.policy->programmes.size(); ++q) {
        if (setup.policy->programmes[q].kind != ProgrammeKind::staff) continue;
        std::int64_t trained = 0;
        for (std::size_t h = 0; h < setup.regions(); ++h) {
            trained += record.training(q, h);
            students -= ledger.programme_living(q, h);
        }
        require(trained == record.awards[q] && trained == record.holders[q],
                "academics in training = awards, " + setup.policy->programmes[q].id);
    }
    require(sum(ledger.aid) == students, "aid by student = aid by programme");
}

/// What measures rest on, counted in two ways: by group and by place.
void check_measured(const Setup& setup, const YearRecord& record) {
    for (std::size_t o = 0; o < setup.regions(); ++o) {
        std::int64_t entrants = record.home_entrants[o], mobile = 0;
        for (std::size_t h = 0; h < setup.regions(); ++h) {
            entrants += record.entrants_by_level(o, h, 0);
            mobile += record.first_mobile(o, h);
        }
        for (const auto& [first, count] : kDivisions) {
            std::int64_t entered = 0, went = 0;
            for (std::size_t g = first; g < first + count; ++g) {
                entered += record.group_entrants(o, g);
                went += record.group_mobile(o, g);
            }
            require(entered == entrants && went == mobile,
                    "people of all groups = people, " + setup.world->regions[o].code);
        }
    }
}

}  // namespace

Flow carried_over(const YearRecord& record) {
    Flow carried = record.stock;
    for (std::size_t k = 0; k < carried.values().size(); ++k) {
        carried.values()[k] -= record.graduates.values()[k] + record.dropouts.values()[k];
    }
    return carried;
}

void check_conservation(const Setup& setup, const Population& population, const Memory& before,
                        const YearRecord& record) {
    Flow diaspora;
    const Flow studying = count_abroad(setup, population, diaspora);
    const Flow carried = carried_over(record);
    for (std::size_t o = 0; o < setup.regions(); ++o) {
        for (std::size_t h = 0; h < setup.regions(); ++h) {
            const std::string flow =
                setup.world->regions[o].code + " -> " + setup.world->regions[h].code;
            require(record.stock(o, h) == before.carried(o, h) + record.entrants(o, h),
                    "stock = carried over + entrants, " + flow);
            require(studying(o, h) == carried(o, h), "stock - exits = who studies on, " + flow);
            require(diaspora(o, h) == record.diaspora(o, h), "diaspora, " + flow);
        }
    }
    check_places(setup, record);
    check_institutions(setup, record);
    check_exchange(setup, record);
    check_aid(setup, record);
    check_measured(setup, record);
    require(record.ledger.paid() == record.ledger.received(),
            fmt::format("paid {} = received {}", record.ledger.paid(), record.ledger.received()));
}

}  // namespace keruen
