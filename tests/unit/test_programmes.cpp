// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <catch2/catch.hpp>
#include <cmath>
#include <limits>

#include "models/governments/adaptive.hpp"
#include "models/governments/bonds.hpp"
#include "models/governments/bundles.hpp"
#include "models/phases/exchange.hpp"
#include "models/phases/govern.hpp"
#include "tests/support/one_year.hpp"
#include "tests/support/small_world.hpp"

using namespace keruen;
using namespace keruen::test;

namespace {

constexpr std::size_t HOM = 0, NEA = 1, FAR = 2;
constexpr std::size_t kAward = 0, kGrant = 1;
constexpr Year kYear = 2013;

/// Somebody of HOM who applied to the award, and whether it was obtained.
struct Applicant {
    std::uint8_t ability, income, traits;
    bool won;
};

/// The market of one year under a policy: everybody of HOM who ranks the award.
std::vector<Applicant> applicants_for(Policy policy, std::size_t award) {
    Workers workers(1);
    auto ready = make_ready(workers, small_world(), small_policy(small_world()));
    Memory memory = initial_state(ready->setup).memory;
    memory.governments.chased.clear();
    ready->policy = std::move(policy);
    memory.awards.assign(ready->policy.programmes.size(), 0);
    memory.governments = no_memory(ready->setup);
    const Policy in_force = policy_in_force(ready->setup, kYear, memory);
    ready->setup.policy = &in_force;
    const YearTables tables = govern(ready->setup, kYear, memory, workers);
    Population population = mixed_population(ready->setup, kYear, workers);
    const Applicants all = decide(ready->setup, kYear, tables, population, workers, true);
    std::vector<Applicant> list;
    for (std::size_t i = 0; i < all.size(); ++i) {
        const MoverBlock& block = population.movers[all.block[i]];
        if (block.origin != HOM) continue;
        const std::vector<Option>& options = tables.options(HOM, all.level[i] - 1U);
        const std::uint32_t slot = all.slot[i];
        for (std::uint32_t k = all.first[i]; k < all.first[i + 1]; ++k) {
            if (options[all.ranked[k]].programme != award) continue;
            const bool won =
                all.placed[i] != kNotPlaced && options[all.placed[i]].programme == award;
            list.push_back({block.ability[slot], block.income[slot], block.traits[slot], won});
        }
    }
    return list;
}

Policy plain() {
    return small_policy(small_world());
}

void set_all(std::vector<double>& series, double value) {
    std::fill(series.begin(), series.end(), value);
}

std::vector<YearRecord> run(Policy policy, std::vector<Population>* last = nullptr) {
    Workers workers(2);
    auto ready = make_ready(workers, small_world(), small_policy(small_world()));
    ready->policy = std::move(policy);
    if (last == nullptr) return simulate(ready->setup, workers);
    State state = initial_state(ready->setup);
    Schedule<YearWork> schedule = academic_year(ready->setup, workers);
    std::vector<YearRecord> years;
    while (state.next <= ready->world.last) {
        years.push_back(simulate_year(ready->setup, schedule, state, true));
        last->push_back(state.population);
    }
    return years;
}

double mean(const std::vector<Applicant>& list, bool won, std::uint8_t Applicant::*trait) {
    double sum = 0, n = 0;
    for (const Applicant& one : list) {
        if (one.won != won) continue;
        sum += one.*trait;
        ++n;
    }
    return sum / n;
}

}  // namespace

