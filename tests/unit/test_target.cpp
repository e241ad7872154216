// SPDX-License-Identifier: MIT
#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <limits>

#include "analysis/ensemble/member.hpp"
#include "analysis/target/optimise.hpp"
#include "analysis/target/solve.hpp"
#include "analysis/target/surrogate.hpp"
#include "models/measures/definitions.hpp"
#include "tests/support/small_experiment.hpp"

using namespace keruen;

namespace {

constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();

/// Pairs differ by luck in [-0.01, 0.01], spread evenly over any twenty neighbours.
double luck(std::size_t pair) {
    return (static_cast<double>(pair * 7 % 20) - 9.5) / 950;
}

/// Two levers of falling return: the first dear and strong, the second cheap and weak.
PackageOutcome planted(const Position& at, std::size_t pair) {
    if (at.empty()) return {0.1 + luck(pair), 5e6, 1000};
    return {0.1 + 0.12 * (1 - std::exp(-2 * at[0])) + 0.04 * std::sqrt(at[1] + 0.05) + luck(pair),
            5e6 + 8e6 * at[0] + 3e6 * at[1] * at[1], 1000 + 300 * at[0]};
}

PackageSimulator simulator_of(
    std::size_t levers,
    const std::function<PackageOutcome(const Position&, std::size_t)>& outcome) {
    PackageSimulator simulator;
    simulator.levers = levers;
    simulator.simulate = [outcome](const std::vector<Position>& points, std::size_t first,
                                   std::size_t count, const std::string&) {
        std::vector<PackageOutcomes> all;
        for (const Position& at : points) {
            all.emplace_back();
            for (std::size_t k = 0; k < count; ++k) all.back().push_back(outcome(at, first + k));
        }
        return all;
    };
    return simulator;
}

/// The least cost on a fine grid with enough pairs above the target.
double least_cost(double target, std::size_t needed) {
    double least = std::numeric_limits<double>::infinity();
    for (int i = 0; i <= 400; ++i) {
        for (int j = 0; j <= 400; ++j) {
            const Position at{i / 400.0, j / 400.0};
            std::size_t met = 0;
            for (std::size_t k = 0; k < 20; ++k) met += planted(at, k).mobility >= target ? 1U : 0U;
            if (met >= needed) least = std::min(least, planted(at, 0).spending - 5e6);
        }
    }
    return least;
}

}  // namespace

TEST_CASE("A search ends at the minimum within its constraint") {
    // x y = 1/4 where x = 2 y.
    const auto found = minimise({2,
                                 [](const Position& at) { return at[0] + 2 * at[1]; },
                                 [](const Position& at) { return at[0] * at[1] - 0.25; },
                                 {}});
    REQUIRE(found);
    CHECK((*found)[0] == Approx(std::sqrt(0.5)).margin(0.01));
    CHECK((*found)[1] == Approx(std::sqrt(0.125)).margin(0.01));
    CHECK((*found)[0] * (*found)[1] >= 0.25);
    CHECK_FALSE(minimise(
        {1, [](const Position& at) { return at[0]; }, [](const Position&) { return -1.0; }, {}}));
}

TEST_CASE("A search may begin a rounding error beyond the bounds, and ends within them") {
    const Problem problem{1, [](const Position& x) { return -x[0]; }, {}, {{1 + 1e-15}}};
    const auto found = minimise(problem);
    REQUIRE(found);
    CHECK(found->front() <= 1);
    CHECK(found->front() == Approx(1).margin(1e-3));
}

