// SPDX-License-Identifier: MIT
#include "analysis/game/payoffs.hpp"

#include <cmath>

#include "models/governments/soft_hard.hpp"
#include "models/options.hpp"

namespace keruen {

namespace {

constexpr double kMillion = 1e6;

/// Degree students of the origin at the host.
std::int64_t students(const YearRecord& record, std::size_t o, std::size_t h) {
    std::int64_t people = 0;
    for (std::size_t payer = 0; payer < record.held.extent(2); ++payer) {
        for (std::size_t level = 0; level < record.held.extent(3); ++level) {
            people += record.held(o, h, payer, level);
        }
    }
    return people;
}

double people(std::int64_t n) {
    return static_cast<double>(n);
}

double millions(std::int64_t dollars) {
    return static_cast<double>(dollars) / kMillion;
}

}  // namespace

const std::array<GainDeclaration, kGains>& gain_declarations() {
    static constexpr std::array<GainDeclaration, kGains> list{{
        {"fees", "million USD", "fees of foreign students", 1, 1, 1, 1, "money is money"},
        {"living", "million USD", "what they spend on living", 1, 0.5, 0, 1,
         "assumption: the share of spending that is income of the region"},
        {"awards", "million USD", "scholarships paid, home grants apart", -1, 1, 1, 1,
         "money is money"},
        {"teaching", "million USD", "full cost of teaching them", -1, 0.5, 0, 1,
         "assumption: cost of one more student over the mean cost; 0 fills empty seats"},
        {"talent", "people", "graduates gained less lost", 1 / kMillion, 0, 0, 50'000,
         "no value is known: USD a graduate, told in people where it is 0"},
        {"students", "people", "foreign degree students in the last year", 0, 0, 0, 0, ""},
        {"stayed", "people", "foreign graduates who settled in the region", 0, 0, 0, 0, ""},
        {"returned", "people", "own graduates who came home", 0, 0, 0, 0, ""},
        {"left", "people", "own graduates who settled abroad", 0, 0, 0, 0, ""},
    }};
    return list;
}

PayoffWeights default_weights() {
    PayoffWeights weights{};
    for (std::size_t k = 0; k < kPaid; ++k) weights[k] = gain_declarations()[k].weight;
    return weights;
}

double payoff_of(const double* gains, const PayoffWeights& weights) {
    double sum = 0;
    for (std::size_t k = 0; k < kPaid; ++k) {
        sum += weights[k] * gain_declarations()[k].scale * gains[k];
    }
    return sum;
}

GainAccount::GainAccount(const Setup& setup, Year first, double discount)
    : setup_(setup), first_(first), discount_(discount), gains_({setup.regions(), kGains}) {}

void GainAccount::add(Year year, const YearRecord& record) {
    if (year < first_) return;
    double factor = 1;
    for (Year y = first_; y < year; ++y) factor /= 1 + discount_;
    for (std::size_t r = 0; r < setup_.regions(); ++r) {
        add_students(r, setup_.world->index(year), factor, record);
        add_awards(r, factor, record);
        add_talent(r, factor, record);
    }
}

/// What families and programmes pay for the students of a pair is fees and living; fees are those
/// in force, whole dollars, as the phase `account` has them.
void GainAccount::add_students(std::size_t h, std::size_t t, double factor,
                               const YearRecord& record) {
    const Ledger& ledger = record.ledger;
    double in_year = 0;
    for (std::size_t o = 0; o < setup_.regions(); ++o) {
        if (o == h) continue;
        const std::int64_t foreign = students(record, o, h);
        const std::int64_t fees = foreign * std::llround(record.fee(o, h));
        const std::int64_t paid =
            ledger.family_tuition(o, h) + ledger.family_living(o, h) + ledger.aid(o, h);
        at(h, Gain::fees) += factor * millions(fees);
        at(h, Gain::living) += factor * millions(paid - fees);
        at(h, Gain::teaching) +=
            factor * people(foreign) * setup_.world->student_cost(h, t) / kMillion;
        in_year += people(foreign);
    }
    at(h, Gain::students) = in_year;
}

void GainAccount::add_awards(std::size_t region, double factor, const YearRecord& record) {
    const Policy& policy = *setup_.policy;
    for (std::size_t q = 0; q < policy.programmes.size(); ++q) {
        const bool home = is_home_grant(policy.programmes[q], region);
        const bool staff =
            policy.programmes[q].kind == ProgrammeKind::staff;  // no seller's concern
        if (home || staff || !is_sponsor(setup_.world->regions[region], policy.programmes[q])) {
            continue;
        }
        for (std::size_t h = 0; h < setup_.regions(); ++h) {
            at(region, Gain::awards) += factor * millions(record.ledger.programme_tuition(q, h) +
                                                          record.ledger.programme_living(q, h));
        }
    }
}

/// Whoever settles in the region, or away from it, less those who go home later: the change of the
/// two diasporas by those whom the run follows.
void GainAccount::add_talent(std::size_t region, double factor, const YearRecord& record) {
    for (std::size_t other = 0; other < setup_.regions(); ++other) {
        if (other == region) continue;
        const std::int64_t came = record.settled(other, region);
        const std::int64_t went = record.settled(region, other);
        const std::int64_t home = record.diaspora_returns(region, other);
        const std::int64_t net = came - record.diaspora_returns(other, region) - went + home;
        at(region, Gain::talent) += factor * people(net);
        at(region, Gain::stayed) += people(came);
        at(region, Gain::left) += people(went);
        at(region, Gain::returned) += people(record.graduate_returns(region, other) + home);
    }
}

}  // namespace keruen