TEST_CASE("An award is applied for by those alone whom its rules admit") {
    Policy policy = plain();
    Programme& award = policy.programmes[kAward];
    const std::size_t open = applicants_for(policy, kAward).size();
    SECTION("by field of study") {
        award.fields = 1U << 6 | 1U << 7;
        const auto list = applicants_for(policy, kAward);
        for (const Applicant& one : list) {
            const int field = one.traits >> trait::field_shift;
            CHECK((field == 6 || field == 7));
        }
        // A fifth of the fields; 4 standard deviations: false alarm once in 16,000 seeds.
        const double share = static_cast<double>(list.size()) / static_cast<double>(open);
        CHECK(std::abs(share - 0.2) < 4 * std::sqrt(0.2 * 0.8 / static_cast<double>(open)));
    }
    SECTION("by ability") {
        set_all(award.min_ability, 0.75);
        const auto list = applicants_for(policy, kAward);
        CHECK(list.size() > open / 10);
        for (const Applicant& one : list) CHECK(one.ability >= 192);
    }
    SECTION("by language, where none is common") {
        award.foreign_language = true;
        std::size_t speak = 0, others = 0;
        for (const Applicant& one : applicants_for(policy, kAward)) {
            ++((one.traits & trait::speaks) != 0 ? speak : others);
        }
        CHECK(speak > 0);
        CHECK(others > 0);  // to NEA, whose language is common
        award.hosts = {false, false, true};
        for (const Applicant& one : applicants_for(policy, kAward)) {
            CHECK((one.traits & trait::speaks) != 0);
        }
    }
}

TEST_CASE("Merit takes the ablest, need the poorest, and a lottery looks at neither") {
    Policy policy = plain();
    set_all(policy.programmes[kAward].places, 60);
    auto choose_by = [&](Selection selection) {
        set_all(policy.programmes[kAward].selections, static_cast<double>(selection));
        return applicants_for(policy, kAward);
    };
    std::uint8_t lowest = 255, highest = 0;
    const auto merit = choose_by(Selection::merit);
    for (const Applicant& one : merit) {
        if (one.won) lowest = std::min(lowest, one.ability);
    }
    const auto need = choose_by(Selection::need);
    for (const Applicant& one : need) {
        if (one.won) highest = std::max(highest, one.income);
    }
    CHECK(mean(merit, true, &Applicant::ability) > mean(merit, false, &Applicant::ability) + 50);
    CHECK(mean(need, true, &Applicant::income) < mean(need, false, &Applicant::income) - 50);
    CHECK(lowest > 128);
    CHECK(highest < 128);
    // 60 winners of ranks uniform to within the applicants' own spread (sd about 70): 4 standard
    // errors, so a false alarm once in 16,000 seeds.
    const auto lottery = choose_by(Selection::lottery);
    for (const auto trait : {&Applicant::ability, &Applicant::income}) {
        CHECK(std::abs(mean(lottery, true, trait) - mean(lottery, false, trait)) <
              4 * 70 / std::sqrt(60.0));
    }
}

TEST_CASE("An award of the state sector's grant or the fee: who has no grant pays") {
    Policy policy = plain();
    set_all(policy.programmes[kGrant].stipend, 0);
    const std::vector<YearRecord> years = run(policy);
    const World world = small_world();
    for (const Year year : {2010, 2015, 2020}) {
        const YearRecord& record = years[world.index(year)];
        CHECK(record.awards[kGrant] == 3000);
        CHECK(record.home_entrants[HOM] > 3000);
        std::int64_t students = 0;
        for (std::size_t level = 0; level < 3; ++level) {
            students += record.home_students(HOM, level);
        }
        CHECK(record.home_grants[HOM] < students);
        CHECK(record.ledger.programme_tuition(kGrant, HOM) == 1500 * record.home_grants[HOM]);
        CHECK(record.ledger.family_tuition(HOM, HOM) ==
              1500 * (students - record.home_grants[HOM]));
    }
}

