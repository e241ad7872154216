// SPDX-License-Identifier: MIT
#include "models/exchange/supply.hpp"

#include <algorithm>

#include "models/institutions/office.hpp"
#include "models/institutions/placement.hpp"

namespace keruen {

Grid<double, 2> ExchangeSupply::offered_out() const {
    Grid<double, 2> sum({regions(), regions()});
    for (std::size_t o = 0; o < regions(); ++o) {
        for (std::size_t i = begin[o]; i < begin[o + 1]; ++i) {
            for (std::size_t h = 0; h < regions(); ++h) sum(o, h) += seats_out(i, h);
        }
    }
    return sum;
}

Grid<double, 2> ExchangeSupply::offered_in() const {
    Grid<double, 2> sum({regions(), regions()});
    for (std::size_t h = 0; h < regions(); ++h) {
        for (std::size_t i = begin[h]; i < begin[h + 1]; ++i) {
            for (std::size_t o = 0; o < regions(); ++o) sum(o, h) += seats_in(i, o);
        }
    }
    return sum;
}

namespace {

/// Share of an institution's teaching that students of the origin can follow: in a common language,
/// or in English.
double understood(const Setup& setup, std::size_t origin, std::size_t host, double english) {
    const double common = setup.world->language(origin, host);
    return common + (1 - common) * english;
}

}  // namespace

ExchangeSupply exchange_supply(const Setup& setup, Year year, const Institutions& institutions,
                               const TierCutoffs& cutoffs) {
    ExchangeSupply supply;
    supply.begin = institutions.begin;
    supply.seats_out = institutions.seats_out;
    supply.seats_in = institutions.seats_in;
    supply.effective.resize(institutions.size());
    supply.slots.assign(institutions.size(), 0.0);
    for (std::size_t i = 0; i < institutions.size(); ++i) {
        const bool open = institutions.open[i] != 0;
        if (open) supply.slots[i] = office_throughput(institutions, i, setup.parameters);
        const std::size_t own = institutions.region[i];
        const double law = setup.policy->credit_recognition(own, setup.world->index(year));
        const double formal = std::max(institutions.ects_formal[i], law);
        const double effective = std::max(institutions.ects_effective[i], law);
        supply.effective[i] = effective;
        for (std::size_t r = 0; r < setup.regions(); ++r) {
            const double english = institutions.english_share[i];
            supply.seats_out(i, r) *= open ? formal : 0;
            supply.seats_in(i, r) *= open ? effective * understood(setup, r, own, english) : 0;
        }
    }
    supply.institution_of = [&setup, year, &institutions, &cutoffs](const ExchangeApplicant& who) {
        return institution_of(
            setup, institutions, cutoffs,
            {who.person.origin, who.person.cohort, who.person.position, who.ability,
             level_of(who.stage), entered(year, who.stage), kAtHome});
    };
    return supply;
}

}  // namespace keruen