TEST_CASE("A surrogate follows a smooth function, and knows what it does not know") {
    const auto truth = [](const Position& at) {
        return 3 + 2 * at[0] + std::sin(4 * at[1]) * at[0];
    };
    std::vector<Position> points;
    points.reserve(25);
    for (int i = 0; i < 25; ++i) {
        points.push_back({std::fmod(0.13 + 0.6180339887 * i, 1), (i + 0.5) / 25});
    }
    Eigen::MatrixXd values(25, 2);
    for (int i = 0; i < 25; ++i) {
        const Position& at = points[static_cast<std::size_t>(i)];
        values(i, 0) = truth(at);
        values(i, 1) = 7 - 100 * at[1];  // a plane
    }
    const Surrogate surrogate(points, values);
    for (const Position& at : {Position{0.3, 0.4}, Position{0.7, 0.8}, Position{0.5, 0.1}}) {
        CHECK(surrogate.mean(at)(0) == Approx(truth(at)).margin(0.03));
        CHECK(surrogate.mean(at)(1) == Approx(7 - 100 * at[1]).margin(1e-3));
    }
    CHECK(surrogate.left_out_errors().col(0).norm() / 5 < 0.1);
    CHECK(surrogate.left_out_errors().col(1).norm() / 5 < 1e-3);
    CHECK(surrogate.deviation(points.front()) < surrogate.deviation({0.99, 0.01}));
    CHECK_THROWS_AS(Surrogate({{0.0}, {1.0}}, Eigen::MatrixXd(2, 1)), std::invalid_argument);
}

TEST_CASE("The errors of points left out are those of surrogates without them") {
    // Of noise of known size no fit can do better than the noise; a plane needs no kernel at all.
    std::vector<Position> points;
    Eigen::MatrixXd values(12, 1);
    for (int i = 0; i < 12; ++i) {
        points.push_back({i / 11.0});
        values(i, 0) = 2 + i + (i % 2 == 0 ? 0.1 : -0.1);
    }
    const Surrogate surrogate(points, values);
    const double rms = std::sqrt(surrogate.left_out_errors().squaredNorm() / 12);
    CHECK(rms > 0.1);
    CHECK(rms < 0.2);
}

TEST_CASE("A planted cheapest package is found and confirmed") {
    TargetPlan plan;
    plan.target = 0.2;
    const TargetAnswer answer = solve_target(simulator_of(2, planted), plan);
    REQUIRE(answer.status == TargetStatus::found);
    const PackageFigures& found = answer.packages[*answer.best].figures;
    const double least = least_cost(plan.target, 16);
    CHECK(found.probability >= 0.8);
    CHECK(found.cost.mean >= least * 0.999);
    CHECK(found.cost.mean <= least * 1.01);
    CHECK(answer.confirmations.back().figures.members == 40);
    CHECK(answer.confirmations.back().figures.low <
          answer.confirmations.back().figures.probability);
    CHECK(answer.packages.front().figures.cost.mean == 0);
    CHECK(answer.mobility_error < answer.mobility_spread / 10);
}

TEST_CASE("Nothing on the front is beaten in cost, mobility and graduates abroad at once") {
    const TargetAnswer answer = solve_target(simulator_of(2, planted), TargetPlan{});
    REQUIRE(answer.front.size() > 6);
    bool dearer_for_brain_drain = false;
    for (const FrontPoint& point : answer.front) {
        for (const FrontPoint& other : answer.front) {
            if (other.simulated != point.simulated || &other == &point) continue;
            const bool dearer = point.cost >= other.cost && point.mobility <= other.mobility;
            CHECK_FALSE((dearer && point.settled >= other.settled));
            dearer_for_brain_drain = dearer_for_brain_drain || dearer;
        }
    }
    CHECK(dearer_for_brain_drain);
}

TEST_CASE("A target beyond all packages is unreachable, and the best is told") {
    TargetPlan plan;
    plan.target = 0.3;
    const TargetAnswer answer = solve_target(simulator_of(2, planted), plan);
    REQUIRE(answer.status == TargetStatus::unreachable);
    CHECK(answer.packages[*answer.best].position == Position{1, 1});
    CHECK(answer.confirmations.back().figures.probability == 0);
    CHECK(answer.confirmations.back().figures.reached < plan.target);
}

