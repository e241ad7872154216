// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>
#include <numeric>

#include "analysis/ensemble/member.hpp"
#include "analysis/twins/margins.hpp"
#include "tests/support/small_experiment.hpp"

using namespace keruen;
using namespace keruen::test;

namespace {

std::uint64_t person(std::uint32_t position) {
    return PersonId{0, 2016, position}.key();
}

/// A ledger of one origin and one other host, filled by hand.
struct Pair {
    Lives base{2, 2014, 2020, {"a", "b"}}, other{2, 2014, 2020, {"a", "b"}};
    Workers workers{1};
    TwinLedger ledger() {
        base.close(workers);
        other.close(workers);
        return twin_ledger(base, other, workers);
    }
    static Enrolment life(std::uint32_t position, RegionIndex host,
                          ProgrammeIndex award = kSelfFunded, std::uint32_t weight = 1) {
        return {person(position), weight, 1, host, award, 0, 0, 0};
    }
    static Event semester(std::uint32_t position, RegionIndex host, std::uint32_t people = 1,
                          ProgrammeIndex payer = kSelfFunded) {
        return {person(position), people, EventKind::exchange, kAtHome, host, payer};
    }
};

std::int64_t newly(const TwinLedger& l) {
    return l.count(TwinClass::newly_mobile);
}
std::int64_t crowded(const TwinLedger& l) {
    return l.count(TwinClass::crowded_out);
}

void more_places(const World& world, Policy& policy) {
    for (std::size_t t = world.index(2016); t < world.years(); ++t) {
        policy.programmes[0].places[t] = 600;
    }
}

struct Run {
    Lives lives;
    MemberSummary summary;
};
Run run_of(Experiment& e, Workers& workers, const BasePath* met = nullptr,
           BasePath* path = nullptr) {
    Lives lives(e.setup.regions(), e.world.first, e.last, programme_ids(e.policy));
    auto summary = simulate_member(
        e, {.seed = e.setup.seed, .lives = &lives, .path = path, .met = met}, workers);
    return {std::move(lives), *summary};
}

std::int64_t sum(const Grid<std::int64_t, 2>& values) {
    return std::accumulate(values.values().begin(), values.values().end(), std::int64_t{0});
}

/// People in all that a policy could have changed.
std::int64_t changed(const TwinLedger& ledger) {
    std::int64_t people = 0;
    for (const LedgerCell& c : cells(ledger)) {
        const auto which = static_cast<TwinClass>(c.which);
        if (which != TwinClass::same_abroad && which != TwinClass::same_at_home) people += c.people;
    }
    return people;
}

std::int64_t everybody(const TwinLedger& ledger) {
    std::int64_t people = 0;
    for (std::size_t o = 0; o < ledger.regions(); ++o) people += ledger.population(o);
    return people;
}

}  // namespace

TEST_CASE("a person falls into the class that the pair of outcomes says") {
    struct Row {
        Enrolment base, other;
        TwinClass which;
    };
    auto life = [](std::uint32_t position, RegionIndex host, ProgrammeIndex award = kSelfFunded) {
        return Pair::life(position, host, award);
    };
    const std::vector<Row> rows{
        {life(0, kAtHome), life(0, 1), TwinClass::newly_mobile},
        {life(0, 1), life(0, kAtHome, 1), TwinClass::crowded_out},
        {life(0, 1), life(0, 0, 1), TwinClass::redirected},
        {life(0, 1), life(0, 1, 0), TwinClass::gone_anyway},
        {life(0, 1, 0), life(0, 1, 1), TwinClass::award_changed},
        {life(0, 1, 0), life(0, 1), TwinClass::award_changed},
        {life(0, 1, 0), life(0, 1, 0), TwinClass::same_abroad},
        {life(0, kAtHome), life(0, kAtHome, 1), TwinClass::award_at_home},
        {life(0, kAtHome, 1), life(0, kAtHome, 1), TwinClass::same_at_home}};
    for (const Row& row : rows) {
        Pair pair;
        pair.base.add(2016, row.base);
        pair.other.add(2016, row.other);
        const TwinLedger ledger = pair.ledger();
        CHECK(ledger.count(row.which) == 1);
        CHECK(everybody(ledger) == 1);
    }
}

TEST_CASE("a degree abroad stands before a semester, and a semester makes mobile too") {
    Pair pair;
    pair.base.add(2016, Pair::life(0, kAtHome));
    pair.base.add(2017, Pair::semester(0, 1));
    pair.other.add(2016, Pair::life(0, 1));
    pair.base.add(2016, Pair::life(1, kAtHome));
    pair.other.add(2016, Pair::life(1, kAtHome));
    pair.other.add(2018, Pair::semester(1, 1));
    const TwinLedger ledger = pair.ledger();
    CHECK(ledger.count(TwinClass::redirected) == 1);
    CHECK(newly(ledger) == 1);
}

