// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>
#include <cmath>

#include "analysis/game/game.hpp"
#include "analysis/game/solution.hpp"
#include "tests/support/small_experiment.hpp"

using namespace keruen;
using namespace keruen::test;

namespace {

using Played = std::vector<std::size_t>;

/// A game of two players from its table, rows by columns, each cell {row's, column's}.
NormalForm two_players(const std::vector<std::vector<std::pair<double, double>>>& cells) {
    return normal_form({cells.size(), cells.front().size()},
                       [&](const Played& played, std::size_t player) {
                           const auto& [row, column] = cells[played[0]][played[1]];
                           return player == 0 ? row : column;
                       });
}

NormalForm prisoners_dilemma() {
    return two_players({{{3, 3}, {0, 5}}, {{5, 0}, {1, 1}}});
}

constexpr Year kFrom = 2017;

Regime dear(double share_of_cost) {
    return fee_regime(share_of_cost, kFrom);
}

/// Two regions of the small world, each as it is or dear.
GamePlan small_plan(int threads) {
    GamePlan plan;
    plan.players = {0, 1};
    plan.strategies = {{"as-is", "", "", kFrom, {}}, dear(2)};
    plan.threads = threads;
    return plan;
}

GameMember small_member(const Experiment& e, const GamePlan& plan, Workers& workers) {
    auto member = play_member(
        e, plan, e.setup.seed, workers, [](std::chrono::duration<double>) {}, [](double) {});
    REQUIRE(member);
    REQUIRE(member->complete());
    return std::move(*member);
}

/// Runs whose payoffs, by profile and player, are fees and nothing else; one draw each.
GameRuns runs_of(const std::vector<NormalForm>& games) {
    GameRuns runs;
    runs.regions = {"A", "B"};
    for (const NormalForm& game : games) {
        GameMember member;
        member.draw = runs.members.size();
        member.plain = Grid<double, 2>({2, kGains});
        member.change = Grid<double, 3>({game.profiles.size(), 2, kGains});
        member.finished = game.profiles.size();
        for (std::size_t p = 0; p < game.profiles.size(); ++p) {
            for (std::size_t i = 0; i < 2; ++i) {
                member.change(p, i, 0U) = game.payoff(p, i);
            }
        }
        runs.members.push_back(member);
    }
    return runs;
}

}  // namespace

TEST_CASE("the prisoner's dilemma has one equilibrium, of dominant strategies, and all regret it") {
    const NormalForm game = prisoners_dilemma();
    CHECK(game.equilibria() == std::vector<std::size_t>{3});
    for (const std::size_t player : {0U, 1U}) {
        const auto dominant = game.dominant_strategy(player);
        REQUIRE(dominant);
        CHECK(dominant->strategy == 1);
        CHECK(dominant->strictly);
    }
    CHECK(game.pareto_better(3) == std::size_t{0});
    CHECK(game.is_dilemma(3));
    // With a bystander not everybody would be better off.
    const NormalForm watched =
        normal_form({2, 2, 1}, [&](const std::vector<std::size_t>& played, std::size_t player) {
            return player == 2 ? 0 : game.payoff(played[0] * 2 + played[1], player);
        });
    CHECK_FALSE(watched.is_dilemma(3));
    CHECK_FALSE(game.pareto_better(0));
    CHECK(game.best_response(0, 0) == 1);
    CHECK(game.gain(0, 0, 1) == 2);
}

TEST_CASE("matching pennies has no equilibrium in pure strategies") {
    const NormalForm game = two_players({{{1, -1}, {-1, 1}}, {{-1, 1}, {1, -1}}});
    CHECK(game.equilibria().empty());
    CHECK_FALSE(game.dominant_strategy(0));
}

TEST_CASE("the battle of the sexes has two equilibria, none better for both") {
    const NormalForm game = two_players({{{2, 1}, {0, 0}}, {{0, 0}, {1, 2}}});
    CHECK(game.equilibria() == std::vector<std::size_t>{0, 3});
    CHECK_FALSE(game.pareto_better(0));
    CHECK_FALSE(game.pareto_better(3));
}

TEST_CASE("a stag hunt has a good equilibrium and a bad one that is no dilemma") {
    const NormalForm game = two_players({{{4, 4}, {0, 3}}, {{3, 0}, {2, 2}}});
    CHECK(game.equilibria() == std::vector<std::size_t>{0, 3});
    CHECK(game.pareto_better(3) == std::size_t{0});
    CHECK_FALSE(game.is_dilemma(3));
    CHECK_FALSE(game.dominant_strategy(0));
}