TEST_CASE("A package that fresh pairs refute is tightened and confirmed anew") {
    const auto unlucky = [](const Position& at, std::size_t pair) {
        PackageOutcome outcome = planted(at, pair);
        if (pair >= 20) outcome.mobility -= 0.005;
        return outcome;
    };
    const TargetAnswer answer = solve_target(simulator_of(2, unlucky), TargetPlan{});
    REQUIRE(answer.status == TargetStatus::found);
    REQUIRE(answer.confirmations.size() == 2);
    CHECK_FALSE(answer.confirmations.front().confirmed);
    CHECK(answer.confirmations.back().figures.cost.mean >
          answer.confirmations.front().figures.cost.mean);
}

TEST_CASE("A package that every set of fresh pairs refutes is not confirmed") {
    const auto worse_and_worse = [](const Position& at, std::size_t pair) {
        PackageOutcome outcome = planted(at, pair);
        const std::size_t block = pair < 20 ? 0 : 1 + (pair - 20) / 40;  // of fresh pairs
        outcome.mobility -= 0.003 * static_cast<double>(block);
        return outcome;
    };
    const TargetAnswer answer = solve_target(simulator_of(2, worse_and_worse), TargetPlan{});
    CHECK(answer.status == TargetStatus::unconfirmed);
    CHECK(answer.confirmations.size() == 3);
    CHECK(answer.best);
}

TEST_CASE("Pairs that fail are left out and counted") {
    const auto failing = [](const Position& at, std::size_t pair) {
        return pair == 3 ? PackageOutcome{kUnknown, kUnknown, kUnknown} : planted(at, pair);
    };
    const TargetAnswer answer = solve_target(simulator_of(2, failing), TargetPlan{});
    CHECK(answer.status == TargetStatus::found);
    CHECK(answer.failed_pairs == 1);
    CHECK(answer.packages.front().outcomes.size() == 19);
}

TEST_CASE("A solver that is stopped tells the best that it has simulated") {
    PackageSimulator simulator = simulator_of(2, planted);
    bool stopped = false;
    simulator.stopped = [&] { return stopped; };
    const auto whole = simulator.simulate;
    simulator.simulate = [&](const std::vector<Position>& points, std::size_t first,
                             std::size_t count, const std::string& stage) {
        auto outcomes = whole(points, first, count, stage);
        stopped = true;
        for (PackageOutcomes& point : outcomes) {  // five pairs were finished
            for (std::size_t k = 5; k < count; ++k) point[k] = {kUnknown, kUnknown, kUnknown};
        }
        return outcomes;
    };
    const TargetAnswer answer = solve_target(simulator, TargetPlan{});
    CHECK(answer.status == TargetStatus::interrupted);
    REQUIRE(answer.best);
    CHECK(answer.packages[*answer.best].figures.members == 5);
    CHECK(answer.packages[*answer.best].figures.probability >= 0.8);
    CHECK(answer.failed_pairs == 0);
}

namespace {

/// Places and stipend of the small world's award, from 2016 on, for degree students abroad in 2018.
class SmallPackages {
public:
    SmallPackages() : experiment_(test::small_experiment(workers_)), policy_(experiment_->policy) {
        for (Weights& weights : experiment_->setup.weights) weights = {4, 40, 4};
        experiment_->last = 2018;
        for (std::size_t k = 0; k < kPairs; ++k) {
            states_.push_back(*state_before(*experiment_, task(k), 2016, workers_));
        }
    }

    PackageOutcome operator()(const Position& at, std::size_t pair) {
        experiment_->policy = policy_;
        for (std::size_t t = experiment_->world.index(2016); t < experiment_->world.years(); ++t) {
            if (at.empty()) break;
            experiment_->policy.programmes[0].places[t] = 100 + 1900 * at[0];
            experiment_->policy.programmes[0].stipend[t] = 12'000 * at[1];
        }
        MemberTask from = task(pair);
        if (pair < kPairs) from.from = &states_[pair];
        const auto member = simulate_member(*experiment_, from, workers_);
        double spending = 0;
        for (std::size_t t = experiment_->world.index(2016); t < member->years.size(); ++t) {
            spending += static_cast<double>(member->spending(t, 0U) + member->spending(t, 1U));
        }
        const auto definition =
            static_cast<std::size_t>(find_definition("stock, degree") - definitions().data());
        return {member->rate(member->years.size() - 1, 0U, definition), spending, 0};
    }

