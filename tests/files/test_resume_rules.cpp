// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>

#include "models/state_file.hpp"
#include "tests/files/scratch.hpp"
#include "tests/support/small_world.hpp"

using namespace keruen;
using namespace keruen::test;

TEST_CASE("A run with governments that act goes on from a checkpoint as if undisturbed") {
    const Scratch scratch;
    Workers workers(2);
    auto ready = make_ready(workers);
    TargetRule goal;
    goal.from = 2012;
    goal.target = 0.4;
    goal.gain = 10;
    goal.high = 900;
    goal.knob = {&Programme::places, nullptr, 0};
    FeeRule fees;
    fees.from = 2013;
    fees.region = 1;
    fees.origins = {true, false, true};
    fees.weight = 0.5;
    fees.high = 2;
    ready->policy.target_rules.push_back(goal);
    ready->policy.fee_rules.push_back(fees);
    BudgetRule awards;
    awards.from = 2013;
    awards.region = 1;
    awards.programme = 0;
    awards.gain = 1;
    awards.low = 0.5;
    awards.high = 20;
    ready->policy.budget_rules.push_back(awards);
    for (std::size_t t = 8; t < ready->world.years(); ++t) {
        ready->policy.spillover(0, t) = 1;
        ready->policy.quota(0, 1, t) = 500;
        ready->policy.programmes[1].budget[t] = 15;
    }
    const std::vector<YearRecord> whole = simulate(ready->setup, workers);

    State state = initial_state(ready->setup);
    Schedule<YearWork> schedule = academic_year(ready->setup, workers);
    std::vector<YearRecord> parts;
    while (state.next <= ready->world.last) {
        parts.push_back(simulate_year(ready->setup, schedule, state, true));
        save_state(scratch / "run.checkpoint", state, "key");
        state = load_state(scratch / "run.checkpoint", ready->setup, "key").value();
    }
    CHECK(fingerprint(parts) == fingerprint(whole));
}
