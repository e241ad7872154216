// SPDX-License-Identifier: MIT
// A person is the same one under every policy, and in the same place of the tables (ADR 0001).
#include <array>
#include <catch2/catch.hpp>
#include <map>
#include <tuple>

#include "tests/support/small_world.hpp"

using namespace keruen;
using namespace keruen::test;

namespace {

constexpr Year kChange = 2016, kLast = 2018;
constexpr std::size_t kHom = 0;

/// Everything at the end of kLast, if `change` holds from kChange on.
template <class Change>
State state_under(const Ready& ready, Workers& workers, const Change& change) {
    Policy policy = ready.policy;
    for (std::size_t t = ready.world.index(kChange); t < ready.world.years(); ++t) {
        change(policy, t);
    }
    Setup setup = ready.setup;
    setup.policy = &policy;
    State state = initial_state(setup);
    Schedule<YearWork> year = academic_year(setup, workers);
    for (Year y = ready.world.first; y <= kLast; ++y) simulate_year(setup, year, state, true);
    return state;
}

template <class Change>
Population people_under(const Ready& ready, Workers& workers, const Change& change) {
    return std::move(state_under(ready, workers, change).population);
}

std::int64_t entered(const std::vector<std::uint8_t>& stage) {
    return static_cast<std::int64_t>(stage.size()) -
           std::count(stage.begin(), stage.end(), std::uint8_t{kOutside});
}

/// Everybody who entered under `base` has entered under `more`, as the same person but for `free`
/// traits, which others may have in addition.
void check_same_people(const MoverBlock& base, const MoverBlock& more, std::uint8_t free = 0) {
    REQUIRE(more.size() == base.size());
    CHECK(more.first_position == base.first_position);
    CHECK(more.ability == base.ability);
    CHECK(more.income == base.income);
    const auto innate = static_cast<std::uint8_t>(~(trait::ever_mobile | free));
    bool kept = true, superset = true;
    for (std::size_t i = 0; i < base.size(); ++i) {
        kept = kept && (more.traits[i] & innate) == (base.traits[i] & innate);
        superset = superset && ((base.traits[i] & free) & ~more.traits[i]) == 0 &&
                   (base.stage[i] == kOutside || more.stage[i] != kOutside);
    }
    CHECK(kept);
    CHECK(superset);
}

/// Origin, cohort, recruit or not, position.
using Academic = std::tuple<int, Year, bool, std::uint32_t>;
/// What no year changes: motives, career, load, doubts, field, institution.
using Innate = std::array<int, 7>;

std::map<Academic, Innate> academics(const std::vector<StaffBlock>& blocks) {
    constexpr int kMotives = staff_trait::salary | staff_trait::development | staff_trait::career;
    std::map<Academic, Innate> all;
    for (const StaffBlock& block : blocks) {
        for (std::size_t i = 0; i < block.size(); ++i) {
            all[{block.origin, block.cohort, block.recruits, block.position[i]}] = {
                block.traits[i] & kMotives,
                block.start[i],
                block.pace[i],
                block.spread[i],
                block.doubt[i],
                block.field[i],
                block.institution[i]};
        }
    }
    return all;
}

/// More enter, an award is closed to a level of study, and more academics of both kinds are hired.
void change_everything(Policy& p, std::size_t t) {
    p.entry(kHom, t) = 1.2;
    p.programmes[0].levels = {false, false, true, true};
    p.staff.contact_hours(kHom, t) *= 0.8;
    p.staff.foreign_posts(kHom, t) = 50;
}

std::int64_t bachelors_on_award(const Population& population) {
    std::int64_t n = 0;
    for (const MoverBlock& block : population.movers) {
        for (std::size_t i = 0; i < block.size(); ++i) {
            n += static_cast<std::int64_t>(block.programme[i] == 0 && is_enrolled(block.stage[i]) &&
                                           level_of(block.stage[i]) == Level::bachelor);
        }
    }
    return n;
}

}  // namespace

TEST_CASE("a policy that changes entry and levels adds people and makes nobody somebody else") {
    Workers workers(2);
    const std::unique_ptr<Ready> ready = make_ready(workers);
    const Population base = people_under(*ready, workers, [](Policy&, std::size_t) {});
    const Population more = people_under(*ready, workers, change_everything);
    CHECK(bachelors_on_award(base) > 0);
    CHECK(bachelors_on_award(more) == 0);
    REQUIRE(more.movers.size() == base.movers.size());
    REQUIRE(more.stayers.size() == base.stayers.size());
    for (std::size_t b = 0; b < base.movers.size(); ++b) {
        check_same_people(base.movers[b], more.movers[b]);
    }
    for (std::size_t b = 0; b < base.stayers.size(); ++b) {
        const StayerBlock &before = base.stayers[b], &after = more.stayers[b];
        REQUIRE(after.size() == before.size());
        CHECK(after.first_position == before.first_position);
        const bool grows = before.origin == kHom && before.cohort >= kChange;
        const double ratio =
            static_cast<double>(entered(after.stage)) / static_cast<double>(entered(before.stage));
        // 1.2 to within six standard errors of some ten thousand entrants
        CHECK(ratio == Approx(grows ? 1.2 : 1).epsilon(grows ? 0.03 : 1e-12));
    }
}

TEST_CASE("a policy that hires more academics, of both kinds, makes nobody somebody else") {
    Workers workers(2);
    const std::unique_ptr<Ready> ready = make_ready(workers);
    const auto base = academics(state_under(*ready, workers, [](Policy&, std::size_t) {}).staff);
    const auto more = academics(state_under(*ready, workers, change_everything).staff);
    const auto natives = [](const std::map<Academic, Innate>& all) {
        return std::count_if(all.begin(), all.end(), [](const auto& one) {
            return std::get<0>(one.first) == kHom && !std::get<2>(one.first);
        });
    };
    std::size_t recruits = 0, changed = 0;
    for (const auto& [who, innate] : more) {
        const auto found = base.find(who);
        if (found == base.end()) {
            recruits += std::get<2>(who);
        } else {
            changed += found->second != innate;
        }
    }
    CHECK(changed == 0);
    CHECK(natives(more) > natives(base) * 11 / 10);
    CHECK(recruits > 0);
    // Whoever is hired anyway is hired here too: priorities do not depend on how many are wanted.
    std::size_t absent = 0;
    for (const auto& [who, innate] : base) absent += std::get<0>(who) == kHom && !more.count(who);
    CHECK(absent < base.size() / 20);  // some would have come later or gone abroad
}

TEST_CASE("training in languages makes more people speak one and changes nothing else of them") {
    Workers workers(2);
    const std::unique_ptr<Ready> ready = make_ready(workers);
    const Population base = people_under(*ready, workers, [](Policy&, std::size_t) {});
    const Population more = people_under(
        *ready, workers, [](Policy& p, std::size_t t) { p.language_training(kHom, t) = 0.5; });
    const auto speakers = [](const MoverBlock& block) {
        return std::count_if(block.traits.begin(), block.traits.end(),
                             [](std::uint8_t traits) { return (traits & trait::speaks) != 0; });
    };
    for (std::size_t b = 0; b < base.movers.size(); ++b) {
        const MoverBlock &before = base.movers[b], &after = more.movers[b];
        check_same_people(before, after, trait::speaks);
        const bool trained = before.origin == kHom && before.cohort >= kChange;
        if (trained) {
            const double share =
                static_cast<double>(speakers(after)) / static_cast<double>(after.size());
            CHECK(share == Approx(1 - 0.65 * 0.5).margin(0.05));  // six standard errors
        } else {
            CHECK(speakers(after) == speakers(before));
        }
    }
}