    static constexpr std::size_t kPairs = 4;

private:
    static MemberTask task(std::size_t pair) { return {.seed = 5 + pair}; }

    Workers workers_{1};
    std::unique_ptr<Experiment> experiment_;
    Policy policy_;
    std::vector<State> states_;
};

}  // namespace

TEST_CASE("A member that begins at a later state goes on as the whole one") {
    Workers workers(1);
    const auto experiment = test::small_experiment(workers);
    for (Weights& weights : experiment->setup.weights) weights = {10, 100, 10};
    for (std::size_t t = 0; t < experiment->years(); ++t) {
        experiment->policy.staff.visit_grants(0U, t) = 20;  // so that money is spent on staff
    }
    const auto whole = simulate_member(*experiment, {.seed = 3}, workers);
    const auto state = state_before(*experiment, {.seed = 3}, 2016, workers);
    REQUIRE(state);
    const auto rest = simulate_member(*experiment, {.seed = 3, .from = &*state}, workers);
    for (std::size_t t = 0; t < whole->years.size(); ++t) {
        const bool later = whole->years[t] >= 2016;
        CHECK((whole->abroad(t, 0U) == rest->abroad(t, 0U)) == later);
        CHECK((whole->spending(t, 0U) == rest->spending(t, 0U)) == later);
        CHECK((whole->staff(t, 0U) == rest->staff(t, 0U)) == later);
        if (!later) continue;
        CHECK(whole->rate(t, 0U, 0U) == rest->rate(t, 0U, 0U));
        CHECK(whole->diaspora(t, 0U) == rest->diaspora(t, 0U));
    }
}

TEST_CASE("On two levers of the small world no package of a grid is cheaper") {
    SmallPackages world;
    const auto outcome = [&](const Position& at, std::size_t pair) { return world(at, pair); };
    TargetPlan plan;
    plan.points = 12;
    plan.pairs = SmallPackages::kPairs;
    plan.confirm = 2;
    plan.attempts = 1;
    plan.rounds = 3;
    plan.probability = 0.75;
    const auto mobility = [&](const Position& at) {
        double sum = 0;
        for (std::size_t k = 0; k < plan.pairs; ++k) sum += world(at, k).mobility;
        return sum / static_cast<double>(plan.pairs);
    };
    const double none = mobility({0, 0}), all = mobility({1, 1});
    REQUIRE(all > none + 0.005);
    plan.target = none + 0.5 * (all - none);
    const TargetAnswer answer = solve_target(simulator_of(2, outcome), plan);
    REQUIRE(answer.best);
    const PackageFigures& found = answer.packages[*answer.best].figures;
    REQUIRE(found.reached >= plan.target);
    constexpr int kSide = 4;
    PackageOutcomes base;
    for (std::size_t k = 0; k < plan.pairs; ++k) base.push_back(world({}, k));
    double least = std::numeric_limits<double>::infinity();
    for (int i = 0; i <= kSide; ++i) {
        for (int j = 0; j <= kSide; ++j) {
            const Position at{i / double{kSide}, j / double{kSide}};
            PackageOutcomes package;
            for (std::size_t k = 0; k < plan.pairs; ++k) package.push_back(world(at, k));
            const PackageFigures figures = package_figures(package, base, plan);
            if (figures.reached >= plan.target) least = std::min(least, figures.cost.mean);
        }
    }
    CHECK(found.cost.mean <= 1.02 * least);  // tolerance of ADR 0026
}