TEST_CASE("three players who share what they give keep it all in equilibrium") {
    // Who gives pays 1, and half of what is given goes to each of the three.
    const NormalForm game = normal_form({2, 2, 2}, [](const Played& gives, std::size_t player) {
        return 0.5 * static_cast<double>(gives[0] + gives[1] + gives[2]) -
               static_cast<double>(gives[player]);
    });
    CHECK(game.equilibria() == std::vector<std::size_t>{0});
    CHECK(game.pareto_better(0) == std::size_t{7});
    CHECK(game.is_dilemma(0));
    CHECK(game.profiles.strategy(6, 0) == 1);
    CHECK(game.profiles.strategy(6, 2) == 0);
    CHECK(game.profiles.with(6, 2, 1) == 7);
}

TEST_CASE("players may have different numbers of strategies") {
    const NormalForm game = two_players({{{1, 0}, {1, 2}, {0, 1}}, {{0, 3}, {0, 1}, {2, 0}}});
    CHECK(game.equilibria() == std::vector<std::size_t>{1});
}

TEST_CASE("what gains no more than the tolerance gains nothing") {
    NormalForm game = prisoners_dilemma();
    game.tolerance = 2;
    CHECK(game.equilibria() == std::vector<std::size_t>{0, 1, 2, 3});
    CHECK(game.dominant_strategy(0)->strategy == 0);
    CHECK_FALSE(game.dominant_strategy(0)->strictly);
    CHECK_FALSE(game.is_dilemma(3));
}

TEST_CASE("a game is solved on the mean of its draws, and on each of them") {
    const NormalForm pennies = two_players({{{1, -1}, {-1, 1}}, {{-1, 1}, {1, -1}}});
    const GameRuns runs =
        runs_of({prisoners_dilemma(), prisoners_dilemma(), prisoners_dilemma(), pennies});
    const GamePlan plan = small_plan(1);
    const GameAnswer answer = solve(runs, plan, {});
    CHECK(answer.of_draws);
    CHECK(answer.parts == 4);
    CHECK(answer.equilibria == std::vector<std::size_t>{3});
    CHECK(answer.profiles[3].share == Approx(0.75));
    CHECK(answer.none_share == Approx(0.25));
    CHECK(answer.profiles[3].dilemma);
    CHECK_FALSE(answer.profiles[3].certain);  // in one draw the second player gains
    CHECK(answer.profiles[3].payoff[0].mean == Approx(1));
    CHECK(answer.players[0].dominant_share[1] == Approx(0.75));
    CHECK(answer.players[0].best == std::vector<std::size_t>{0, 2});
    for (const Deviation& d : answer.deviations) {
        if (d.profile != 3 || d.player != 1) continue;
        CHECK(d.gain.mean == Approx((3 * -1 + 2) / 4.0));
        CHECK(d.gain.high > 0);
    }
    // Fees are all there is, and their weight is certain.
    CHECK(answer.profiles[3].weight_share == Approx(1));
}

TEST_CASE("seeds of one draw are averaged before the draw is solved") {
    GameRuns runs = runs_of({prisoners_dilemma(), two_players({{{3, 3}, {9, 9}}, {{9, 9}, {0, 0}}}),
                             prisoners_dilemma()});
    runs.members[1].draw = 0;
    runs.members[2].draw = 1;
    const GameAnswer answer = solve(runs, small_plan(1), {});
    CHECK(answer.parts == 2);
    CHECK(answer.profiles[3].share == Approx(0.5));  // not of the draw with the second game in it
    for (GameMember& member : runs.members) member.draw = 0;
    CHECK(solve(runs, small_plan(1), {}).parts == 3);  // one draw: its seeds
    runs.members[0].finished = 2;
    CHECK_THROWS_AS(solve(runs, small_plan(1), {}), std::invalid_argument);
}

TEST_CASE("an equilibrium under some weights alone is told by their share") {
    // Each gains 1 of fees by being hard and loses 2 of living: hard if living counts below a half.
    GameRuns runs = runs_of({normal_form({2, 2}, [](const Played& hard, std::size_t player) {
        return static_cast<double>(hard[player]);
    })});
    const Profiles profiles({2, 2});
    for (std::size_t p = 0; p < 4; ++p) {
        for (std::size_t i = 0; i < 2; ++i) {
            runs.members[0].change(p, i, 1U) = -2.0 * static_cast<double>(profiles.strategy(p, i));
        }
    }
    SolveOptions options;
    options.weights = {1, 0.3, 1, 0.5, 0};
    const GameAnswer answer = solve(runs, small_plan(1), options);
    CHECK(answer.equilibria == std::vector<std::size_t>{3});
    CHECK(answer.profiles[3].weight_share == Approx(0.5).margin(0.01));
    CHECK(answer.profiles[0].weight_share == Approx(0.5).margin(0.01));
}

