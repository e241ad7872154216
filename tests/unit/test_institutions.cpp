// SPDX-License-Identifier: MIT
#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <numeric>

#include "models/institutions/funding.hpp"
#include "models/institutions/maturity.hpp"
#include "models/institutions/office.hpp"
#include "models/institutions/placement.hpp"
#include "models/phases/award_admit.hpp"
#include "models/phases/institutions.hpp"
#include "models/phases/place.hpp"
#include "models/state_file.hpp"
#include "tests/support/small_world.hpp"
#include "tests/unit/scratch_folder.hpp"

namespace keruen {
namespace {

Institutions made(const test::Ready& ready) {
    return make_institutions(ready.world, ready.setup.parameters, ready.setup.seed,
                             ready.setup.origin_keys);
}

struct Begun {
    Institutions all;
    TierCutoffs cutoffs;
    Memory memory;
    explicit Begun(const Setup& setup) { begin_institutions(setup, all, cutoffs, memory); }
};

/// All years of a run, with the state at their end.
struct Finished {
    State state;
    std::vector<YearRecord> years;
};

Finished finish(const Setup& setup, Workers& workers) {
    Finished run{initial_state(setup), {}};
    Schedule<YearWork> schedule = academic_year(setup, workers);
    while (run.state.next <= setup.world->last) {
        run.years.push_back(simulate_year(setup, schedule, run.state, true));
    }
    return run;
}

double sum(const std::vector<double>& column, const Institutions& all, std::size_t region) {
    return std::accumulate(column.begin() + all.begin[region],
                           column.begin() + all.begin[region + 1], 0.0);
}

}  // namespace

TEST_CASE("as many institutions are open in a year as the data say") {
    Workers workers(2);
    World world = test::small_world();
    for (std::size_t t = 0; t < world.years(); ++t) {
        world.institutions.number(0, t) = t < 5 ? 12 + static_cast<double>(t) : 14 - (t > 10);
    }
    const auto ready = test::make_ready(workers, world, test::small_policy(world));
    Institutions all = made(*ready);
    for (std::size_t t = 0; t < world.years(); ++t) {
        for (std::size_t i = 0; i < all.size(); ++i) {
            all.open[i] = takes_students(all, world, ready->policy, i, world.year(t)) ? 1 : 0;
        }
        CHECK(number_open(all, 0) == world.institutions.number(0, t));
        CHECK(number_open(all, 2) == Approx(400));
    }
}

TEST_CASE("a home region with few institutions has each as an agent, and nobody is named") {
    Workers workers(1);
    const auto ready = test::make_ready(workers);
    const Institutions all = made(*ready);
    CHECK(all.begin[1] - all.begin[0] == 12 + kBranchPool);
    CHECK(all.id[0] == "HOM-001");
    CHECK(all.id[12] == "HOM-B01");
    CHECK(all.stands_for[0] == 1);
    // 400 institutions of a context region: a sample, without branch campuses
    CHECK(all.begin[3] - all.begin[2] == 40);
    CHECK(all.stands_for[all.begin[2]] == 10);
}

TEST_CASE("institutions are the same under every policy and differ with the seed") {
    Workers workers(1);
    const auto one = test::make_ready(workers);
    const auto other = test::make_ready(workers);
    other->policy.branch_campuses = Series({3, other->world.years()}, 7.0);
    CHECK(made(*one).size_share == made(*other).size_share);
    CHECK(made(*one).standing == made(*other).standing);
    other->setup.seed = 2;
    CHECK(made(*one).size_share != made(*other).size_share);
}

TEST_CASE("shares of seats add up to one in each region and level") {
    Workers workers(1);
    const auto ready = test::make_ready(workers);
    const Institutions all = made(*ready);
    for (std::size_t r = 0; r < 3; ++r) {
        CHECK(sum(all.size_share, all, r) == Approx(1));
        for (std::size_t level = 0; level < kLevels; ++level) {
            double total = 0;
            for (std::size_t i = all.begin[r]; i < all.begin[r + 1]; ++i) {
                total += all.seat_share(i, level);
            }
            CHECK(total == Approx(1));
        }
    }
}

TEST_CASE("kinds of institutions have the shares of the table") {
    Workers workers(1);
    const auto ready = test::make_ready(workers);
    const Institutions all = made(*ready);
    std::array<int, 6> models{};
    int state = 0;
    for (std::size_t i = 0; i < 12; ++i) {
        ++models[static_cast<std::size_t>(all.origin_model[i])];
        state += all.sector[i] == Sector::state;
    }
    CHECK(state == 6);
    CHECK(models[static_cast<std::size_t>(OriginModel::adopted_foreign)] == 1);
    CHECK(models[static_cast<std::size_t>(OriginModel::intergovernmental)] == 1);
    CHECK(models[static_cast<std::size_t>(OriginModel::nazarbayev)] == 1);
    for (std::size_t i = 0; i < 12; ++i) {
        if (all.origin_model[i] == OriginModel::nazarbayev) CHECK(all.tier[i] == 0);
    }
}

TEST_CASE("students at home are spread over institutions by ability tier and size") {
    // 60,000 draws; a share of s strays by more than 5 standard deviations (0.2 % at 0.01) once in
    // two million comparisons.
    Workers workers(1);
    const auto ready = test::make_ready(workers);
    const Setup& setup = ready->setup;
    Finished run = finish(setup, workers);
    const Institutions& all = run.state.institutions;
    const Year year = 2012;
    std::vector<double> placed(all.size(), 0.0);
    constexpr std::uint32_t n = 60'000;
    for (std::uint32_t person = 0; person < n; ++person) {
        const auto ability = static_cast<std::uint8_t>(person % 256);
        const Placed student{0, year, person, ability, Level::bachelor, year, kAtHome};
        ++placed[institution_of(setup, all, run.state.cutoffs, student)];
    }
    double open = 0;
    for (std::size_t i = 0; i < all.begin[1]; ++i) {
        if (takes_students(all, ready->world, ready->policy, i, year)) open += all.seat_share(i, 0);
    }
    for (std::size_t i = 0; i < all.begin[1]; ++i) {
        const bool is_open = takes_students(all, ready->world, ready->policy, i, year);
        const double share = is_open ? all.seat_share(i, 0) / open : 0;
        const double error = 5 * std::sqrt(share * (1 - share) / n) + 1.0 / 256;
        CHECK(placed[i] / n == Approx(share).margin(error));
    }
    for (std::size_t i = all.begin[1]; i < all.size(); ++i) CHECK(placed[i] == 0);
}

TEST_CASE("abler students sit in better tiers") {
    Workers workers(1);
    const auto ready = test::make_ready(workers);
    Finished run = finish(ready->setup, workers);
    const Institutions& all = run.state.institutions;
    for (std::uint32_t person = 0; person < 200; ++person) {
        std::size_t tier = kTiers;
        for (const int ability : {0, 100, 180, 255}) {
            const Placed student{
                0,    2012,   person, static_cast<std::uint8_t>(ability), Level::bachelor,
                2012, kAtHome};
            const std::size_t now =
                all.tier[institution_of(ready->setup, all, run.state.cutoffs, student)];
            CHECK(now <= tier);
            tier = now;
        }
    }
}

TEST_CASE("a branch campus takes students only from others") {
    Workers workers(1);
    const auto base = test::make_ready(workers);
    const auto more = test::make_ready(workers);
    more->policy.branch_campuses = Series({3, more->world.years()}, 20.0);
    // The same cutoffs: what is asked is who moves within a tier.
    const Finished run = finish(base->setup, workers);
    const Institutions& all = run.state.institutions;
    const TierCutoffs& cutoffs = run.state.cutoffs;
    int moved = 0;
    for (std::uint32_t person = 0; person < 20'000; ++person) {
        const auto ability = static_cast<std::uint8_t>(person % 256);
        const Placed student{0, 2012, person, ability, Level::bachelor, 2012, kAtHome};
        const std::size_t before = institution_of(base->setup, all, cutoffs, student);
        const std::size_t after = institution_of(more->setup, all, cutoffs, student);
        if (before == after) continue;
        ++moved;
        CHECK(all.branch[after] > 0);
    }
    CHECK(moved > 0);
}

TEST_CASE("the seats of every tier are cleared: filled from the top, none beyond its seats") {
    Workers workers(2);
    World world = test::small_world();
    Policy policy = test::small_policy(world);
    for (std::size_t t = 0; t < world.years(); ++t) policy.foreign_seats(1, t) = 900;
    const auto ready = test::make_ready(workers, world, policy);
    const auto years = test::simulate(ready->setup, workers);
    for (const YearRecord& record : years) {
        const InstitutionYear& year = record.institutions;
        for (std::size_t h = 0; h < 3; ++h) {
            for (std::size_t level = 0; level < kLevels; ++level) {
                std::int64_t seats = 0, people = 0, all_people = 0;
                for (std::size_t k = 0; k < kTiers; ++k) {
                    all_people += year.tier_entrants(h, level, k);
                }
                for (std::size_t k = 0; k + 1 < kTiers; ++k) {
                    seats += year.tier_seats(h, level, k);
                    people += year.tier_entrants(h, level, k);
                    CHECK(people == std::min(seats, all_people));  // unit weights: exactly
                }
            }
        }
        for (std::size_t h = 0; h < 3; ++h) {
            std::int64_t entered = 0, placed = 0;
            for (std::size_t o = 0; o < 3; ++o) entered += record.entrants(o, h);
            const Institutions all = made(*ready);
            for (std::size_t i = all.begin[h]; i < all.begin[h + 1]; ++i) {
                placed += year.foreign_entrants[i];
            }
            CHECK(placed == entered);
        }
    }
}

TEST_CASE("the institution of a foreign student can be told again in later years") {
    Workers workers(2);
    const auto ready = test::make_ready(workers);
    Finished run = finish(ready->setup, workers);
    const Institutions& all = run.state.institutions;
    const Year last = ready->world.last;
    std::vector<std::int64_t> entrants(all.size(), 0);
    for (const MoverBlock& block : run.state.population.movers) {
        for (std::uint32_t i = 0; i < block.size(); ++i) {
            // Who is in the second year now, after the year's end, entered in the last year.
            const int stage = block.stage[i];
            if (block.host[i] == kAtHome || !is_enrolled(stage)) continue;
            if (entered(last + 1, stage) != last) continue;
            const Placed student{block.origin,     block.cohort,    block.first_position + i,
                                 block.ability[i], level_of(stage), last,
                                 block.host[i]};
            entrants[institution_of(ready->setup, all, run.state.cutoffs, student)] += block.weight;
        }
    }
    for (std::size_t i = 0; i < all.size(); ++i) {
        CHECK(entrants[i] <= run.years.back().institutions.foreign_entrants[i]);
    }
    CHECK(std::accumulate(entrants.begin(), entrants.end(), std::int64_t{0}) > 1000);
}

TEST_CASE("institutions are the same on any number of threads and after a checkpoint",
          "[parallel]") {
    Workers one(1), four(4);
    const auto ready = test::make_ready(one);
    const Finished a = finish(ready->setup, one);
    ready->setup.chunk = 1000;
    const Finished b = finish(ready->setup, four);
    for (std::size_t t = 0; t < a.years.size(); ++t) {
        const InstitutionYear &x = a.years[t].institutions, &y = b.years[t].institutions;
        CHECK(x.foreign_entrants == y.foreign_entrants);
        CHECK(x.tier_entrants == y.tier_entrants);
        CHECK(x.recorded == y.recorded);
    }
    const ScratchFolder folder("institutions");
    const auto path = folder.path / "state";
    State half = initial_state(ready->setup);
    Schedule<YearWork> schedule = academic_year(ready->setup, one);
    while (half.next <= 2012) simulate_year(ready->setup, schedule, half, false);
    save_state(path, half, "key");
    std::optional<State> loaded = load_state(path, ready->setup, "key");
    REQUIRE(loaded);
    while (loaded->next <= ready->world.last) {
        const std::size_t t = ready->world.index(loaded->next);
        const YearRecord record = simulate_year(ready->setup, schedule, *loaded, false);
        CHECK(record.institutions.recorded == a.years[t].institutions.recorded);
    }
    CHECK(loaded->cutoffs.foreign == a.state.cutoffs.foreign);
}

TEST_CASE("institutions hold the foreign students of their region") {
    Workers workers(2);
    const auto ready = test::make_ready(workers);
    Finished run = finish(ready->setup, workers);
    const Institutions& all = run.state.institutions;
    for (std::size_t h = 0; h < 3; ++h) {
        std::int64_t stock = 0, home = 0;
        for (std::size_t o = 0; o < 3; ++o) stock += run.years.back().stock(o, h);
        for (std::size_t l = 0; l < 3; ++l) home += run.years.back().home_students(h, l);
        CHECK(sum(all.foreign, all, h) == Approx(static_cast<double>(stock)).epsilon(1e-9));
        CHECK(sum(all.students, all, h) == Approx(static_cast<double>(stock + home)).epsilon(1e-9));
    }
}

TEST_CASE("throughput of an office rises with posts, skill and phase and falls with reports") {
    Workers workers(1);
    const auto ready = test::make_ready(workers);
    Begun begun(ready->setup);
    Institutions& all = begun.all;
    const Parameters& p = ready->setup.parameters;
    all.office_fte[0] = 3;
    const auto rises = [&](auto& column, double step) {
        const auto old = column[0];
        const double before = office_throughput(all, 0, p);
        column[0] = static_cast<std::decay_t<decltype(column[0])>>(column[0] + step);
        const double after = office_throughput(all, 0, p);
        column[0] = old;
        return after > before;
    };
    CHECK(rises(all.office_fte, 1));
    CHECK(rises(all.english, 0.1));
    CHECK(rises(all.trained, 0.1));
    CHECK(rises(all.phase, 1));
    CHECK(!rises(all.reporting_share, 0.1));
    const double before = office_throughput(all, 0, p);
    all.office_fte[0] = 0;
    CHECK(office_throughput(all, 0, p) == 0);
    CHECK(before > 0);
}

TEST_CASE("levers of the office move what they should") {
    Workers workers(2);
    const auto base = test::make_ready(workers);
    const auto end = [&](Series Policy::*lever, double value) {
        const auto ready = test::make_ready(workers);
        ready->policy.*lever = Series({3, ready->world.years()}, value);
        return finish(ready->setup, workers).state.institutions;
    };
    const Institutions plain = finish(base->setup, workers).state.institutions;
    const Parameters& p = base->setup.parameters;
    const auto slots = [&](const Institutions& all) {
        double total = 0;
        for (std::size_t i = 0; i < all.begin[1]; ++i) total += office_throughput(all, i, p);
        return total;
    };
    CHECK(slots(end(&Policy::office_posts, 2)) > slots(plain));
    CHECK(slots(end(&Policy::office_training, 0.5)) > slots(plain));
    CHECK(slots(end(&Policy::reporting, 0.6)) < slots(plain));
    CHECK(slots(end(&Policy::office_association, 1)) > slots(plain));
    CHECK(end(&Policy::office_salary, 1.2).turnover[0] < plain.turnover[0]);
    CHECK(sum(end(&Policy::agreement_growth, 0.2).agreements.values(), plain, 0) >
          sum(plain.agreements.values(), plain, 0));
    CHECK(sum(end(&Policy::english_offer, 0.5).english_share, plain, 0) >
          sum(plain.english_share, plain, 0));
    CHECK(sum(end(&Policy::double_degrees, 5).double_degrees, plain, 0) >
          sum(plain.double_degrees, plain, 0));
    CHECK(sum(end(&Policy::autonomy, 1).research, plain, 0) > sum(plain.research, plain, 0));
    CHECK(sum(end(&Policy::bologna_offices, 1).reporting_share, plain, 0) <
          sum(plain.reporting_share, plain, 0));
}

TEST_CASE("an English-taught offer draws students, and none before the reference differs") {
    Workers workers(2);
    const auto base = test::make_ready(workers);
    const auto more = test::make_ready(workers);
    for (std::size_t t = 10; t < more->world.years(); ++t) more->policy.english_offer(2, t) = 1;
    const auto before = test::simulate(base->setup, workers);
    const auto after = test::simulate(more->setup, workers);
    for (std::size_t t = 0; t <= 10; ++t) CHECK(before[t].entrants == after[t].entrants);
    CHECK(after.back().stock(0, 2) > before.back().stock(0, 2));
}

TEST_CASE("less public funding raises fees, and funding as it is changes nothing") {
    const World world = test::small_world();
    Policy policy = test::small_policy(world);
    const Policy before = policy;
    const Parameters p;
    answer_funding(world, p, policy);
    CHECK(policy.tuition_home == before.tuition_home);
    CHECK(policy.tuition_foreign == before.tuition_foreign);
    policy.public_funding(1, 3) = 0.5;
    answer_funding(world, p, policy);
    CHECK(policy.tuition_home(1, 3) == Approx(2000 * std::pow(2, p.fees_funding)));
    CHECK(policy.tuition_foreign(0, 1, 3) > before.tuition_foreign(0, 1, 3));
    CHECK(policy.tuition_home(1, 2) == before.tuition_home(1, 2));
}

TEST_CASE("a university's own table takes the place of the institution nearest in size") {
    Workers workers(1);
    World world = test::small_world();
    const double unknown = std::nan("");
    ImportedInstitution own;
    own.id = "mine";
    own.region = 1;
    own.year = 2015;
    own.sector = Sector::private_;
    own.students = 20'000;
    own.foreign = 500;
    own.double_degrees = 7;
    own.tuition_relative = own.ministry_support = own.quality = own.office_fte = unknown;
    own.bologna_office = own.english = own.trained = own.agreements = unknown;
    own.ects_formal = own.ects_effective = own.english_share = own.digital = own.research = unknown;
    world.own_institutions.push_back(own);
    const auto ready = test::make_ready(workers, world, test::small_policy(world));
    const auto plain = test::make_ready(workers);
    const Institutions all = made(*ready);
    REQUIRE(all.size() == made(*plain).size());
    const auto at =
        static_cast<std::size_t>(std::find(all.id.begin(), all.id.end(), "mine") - all.id.begin());
    REQUIRE(at < all.size());
    CHECK(all.imported[at] == 1);
    CHECK(std::count(all.imported.begin(), all.imported.end(), 1) == 1);
    CHECK(all.region[at] == 1);
    CHECK(all.size_share[at] == Approx(20'000 / (120'000 * 0.9)));
    CHECK(sum(all.size_share, all, 1) == Approx(1));
    Finished run = finish(ready->setup, workers);
    // five years later on the way back to what the region's rules wish
    CHECK(run.state.institutions.double_degrees[at] < 7);
    CHECK(run.state.institutions.double_degrees[at] >
          finish(plain->setup, workers).state.institutions.double_degrees[at]);
}

