// SPDX-License-Identifier: MIT
// Coupling: under the same keyed draws an improved alternative only gains students, and gains each
// from what he or she had before. Exact statements about persons: no tolerance, no false alarm.
#include <catch2/catch.hpp>
#include <functional>
#include <limits>

#include "models/phases/govern.hpp"
#include "models/phases/visa_enrol.hpp"
#include "tests/support/one_year.hpp"
#include "tests/support/small_world.hpp"

using namespace keruen;
using namespace keruen::test;

namespace {

constexpr std::uint64_t kWorlds = 2000;
constexpr Year kYear = 2013;
constexpr std::size_t kAward = 0;

/// Where somebody goes: a host and how it is paid for.
struct Way {
    RegionIndex host = kAtHome;
    ProgrammeIndex programme = kSelfFunded;
    bool operator==(const Way&) const = default;
};

/// One change of policy and the moves that it may cause.
struct Change {
    const char* what;
    std::function<void(Policy&, std::size_t t)> make;
    std::function<bool(const Way& from, const Way& to)> may_move;
};

/// [block][slot]: the way each person likes best, or the place each has obtained.
using Ways = std::vector<std::vector<Way>>;

struct World3 {
    Workers workers{1};
    std::unique_ptr<Ready> ready;
    std::size_t t = 0;

    World3() {
        World world = small_world();
        Policy policy = small_policy(world);
        t = world.index(kYear);
        policy.programmes[0].tuition_share.assign(world.years(), 0.8);
        policy.programmes[1].places.assign(world.years(), kNoLimit);
        ready = make_ready(workers, std::move(world), std::move(policy));
        // About 250 people a world: few enough for thousands of worlds, from all three origins.
        ready->setup.weights = {{40, 4000}, {40, 4000}, {40, 4000}};
    }
    static constexpr double kNoLimit = std::numeric_limits<double>::infinity();

    YearTables tables() {
        return govern(ready->setup, kYear, initial_state(ready->setup).memory, workers);
    }

    Ways best(const YearTables& year_tables, const Population& start) {
        Population population = start;
        const Applicants applicants = decide(ready->setup, kYear, year_tables, population, workers);
        Ways ways = nowhere(start);
        for (std::size_t i = 0; i < applicants.size(); ++i) {
            if (applicants.first[i] == applicants.first[i + 1]) continue;
            set(year_tables, start, applicants, i, applicants.ranked[applicants.first[i]], ways);
        }
        return ways;
    }

    Ways placed(const YearTables& year_tables, const Population& start) {
        Population population = start;
        const Applicants applicants =
            decide(ready->setup, kYear, year_tables, population, workers, true);
        Ways ways = nowhere(start);
        for (std::size_t i = 0; i < applicants.size(); ++i) {
            if (applicants.placed[i] == kNotPlaced) continue;
            set(year_tables, start, applicants, i, applicants.placed[i], ways);
        }
        return ways;
    }

    Ways enrolled(const YearTables& year_tables, const Population& start) {
        Population population = start;
        const Applicants applicants =
            decide(ready->setup, kYear, year_tables, population, workers, true);
        YearRecord record(3, ready->policy.programmes.size());
        visa_enrol(ready->setup, kYear, year_tables, population, applicants, record, workers);
        Ways ways = nowhere(start);
        for (std::size_t b = 0; b < ways.size(); ++b) {
            const MoverBlock& block = population.movers[b];
            for (std::size_t i = 0; i < block.size(); ++i) {
                ways[b][i] = {block.host[i], block.programme[i]};
            }
        }
        return ways;
    }

    using Outcome = Ways (World3::*)(const YearTables&, const Population&);

