// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>
#include <cmath>
#include <limits>

#include "models/governments/adaptive.hpp"
#include "models/governments/budgets.hpp"
#include "models/governments/memberships.hpp"
#include "models/governments/soft_hard.hpp"
#include "models/measures.hpp"
#include "tests/support/small_world.hpp"

using namespace keruen;
using namespace keruen::test;

namespace {

constexpr std::size_t HOM = 0, NEA = 1, FAR = 2;
constexpr std::size_t kAward = 0, kGrant = 1;
constexpr Year kFrom = 2016;

TargetRule places_rule(double target, double gain, double low, double high) {
    TargetRule rule;
    rule.name = "goal";
    rule.definition =
        static_cast<std::size_t>(find_definition("stock, degree") - definitions().data());
    rule.from = kFrom;
    rule.target = target;
    rule.gain = gain;
    rule.low = low;
    rule.high = high;
    rule.knob = {&Programme::places, nullptr, kAward};
    return rule;
}

FeeRule fee_rule(double weight, double low, double high) {
    FeeRule rule;
    rule.name = "fees";
    rule.from = kFrom;
    rule.region = NEA;
    rule.origins = {true, false, false};
    rule.weight = weight;
    rule.low = low;
    rule.high = high;
    return rule;
}

/// The award becomes one that NEA pays HOM's students there.
BudgetRule budget_rule(Policy& policy, double weight, double low, double high) {
    policy.programmes[kAward].sponsor = "NEA";
    policy.programmes[kAward].hosts = {false, true, false};
    BudgetRule rule;
    rule.name = "awards";
    rule.from = kFrom;
    rule.region = NEA;
    rule.programme = kAward;
    rule.weight = weight;
    rule.gain = 5;
    rule.low = low;
    rule.high = high;
    return rule;
}

std::vector<YearRecord> run(Policy policy, int threads = 2) {
    Workers workers(threads);
    auto ready = make_ready(workers, small_world(), small_policy(small_world()));
    ready->policy = std::move(policy);
    return simulate(ready->setup, workers);
}

Policy plain() {
    return small_policy(small_world());
}

/// The records before kFrom are those of the policy `before`, some later one is not.
void check_first_date(const Policy& policy, const Policy& before = plain()) {
    std::vector<YearRecord> base = run(before), other = run(policy);
    CHECK(fingerprint(base) != fingerprint(other));
    const auto years = static_cast<std::ptrdiff_t>(small_world().index(kFrom));
    base.erase(base.begin() + years, base.end());
    other.erase(other.begin() + years, other.end());
    CHECK(fingerprint(base) == fingerprint(other));
}

void from_date(Series& series, std::size_t region, double value) {
    const World world = small_world();
    for (std::size_t t = world.index(kFrom); t < world.years(); ++t) series(region, t) = value;
}

}  // namespace

TEST_CASE(
    "Chasing a target reaches it where the rate answers in proportion, else ends at a bound") {
    // rate = 0.02 + 0.0001 v: steady at v = (0.05 - 0.02) / 0.0001 = 300.
    for (const double gain : {20.0, 90.0, 150.0}) {
        const TargetRule rule = places_rule(0.05, gain, 0, 1000);
        double v = 40;
        for (int year = 0; year < 200; ++year) v = chase(v, 0.02 + 0.0001 * v, rule);
        CHECK(v == Approx(300));
    }
    const TargetRule capped = places_rule(0.05, 20, 10, 200);
    double v = 40;
    for (int year = 0; year < 200; ++year) v = chase(v, 0.02 + 0.0001 * v, capped);
    CHECK(v == 200);
    CHECK(chase(50, 0.9, capped) == 10);
    CHECK(chase(50, std::nan(""), capped) == 50);
}

TEST_CASE("A fee by best response settles where the elasticity is the weight of revenue") {
    const double price = -1.4, living = 4000, cost = 5000, take_up = 0.3;
    for (const double weight : {0.1, 0.4, 0.7}) {
        const FeeRule rule = fee_rule(weight, 0, 5);
        double share = 0.2;
        for (int year = 0; year < 2000; ++year) {
            const double elasticity = fee_elasticity(price, share * cost, living, take_up);
            share = respond(share, elasticity, 0.1, rule);
        }
        const double part = weight / (1.4 * (1 - take_up));  // of the fee in fee + living
        CHECK(share * cost == Approx(living * part / (1 - part)).epsilon(1e-6));
    }
    CHECK(fee_elasticity(price, 0, living, take_up) == 0);
    CHECK(respond(0.1, -1.0, 0.5, fee_rule(0, 0.05, 2)) == 0.05);  // all for enrolment: the floor
    CHECK(respond(1.9, 0.0, 0.5, fee_rule(1, 0.05, 2)) == 2);      // all for revenue, inelastic
}