TEST_CASE("phases follow from the mean mark by the thresholds") {
    Parameters p;
    CHECK(maturity_phase(p, p.maturity_birth - 1e-9) == 1);
    CHECK(maturity_phase(p, p.maturity_birth) == 2);
    CHECK(maturity_phase(p, p.maturity_enforcement) == 3);
    CHECK(maturity_phase(p, p.maturity_managed) == 4);
    CHECK(maturity_phase(p, p.maturity_optimised) == 5);
    CHECK(maturity_phase(p, std::nan("")) == 1);
    const double unknown = std::nan("");
    const Indicators half{p.maturity_foreign_students / 2, unknown, unknown, unknown,
                          p.maturity_research / 2,         unknown, unknown};
    CHECK(mean_mark(p, half) == Approx(0.5));  // what is unknown does not count
    Indicators beyond = half;
    beyond[0] = 100;
    CHECK(mean_mark(p, beyond) == Approx(0.75));  // nobody earns more than full marks
}

TEST_CASE("indicators that no phase tells are unknown, those told are shared out") {
    Workers workers(1);
    const auto ready = test::make_ready(workers);
    Begun begun(ready->setup);
    Institutions& all = begun.all;
    all.students.assign(all.size(), 100);
    all.foreign.assign(all.size(), 5);
    InstitutionYear year;
    CHECK(indicators_of(all, year, 0)[0] == Approx(0.05));
    for (const std::size_t k : {1, 2, 3}) CHECK(std::isnan(indicators_of(all, year, 0)[k]));
    year.exchange_out.assign(all.size(), 2);
    year.exchange_in.assign(all.size(), 1);
    year.teachers = {520, 500, 500};
    year.foreign_teachers = {26, 0, 0};
    year.visits = {52, 0, 0};
    double seats = 0, foreign = 0, visits = 0;
    for (std::size_t i = 0; i < all.begin[1]; ++i) {
        if (all.open[i] == 0) continue;
        const Indicators x = indicators_of(all, year, i);
        CHECK(x[2] == Approx(0.03));
        seats += all.size_share[i];
        foreign += all.size_share[i] * x[1];
        visits += all.size_share[i] * x[3];
    }
    CHECK(foreign / seats == Approx(26.0 / 520));
    CHECK(visits / seats == Approx(52.0 / 520));
}