TEST_CASE("a profile in which nobody changes anything is the plain run exactly") {
    Workers workers(2);
    const auto e = small_experiment(workers);
    const GamePlan plan = small_plan(2);
    const GameMember member = small_member(*e, plan, workers);
    bool zero = true, moved = false;
    for (std::size_t r = 0; r < 3; ++r) {
        for (std::size_t k = 0; k < kGains; ++k) {
            zero = zero && member.change(0U, r, k) == 0;
            moved = moved || member.change(3U, r, k) != 0;
        }
    }
    CHECK(zero);
    CHECK(moved);
    const GameMember alone = small_member(*e, small_plan(1), workers);
    CHECK(alone.change == member.change);
    CHECK(alone.plain == member.plain);
}

TEST_CASE(
    "a profile is the whole run under its policy, though it begins in the game's first year") {
    Workers workers(2);
    const auto e = small_experiment(workers);
    const GameMember member = small_member(*e, small_plan(2), workers);
    const auto hard = small_experiment(workers, [](const World& world, Policy& policy) {
        Diagnostics diagnostics;
        apply_regime(dear(2), 1, world, policy, diagnostics);
        REQUIRE(diagnostics.empty());
    });
    GainAccount account(hard->setup, kFrom, GamePlan{}.discount);
    Year year = hard->world.first;
    for (const YearRecord& record : simulate(hard->setup, workers)) account.add(year++, record);
    bool same = true;
    for (std::size_t r = 0; r < 3; ++r) {
        for (std::size_t k = 0; k < kGains; ++k) {
            same = same && account.gains()(r, k) - member.plain(r, k) == member.change(1U, r, k);
        }
    }
    CHECK(same);
    CHECK(member.change(1U, 1U, static_cast<std::size_t>(Gain::students)) < 0);
}

TEST_CASE("gains add up to what the year's accounts hold") {
    Workers workers(1);
    const auto e = small_experiment(workers, [](const World& world, Policy& policy) {
        // A scholarship of NEA for everybody else, beside HOM's for going abroad.
        Programme own = policy.programmes.front();
        own.id = own.name = "near-award";
        own.sponsor = "NEA";
        own.origins = {true, false, true};
        own.hosts = {false, true, false};
        own.places.assign(world.years(), 50);
        policy.programmes.push_back(own);
    });
    const YearRecord record = simulate(e->setup, workers).back();
    const Year last = e->world.last;
    const std::size_t t = e->world.index(last);
    GainAccount account(e->setup, last, 0.05);
    account.add(last - 1, record);
    CHECK(account.gains()(1U, 0U) == 0);  // before the first year
    account.add(last, record);
    auto gain = [&](std::size_t region, Gain k) {
        return account.gains()(region, static_cast<std::size_t>(k));
    };
    std::int64_t at_home = 0, paid = 0;
    for (std::size_t level = 0; level < 3; ++level) at_home += record.home_students(1, level);
    const std::int64_t home_fees =
        at_home * static_cast<std::int64_t>(e->policy.tuition_home(1, t));
    CHECK(gain(1, Gain::fees) ==
          Approx(static_cast<double>(record.ledger.university_income[1] - home_fees) / 1e6));
    CHECK(gain(1, Gain::living) ==
          Approx(static_cast<double>(record.ledger.living_income[1]) / 1e6));
    for (std::size_t h = 0; h < 3; ++h) {
        paid += record.ledger.programme_tuition(2, h) + record.ledger.programme_living(2, h);
    }
    CHECK(paid > 0);
    CHECK(gain(1, Gain::awards) == Approx(static_cast<double>(paid) / 1e6));
    const auto foreign = static_cast<double>(record.stock(0, 1) + record.stock(2, 1));
    CHECK(gain(1, Gain::students) == foreign);
    CHECK(gain(1, Gain::teaching) == Approx(foreign * 4000 / 1e6));
    // Who settles somewhere is gained there and lost at home: over all regions nothing is gained.
    CHECK(gain(0, Gain::talent) + gain(1, Gain::talent) + gain(2, Gain::talent) == Approx(0));
    CHECK(gain(0, Gain::stayed) + gain(1, Gain::stayed) + gain(2, Gain::stayed) ==
          gain(0, Gain::left) + gain(1, Gain::left) + gain(2, Gain::left));
}

TEST_CASE("later years count less by the discount, and weights have the sign of their gain") {
    Workers workers(1);
    const auto e = small_experiment(workers);
    const YearRecord record = simulate(e->setup, workers).back();
    const Year last = e->world.last;
    GainAccount now(e->setup, last, 0.1), later(e->setup, last - 2, 0.1);
    now.add(last, record);
    later.add(last, record);
    CHECK(later.gains()(1U, 0U) == Approx(now.gains()(1U, 0U) / 1.21));
    CHECK(later.gains()(1U, static_cast<std::size_t>(Gain::students)) ==
          now.gains()(1U, static_cast<std::size_t>(Gain::students)));
    const std::array<double, kGains> gains{10, 20, 3, 8, 1000, 0, 0, 0, 0};
    CHECK(payoff_of(gains.data(), {1, 0.5, 1, 0.5, 2000}) == Approx(10 + 10 - 3 - 4 + 2));
}