TEST_CASE("A budget by best response settles where another award loses what it gains") {
    // Of n holders anyway n would have come unaided, beside `others` who pay: the slope is 0 where
    // (1 - w) (1 - anyway) / (others + (1 - anyway) n) = w (living + anyway fee) / (fee (others -
    // anyway n)).
    const double others = 5000, fee = 2000, living = 1500, anyway = 0.2;
    BudgetRule rule;
    rule.gain = 2;
    rule.low = 0.1;
    rule.high = 100;
    for (const double weight : {0.25, 0.35, 0.4}) {
        const auto seen = [&](double budget) {
            const double n = budget * 1e6 / (living + fee);
            return AwardsSeen{n, others + (1 - anyway) * n,   living * n, fee * n,
                              0, fee * (others - anyway * n), anyway};
        };
        double budget = 1;
        for (int year = 0; year < 20000; ++year) {
            budget = respond(budget, budget_slope(seen(budget), weight), rule);
        }
        const double gain = (1 - weight) * (1 - anyway) * fee;
        const double loss = weight * (living + anyway * fee);
        const double n = others * (gain - loss) / (loss * (1 - anyway) + gain * anyway);
        CHECK(budget == Approx(n * (living + fee) / 1e6).epsilon(1e-6));
    }
    const AwardsSeen costly{10, 1000, 1e6, 1e6, 0, 1e6, 0.1};
    CHECK(respond(1, budget_slope(costly, 1), rule) < 1);
    CHECK(respond(0.1, budget_slope(costly, 1), rule) == 0.1);
    CHECK(respond(100, budget_slope(costly, 0), rule) == 100);
    CHECK(budget_slope(AwardsSeen{10, 10, 1e4, 0, 0, 0, 0}, 0.5) == -1);  // no fees to pay it from
    CHECK(budget_slope(AwardsSeen{0, 1000, 0, 0, 0, 1e6, 0.1}, 0.5) == 0);
    // Half a waiver for 10 of whom 9 would not have come brings 9 half fees and loses one half.
    const AwardsSeen half{10, 1000, 0, 10 * 1000, 10 * 1000, 1e6, 0.1};
    CHECK(budget_slope(half, 1) == Approx((9 * 1000 - 1 * 1000) / 1e6));
}

