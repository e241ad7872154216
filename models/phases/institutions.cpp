// SPDX-License-Identifier: MIT
#include "models/phases/institutions.hpp"

#include <algorithm>
#include <cmath>

#include "models/institutions/columns.hpp"
#include "models/institutions/maturity.hpp"
#include "models/institutions/office.hpp"
#include "models/purposes.hpp"
#include "sim/kernels/fixed.hpp"
#include "sim/kernels/kernels.hpp"

namespace keruen {

namespace {

/// The rules of one region in one year.
struct Rules {
    double posts, turnover, training, reporting, offices, association, growth, english,
        english_reference, doubles, autonomy, member, quality, capable, room, reservations;
};

/// What staff told of a region, or `otherwise` where no phase does.
double told(const std::vector<double>& list, std::size_t r, double otherwise) {
    return list.empty() ? otherwise : list[r];
}

Rules rules_of(const Setup& setup, std::size_t r, std::size_t t, const InstitutionYear& year) {
    const Policy& policy = *setup.policy;
    const Parameters& p = setup.parameters;
    const double pay_gap = 1 - policy.office_salary(r, t);
    return {policy.office_posts(r, t) / 1000,
            std::clamp(p.office_turnover + p.office_turnover_pay * pay_gap, 0.01, 0.9),
            policy.office_training(r, t),
            policy.reporting(r, t),
            policy.bologna_offices(r, t),
            policy.office_association(r, t),
            policy.agreement_growth(r, t),
            policy.english_offer(r, t),
            setup.reference->english_offer(r, t),
            policy.double_degrees(r, t),
            policy.autonomy(r, t),
            setup.world->ehea_member(r, t),
            std::clamp(setup.world->quality(r, t) + told(year.quality_shift, r, 0), 0.0, 1.0),
            told(year.english_teachers, r, 1),
            told(year.room, r, 1),
            told(year.reservations, r, p.staff_reservations)};
}

/// The regional mean of something that goes with standing: twice the rank, 1 on average.
double by_standing(const Institutions& all, std::size_t i) {
    return 2 * all.standing[i];
}

/// `offer` is the policy's wish for the region.
double wished_english(const Institutions& all, std::size_t i, double offer) {
    const OriginModel model = all.origin_model[i];
    const bool foreign_ways = model == OriginModel::adopted_foreign ||
                              model == OriginModel::nazarbayev ||
                              model == OriginModel::branch_campus;
    return foreign_ways ? 1 : std::min(offer * by_standing(all, i), 1.0);
}

double wished_doubles(const Institutions& all, std::size_t i, const Rules& rule) {
    return all.branch[i] > 0 ? 0 : rule.doubles * by_standing(all, i) * all.stands_for[i];
}

double wished_posts(const Institutions& all, std::size_t i, const Rules& rule) {
    return rule.posts * all.office_relative[i] * all.students[i];
}

double possible_research(const Parameters& p, const Institutions& all, std::size_t i) {
    const double autonomy = all.autonomous[i] != kNeverYear ? p.research_autonomy : 0;
    return all.standing[i] * (1 - p.research_autonomy) + autonomy;
}

double target_quality(const Parameters& p, const Institutions& all, std::size_t i,
                      const Rules& rule) {
    const double autonomy = all.autonomous[i] != kNeverYear ? p.quality_autonomy : 0;
    return std::min(rule.quality * (0.5 + all.standing[i]) * (1 + autonomy), 1.0);
}

double target_credits(const Parameters& p, const Rules& rule) {
    return rule.member + (1 - rule.member) * p.ects_outside;
}

void approach(double& value, double target, double rate) {
    value += rate * (target - value);
}

/// Those who feel supported by the ministry get more of the training that is paid for: as much as
/// the region's rule at half support.
double training_of(const Institutions& all, std::size_t i, const Rules& rule) {
    return std::min(2 * all.ministry_support[i] * rule.training, 1.0);
}

/// More sought-after institutions hire more people who work in English.
double hired_english(const Parameters& p, const Institutions& all, std::size_t i) {
    return std::min(p.office_hire_english * by_standing(all, i), 1.0);
}

/// Openness, autonomy and what follows from the policy alone.
void obey(const Setup& setup, Year year, std::size_t i, const Rules& rule, Institutions& all) {
    all.open[i] = takes_students(all, *setup.world, *setup.policy, i, year) ? 1 : 0;
    all.bologna_office[i] = all.split_rank[i] < rule.offices ? 1 : 0;
    all.turnover[i] = rule.turnover;
    all.reporting_share[i] =
        rule.reporting * (all.bologna_office[i] != 0 ? setup.parameters.office_split_relief : 1);
    const bool apart = all.origin_model[i] == OriginModel::nazarbayev || all.branch[i] > 0;
    const bool granted = apart || 1 - all.standing[i] < rule.autonomy;
    if (granted && all.autonomous[i] == kNeverYear) all.autonomous[i] = year;
}

// The first year ----------------------------------------------------------------------------------

/// Shares of a region's agreements by partner region: more with many institutions, fewer with
/// distance, more with a common language or bloc.
std::vector<double> partner_shares(const Setup& setup, std::size_t r) {
    const World& world = *setup.world;
    std::vector<double> share(setup.regions(), 0.0);
    double total = 0;
    for (std::size_t q = 0; q < setup.regions(); ++q) {
        if (q == r && !world.regions[r].has_inner_mobility()) continue;
        share[q] = std::sqrt(world.institutions.number(q, 0)) *
                   fixed_exp(setup.parameters.agreements_distance * world.log_distance(r, q)) *
                   (1 + world.language(r, q)) * (1 + world.same_bloc(r, q, 0));
        total += share[q];
    }
    for (double& x : share) x /= total;
    return share;
}

void begin_agreements(const Setup& setup, std::size_t r, const std::vector<double>& shares,
                      Institutions& all) {
    const double spread = setup.parameters.agreements_spread;
    for (std::size_t i = all.begin[r]; i < all.begin[r + 1]; ++i) {
        const double mean = setup.world->institutions.agreements[r] * by_standing(all, i);
        for (std::size_t q = 0; q < setup.regions(); ++q) {
            if (shares[q] <= 0 || all.branch[i] > 0) continue;
            const std::uint16_t code = option_code(setup.world->regions[q].code, "");
            const std::uint32_t bits =
                draw(setup.key(r, 0, 0, purpose::institution_ties, code), all.number[i])[0];
            double z = 0;
            kernels().normal(1, &bits, &z);
            all.agreements(i, q) =
                all.stands_for[i] * mean * shares[q] * fixed_exp(spread * z - spread * spread / 2);
        }
    }
}

void begin_region(const Setup& setup, std::size_t r, Institutions& all) {
    const Parameters& p = setup.parameters;
    const Rules rule = rules_of(setup, r, 0, {});
    begin_agreements(setup, r, partner_shares(setup, r), all);
    for (std::size_t i = all.begin[r]; i < all.begin[r + 1]; ++i) {
        obey(setup, setup.world->first, i, rule, all);
        const double training = training_of(all, i, rule);
        all.english[i] = hired_english(p, all, i);
        all.trained[i] = training / (training + rule.turnover);
        all.ects_formal[i] = target_credits(p, rule);
        all.ects_effective[i] = all.ects_formal[i] * office_skill(all, i);
        all.english_share[i] = wished_english(all, i, rule.english);
        all.english_reference[i] = wished_english(all, i, rule.english_reference);
        all.double_degrees[i] = wished_doubles(all, i, rule);
        all.digital[i] = std::min(p.digital_start * by_standing(all, i), 1.0);
        all.research[i] = possible_research(p, all, i);
        all.quality[i] = target_quality(p, all, i, rule);
    }
}

// Every year --------------------------------------------------------------------------------------

/// Home students by the seats of the open institutions; foreign ones stay where they were placed
/// and leave at their host's rate.
void enrol(const Setup& setup, const Memory& before, const YearRecord& record, std::size_t r,
           Institutions& all) {
    std::int64_t stock = 0, carried = 0;
    for (std::size_t o = 0; o < setup.regions(); ++o) {
        stock += before.stock(o, r);
        carried += before.carried(o, r);
    }
    const double stay = stock > 0 ? static_cast<double>(carried) / static_cast<double>(stock) : 0;
    std::array<double, kLevels> seats{};
    for (std::size_t i = all.begin[r]; i < all.begin[r + 1]; ++i) {
        for (std::size_t l = 0; l < kLevels; ++l) seats[l] += all.open[i] * all.seat_share(i, l);
    }
    for (std::size_t i = all.begin[r]; i < all.begin[r + 1]; ++i) {
        all.foreign[i] =
            stay * all.foreign[i] + static_cast<double>(record.institutions.foreign_entrants[i]);
        all.students[i] = all.foreign[i];
        for (std::size_t l = 0; l < kLevels; ++l) {
            if (seats[l] <= 0) continue;
            all.students[i] += static_cast<double>(record.home_students(r, l)) * all.open[i] *
                               all.seat_share(i, l) / seats[l];
        }
    }
}

struct Skill {
    double english = 0, trained = 0;
};

/// Mean of the better half of a region's offices, from whom the others learn.
Skill better_half(const Institutions& all, std::size_t r) {
    std::vector<std::size_t> open;
    for (std::size_t i = all.begin[r]; i < all.begin[r + 1]; ++i) {
        if (all.open[i] != 0) open.push_back(i);
    }
    std::stable_sort(open.begin(), open.end(), [&](std::size_t a, std::size_t b) {
        return office_skill(all, a) > office_skill(all, b);
    });
    const std::size_t half = (open.size() + 1) / 2;
    Skill mean;
    for (std::size_t k = 0; k < half; ++k) {
        mean.english += all.english[open[k]] / static_cast<double>(half);
        mean.trained += all.trained[open[k]] / static_cast<double>(half);
    }
    return mean;
}

void staff_office(const Parameters& p, std::size_t i, const Rules& rule, const Skill& best,
                  Institutions& all) {
    const double training = training_of(all, i, rule);
    const double gone = all.turnover[i], learning = p.office_learning * rule.association;
    double& english = all.english[i];
    double& trained = all.trained[i];
    english = (1 - gone) * english + gone * hired_english(p, all, i);
    trained = (1 - gone) * trained;
    english += p.office_training_english * training * (1 - english);
    trained += training * (1 - trained);
    english += learning * std::max(best.english - english, 0.0);
    trained += learning * std::max(best.trained - trained, 0.0);
    if (all.office_fte[i] == 0) all.office_fte[i] = wished_posts(all, i, rule);  // just opened
    approach(all.office_fte[i], wished_posts(all, i, rule), p.office_adjust);
}

void grow_agreements(const Parameters& p, std::size_t i, const Rules& rule, Institutions& all) {
    const std::size_t regions = all.agreements.extent(1);
    double total = 0;
    for (std::size_t q = 0; q < regions; ++q) total += all.agreements(i, q);
    const double kept_alive =
        p.office_agreements_per_post * all.office_fte[i] * (1 - all.reporting_share[i]);
    const double room = kept_alive > total ? 1 - total / kept_alive : 0;
    const double growth = rule.growth > 0 ? rule.growth * room : rule.growth;
    for (std::size_t q = 0; q < regions; ++q) {
        all.agreements(i, q) *= 1 + growth;
        all.seats_out(i, q) = all.seats_in(i, q) =
            all.open[i] * p.agreements_seats * all.agreements(i, q);
    }
}

void teach(const Parameters& p, std::size_t i, const Rules& rule, Institutions& all) {
    // Reservations slow what is new; they do not keep what is given up.
    const auto teach_more = [&](double& value, double wish, double rate) {
        approach(value, wish, rate * (wish > value ? 1 - rule.reservations : 1));
    };
    // So with teachers: what is taught is not taken away for want of more of them.
    const auto teach_english = [&](double& value, double offer) {
        const double wish = wished_english(all, i, offer);
        const bool more = wish > value;
        teach_more(value, more ? std::min(wish, std::max(value, rule.capable)) : wish,
                   p.english_rate * (more ? rule.room : 1));
    };
    teach_english(all.english_share[i], rule.english);
    teach_english(all.english_reference[i], rule.english_reference);
    teach_more(all.double_degrees[i], wished_doubles(all, i, rule), p.double_degrees_rate);
    approach(all.ects_formal[i], target_credits(p, rule), p.ects_adopt);
    if (all.ects_effective[i] < all.ects_formal[i]) {
        approach(all.ects_effective[i], all.ects_formal[i], p.ects_effect * office_skill(all, i));
    }
    all.ects_effective[i] = std::min(all.ects_effective[i], all.ects_formal[i]);
    approach(all.digital[i], 1, p.digital_rate);
    approach(all.research[i], possible_research(p, all, i), p.research_rate);
    approach(all.quality[i], target_quality(p, all, i, rule), p.quality_rate);
}

/// Share of a region's teaching in English, by the seats open under a policy.
double english_offer(const Setup& setup, const Institutions& all, const Policy& policy,
                     const std::vector<double>& english, std::size_t r, Year year) {
    double offer = 0, seats = 0;
    for (std::size_t i = all.begin[r]; i < all.begin[r + 1]; ++i) {
        if (!takes_students(all, *setup.world, policy, i, year)) continue;
        seats += all.size_share[i];
        offer += all.size_share[i] * english[i];
    }
    return seats > 0 ? offer / seats : 0;
}

void remember_offers(const Setup& setup, const Institutions& all, Year year, Memory& memory) {
    for (std::size_t r = 0; r < setup.regions(); ++r) {
        memory.english_offer[r] =
            english_offer(setup, all, *setup.policy, all.english_share, r, year);
        memory.english_reference[r] =
            english_offer(setup, all, *setup.reference, all.english_reference, r, year);
    }
}

/// What universities tell of themselves as of the end of the year.
void hear_own(const World& world, Year year, Institutions& all) {
    for (const ImportedInstitution& own : world.own_institutions) {
        if (own.year != year) continue;
        const auto i = static_cast<std::size_t>(std::find(all.id.begin(), all.id.end(), own.id) -
                                                all.id.begin());
        const auto set = [i](std::vector<double>& column, double value) {
            if (!std::isnan(value)) column[i] = value;
        };
        set(all.foreign, own.foreign);
        set(all.quality, own.quality);
        set(all.office_fte, own.office_fte);
        set(all.english, own.english);
        set(all.trained, own.trained);
        set(all.ects_formal, own.ects_formal);
        set(all.ects_effective, own.ects_effective);
        set(all.english_share, own.english_share);
        set(all.english_reference, own.english_share);
        set(all.double_degrees, own.double_degrees);
        set(all.digital, own.digital);
        set(all.research, own.research);
        all.students[i] = own.students;
        if (!std::isnan(own.bologna_office)) all.bologna_office[i] = own.bologna_office > 0.5;
        double total = 0;
        for (std::size_t q = 0; q < all.agreements.extent(1); ++q) total += all.agreements(i, q);
        if (std::isnan(own.agreements) || total <= 0) continue;
        for (std::size_t q = 0; q < all.agreements.extent(1); ++q) {
            all.agreements(i, q) *= own.agreements / total;
        }
    }
}

}  // namespace

void begin_institutions(const Setup& setup, Institutions& all, TierCutoffs& cutoffs,
                        Memory& memory) {
    all = make_institutions(*setup.world, setup.parameters, setup.seed, setup.origin_keys);
    for (std::size_t r = 0; r < setup.regions(); ++r) begin_region(setup, r, all);
    cutoffs.home =
        Grid<std::uint64_t, 4>({setup.regions(), setup.world->years(), kLevels, kTiers - 1});
    cutoffs.foreign = cutoffs.home;
    memory.english_offer.assign(setup.regions(), 0.0);
    memory.english_reference = memory.english_offer;
    remember_offers(setup, all, setup.world->first, memory);
}

void institutions(const Setup& setup, Year year, Institutions& all, Memory& memory,
                  YearRecord& record) {
    const Parameters& p = setup.parameters;
    const std::size_t t = setup.world->index(year);
    for (std::size_t r = 0; r < setup.regions(); ++r) {
        const Rules rule = rules_of(setup, r, t, record.institutions);
        for (std::size_t i = all.begin[r]; i < all.begin[r + 1]; ++i) {
            obey(setup, year, i, rule, all);
        }
        enrol(setup, memory, record, r, all);
        const Skill best = better_half(all, r);
        for (std::size_t i = all.begin[r]; i < all.begin[r + 1]; ++i) {
            staff_office(p, i, rule, best, all);
            grow_agreements(p, i, rule, all);
            teach(p, i, rule, all);
        }
    }
    hear_own(*setup.world, year, all);
    remember_offers(setup, all, year, memory);
    InstitutionYear& out = record.institutions;
    out.indicators.resize(all.size());
    for (std::size_t i = 0; i < all.size(); ++i) {
        out.indicators[i] = indicators_of(all, out, i);
        all.phase[i] = maturity_phase(p, mean_mark(p, out.indicators[i]));
    }
    record_columns(all, p, out);
}

}  // namespace keruen
