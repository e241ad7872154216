// SPDX-License-Identifier: MIT
// Whole runs of the small world under policies, plain and extreme. simulate() checks every year
// that each person is in one place, that entries less exits are the change, and that money paid is
// money received.
#include <catch2/catch.hpp>
#include <cmath>
#include <functional>
#include <limits>

#include "models/clearing/clearing.hpp"
#include "models/options.hpp"
#include "tests/support/small_world.hpp"

using namespace keruen;
using namespace keruen::test;

namespace {

constexpr Year kChange = 2016;
constexpr std::size_t kHom = 0, kNea = 1, kFar = 2, kAward = 0, kHomeGrant = 1;
constexpr double kUnbounded = std::numeric_limits<double>::infinity();

using YearChange = std::function<void(Policy&, std::size_t t)>;

/// The small world, made once: its constants are those of the unchanged policy anyway.
Ready& small() {
    static Workers workers(2);
    static const std::unique_ptr<Ready> ready = make_ready(workers);
    return *ready;
}

Policy changed_from_2016(const YearChange& change) {
    const World& world = small().world;
    Policy policy = small().policy;
    for (std::size_t t = world.index(kChange); t < world.years(); ++t) change(policy, t);
    return policy;
}

/// The records of the small world, with events and panel, under a policy.
std::vector<YearRecord> run_under(const Policy& policy) {
    Setup setup = small().setup;
    setup.policy = &policy;
    setup.events = true;
    setup.panel_share = 0.05;
    Workers workers(2);
    return simulate(setup, workers);
}

std::vector<YearRecord> run_with(const YearChange& change) {
    return run_under(changed_from_2016(change));
}

std::uint64_t year_fingerprint(const YearRecord& record) {
    return fingerprint({record});
}

std::vector<YearRecord> since_2016(std::vector<YearRecord> years) {
    years.erase(years.begin(), years.begin() + (kChange - 2003));
    return years;
}

std::int64_t total(const Flow& flow, std::size_t host) {
    return flow(0, host) + flow(1, host) + flow(2, host);
}

struct NamedPolicy {
    const char* what;
    YearChange change;
};

const std::vector<NamedPolicy>& policies() {
    static const std::vector<NamedPolicy> list{
        {"study is free everywhere",
         [](Policy& p, std::size_t t) {
             for (std::size_t o = 0; o < 3; ++o) {
                 p.tuition_home(o, t) = 0;
                 for (std::size_t h = 0; h < 3; ++h) p.tuition_foreign(o, h, t) = 0;
             }
         }},
        {"no programme has a place",
         [](Policy& p, std::size_t t) {
             for (Programme& q : p.programmes) q.places[t] = 0;
         }},
        {"every programme has a place for everyone",
         [](Policy& p, std::size_t t) {
             for (Programme& q : p.programmes) q.places[t] = kUnbounded;
         }},
        {"NEA closes its borders", [](Policy& p, std::size_t t) { p.border_open(kNea, t) = 0; }},
        {"all borders are closed",
         [](Policy& p, std::size_t t) {
             for (std::size_t h = 0; h < 3; ++h) p.border_open(h, t) = 0;
         }},
        {"few seats for foreigners",
         [](Policy& p, std::size_t t) {
             for (std::size_t h = 0; h < 3; ++h) p.foreign_seats(h, t) = 50;
         }},
        {"awards pay a part, and without a bond",
         [](Policy& p, std::size_t t) {
             for (Programme& q : p.programmes) {
                 q.tuition_share[t] = 1.0 / 3;
                 q.stipend[t] = 1234.56;
                 q.bond_years[t] = 0;
             }
         }},
    };
    return list;
}

}  // namespace

TEST_CASE("people and money are conserved, and the past is untouched, under every policy") {
    const std::vector<YearRecord> base = run_with([](Policy&, std::size_t) {});
    for (const NamedPolicy& policy : policies()) {
        INFO(policy.what);
        std::vector<YearRecord> twin;
        REQUIRE_NOTHROW(twin = run_with(policy.change));
        for (std::size_t t = 0; t < base.size(); ++t) {
            INFO(2003 + t);
            // Events and panel too: the same people do the same until the policy changes.
            CHECK((year_fingerprint(twin[t]) == year_fingerprint(base[t])) ==
                  (2003 + static_cast<Year>(t) < kChange));
        }
    }
}

TEST_CASE("without places nobody wins an award, and with places for all nobody is turned away") {
    for (const YearRecord& r : since_2016(run_with(policies()[1].change))) {
        CHECK(r.awards == std::vector<std::int64_t>{0, 0});
    }
    for (const YearRecord& r : since_2016(run_with(policies()[2].change))) {
        CHECK(r.cutoff[kAward] == 0);
        CHECK(r.cutoff[kHomeGrant] == 0);
        CHECK(r.awards[kAward] >= r.demand[kAward]);
        CHECK(r.awards[kAward] > 200);
    }
}

