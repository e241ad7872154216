// SPDX-License-Identifier: MIT
#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <map>
#include <set>

#include "models/exchange/credits.hpp"
#include "models/exchange/remembered.hpp"
#include "models/exchange/seats.hpp"
#include "models/exchange/terms.hpp"
#include "models/phases/exchange.hpp"
#include "models/phases/govern.hpp"
#include "models/phases/progress.hpp"
#include "models/purposes.hpp"
#include "models/state_file.hpp"
#include "scratch_folder.hpp"
#include "tests/support/small_world.hpp"

using namespace keruen;
using namespace keruen::test;

namespace {

constexpr std::size_t HOM = 0, NEA = 1, FAR = 2;

Programme exchange_grant(const World& world, double places) {
    Programme p;
    p.id = p.name = "exchange-grant";
    p.sponsor = "HOM";
    p.kind = ProgrammeKind::credit;
    p.months = 5;
    p.origins = {true, false, false};
    p.hosts = {false, true, true};
    p.levels = {false, true, true, false};
    p.bond_years.assign(world.years(), 0);
    p.places.assign(world.years(), places);
    p.tuition_share.assign(world.years(), 0);
    p.stipend.assign(world.years(), 12'000);
    p.travel.assign(world.years(), 800);
    return p;
}

/// The small world with a grant for exchange of so many places, and plenty of applicants.
std::unique_ptr<Ready> exchange_world(Workers& workers, double places = 60) {
    World world = small_world(2012);
    world.base = 2009;
    Policy policy = small_policy(world);
    policy.programmes.push_back(exchange_grant(world, places));
    policy.virtual_exchange = Series(policy.virtual_exchange.extents(), 0.2);
    Parameters parameters;
    parameters.exchange_apply = 0.1;
    auto ready = make_ready(workers, std::move(world), std::move(policy), parameters);
    ready->setup.events = true;
    return ready;
}

/// State at the start of a year, simulated up to there.
State state_before(const Setup& setup, Year year, Workers& workers) {
    State state = initial_state(setup);
    Schedule<YearWork> schedule = academic_year(setup, workers);
    while (state.next < year) simulate_year(setup, schedule, state, true);
    return state;
}

/// The exchanges of one year alone, of a given population.
struct OneYear {
    YearRecord record;
    std::vector<LateStudent> late;
};
OneYear one_year(const Setup& setup, const State& before, Workers& workers,
                 const std::function<void(ExchangeSupply&)>& change = {}) {
    State state = before;
    const YearTables tables = govern(setup, state.next, state.memory, workers);
    ExchangeSupply supply = exchange_supply(setup, state.next, state.institutions, state.cutoffs);
    if (change) change(supply);
    OneYear out{YearRecord(setup.regions(), setup.policy->programmes.size()), {}};
    out.late = exchange(setup, state.next, tables, supply, state.population, out.record, workers);
    return out;
}

/// Who went where.
std::map<std::uint64_t, RegionIndex> goers(const YearRecord& record) {
    std::map<std::uint64_t, RegionIndex> who;
    for (const Event& e : record.events) {
        if (e.kind == EventKind::exchange) who[e.person] = e.to;
    }
    return who;
}

std::int64_t total(const Flow& flow) {
    std::int64_t sum = 0;
    for (const std::int64_t n : flow.values()) sum += n;
    return sum;
}

}  // namespace

TEST_CASE("Kazakh credits become ECTS by hours of work, as worked by hand") {
    // 3 credits of 45 h are 135 h: 5.4 credits of 25 h, 4.5 of 30 h.
    CHECK(to_ects(3, 45, 25) == Approx(5.4));
    CHECK(to_ects(3, 45, 30) == Approx(4.5));
    // 10 doctoral credits of 105 h are 1,050 h: 38.2 of 27.5 h.
    CHECK(to_ects(10, 105, 27.5) == Approx(38.1818).epsilon(1e-4));
    // Told as they stand, 12 bachelor's credits would miss the threshold of 15 that they pass.
    CHECK(to_ects(12, 45, 27.5) == Approx(19.636).epsilon(1e-3));
    CHECK(counts_as_mobile(0, to_ects(12, 45, 27.5), true));
}

TEST_CASE("A semester abroad is worth whole credits of the home system") {
    const Parameters p;  // 30 ECTS of 27.5 h in five months: 825 h
    const StayCredits bachelor = stay_credits(p, 5, 45, Recognition::full);
    CHECK(bachelor.home == 18);  // 18.33
    CHECK(bachelor.ects == Approx(18 * 45 / 27.5));
    CHECK(bachelor.lost == 0);
    const StayCredits part = stay_credits(p, 5, 45, Recognition::partial);
    CHECK(part.home == 9);
    CHECK(part.ects == Approx(14.727).epsilon(1e-3));  // just misses 15
    CHECK_FALSE(counts_as_mobile(5, part.ects, true));
    CHECK(counts_as_mobile(5, part.ects, false));  // but it lasted five months
    const StayCredits doctor = stay_credits(p, 5, 105, Recognition::full);
    CHECK(doctor.home == 7);  // 7.86: seven Kazakh credits are more than 15 ECTS
    CHECK(counts_as_mobile(5, doctor.ects, true));
    const StayCredits none = stay_credits(p, 2, 45, Recognition::none);
    CHECK((none.ects == 0 && none.lost == 1));
    CHECK_FALSE(counts_as_mobile(2, none.ects, false));
    CHECK(stay_credits(p, 24, 27.5, Recognition::full).ects == 60);  // at most a year
}

TEST_CASE("Recognition is Europe's where credits count in fact, and worse where they do not") {
    const Parameters p;
    const RecognitionChances europe = recognition_chances(p, 1);
    CHECK(europe.full == Approx(0.73));
    CHECK(europe.any == Approx(0.97));
    double full = 1, any = 1;
    for (const double effective : {1.0, 0.7, 0.3, 0.0}) {
        const RecognitionChances c = recognition_chances(p, effective);
        CHECK((c.full <= full && c.any <= any && c.full <= c.any));
        full = c.full;
        any = c.any;
    }
    CHECK(full == 0);
}

TEST_CASE("People applying of an agent are binomial, and never fewer for a higher chance") {
    // Quantiles of evenly spread words: mean n p to a hundredth of it plus rounding of the grid.
    for (const auto& [n, p] : {std::pair{1U, 0.3}, {40U, 0.02}, {400U, 0.01}, {4000U, 0.1}}) {
        double sum = 0;
        constexpr int kWords = 4096;
        for (int k = 0; k < kWords; ++k) {
            const auto word = static_cast<std::uint32_t>((k + 0.5) / kWords * 0x1p32);
            const std::uint32_t people = people_applying(word, n, p);
            CHECK(people <= n);
            CHECK(people <= people_applying(word, n, std::min(1.0, 1.3 * p)));
            sum += people;
        }
        CHECK(sum / kWords == Approx(n * p).epsilon(0.01).margin(0.002));
    }
    CHECK(people_applying(0, 7, 1) == 7);
    CHECK(people_applying(0xffffffff, 7, 0) == 0);
}

TEST_CASE("Seats go by priority, within the office, the agreement and what the partner takes in") {
    SeatMarket m;
    m.people = {1, 1, 5, 1};
    m.priority = {40, 30, 20, 10};
    m.institution = {0, 0, 0, 1};
    m.origin = {0, 0, 0, 0};
    m.first = {0, 1, 2, 4, 5};
    m.hosts = {1, 1, 1, 2, 1};
    m.slots = {4, 9};
    m.seats = Grid<std::int64_t, 2>({2, 3}, 0);
    m.seats(0, 1) = 1;
    m.seats(0, 2) = 9;
    m.seats(1, 1) = 9;
    m.partner_seats = Grid<std::int64_t, 2>({3, 3}, 9);
    m.partner_seats(0, 1) = 2;
    const Seating s = seat(m);
    CHECK(s.nominated == std::vector<std::uint32_t>{1, 1, 2, 1});
    REQUIRE(s.seats.size() == 3);  // the second finds the one seat taken
    CHECK((s.seats[0].applicant == 0 && s.seats[0].host == 1));
    CHECK((s.seats[1].applicant == 2 && s.seats[1].host == 2 && s.seats[1].people == 2));
    CHECK((s.seats[2].applicant == 3 && s.seats[2].people == 1));
    m.partner_seats(0, 1) = 1;
    CHECK(seat(m).seats.size() == 2);
}

TEST_CASE("What people are born with, recomputed from the key is what enter drew") {
    Workers workers(1);
    auto ready = make_ready(workers);
    const std::size_t trained = ready->world.index(2003);
    ready->policy.language_training(HOM, trained) = 0.5;
    const State state = state_before(ready->setup, 2004, workers);
    const MoverBlock& block = state.population.movers.front();
    REQUIRE((block.origin == HOM && block.cohort == 2003));
    const BirthDraw rules(ready->setup, block.origin, block.cohort);
    REQUIRE(block.size() > 1000);
    for (std::uint32_t i = 0; i < 1000; ++i) {
        const auto lanes = draw(ready->setup.key(block, block.cohort, purpose::birth), i);
        const Born who = rules.born(lanes[0], lanes[1], lanes[2]);
        CHECK(who.ability == block.ability[i]);
        CHECK(who.income == block.income[i]);
        CHECK(who.speaks() == ((block.traits[i] & trait::speaks) != 0));
        CHECK(who.field() == block.traits[i] >> trait::field_shift);
    }
}

TEST_CASE("The awards foreseen are those that progress gives") {
    Workers workers(2);
    auto ready = make_ready(workers);
    State state = state_before(ready->setup, 2009, workers);
    const HomeAwards awards(ready->setup, 2009);
    std::int64_t foreseen = 0;
    for (const MoverBlock& block : state.population.movers) {
        if (2009 - block.cohort >= kStudyYears) continue;
        for (std::uint32_t i = 0; i < block.size(); ++i) {
            if (block.host[i] != kAtHome || !is_enrolled(block.stage[i])) continue;
            foreseen += awards.takes(block.person(i), block.stage[i]);
        }
    }
    for (const StayerBlock& block : state.population.stayers) {
        for (std::uint32_t i = 0; i < block.size(); ++i) {
            const int stage = block.stage[i] & ~kGrantBit;
            if (!is_enrolled(stage)) continue;
            foreseen += awards.takes(
                {block.origin, static_cast<std::uint16_t>(block.cohort), block.first_position + i},
                stage);
        }
    }
    YearRecord record(3, ready->policy.programmes.size());
    progress(ready->setup, 2009, state.population, record, workers);
    std::int64_t given = 0;
    for (const std::int64_t n : record.home_graduates) given += n;
    CHECK(given > 0);
    CHECK(foreseen == given);
}

TEST_CASE("Exchange students go under agreements only, and are enrolled at home throughout") {
    Workers workers(2);
    auto ready = exchange_world(workers);
    const State before = state_before(ready->setup, 2010, workers);
    const OneYear year = one_year(ready->setup, before, workers);
    const Flow people = year.record.exchange.people();
    CHECK(people(HOM, NEA) > 0);
    CHECK(people(HOM, FAR) > 0);
    CHECK(people(HOM, HOM) == 0);  // one country: no partner in the region itself
    CHECK(year.record.exchange.online[HOM] > 0);
    const OneYear without = one_year(ready->setup, before, workers, [&](ExchangeSupply& s) {
        for (std::size_t i = s.begin[HOM]; i < s.begin[HOM + 1]; ++i) s.seats_out(i, FAR) = 0;
    });
    CHECK(without.record.exchange.people()(HOM, FAR) == 0);
    CHECK(without.record.exchange.people()(FAR, HOM) == people(FAR, HOM));
    // Nobody is in a count of degree students for it (conservation is checked every year as well).
    CHECK(total(year.record.stock) == 0);
    CHECK(total(year.record.entrants) == 0);
}

TEST_CASE("Seats of the host follow those of its institutions, and bound who comes") {
    Workers workers(2);
    auto ready = exchange_world(workers);
    const State before = state_before(ready->setup, 2010, workers);
    std::int64_t last = -1;
    for (const double share : {0.0, 0.02, 0.1, 1.0}) {
        double offered = 0;
        const OneYear year = one_year(ready->setup, before, workers, [&](ExchangeSupply& s) {
            for (std::size_t i = s.begin[NEA]; i < s.begin[NEA + 1]; ++i) {
                s.seats_in(i, HOM) *= share;
            }
            offered = s.offered_in()(HOM, NEA);
        });
        const std::int64_t came = year.record.exchange.people()(HOM, NEA);
        CHECK(static_cast<double>(came) <= offered + 0.5);
        CHECK(came >= last);
        last = came;
    }
}

TEST_CASE("A stronger office never nominates or seats fewer") {
    Workers workers(2);
    auto ready = exchange_world(workers);
    const State before = state_before(ready->setup, 2010, workers);
    std::int64_t nominated = -1, seated = -1;
    for (const double factor : {0.0, 0.1, 0.5, 1.0, 3.0, 100.0}) {
        const OneYear year = one_year(ready->setup, before, workers, [&](ExchangeSupply& s) {
            for (double& slots : s.slots) slots *= factor;
        });
        CHECK(year.record.exchange.nominated[HOM] >= nominated);
        CHECK(year.record.exchange.seated[HOM] >= seated);
        nominated = year.record.exchange.nominated[HOM];
        seated = year.record.exchange.seated[HOM];
        if (factor == 0) CHECK(nominated == 0);
    }
    CHECK(seated > 0);
}

TEST_CASE("More places never take anybody else's exchange away; closing a programme lowers it") {
    Workers workers(2);
    auto ready = exchange_world(workers);
    const State before = state_before(ready->setup, 2010, workers);
    Programme& grant = ready->policy.programmes.back();
    const std::size_t q = ready->policy.programmes.size() - 1;
    std::map<std::uint64_t, RegionIndex> last;
    std::int64_t last_awards = -1;
    for (const double places : {0.0, 10.0, 60.0, 500.0}) {
        grant.places.assign(ready->world.years(), places);
        const OneYear year = one_year(ready->setup, before, workers);
        const auto now = goers(year.record);
        for (const auto& [person, host] : last) {
            REQUIRE(now.count(person) == 1);
            CHECK(now.at(person) == host);
        }
        CHECK(now.size() >= last.size());
        CHECK(year.record.awards[q] >= last_awards);
        CHECK(static_cast<double>(year.record.awards[q]) <= places);
        if (places == 0) CHECK(year.record.awards[q] == 0);
        last = now;
        last_awards = year.record.awards[q];
    }
    CHECK(last_awards > 60);
}

TEST_CASE("A grant for one field pays for stays of that field only") {
    Workers workers(2);
    auto ready = exchange_world(workers, 10'000);
    const State before = state_before(ready->setup, 2010, workers);
    Programme& grant = ready->policy.programmes.back();
    const std::size_t q = ready->policy.programmes.size() - 1;
    const auto awards = [&](unsigned fields) {
        grant.fields = static_cast<std::uint16_t>(fields);
        return one_year(ready->setup, before, workers).record.awards[q];
    };
    const std::int64_t all = awards(Programme::kAllFields), one = awards(1U << 6);
    CHECK(all > 0);
    CHECK(one > 0);
    CHECK(one < all / 2);
    CHECK(one + awards(Programme::kAllFields & ~(1U << 6)) == all);
}

TEST_CASE("A common bloc that a policy makes or leaves moves the hosts of exchange") {
    Workers workers(1);
    auto ready = exchange_world(workers);
    const std::size_t t = ready->world.index(2010);
    const double apart = exchange_terms(ready->setup, t)(HOM, FAR).utility;
    ready->policy.same_bloc(HOM, FAR, t) = 1;
    const double together = exchange_terms(ready->setup, t)(HOM, FAR).utility;
    CHECK(together - apart == Approx(ready->setup.parameters.choose_bloc));
}

TEST_CASE("A law of recognition makes more stays count in full, and never fewer") {
    Workers workers(2);
    auto ready = exchange_world(workers);
    const State before = state_before(ready->setup, 2010, workers);
    std::int64_t full = -1;
    for (const double law : {0.0, 0.5, 1.0}) {
        ready->policy.credit_recognition = Series(ready->policy.credit_recognition.extents());
        for (std::size_t t = 0; t < ready->world.years(); ++t) {
            ready->policy.credit_recognition(HOM, t) = law;
        }
        const OneYear year = one_year(ready->setup, before, workers);
        const ExchangeRecord& x = year.record.exchange;
        CHECK(x.full[HOM] >= full);
        if (law == 1) CHECK(x.full[HOM] > full);
        full = x.full[HOM];
        if (law == 1) {
            // 0.73 of those who went; five standard deviations.
            const auto went = static_cast<double>(full + x.partial[HOM] + x.unrecognised[HOM]);
            CHECK(static_cast<double>(full) ==
                  Approx(0.73 * went).margin(5 * std::sqrt(0.73 * 0.27 * went)));
        }
    }
}

TEST_CASE("Unrecognised stays cost a year: the late take their award a year later") {
    Workers workers(2);
    auto ready = exchange_world(workers);
    auto graduates = [&](double full, double delay) {
        ready->setup.parameters.exchange_full = full;
        ready->setup.parameters.exchange_partial = 0;
        ready->setup.parameters.exchange_delay = delay;
        const std::vector<YearRecord> years = simulate(ready->setup, workers);
        std::int64_t sum = 0, delayed = 0;
        for (const YearRecord& y : years) {
            sum += y.home_graduates[HOM];
            delayed += y.exchange.delayed[HOM];
        }
        return std::pair{sum, delayed};
    };
    const auto none = graduates(0.0, 0.0), all = graduates(0.0, 1.0);
    CHECK(none.second == 0);
    CHECK(all.second > 50);
    CHECK(all.first < none.first);
    CHECK(none.first - all.first <= all.second);
}

TEST_CASE("Nobody goes twice in one degree, and graduates with a stay are some of those who went") {
    Workers workers(2);
    auto ready = exchange_world(workers);
    const std::vector<YearRecord> years = simulate(ready->setup, workers);
    std::map<std::uint64_t, int> times;
    std::int64_t went = 0, graduates = 0, by_credits = 0;
    for (const YearRecord& y : years) {
        for (const Event& e : y.events) {
            if (e.kind == EventKind::exchange) ++times[e.person];
        }
        went += total(y.exchange.people());
        graduates += total(y.exchange.graduates);
        by_credits += total(y.exchange.graduates_by_credits);
    }
    for (const auto& [person, n] : times) CHECK(n <= 3);  // one in each degree
    CHECK((0 < by_credits && by_credits <= graduates && graduates <= went));
}

TEST_CASE("Doctoral students go from their second year on, under the hours of a doctoral credit") {
    for (int stage = 0; stage < kStages; ++stage) {
        const bool later = stage != kBachelor1 && stage != kMaster1 && stage != kDoctor1;
        const bool late = stage == kBachelor5 || stage == kMaster3 || stage == kDoctor4;
        CHECK(may_exchange(stage) == (is_enrolled(stage) && later && !late));
    }
    Workers workers(2);
    Parameters p;
    p.progress_continue_master = p.progress_continue_doctoral = 0.5;
    p.exchange_apply = 0.2;
    p.exchange_master = 2;
    p.exchange_full = 0;
    p.exchange_partial = 0.9;
    p.exchange_partial_share = 0.55;
    World world = small_world(2013);
    world.base = 2012;
    const Policy policy = small_policy(world);
    auto ready = make_ready(workers, std::move(world), policy, p);
    const std::size_t t = ready->world.index(2013);
    const State before = state_before(ready->setup, 2013, workers);
    const auto doctoral = [&](double hours) {
        for (const std::size_t r : {HOM, NEA, FAR}) {
            ready->policy.credit_hours_doctoral(r, t) = hours;
        }
        State state = before;
        state.population.stays = {};
        Schedule<YearWork> schedule = academic_year(ready->setup, workers);
        simulate_year(ready->setup, schedule, state, true);
        std::int64_t gone = 0, by_credits = 0;
        const Stays& stays = state.population.stays;
        for (std::size_t k = 0; k < stays.size(); ++k) {
            if (stays.level[k] != static_cast<std::uint8_t>(Level::doctoral)) continue;
            gone += stays.people[k];
            if ((stays.flags[k] & stay_flag::mobile_by_credits) != 0) by_credits += stays.people[k];
        }
        return std::pair{gone, by_credits};
    };
    // Of 825 h abroad 453 are recognised in part: 16 credits of 27.5 h are 16 ECTS, but two of
    // 200 h are 14.5, which just misses.
    const auto small = doctoral(27.5), large = doctoral(200);
    CHECK(small.first > 5);
    CHECK(small.first == large.first);
    CHECK(small.second > 0);
    CHECK(large.second == 0);
}

TEST_CASE("Exchanges are remembered over an interruption", "[parallel]") {
    Workers one(1), two(2);
    auto ready = exchange_world(one);
    const std::uint64_t expected = fingerprint(simulate(ready->setup, one));
    const ScratchFolder folder("exchange");
    State state = initial_state(ready->setup);
    ready->setup.chunk = 999 * 4;
    std::vector<YearRecord> years;
    while (state.next <= ready->world.last) {
        Schedule<YearWork> schedule = academic_year(ready->setup, two);
        years.push_back(simulate_year(ready->setup, schedule, state, true));
        save_state(folder.path / "state", state, "key");
        state = *load_state(folder.path / "state", ready->setup, "key");
    }
    CHECK(fingerprint(years) == expected);
}