TEST_CASE("A bundle pays what its members pay and takes a place from each") {
    Policy policy = plain();
    Programme waiver = policy.programmes[kAward];
    waiver.id = "waiver";
    waiver.sponsor = "NEA";
    waiver.hosts = {false, true, false};
    set_all(waiver.places, 80);
    set_all(waiver.tuition_share, 0.7);
    set_all(waiver.stipend, 0);
    set_all(waiver.bond_years, 0);
    policy.programmes.push_back(waiver);
    set_all(policy.programmes[kAward].tuition_share, 0.5);
    Programme bundle = policy.programmes[kAward];
    bundle.id = "both";
    bundle.sponsor = "";
    bundle.members = {2, kAward};
    join_eligibility(policy, bundle);
    set_all(bundle.places, 100);
    policy.programmes.push_back(bundle);
    CHECK(bundle.hosts == std::vector<bool>{false, true, false});

    Policy joined = policy;
    join_bundles(joined, 3);
    CHECK(joined.programmes[3].places[3] == 80);  // as many as the scarcer member has
    CHECK(joined.programmes[2].places[3] == 0);
    CHECK(joined.programmes[kAward].places[3] == 120);
    CHECK(joined.programmes[3].tuition_share[3] == 1);  // 0.7 + 0.5, at most once
    CHECK(joined.programmes[3].stipend[3] == 9000);
    CHECK(joined.programmes[3].bond_years[3] == 5);
    const std::vector<Part> parts = parts_of(joined, 3, 3);
    CHECK(parts[0].tuition_share == Approx(0.7));
    CHECK(parts[1].tuition_share == Approx(0.3));

    for (const YearRecord& year : run(policy)) {
        CHECK(year.awards[kAward] + year.awards[3] <= 200);
        CHECK(year.awards[2] + year.awards[3] <= 80);
        // 2100 = 0.7 of the fee; the waiver itself has no place left of its own.
        CHECK(year.ledger.programme_tuition(2, NEA) == 2100 * year.holders[3]);
        CHECK(year.ledger.programme_tuition(3, NEA) == 0);
        CHECK(year.ledger.programme_living(kAward, NEA) >= 9000 * year.holders[3]);
    }
    CHECK(run(policy).back().holders[3] > 80);
}

TEST_CASE("An award pays for as many years as it did when it was given") {
    Policy policy = plain();
    const World world = small_world();
    const std::vector<YearRecord> whole = run(policy);
    for (std::size_t t = world.index(2012); t < world.years(); ++t) {
        policy.programmes[kAward].years_paid[t] = 1;
    }
    const std::vector<YearRecord> years = run(policy);
    CHECK(years[world.index(2012)].holders[kAward] == whole[world.index(2012)].holders[kAward]);
    CHECK(years[world.index(2013)].holders[kAward] < whole[world.index(2013)].holders[kAward]);
    for (std::size_t t = world.index(2017); t < world.years(); ++t) {
        // Nobody but those whom a visa is refused is missing among this year's awards.
        CHECK(years[t].holders[kAward] <= years[t].awards[kAward]);
        CHECK(10 * years[t].holders[kAward] > 8 * years[t].awards[kAward]);
    }
}

TEST_CASE("A grant for study at home ends after its years too") {
    Policy policy = plain();
    set_all(policy.programmes[kGrant].years_paid, 2);
    for (const YearRecord& year : run(policy)) CHECK(year.home_grants[HOM] <= 2 * 3000);
    CHECK(run(plain()).back().home_grants[HOM] > 3 * 3000);
}

TEST_CASE("A grant that has paid its years does not pay for the year that makes up for a stay") {
    Workers workers(1);
    auto ready = make_ready(workers);
    for (const double years : {4.0, 5.0}) {
        set_all(ready->policy.programmes[kGrant].years_paid, years);
        Population population;
        population.stayers.resize(1);
        population.stayers[0].stage = {kLeft};
        population.movers.resize(1);
        population.movers[0].stage = {kLeft};
        population.movers[0].programme = {kSelfFunded};
        const auto code = static_cast<std::uint8_t>(kBachelor4 | kGrantBit);
        YearRecord record(3, ready->policy.programmes.size());
        make_up(ready->setup, 2015,
                {{0, 0, true, code, kSelfFunded}, {0, 0, false, kBachelor4, kGrant}}, population,
                record);
        const bool pays = years == 5;
        CHECK(population.stayers[0].stage[0] == (pays ? kBachelor5 | kGrantBit : kBachelor5));
        CHECK(population.movers[0].stage[0] == kBachelor5);
        CHECK(population.movers[0].programme[0] == (pays ? kGrant : std::size_t{kSelfFunded}));
        CHECK(record.home_graduates[HOM] == -2);
    }
}