TEST_CASE("a cap on foreign students holds for funded ones too") {
    // The scholarship as one that can be held at NEA alone, with a place for everyone.
    const auto capped = [](double seats) {
        return [seats](Policy& p, std::size_t t) {
            p.programmes[kAward].hosts = {false, true, false};
            p.programmes[kAward].places[t] = 5000;
            p.foreign_seats(kNea, t) = seats;
        };
    };
    const std::vector<YearRecord> open = run_with(capped(kUnbounded)), cap = run_with(capped(200));
    for (std::size_t t = kChange - 2003; t < open.size(); ++t) {
        CHECK(total(open[t].entrants, kNea) > 300);
        CHECK(cap[t].places[kAward] <= 200);
        CHECK(total(cap[t].entrants, kNea) < 200 + 2);  // each capacity by less than an agent
    }
}

TEST_CASE("a quota lets in about as many as it says, whoever stays on beside them") {
    const double quota = 100;
    const std::vector<YearRecord> free = run_with([](Policy&, std::size_t) {});
    const std::vector<YearRecord> kept =
        run_with([&](Policy& p, std::size_t t) { p.quota(kHom, kNea, t) = quota; });
    std::int64_t open = 0, let_in = 0;
    for (std::size_t t = kChange - 2003; t < free.size(); ++t) {
        open += free[t].sought(kHom, kNea) - free[t].refused(kHom, kNea);
        let_in += kept[t].sought(kHom, kNea) - kept[t].refused(kHom, kNea);
    }
    const auto years = static_cast<double>(free.size() - (kChange - 2003));
    CHECK(static_cast<double>(open) / years > 2 * quota);
    CHECK(static_cast<double>(let_in) / years == Approx(quota).epsilon(0.25));
}

TEST_CASE("a closed border lets nobody in, and who is there may stay on") {
    const std::vector<YearRecord> years = run_with(policies()[3].change);
    for (const YearRecord& r : since_2016(years)) {
        for (const Event& e : r.events) {
            if (e.kind == EventKind::move && e.to == kNea) CHECK(e.from == kNea);
        }
        CHECK(total(r.refused, kNea) == 0);
        CHECK(total(r.applicants, kNea) <= total(r.entrants, kNea) + total(r.returns, kNea));
        CHECK(total(r.entrants, kFar) > 0);
    }
    const YearRecord& last = years.back();
    CHECK(total(last.stock, kNea) <
          total(years[static_cast<std::size_t>(kChange) - 2004].stock, kNea) / 5);
}

TEST_CASE("when all borders are closed only those already abroad enrol abroad") {
    for (const YearRecord& r : since_2016(run_with(policies()[4].change))) {
        CHECK(r.first_mobile.values() == std::vector<std::int64_t>(9, 0));
    }
}

TEST_CASE("seats for foreigners are filled and overfilled by nobody at weight one") {
    for (const YearRecord& r : since_2016(run_with(policies()[5].change))) {
        for (const std::size_t host : {kNea, kFar}) {
            std::int64_t admitted = total(r.entrants, host) + total(r.refused, host);
            // Holders of the award do not take these seats.
            for (const Event& e : r.events) {
                if (e.kind == EventKind::award && e.to == host) admitted -= e.weight;
            }
            CHECK(admitted == 50);
        }
    }
}

TEST_CASE("a rationed programme is overfilled by less than one agent") {
    Workers workers(2);
    Setup setup = small().setup;
    const std::int64_t mover = GENERATE(1, 3, 7, 40), stayer = 25;
    for (Weights& w : setup.weights) {
        w = {static_cast<std::uint32_t>(mover), static_cast<std::uint32_t>(stayer)};
    }
    for (const YearRecord& r : simulate(setup, workers)) {
        const std::int64_t heaviest[] = {mover, std::max(mover, stayer)};
        for (const std::size_t q : {kAward, kHomeGrant}) {
            INFO("programme " << q << ", agents of " << mover << " and " << stayer);
            CHECK(r.awards[q] < r.places[q] + heaviest[q]);
            if (r.cutoff[q] > 0) CHECK(r.awards[q] >= r.places[q]);
        }
    }
}

