// SPDX-License-Identifier: MIT
#include "models/phases/account.hpp"

#include <algorithm>
#include <cmath>

#include "models/exchange/terms.hpp"
#include "models/governments/bundles.hpp"
#include "models/governments/soft_hard.hpp"

namespace keruen {

namespace {

std::int64_t dollars(double value) {
    return std::llround(value);
}

struct Cell {
    std::size_t origin, host, payer;
    std::int64_t people;
};

void pay_abroad(const Setup& setup, std::size_t t, const Cell& cell, Ledger& ledger) {
    const auto& [o, h, payer, people] = cell;
    const std::int64_t fee = dollars(setup.policy->tuition_foreign(o, h, t));
    const std::int64_t living = dollars(setup.world->living(h, t));
    std::int64_t tuition_paid = 0, stipend = 0;
    if (payer > 0) {
        for (const Part& part : parts_of(*setup.policy, payer - 1, t)) {
            const std::int64_t share = std::min(
                dollars(part.tuition_share * static_cast<double>(fee)), fee - tuition_paid);
            const std::int64_t living_paid = dollars(part.stipend);
            ledger.programme_tuition(part.programme, h) += people * share;
            ledger.programme_living(part.programme, h) += people * living_paid;
            tuition_paid += share;
            stipend += living_paid;
        }
        ledger.aid(o, h) += people * (tuition_paid + stipend);
    }
    ledger.family_tuition(o, h) += people * (fee - tuition_paid);
    ledger.family_living(o, h) += people * std::max<std::int64_t>(living - stipend, 0);
    ledger.university_income[h] += people * fee;
    ledger.living_income[h] += people * std::max(living, stipend);
}

/// Exchange students pay no fee abroad; at home they are among the home students.
void pay_exchange(const Setup& setup, std::size_t t, const Cell& cell, Ledger& ledger) {
    const auto& [o, h, payer, people] = cell;
    const Programme* programme = payer > 0 ? &setup.policy->programmes[payer - 1] : nullptr;
    const double months =
        programme != nullptr ? programme->months : setup.parameters.exchange_months;
    const std::int64_t living = dollars(setup.world->living(h, t) * months / 12);
    const std::int64_t grant = programme != nullptr ? dollars(stay_grant(*programme, t)) : 0;
    if (payer > 0) ledger.programme_living(payer - 1, h) += people * grant;
    ledger.aid(o, h) += people * grant;
    ledger.family_living(o, h) += people * std::max<std::int64_t>(living - grant, 0);
    ledger.living_income[h] += people * std::max(living, grant);
}

/// Academics in training live abroad on what their award pays.
void pay_training(const Setup& setup, std::size_t t, YearRecord& record) {
    for (std::size_t q = 0; q < setup.policy->programmes.size(); ++q) {
        const Programme& programme = setup.policy->programmes[q];
        if (programme.kind != ProgrammeKind::staff) continue;
        const std::int64_t award = dollars(stay_grant(programme, t));
        for (std::size_t h = 0; h < setup.regions(); ++h) {
            const std::int64_t paid = record.training(q, h) * award;
            record.ledger.programme_living(q, h) += paid;
            record.ledger.living_income[h] += paid;
        }
    }
}

void pay_at_home(const Setup& setup, std::size_t t, std::size_t o, YearRecord& record) {
    const std::int64_t fee = dollars(setup.policy->tuition_home(o, t));
    std::int64_t students = 0;
    for (std::size_t level = 0; level < 3; ++level) students += record.home_students(o, level);
    record.ledger.university_income[o] += students * fee;
    std::int64_t family = students * fee;
    for (std::size_t q = 0; q < setup.policy->programmes.size(); ++q) {
        const Programme& programme = setup.policy->programmes[q];
        if (!is_home_grant(programme, o)) continue;
        record.holders[q] = record.home_grants[o];
        const std::int64_t paid =
            record.home_grants[o] * dollars(programme.tuition_share[t] * static_cast<double>(fee));
        const std::int64_t stipends =
            record.home_grants[o] * dollars(programme.stipend[t] + programme.travel[t]);
        record.ledger.programme_tuition(q, o) += paid;
        record.ledger.programme_living(q, o) += stipends;
        record.ledger.aid(o, o) += paid + stipends;
        record.ledger.living_income[o] += stipends;
        family -= paid;
    }
    record.ledger.family_tuition(o, o) += family;
}

/// What graduates who live abroad would pay at home in taxes and contributions.
void forgo_taxes(const Setup& setup, std::size_t t, std::size_t o, YearRecord& record) {
    const World& world = *setup.world;
    const double income = world.income(o, t) / world.real_rate(o, t);  // nominal USD per head
    double graduates = 0;
    for (std::size_t h = 0; h < setup.regions(); ++h) {
        graduates += static_cast<double>(record.diaspora(o, h)) + record.unfollowed(o, h) +
                     setup.constants->diaspora.earlier(o, h, t);
    }
    record.taxes_forgone[o] = dollars(graduates * setup.parameters.account_tax * income);
}

}  // namespace

void account(const Setup& setup, Year year, YearRecord& record) {
    const std::size_t t = setup.world->index(year), regions = setup.regions();
    const std::size_t payers = setup.policy->programmes.size() + 1;
    record.soft_hard = soft_hard_index(setup, t, record);
    pay_training(setup, t, record);
    for (std::size_t o = 0; o < regions; ++o) {
        pay_at_home(setup, t, o, record);
        forgo_taxes(setup, t, o, record);
        for (std::size_t h = 0; h < regions; ++h) {
            for (std::size_t payer = 0; payer < payers; ++payer) {
                std::int64_t people = 0;
                for (std::size_t level = 0; level < 3; ++level) {
                    people += record.held(o, h, payer, level);
                }
                if (people > 0) pay_abroad(setup, t, {o, h, payer, people}, record.ledger);
                const std::int64_t exchanges = record.exchange.credit(o, h, payer);
                if (payer > 0) record.funded(o, h) += people + exchanges;
                if (exchanges > 0) pay_exchange(setup, t, {o, h, payer, exchanges}, record.ledger);
            }
        }
    }
}

}  // namespace keruen
