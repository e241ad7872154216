// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>
#include <numeric>

#include "analysis/ensemble/member.hpp"
#include "analysis/measures/statistics.hpp"
#include "tests/support/small_experiment.hpp"

using namespace keruen;
using namespace keruen::test;

// The seeds are fixed. With 12 pairs, a ratio of variances that were equal in truth would exceed 5
// with a probability of 0.7 % (F distribution, 11 and 11 degrees of freedom).
TEST_CASE("a paired difference varies less than one of independent runs") {
    Workers workers(2);
    const auto base = small_experiment(workers);
    const auto other = small_experiment(workers, [](const World& world, Policy& policy) {
        for (std::size_t t = world.index(2016); t < world.years(); ++t) {
            policy.tuition_foreign(0, 1, t) *= 0.8;
        }
    });
    Moments of_base, of_other, paired;
    for (std::uint64_t seed = 1; seed <= 12; ++seed) {
        auto abroad = [&](Experiment& e) {
            const auto summary = simulate_member(e, {.seed = seed}, workers);
            return static_cast<double>(summary->abroad(summary->years.size() - 1, 0U));
        };
        const double b = abroad(*base), o = abroad(*other);
        of_base.add(b);
        of_other.add(o);
        paired.add(o - b);
    }
    CHECK(paired.mean() > 0);
    CHECK(of_base.variance() + of_other.variance() > 5 * paired.variance());
}