    /// Over all worlds, nobody's outcome changes but as the change of policy may cause. Returns how
    /// many did.
    std::size_t moved_only_towards(const Change& change, Outcome outcome) {
        const YearTables before = tables();
        change.make(ready->policy, t);
        const YearTables after = tables();
        std::size_t moved = 0, astray = 0;
        for (std::uint64_t world = 0; world < kWorlds; ++world) {
            ready->setup.seed = 1000 + world;
            const Population people = mixed_population(ready->setup, kYear, workers);
            const Ways a = (this->*outcome)(before, people), b = (this->*outcome)(after, people);
            for (std::size_t block = 0; block < a.size(); ++block) {
                for (std::size_t i = 0; i < a[block].size(); ++i) {
                    if (a[block][i] == b[block][i]) continue;
                    ++moved;
                    if (!change.may_move(a[block][i], b[block][i])) ++astray;
                }
            }
        }
        CHECK(astray == 0);
        return moved;
    }

private:
    static Ways nowhere(const Population& population) {
        Ways ways;
        for (const MoverBlock& block : population.movers) ways.emplace_back(block.size());
        return ways;
    }
    static void set(const YearTables& year_tables, const Population& population,
                    const Applicants& applicants, std::size_t i, std::size_t option, Ways& ways) {
        const MoverBlock& block = population.movers[applicants.block[i]];
        const Option& way = year_tables.options(block.origin, applicants.level[i] - 1U)[option];
        ways[applicants.block[i]][applicants.slot[i]] = {way.host, way.programme};
    }
};

Change lower_fee() {
    return {"a lower fee at NEA",
            [](Policy& policy, std::size_t t) {
                for (std::size_t o : {0U, 2U}) policy.tuition_foreign(o, 1, t) *= 0.6;
            },
            [](const Way&, const Way& to) { return to.host == 1; }};
}

Change more_promotion() {
    return {"more promotion of FAR",
            [](Policy& policy, std::size_t t) { policy.promotion(2, t) = 5000; },
            [](const Way&, const Way& to) { return to.host == 2; }};
}

Change more_agreements() {
    return {"more agreements of HOM with NEA",
            [](Policy& policy, std::size_t t) { policy.agreements(0, 1, t) = 9; },
            [](const Way&, const Way& to) { return to.host == 1; }};
}

Change longer_work_permit() {
    return {"two years of work after graduation at NEA",
            [](Policy& policy, std::size_t t) { policy.post_study_months(1, t) = 24; },
            [](const Way&, const Way& to) { return to.host == 1; }};
}

Change higher_stipend() {
    return {"a higher stipend",
            [](Policy& policy, std::size_t t) { policy.programmes[kAward].stipend[t] *= 1.5; },
            [](const Way&, const Way& to) { return to.programme == kAward; }};
}

Change more_places() {
    return {"more places of the award",
            [](Policy& policy, std::size_t t) { policy.programmes[kAward].places[t] *= 3; },
            [](const Way&, const Way& to) { return to.programme == kAward; }};
}

Change fewer_refusals() {
    return {"fewer visas refused at FAR",
            [](Policy& policy, std::size_t t) {
                for (std::size_t o = 0; o < 3; ++o) policy.refusal(o, 2, t) = 0.02;
            },
            [](const Way&, const Way& to) { return to.host == 2; }};
}

}  // namespace

TEST_CASE("An improved alternative takes first choices only to itself", "[coupling]") {
    for (const Change& change : {lower_fee(), more_promotion(), more_agreements(),
                                 longer_work_permit(), higher_stipend()}) {
        INFO(change.what);
        CHECK(World3().moved_only_towards(change, &World3::best) > 100);
    }
}

TEST_CASE("Where nothing else is rationed, more places take people only to themselves",
          "[coupling]") {
    CHECK(World3().moved_only_towards(more_places(), &World3::placed) > 100);
}

TEST_CASE("Fewer refusals only add to who enrols at the host", "[coupling]") {
    CHECK(World3().moved_only_towards(fewer_refusals(), &World3::enrolled) > 100);
}

TEST_CASE("A worse alternative only loses", "[coupling]") {
    const Change dearer{"a higher fee at NEA",
                        [](Policy& policy, std::size_t t) { policy.tuition_foreign(0, 1, t) *= 2; },
                        [](const Way& from, const Way&) { return from.host == 1; }};
    CHECK(World3().moved_only_towards(dearer, &World3::best) > 100);
}
