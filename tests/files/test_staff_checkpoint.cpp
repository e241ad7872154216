// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>

#include "models/state_file.hpp"
#include "tests/files/scratch.hpp"
#include "tests/support/small_world.hpp"

using namespace keruen;
using namespace keruen::test;

TEST_CASE("Staff goes on from a checkpoint as if nothing had happened") {
    Workers workers(2);
    const World world = small_world();
    Policy policy = small_policy(world);
    add_training(policy, 20, world.first);  // so that somebody is away, or owes years at home
    const auto ready = make_ready(workers, world, policy, Parameters{});
    Schedule<YearWork> schedule = academic_year(ready->setup, workers);
    const Scratch scratch;
    for (const Year stop : {2008, 2016}) {  // before and after the base year
        State state = initial_state(ready->setup);
        while (state.next < stop) simulate_year(ready->setup, schedule, state, false);
        save_state(scratch / "state", state, "run");
        auto loaded = load_state(scratch / "state", ready->setup, "run");
        REQUIRE(loaded);
        std::vector<YearRecord> straight, resumed;
        for (int k = 0; k < 3; ++k) {
            straight.push_back(simulate_year(ready->setup, schedule, state, true));
            resumed.push_back(simulate_year(ready->setup, schedule, *loaded, true));
        }
        CHECK(fingerprint(straight) == fingerprint(resumed));
    }
}