TEST_CASE("no indicator of an institution falls because another improves or a branch opens") {
    Workers workers(1);
    const auto ready = test::make_ready(workers);
    Begun begun(ready->setup);
    Institutions& all = begun.all;
    all.students.assign(all.size(), 100);
    all.foreign.assign(all.size(), 5);
    InstitutionYear year;
    year.exchange_out.assign(all.size(), 2);
    year.exchange_in.assign(all.size(), 1);
    year.teachers = {520, 500, 500};
    year.foreign_teachers = {26, 10, 10};
    year.visits = {52, 30, 30};
    std::vector<Indicators> before;
    for (std::size_t i = 0; i < all.size(); ++i) before.push_back(indicators_of(all, year, i));
    const std::size_t better = 3;
    for (auto* column : {&all.research, &all.english_share, &all.digital, &all.quality}) {
        (*column)[better] = 1;
    }
    all.students[better] = 150;
    all.foreign[better] = 55;
    all.double_degrees[better] += 5;
    year.exchange_out[better] = year.exchange_in[better] = 20;
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (all.branch[i] > 0) all.open[i] = 1;
    }
    for (std::size_t i = 0; i < all.size(); ++i) {
        const Indicators now = indicators_of(all, year, i);
        for (std::size_t k = 0; k < now.size(); ++k) CHECK(now[k] >= before[i][k]);
    }
    CHECK(mean_mark(ready->setup.parameters, indicators_of(all, year, better)) >
          mean_mark(ready->setup.parameters, before[better]));
}

}  // namespace keruen
