// SPDX-License-Identifier: MIT
// Programmes of kind `staff`: who trains abroad, where, at what cost, and what a bond does.
#include <algorithm>
#include <catch2/catch.hpp>
#include <map>

#include "staff_run.hpp"

using namespace keruen;
using namespace keruen::test;

namespace {

/// Who is away for training, and where.
std::map<Person, int> trainees(const Run& run) {
    std::map<Person, int> who;
    for (const StaffBlock& block : run.state.staff) {
        for (std::size_t i = 0; i < block.size(); ++i) {
            const bool away = block.post[i] == static_cast<std::uint8_t>(Post::training);
            if (away) who[person(block, i)] = block.place[i];
        }
    }
    return who;
}

}  // namespace

TEST_CASE("A bond brings those trained abroad home, without one some stay") {
    const auto stayed = [](double bond) {
        const Run run(
            2020, [&](Policy& policy) { add_training(policy, 300, kChange, bond); },
            [](Parameters& p) { p.staff_search = p.settle_bond_default = 0; });
        CHECK(run.staff(2018).away[kHom] >= 300);
        return natives(run.state.staff, kHom, Post::abroad).size();
    };
    CHECK(stayed(5) == 0);
    CHECK(stayed(0) > 100);
}

TEST_CASE("A staff programme sends its people where it pays, and is paid for by the award") {
    const Run run(kChange, [](Policy& policy) {
        Programme& p = add_training(policy, 60, kChange);
        p.hosts = {false, false, true};
        p.fields = 1U << 5 | 1U << 7;
        p.months = 6;
    });
    const std::size_t q = run.policy.programmes.size() - 1;
    const YearRecord& year = run.years.back();
    CHECK(run.years[run.years.size() - 2].awards[q] == 0);
    CHECK(year.awards[q] >= 60);
    CHECK(year.awards[q] == year.holders[q]);
    CHECK(year.demand[q] > 2 * year.awards[q]);
    CHECK(year.training(q, kFar) == year.awards[q]);
    CHECK(year.ledger.programme_living(q, kFar) == year.awards[q] * 11'000);  // half a stipend
    CHECK(year.ledger.programme_tuition(q, kFar) == 0);
    CHECK(year.staff.away[kHom] == year.awards[q]);
    for (const StaffBlock& block : run.state.staff) {
        for (std::size_t i = 0; i < block.size(); ++i) {
            if (block.post[i] != static_cast<std::uint8_t>(Post::training)) continue;
            CHECK((block.field[i] == 5 || block.field[i] == 7));
            CHECK((block.traits[i] & staff_trait::speaks) != 0);
            CHECK(block.bond[i] == 3);
        }
    }
}

TEST_CASE("Lots of one staff programme do not hang on another's") {
    const auto sent = [](double first, double second) {
        const Run run(kChange, [&](Policy& policy) {
            add_training(policy, first, kChange);
            Programme& other = add_training(policy, second, kChange);
            other.id = other.draws = "other";
            other.foreign_language = false;
        });
        return trainees(run);
    };
    const std::map<Person, int> one = sent(60, 0), other = sent(0, 40), both = sent(60, 40);
    CHECK(std::includes(both.begin(), both.end(), one.begin(), one.end()));
    // Who holds the first is no longer asked for the second: a few of 4,000, whose places go on.
    std::size_t kept = 0;
    for (const auto& [who, host] : other) kept += both.contains(who);
    CHECK(kept >= other.size() - 5);
    CHECK(both.size() == one.size() + other.size());
}

TEST_CASE("A staff programme keeps within its budget from its first year on") {
    const Run run(2018, [](Policy& policy) {
        Programme& p = add_training(policy, 500, kChange);
        p.months = 3;  // 5,000 of stipend and 1,000 of travel
        for (double& budget : p.budget) budget = 0.6;
    });
    const std::size_t q = run.policy.programmes.size() - 1;
    for (std::size_t t = small().world.index(kChange); t < run.years.size(); ++t) {
        CHECK(run.years[t].places[q] == 100);
        CHECK(run.years[t].awards[q] == 100);
    }
}

TEST_CASE("Nobody trains behind shut borders or outside a bloc") {
    const Run run(2017, [](Policy& policy) {
        add_training(policy, 50, kChange).hosts = {false, true, false};
        Programme& bloc = add_training(policy, 50, kChange);
        bloc.requires_bloc = kSco;
        for (std::size_t t = small().world.index(2017); t < small().world.years(); ++t) {
            policy.border_open(kNea, t) = 0;
        }
    });
    const std::size_t q = run.policy.programmes.size() - 2;
    const YearRecord &before = run.years[run.years.size() - 2], &shut = run.years.back();
    CHECK(before.awards[q] >= 50);
    CHECK(shut.awards[q] == 0);
    CHECK(before.awards[q + 1] == 0);
}

TEST_CASE("A bond keeps at home who would otherwise leave") {
    const Run run(
        2020, [](Policy& policy) { add_training(policy, 400, kChange); },
        [](Parameters& p) {
            p.staff_search = 1;
            p.staff_home = 0;
            p.settle_bond_default = 0;
        });
    CHECK(people(run.staff(2020).emigrated, kHom) > 0);
    for (const StaffBlock& block : run.state.staff) {
        for (std::size_t i = 0; i < block.size(); ++i) {
            if (block.bond[i] > 0) {
                CHECK(block.post[i] != static_cast<std::uint8_t>(Post::abroad));
            }
        }
    }
}