TEST_CASE("every award has a payer: programme money is holders times prices") {
    const Policy policy = changed_from_2016(policies()[6].change);
    const std::vector<YearRecord> years = run_under(policy);
    for (std::size_t t = 0; t < years.size(); ++t) {
        const YearRecord& r = years[t];
        const Programme& award = policy.programmes[kAward];
        const Programme& grant = policy.programmes[kHomeGrant];
        std::int64_t holders = 0;
        for (const std::size_t h : {kNea, kFar}) {
            std::int64_t here = 0;
            for (std::size_t level = 0; level < 3; ++level) {
                here += r.held(kHom, h, kAward + 1, level);
            }
            holders += here;
            CHECK(r.ledger.programme_tuition(kAward, h) ==
                  here * std::llround(award.tuition_share[t] * policy.tuition_foreign(kHom, h, t)));
            CHECK(r.ledger.programme_living(kAward, h) ==
                  here * std::llround(award.stipend[t] + award.travel[t]));
        }
        CHECK(holders == r.holders[kAward]);
        CHECK(r.ledger.programme_tuition(kAward, kHom) == 0);
        CHECK(r.holders[kHomeGrant] == r.home_grants[kHom]);
        CHECK(r.ledger.programme_tuition(kHomeGrant, kHom) ==
              r.holders[kHomeGrant] *
                  std::llround(grant.tuition_share[t] * policy.tuition_home(kHom, t)));
        CHECK(r.ledger.programme_living(kHomeGrant, kHom) ==
              r.holders[kHomeGrant] * std::llround(grant.stipend[t] + grant.travel[t]));
    }
}

TEST_CASE("what universities receive is every student's fee") {
    const Policy& policy = small().policy;
    const std::vector<YearRecord> years = run_under(policy);
    for (std::size_t t = 0; t < years.size(); ++t) {
        for (std::size_t h = 0; h < 3; ++h) {
            std::int64_t fees = 0;
            for (std::size_t level = 0; level < 3; ++level) {
                fees += years[t].home_students(h, level) * std::llround(policy.tuition_home(h, t));
            }
            for (std::size_t o = 0; o < 3; ++o) {
                fees += years[t].stock(o, h) * std::llround(policy.tuition_foreign(o, h, t));
            }
            CHECK(years[t].ledger.university_income[h] == fees);
        }
    }
}

TEST_CASE("a cheaper host has more first applicants and a dearer one fewer in every later year") {
    const auto fee = [](double factor) {
        return [factor](Policy& p, std::size_t t) { p.tuition_foreign(kHom, kNea, t) *= factor; };
    };
    const auto base = since_2016(run_with([](Policy&, std::size_t) {}));
    const auto cheap = since_2016(run_with(fee(0.5))), dear = since_2016(run_with(fee(2)));
    std::int64_t more = 0;
    for (std::size_t t = 0; t < base.size(); ++t) {
        // In the first year all who look abroad may put the host first anyway.
        CHECK(cheap[t].applicants(kHom, kNea) >= base[t].applicants(kHom, kNea));
        CHECK(dear[t].applicants(kHom, kNea) < base[t].applicants(kHom, kNea));
        CHECK(cheap[t].entrants(kHom, kNea) > base[t].entrants(kHom, kNea));
        more += cheap[t].applicants(kHom, kNea) - base[t].applicants(kHom, kNea);
    }
    CHECK(more > 0);
}

TEST_CASE("faster visas and more dormitories never lower who applies to a host and enrols") {
    const auto year = static_cast<std::size_t>(kChange - 2003);
    const auto ladder = [&](Series Policy::*lever, const std::vector<double>& values) {
        std::int64_t applied = -1, entered = -1, first = 0;
        for (const double value : values) {
            const YearRecord now =
                run_with([&](Policy& p, std::size_t t) { (p.*lever)(kFar, t) = value; })[year];
            CHECK(total(now.applicants, kFar) >= applied);
            CHECK(total(now.entrants, kFar) >= entered);
            applied = total(now.applicants, kFar);
            entered = total(now.entrants, kFar);
            if (first == 0) first = applied;
        }
        CHECK(applied > first);
    };
    ladder(&Policy::visa_processing, {30, 8, 0});
    ladder(&Policy::support, {0, 0.5, 1});
}

TEST_CASE("visas and dormitories count against the reference; free movement waits for no visa") {
    Policy policy = small().policy, reference = policy;
    const World& world = small().world;
    const Parameters p;
    const std::size_t t = world.index(kChange);
    for (std::size_t o = 0; o < 3; ++o) {
        for (std::size_t h = 0; h < 3; ++h) {
            CHECK(reception_utility(world, policy, reference, p, o, h, t) == 0);
        }
    }
    for (Series* series : {&policy.visa_processing, &reference.visa_processing, &policy.support,
                           &reference.support}) {
        for (double& x : series->values()) x *= 1.5;
    }
    Setup setup = small().setup;
    setup.policy = &policy;
    setup.reference = &reference;
    Workers workers(2);
    CHECK(fingerprint(simulate(setup, workers)) == fingerprint(simulate(small().setup, workers)));
    policy.visa_processing(kNea, t) -= 5;
    policy.visa_processing(kFar, t) -= 5;
    CHECK(reception_utility(world, policy, reference, p, kHom, kNea, t) == 0);
    CHECK(reception_utility(world, policy, reference, p, kHom, kFar, t) ==
          Approx(-5 * p.choose_visa_wait));
    policy.support(kFar, t) += 0.1;
    CHECK(reception_utility(world, policy, reference, p, kHom, kFar, t) ==
          Approx(-5 * p.choose_visa_wait + 0.1 * p.choose_support));
}