TEST_CASE("of the people of one agent as many as possible do the same in both runs") {
    Pair pair;
    pair.base.add(2016, Pair::life(0, kAtHome, kSelfFunded, 100));
    pair.other.add(2016, Pair::life(0, kAtHome, kSelfFunded, 100));
    pair.base.add(2017, Pair::semester(0, 0, 30));
    pair.base.add(2017, Pair::semester(0, 1, 10));
    pair.other.add(2017, Pair::semester(0, 1, 50, 1));
    const TwinLedger ledger = pair.ledger();
    CHECK(ledger.count(TwinClass::gone_anyway) == 10);
    CHECK(ledger.count(TwinClass::redirected) == 30);
    CHECK(newly(ledger) == 10);
    CHECK(ledger.count(TwinClass::same_at_home) == 50);
    CHECK(everybody(ledger) == 100);
}

TEST_CASE("whoever may still go for a semester when the runs end is open") {
    Pair pair;
    pair.base.add(2016, Pair::life(0, kAtHome));  // in the fourth year in 2019
    pair.base.add(2018, Pair::life(1, kAtHome));
    pair.other.add(2016, Pair::life(0, kAtHome));
    pair.other.add(2018, Pair::life(1, 1));
    const TwinLedger ledger = pair.ledger();
    const auto totals = class_totals(ledger, 0);
    CHECK(totals(static_cast<std::size_t>(TwinClass::same_at_home), 1U) == 0);
    CHECK(totals(static_cast<std::size_t>(TwinClass::newly_mobile), 1U) == 1);
}

TEST_CASE("programmes are matched by their ids, not by their places in the list") {
    Workers workers(1);
    Lives base(2, 2014, 2020, {"a", "b"}), other(2, 2014, 2020, {"new", "b", "a"});
    base.add(2016, Pair::life(0, 1, 0));
    other.add(2016, Pair::life(0, 1, 2));
    base.add(2016, Pair::life(1, 1, 0));
    other.add(2016, Pair::life(1, 1, 0));
    base.close(workers);
    other.close(workers);
    const TwinLedger ledger = twin_ledger(base, other, workers);
    CHECK(ledger.count(TwinClass::same_abroad) == 1);
    CHECK(ledger.count(TwinClass::award_changed) == 1);
}

TEST_CASE("a run against itself changes nobody, nor does it when it meets its own path") {
    Workers workers(2);
    const auto e = small_experiment(workers);
    BasePath path(e->policy);
    const Run base = run_of(*e, workers, nullptr, &path);
    const Run again = run_of(*e, workers);
    const Run met = run_of(*e, workers, &path);
    CHECK(again.summary.abroad == base.summary.abroad);
    CHECK(met.summary.abroad == base.summary.abroad);
    CHECK(met.summary.semesters == base.summary.semesters);
    CHECK(met.summary.spending == base.summary.spending);
    CHECK(met.summary.aid == base.summary.aid);
    const auto paid = [](const auto& grid) {
        return std::accumulate(grid.values().begin(), grid.values().end(), std::int64_t{0});
    };
    CHECK(paid(base.summary.aid) == paid(base.summary.spending));
    CHECK(paid(base.summary.aid) > 0);
    for (const Run* other : {&again, &met}) {
        const TwinLedger ledger = twin_ledger(base.lives, other->lives, workers);
        CHECK(changed(ledger) == 0);
        CHECK(sum(base.summary.enrolled) > 0);
        for (const std::int64_t people : ledger.moved.values()) CHECK(people == 0);
    }
}

TEST_CASE("classes add up to the population, and their balance is what the counts say",
          "[parallel]") {
    Workers workers(2);
    const auto base = small_experiment(workers), other = small_experiment(workers, more_places);
    for (Experiment* e : {base.get(), other.get()}) {
        e->setup.weights = {{1, 3, 1}, {7, 50, 2}, {20, 100, 5}};
        e->setup.focus = 0;
    }
    const Run b = run_of(*base, workers), o = run_of(*other, workers);
    const TwinLedger ledger = twin_ledger(b.lives, o.lives, workers);
    CHECK(changed(ledger) > 100);
    // Who enters is no policy's business: bachelor entrants are the same in both runs.
    CHECK(b.summary.enrolled == o.summary.enrolled);
    const std::vector<Margin> list = margins(ledger, std::nullopt, {"HOM", "NEA", "FAR"});
    const Margin& levels = list[4];
    REQUIRE(levels.division == "level");
    CHECK(levels.population(0) == sum(b.summary.enrolled));
    for (const Margin& margin : list) {
        std::int64_t people = 0;
        for (std::size_t g = 0; g < margin.groups.size(); ++g) {
            people += margin.population(g);
            for (std::size_t c = 0; c < kTwinClasses; ++c) CHECK(margin.people(g, c) >= 0);
        }
        CHECK(people == everybody(ledger));
    }
    CHECK(newly(ledger) - crowded(ledger) == sum(o.summary.entrants) + sum(o.summary.semesters) -
                                                 sum(b.summary.entrants) -
                                                 sum(b.summary.semesters));
    // One thread or two: the same ledger.
    Workers one(1);
    CHECK(twin_ledger(b.lives, o.lives, one) == ledger);
}