TEST_CASE("A sponsor sees its holders, what they cost and pay, and who comes without them") {
    Workers workers(1);
    auto ready = make_ready(workers);
    budget_rule(ready->policy, 0, 0, 1);
    const std::size_t t = 3;
    ready->policy.programmes[kAward].tuition_share[t] = 0.75;
    YearRecord record(3, 2);
    record.holders[kAward] = 40;
    record.held(HOM, NEA, kAward + 1, 1) = 40;
    record.stock(HOM, NEA) = 900;
    record.stock(FAR, NEA) = 500;  // no origin of the award
    record.entrants(HOM, NEA) = 120;
    record.entrants(HOM, FAR) = 300;
    record.awards[kAward] = 20;
    record.ledger.programme_living(kAward, NEA) = 360'000;
    record.ledger.programme_tuition(kAward, NEA) = 90'000;
    record.ledger.family_tuition(HOM, NEA) = 2'600'000;
    record.ledger.family_tuition(FAR, NEA) = 1'500'000;
    const AwardsSeen seen = awards_seen(ready->setup, t, record, kAward);
    CHECK(seen.holders == 40);
    CHECK(seen.enrolled == 900);
    CHECK(seen.living == 360'000);
    CHECK(seen.tuition == 90'000);
    CHECK(seen.own_share == Approx(0.25 * 40 * 3000));
    CHECK(seen.fees == 2'600'000);
    CHECK(seen.take_up == Approx(100.0 / 400));
}

TEST_CASE("An award that costs nothing keeps its places under a rule for its budget") {
    Policy policy = plain();
    policy.budget_rules.push_back(budget_rule(policy, 0, 0, 10));
    Programme& award = policy.programmes[kAward];
    for (auto* cost : {&award.tuition_share, &award.stipend, &award.travel}) {
        std::fill(cost->begin(), cost->end(), 0.0);
    }
    CHECK(run(policy).back().places[kAward] == 200);
}

TEST_CASE("Rules and stances change nothing before their first date, and something after it") {
    Policy policy = plain();
    SECTION("target-chasing") {
        policy.target_rules.push_back(places_rule(0.5, 100, 0, 5000));
        check_first_date(policy);
    }
    SECTION("best response") {
        policy.fee_rules.push_back(fee_rule(1, 0, 3));
        check_first_date(policy);
    }
    SECTION("best response of a budget") {
        const BudgetRule rule = budget_rule(policy, 0, 0, 50);
        const Policy before = policy;
        policy.budget_rules.push_back(rule);
        check_first_date(policy, before);
    }
    SECTION("spillover") {
        from_date(policy.spillover, HOM, 1);
        check_first_date(policy);
    }
    SECTION("intergovernmentalism") {
        for (std::size_t t = 0; t < small_world().years(); ++t) policy.recognition(1, 0, t) = 0.4;
        const std::vector<YearRecord> open = run(policy);
        from_date(policy.intergovernmental, HOM, 1);
        CHECK(fingerprint(run(policy)) != fingerprint(open));
    }
    SECTION("a budget") {
        for (std::size_t t = small_world().index(kFrom); t < small_world().years(); ++t) {
            policy.programmes[kAward].budget[t] = 2;
        }
        check_first_date(policy);
    }
    SECTION("a quota") {
        for (std::size_t t = small_world().index(kFrom); t < small_world().years(); ++t) {
            policy.quota(HOM, NEA, t) = 100;
        }
        check_first_date(policy);
    }
}

TEST_CASE("A rule moves places and fees towards its aim and keeps its bounds in every year") {
    Policy policy = plain();
    policy.target_rules.push_back(places_rule(0.5, 5, 100, 600));
    policy.fee_rules.push_back(fee_rule(1, 0.1, 1.0));
    const std::vector<YearRecord> years = run(policy);
    const World world = small_world();
    const ExpectedDiaspora nobody{{}, Cube({3, 3, world.years()})};
    const YearNumbers before = year_numbers(world, nobody, years[world.index(2015)], 2015);
    const double mobile = mobility_rate(*find_definition("stock, degree"), before, HOM);
    CHECK(years[world.index(2016)].places[kAward] ==
          std::llround(std::min(600.0, 200 + 100 * 5 * (0.5 - mobile))));
    for (std::size_t t = world.index(kFrom); t < world.years(); ++t) {
        CHECK(years[t].places[kAward] >= years[t - 1].places[kAward]);
        CHECK(years[t].places[kAward] <= 600);
        CHECK(years[t].fee(HOM, NEA) >= 0.1 * world.student_cost(NEA, t));
        CHECK(years[t].fee(HOM, NEA) <= 1.0 * world.student_cost(NEA, t));
        CHECK(years[t].fee(FAR, NEA) == 3000);  // not among the rule's origins
    }
    CHECK(years.back().places[kAward] == 600);
    CHECK(years.back().fee(HOM, NEA) != 3000);
}

TEST_CASE("A budget by best response holds its bounds, and its places are what it pays") {
    Policy policy = plain();
    const BudgetRule rule = budget_rule(policy, 0, 2, 12);  // enrolment is all: more every year
    const std::vector<YearRecord> before = run(policy);
    policy.budget_rules.push_back(rule);
    std::vector<YearRecord> years = run(policy);
    const World world = small_world();
    const auto spent = [&](std::size_t t) {
        return years[t].ledger.programme_tuition(kAward, NEA) +
               years[t].ledger.programme_living(kAward, NEA);
    };
    CHECK(years.back().holders[kAward] > before.back().holders[kAward]);
    CHECK(spent(world.years() - 1) <= 12'000'000);
    CHECK(spent(world.years() - 1) > 10'000'000);
    policy.budget_rules[0].weight = 1;  // revenue is all: down to the floor
    years = run(policy);
    CHECK(years.back().holders[kAward] < before.back().holders[kAward]);
    CHECK(spent(world.years() - 1) <= 2'000'000);
    CHECK(years[world.index(2015)].awards == before[world.index(2015)].awards);
}

TEST_CASE("After the last year of a rule the schedule holds again") {
    Policy policy = plain();
    policy.target_rules.push_back(places_rule(0.5, 5, 100, 600));
    policy.target_rules.back().to = 2018;
    const std::vector<YearRecord> years = run(policy);
    CHECK(years[small_world().index(2018)].places[kAward] > 200);
    CHECK(years[small_world().index(2019)].places[kAward] == 200);
}

TEST_CASE("A budget is not overspent once awards made before it have run out") {
    Policy policy = plain();
    const World world = small_world();
    for (std::size_t t = world.index(2008); t < world.years(); ++t) {
        policy.programmes[kAward].budget[t] = 3;
    }
    const std::vector<YearRecord> years = run(policy);
    for (std::size_t t = world.index(2014); t < world.years(); ++t) {
        std::int64_t spent = 0;
        for (std::size_t h = 0; h < 3; ++h) {
            spent += years[t].ledger.programme_tuition(kAward, h) +
                     years[t].ledger.programme_living(kAward, h);
        }
        CHECK(spent <= 3'000'000);
        CHECK(spent > 2'500'000);  // and used
        CHECK(years[t].places[kAward] < 200);
    }
}

TEST_CASE("Willingness grows as the stated rule says and stops at a veto") {
    Workers workers(1);
    auto ready = make_ready(workers);
    ready->setup.parameters.govern_spillover_recognition = 0;  // what is shared stays as it is
    Policy policy = ready->policy;
    for (std::size_t r = 0; r < 2; ++r) from_date(policy.spillover, r, 0.8);
    const std::size_t from = ready->world.index(kFrom);
    GovernmentMemory memory = no_memory(ready->setup);
    for (std::size_t t = from - 1; t < ready->world.years(); ++t) {
        integrate(ready->setup, t, policy, memory);
        // Recognition 0.5 both ways; of the five blocs HOM and NEA share the EHEA.
        const double each = 0.2 * 0.8 * (0.5 + 1.0 / 5) / 2;
        const auto years = static_cast<double>(t + 1 - from);
        CHECK(memory.willingness(HOM, NEA) == Approx(1 - std::pow(1 - each, years)));
        CHECK(memory.willingness(FAR, HOM) == 0);
        const double both = memory.willingness(HOM, NEA);
        CHECK(policy.agreements(HOM, NEA, t) == Approx(1 + both));
        CHECK(policy.agreements(HOM, FAR, t) == 1);  // FAR has no such stance
        CHECK(policy.recognition(HOM, NEA, t) == 0.5);
    }
    Policy vetoed = ready->policy;
    from_date(vetoed.spillover, HOM, 1);
    from_date(vetoed.intergovernmental, NEA, 1);
    memory = no_memory(ready->setup);
    for (std::size_t t = from - 1; t < ready->world.years(); ++t) {
        integrate(ready->setup, t, vetoed, memory);
    }
    CHECK(memory.willingness(HOM, NEA) == 0);
    CHECK(memory.willingness(HOM, FAR) > 0);
}

TEST_CASE("An intergovernmental region gives no more than it gets, and vetoes its bloc's share") {
    Workers workers(1);
    auto ready = make_ready(workers);
    Policy policy = ready->policy;
    const std::size_t t = ready->world.index(kFrom);
    policy.agreements(HOM, NEA, t) = 6;
    policy.agreements(NEA, HOM, t) = 2;
    policy.agreements(HOM, FAR, t) = 6;  // with two countries together
    policy.agreements(FAR, HOM, t) = 2;  // of each of them
    policy.recognition(HOM, NEA, t) = 0.9;
    policy.recognition(NEA, HOM, t) = 0.7;
    ready->world.ex_ussr = Matrix({3, 3});
    policy.intergovernmental(HOM, t) = 1;
    GovernmentMemory memory = no_memory(ready->setup);
    integrate(ready->setup, t, policy, memory);
    CHECK(policy.agreements(HOM, NEA, t) == 2);
    CHECK(policy.agreements(NEA, HOM, t) == 2);
    CHECK(policy.agreements(HOM, FAR, t) == 4);
    CHECK(policy.agreements(FAR, HOM, t) == 2);
    // Half (govern.veto) of the 0.3 that the common EHEA carries goes; 0.75 is cut to NEA's 0.7.
    CHECK(policy.recognition(HOM, NEA, t) == Approx(0.7));
    CHECK(policy.recognition(NEA, HOM, t) == 0.7);
    CHECK(memory.recognition(HOM, NEA) == policy.recognition(HOM, NEA, t));
}

TEST_CASE("Leaving a bloc takes what the membership carried and nothing else") {
    const World start = small_world();
    World world = start;
    world.ex_ussr = Matrix({3, 3});
    for (std::size_t t = 0; t < world.years(); ++t) {
        world.same_bloc(HOM, NEA, t) = world.same_bloc(NEA, HOM, t) = 1;
    }
    const Policy before = small_policy(world);
    Policy policy = before;
    apply_memberships(world, {}, policy);
    CHECK(policy.recognition == before.recognition);
    CHECK(policy.same_bloc == before.same_bloc);
    from_date(policy.member[kEhea], HOM, 0);
    apply_memberships(world, {}, policy);
    const std::size_t t = world.index(kFrom);
    CHECK(policy.same_bloc(HOM, NEA, t) == 0);
    CHECK(policy.same_bloc(HOM, NEA, t - 1) == 1);
    CHECK(policy.recognition(HOM, NEA, t) == Approx(0.5 - 0.3));
    CHECK(policy.recognition(NEA, HOM, t) == Approx(0.5 - 0.3));
    CHECK(policy.recognition(HOM, NEA, t - 1) == 0.5);
    CHECK(policy.recognition(HOM, FAR, t) == 0.5);
    world.ex_ussr(HOM, NEA) = 1;  // a treaty of their own
    policy = before;
    from_date(policy.member[kEhea], HOM, 0);
    apply_memberships(world, {}, policy);
    CHECK(policy.recognition(HOM, NEA, t) == 0.5);
}

TEST_CASE("A programme that requires a bloc is open to its members only") {
    Policy policy = plain();
    policy.programmes[kAward].requires_bloc = kEhea;
    const std::vector<YearRecord> inside = run(policy);
    CHECK(inside.back().awards[kAward] > 0);
    CHECK(inside.back().entrants_by_level.values().size() == 27);
    for (std::size_t level = 0; level < 3; ++level) {
        CHECK(inside.back().held(HOM, FAR, kAward + 1, level) == 0);  // FAR is no member
    }
    from_date(policy.member[kEhea], HOM, 0);
    const std::vector<YearRecord> left = run(policy);
    CHECK(left[small_world().index(kFrom) - 1].awards[kAward] > 0);
    CHECK(left[small_world().index(kFrom)].awards[kAward] == 0);
}

TEST_CASE(
    "A quota holds back whom it is about: at most so many are let in, of last year's number") {
    Policy policy = plain();
    const World world = small_world();
    for (std::size_t t = world.index(kFrom); t < world.years(); ++t) {
        policy.quota(HOM, NEA, t) = 300;
    }
    const std::vector<YearRecord> years = run(policy), open = run(plain());
    for (std::size_t t = world.index(kFrom); t < world.years(); ++t) {
        // Those who go on at the host need no entry; the market grows by less than a tenth a year.
        CHECK(years[t].entrants(HOM, NEA) < open[t].entrants(HOM, NEA));
        CHECK(years[t].refused(HOM, NEA) > open[t].refused(HOM, NEA));
    }
}

TEST_CASE("The soft-hard index is one minus the mean net price over the full cost") {
    Workers workers(1);
    auto ready = make_ready(workers);
    YearRecord record(3, 2);
    const std::size_t t = 0;
    record.held(HOM, NEA, 0, 0) = 60;           // pay the fee of 3000
    record.held(HOM, NEA, kAward + 1, 1) = 40;  // an award of HOM itself: NEA is no softer for it
    Matrix index = soft_hard_index(ready->setup, t, record);
    CHECK(index(HOM, NEA) == Approx(1 - 3000.0 / 4000));
    CHECK(index(NEA, FAR) == Approx(1 - 3000.0 / 15'000));  // nobody there: the fee
    CHECK(std::isnan(index(HOM, HOM)));
    CHECK(index(FAR, FAR) == Approx(1 - 3000.0 / 15'000));  // another country of the region
    ready->policy.programmes[kAward].sponsor = "NEA";
    ready->policy.programmes[kAward].tuition_share[t] = 0.5;
    index = soft_hard_index(ready->setup, t, record);
    CHECK(index(HOM, NEA) == Approx(1 - 3000 * (1 - 0.4 * 0.5) / 4000));
}

TEST_CASE("A run with rules is the same on any number of threads", "[parallel]") {
    Policy policy = plain();
    policy.target_rules.push_back(places_rule(0.3, 10, 0, 900));
    policy.fee_rules.push_back(fee_rule(0.6, 0, 2));
    policy.budget_rules.push_back(budget_rule(policy, 0.2, 0, 50));
    from_date(policy.spillover, HOM, 1);
    for (std::size_t t = 0; t < small_world().years(); ++t)
        policy.programmes[kGrant].budget[t] = 20;
    CHECK(fingerprint(run(policy, 1)) == fingerprint(run(policy, 3)));
}
