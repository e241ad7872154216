// SPDX-License-Identifier: MIT
#pragma once
#include <functional>
#include <set>
#include <tuple>
#include <vector>

#include "models/phases/staff.hpp"
#include "tests/support/small_world.hpp"

namespace keruen::test {

inline constexpr std::size_t kHom = 0, kNea = 1, kFar = 2;
inline constexpr Year kChange = 2016;

/// Who: origin, cohort, position.
using Person = std::tuple<int, Year, std::uint32_t>;

inline Person person(const StaffBlock& block, std::size_t row) {
    return {block.origin, block.cohort, block.position[row]};
}

inline Workers& workers() {
    static Workers two(2);
    return two;
}

inline Ready& small() {
    static const std::unique_ptr<Ready> ready = make_ready(workers());
    return *ready;
}

inline void set(Series& series, std::size_t region, double value, Year from = kChange) {
    const World& world = small().world;
    for (std::size_t t = world.index(from); t < world.years(); ++t) series(region, t) = value;
}

/// A run of the small world under a policy, kept whole.
struct Run {
    Policy policy;
    Setup setup;
    State state;
    std::vector<YearRecord> years;

    explicit Run(Year last, const std::function<void(Policy&)>& change = {},
                 const std::function<void(Parameters&)>& tune = {})
        : policy(small().policy), setup(small().setup) {
        if (change) change(policy);
        if (tune) tune(setup.parameters);
        setup.policy = &policy;
        state = initial_state(setup);
        Schedule<YearWork> schedule = academic_year(setup, workers());
        while (state.next <= last) {
            years.push_back(simulate_year(setup, schedule, state, true));
        }
    }
    Run(const Run&) = delete;
    const StaffRecord& staff(Year year) const { return years[small().world.index(year)].staff; }
};

inline std::int64_t people(const RankCount& count, std::size_t region) {
    std::int64_t n = 0;
    for (std::size_t k = 0; k < kRanks; ++k) n += count(region, k);
    return n;
}

/// Natives of a region who are at home, or have a post abroad.
inline std::set<Person> natives(const std::vector<StaffBlock>& blocks, std::size_t region,
                                Post post) {
    std::set<Person> who;
    for (const StaffBlock& block : blocks) {
        if (block.origin != region || block.recruits) continue;
        for (std::size_t i = 0; i < block.size(); ++i) {
            if (block.post[i] == static_cast<std::uint8_t>(post)) who.insert(person(block, i));
        }
    }
    return who;
}

}  // namespace keruen::test