TEST_CASE("the direct effect of more places is who takes them; feedback comes beside it") {
    Workers workers(2);
    const auto base = small_experiment(workers), other = small_experiment(workers, more_places);
    BasePath path(base->policy);
    const Run b = run_of(*base, workers, nullptr, &path);
    const Run total = run_of(*other, workers), direct = run_of(*other, workers, &path);
    const TwinLedger all = twin_ledger(b.lives, total.lives, workers);
    const TwinLedger alone = twin_ledger(b.lives, direct.lives, workers);
    CHECK(newly(alone) > 0);
    CHECK(alone.count(TwinClass::gone_anyway) > 0);
    CHECK(changed(alone) < changed(all));  // the network carries it to others
    // Of origins that the programme does not address nobody goes anywhere else for a degree.
    for (std::size_t t = 0; t < b.summary.years.size(); ++t) {
        for (const std::size_t origin : {1U, 2U}) {
            CHECK(direct.summary.entrants(t, origin) == b.summary.entrants(t, origin));
        }
    }
}

TEST_CASE("in the run that meets the base a budget pays for its own holders who study on") {
    Workers workers(2);
    const auto own_award = [](const World&, Policy& policy) {
        policy.programmes[0].sponsor = "NEA";
        policy.programmes[0].hosts = {false, true, false};
    };
    const auto by_rule = [&](const World& world, Policy& policy) {
        own_award(world, policy);
        BudgetRule rule;
        rule.from = 2016;
        rule.region = 1;
        rule.gain = 5;
        rule.high = 12;
        policy.budget_rules.push_back(rule);
    };
    const auto base = small_experiment(workers, own_award),
               other = small_experiment(workers, by_rule);
    BasePath path(base->policy);
    const Run b = run_of(*base, workers, nullptr, &path);
    const TwinLedger all = twin_ledger(b.lives, run_of(*other, workers).lives, workers);
    const TwinLedger alone = twin_ledger(b.lives, run_of(*other, workers, &path).lives, workers);
    CHECK(newly(alone) > 0);
    CHECK(10 * newly(alone) < 11 * newly(all));
}

TEST_CASE("without rations and networks there is no feedback") {
    Workers workers(2);
    Parameters parameters;
    parameters.choose_network = 0;
    parameters.admit_seat_growth = 10;
    auto dearer = [](const World& world, Policy& policy) {
        for (std::size_t t = world.index(2016); t < world.years(); ++t) {
            policy.tuition_foreign(0, 1, t) = 5000;
        }
    };
    auto no_exchange = [](const World&, Policy& policy) {
        policy.office_posts = Series(policy.office_posts.extents(), 0.0);
        for (Programme& p : policy.programmes) std::fill(p.places.begin(), p.places.end(), 0.0);
    };
    const auto base = small_experiment(workers, no_exchange, parameters);
    const auto other = small_experiment(
        workers,
        [&](const World& world, Policy& policy) {
            no_exchange(world, policy);
            dearer(world, policy);
        },
        parameters);
    BasePath path(base->policy);
    const Run b = run_of(*base, workers, nullptr, &path);
    const TwinLedger total = twin_ledger(b.lives, run_of(*other, workers).lives, workers);
    const TwinLedger direct = twin_ledger(b.lives, run_of(*other, workers, &path).lives, workers);
    CHECK(crowded(total) > 0);
    CHECK(total == direct);
}

TEST_CASE("collecting enrolments changes nothing else, and they are all that entered") {
    Workers workers(2);
    auto ready = make_ready(workers);
    const std::uint64_t plain = fingerprint(simulate(ready->setup, workers));
    ready->setup.enrolments = ready->setup.observe_all = true;
    const std::vector<YearRecord> years = simulate(ready->setup, workers);
    CHECK(fingerprint(years) == plain);
    for (const YearRecord& year : years) {
        std::int64_t bachelor = 0, abroad = 0, expected_abroad = 0, expected = 0;
        for (const Enrolment& e : year.enrolments) {
            if (e.level == 1) bachelor += e.weight;
            if (e.host != kAtHome) abroad += e.weight;
        }
        for (std::size_t o = 0; o < 3; ++o) {
            expected += year.home_entrants[o];
            for (std::size_t h = 0; h < 3; ++h) {
                expected += year.entrants_by_level(o, h, 0U);
                expected_abroad += year.entrants(o, h);
            }
        }
        CHECK(bachelor == expected);
        CHECK(abroad == expected_abroad);
    }
}