TEST_CASE("Debts are found by slot, the longer one counts, and work at home pays them off") {
    MoverBlock block;
    block.weight = 10;
    block.stage.assign(8, kLeft);
    block.host.assign(8, kAtHome);
    bind_to_return(block, 5, 1, 2);
    bind_to_return(block, 2, 0, 3);
    bind_to_return(block, 5, 0, 1);
    bind_to_return(block, 7, 0, 0);
    CHECK(debt_of(block, 7) == kNoDebt);
    CHECK(debt_of(block, 2) == 0);
    REQUIRE(debt_of(block, 5) == 1);
    CHECK(block.bond_programme[1] == 1);
    CHECK(block.bond_years == std::vector<std::uint8_t>{3, 2});
    block.stage[2] = kMaster1;  // studies on at home: the debt waits
    Population population;
    population.movers.push_back(block);
    YearRecord record(3, 2);
    work_off(population, record);
    CHECK(record.bonded == std::vector<std::int64_t>{10, 10});
    CHECK(population.movers[0].bond_years == std::vector<std::uint8_t>{3, 1});
    work_off(population, record);
    CHECK(population.movers[0].bond_slot == std::vector<std::uint32_t>{2});
}

TEST_CASE("Who owes a return comes back more often, and owes no more after the years of the bond") {
    std::vector<Population> after;
    Policy policy = plain();
    const std::vector<YearRecord> bound = run(policy, &after);
    set_all(policy.programmes[kAward].bond_years, 0);
    const std::vector<YearRecord> free = run(policy);
    std::int64_t bound_stay = 0, free_stay = 0, defaulted = 0;
    for (std::size_t t = 0; t < bound.size(); ++t) {
        CHECK(bound[t].awards == free[t].awards);  // whom the bond keeps is nobody's price
        bound_stay += bound[t].settled(HOM, NEA) + bound[t].settled(HOM, FAR);
        free_stay += free[t].settled(HOM, NEA) + free[t].settled(HOM, FAR);
        defaulted += bound[t].defaulted[kAward];
        CHECK(free[t].bonded[kAward] == 0);
    }
    CHECK(bound_stay < free_stay);
    CHECK(defaulted > 0);
    CHECK(defaulted < bound_stay / 10);
    // A cohort's bachelors of 2003 have studied and worked off five years by 2020, but for the few
    // who stayed abroad.
    for (const MoverBlock& block : after.back().movers) {
        if (block.origin != HOM || block.cohort != 2003) continue;
        for (std::size_t k = 0; k < block.bond_slot.size(); ++k) {
            const std::uint32_t slot = block.bond_slot[k];
            CHECK((block.host[slot] != kAtHome || block.stage[slot] == kLeft));
        }
    }
}

TEST_CASE("Where two programmes would share their draws, the later one is given others") {
    const World world = small_world();
    Policy policy = plain();
    policy.programmes.push_back(policy.programmes[kAward]);
    Programme& late = policy.programmes.back();
    for (int n = 0; option_code("NEA", late.id) != option_code("FAR", ""); ++n) {
        late.id = fmt::format("p{}", n);
    }
    separate_draws(world, policy);
    CHECK(draws_of(policy.programmes[kAward]) == "abroad-award");
    CHECK(draws_of(policy.programmes[kGrant]) == "home-grant");
    CHECK(draws_of(late) == late.id + "#1");
    CHECK(option_code("NEA", draws_of(late)) != option_code("FAR", ""));
}

TEST_CASE("A programme that a scenario adds moves nobody before its first places") {
    Policy policy = plain();
    const std::vector<YearRecord> base = run(policy);
    Programme added = policy.programmes[kAward];
    added.id = "nomad";
    set_all(added.places, 0);
    const World world = small_world();
    for (std::size_t t = world.index(2017); t < world.years(); ++t) added.places[t] = 150;
    policy.programmes.push_back(added);
    const std::vector<YearRecord> years = run(policy);
    for (std::size_t t = 0; t < world.index(2017); ++t) {
        CHECK(years[t].stock == base[t].stock);
        CHECK(years[t].returns == base[t].returns);
        CHECK(years[t].awards[kAward] == base[t].awards[kAward]);
    }
    CHECK(years[world.index(2017)].awards[2] == 150);
}
