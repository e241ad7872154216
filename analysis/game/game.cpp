// SPDX-License-Identifier: MIT
#include "analysis/game/game.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <exception>
#include <limits>
#include <mutex>
#include <thread>

namespace keruen {

namespace {

using Clock = std::chrono::steady_clock;
using Seconds = std::chrono::duration<double>;
constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();
constexpr double kMostProfiles = 4096;  // tables of gains stay below some MB a member

bool stopped(const GamePlan& plan) {
    return plan.stop != nullptr && plan.stop->load();
}

/// Simulates up to and with `last`, adding to `account` if there is one; false if stopped.
bool simulate_to(const GamePlan& plan, const Setup& setup, Year last, State& state,
                 Workers& workers, GainAccount* account) {
    Schedule<YearWork> schedule = academic_year(setup, workers);
    while (state.next <= last) {
        if (stopped(plan)) return false;
        const Year year = state.next;
        const YearRecord record = simulate_year(setup, schedule, state, false);
        if (account != nullptr) account->add(year, record);
    }
    return true;
}

/// The plain policy with the regimes of a profile.
Policy policy_of(const GamePlan& plan, const Profiles& profiles, std::size_t profile,
                 const World& world, const Policy& plain) {
    Policy policy = plain;
    Diagnostics found;
    for (std::size_t i = 0; i < plan.players.size(); ++i) {
        apply_regime(plan.strategies[profiles.strategy(profile, i)], plan.players[i], world, policy,
                     found);
    }
    found.throw_if_any();
    return policy;
}

/// f(i, workers) for every i in [0, n) on so many threads, each with one worker of its own; what
/// one throws reaches the caller.
template <class F>
void share_out(std::size_t n, int threads, const F& f) {
    std::atomic<std::size_t> next{0};
    std::exception_ptr error;
    std::mutex mutex;
    std::vector<std::jthread> team;
    team.reserve(static_cast<std::size_t>(threads));
    for (int w = 0; w < threads; ++w) {
        team.emplace_back([&] {
            try {
                Workers one(1);
                for (std::size_t i = next++; i < n; i = next++) f(i, one);
            } catch (...) {
                next = n;
                const std::lock_guard lock(mutex);
                error = std::current_exception();
            }
        });
    }
    team.clear();
    if (error) std::rethrow_exception(error);
}

std::string hours_text(double seconds) {
    const bool hours = seconds >= 3600;
    return fmt::format("{:.1f} {}", seconds / (hours ? 3600 : 60), hours ? "hours" : "minutes");
}

void refuse_if_too_long(const GamePlan& plan, double profiles, double members, double seconds) {
    const bool too_many = profiles > kMostProfiles;
    if (!too_many && seconds <= plan.most_hours * 3600) return;
    refuse({"game"},
           fmt::format("{} players with {} strategies: {:.6g} profiles x {:.0f} draws and seeds, "
                       "about {} on {} threads",
                       plan.players.size(), plan.strategies.size(), profiles, members,
                       hours_text(seconds), plan.threads),
           too_many ? fmt::format("{:.0f} profiles at most", kMostProfiles)
                    : fmt::format("{} hours at most", plan.most_hours),
           too_many
               ? "name fewer --players or strategies"
               : "fewer players, strategies, draws or seeds; a smaller --scale; or --most-hours");
}

double profile_count(const GamePlan& plan) {
    return std::pow(static_cast<double>(plan.strategies.size()),
                    static_cast<double>(plan.players.size()));
}

}  // namespace

Year GamePlan::from() const {
    Year first = strategies.front().from;
    for (const Regime& regime : strategies) first = std::min(first, regime.from);
    return first;
}

std::size_t GamePlan::most_draws() const {
    return sample ? std::min(static_cast<std::size_t>(draws), sample->draws.size()) : 1;
}

void check_regimes(const GamePlan& plan, const Experiment& e, Diagnostics& diagnostics) {
    for (const Regime& regime : plan.strategies) {
        if (regime.from <= e.world.first || regime.from > e.last) {
            diagnostics.add({"--from"}, fmt::format("{} from {}", regime.name, regime.from),
                            fmt::format("a year from {} to {}", e.world.first + 1, e.last));
            continue;
        }
        for (const std::size_t player : plan.players) {
            Policy played = e.policy;
            apply_regime(regime, player, e.world, played, diagnostics);
        }
    }
}

std::optional<GameMember> play_member(const Experiment& e, const GamePlan& plan, std::uint64_t seed,
                                      Workers& workers,
                                      const std::function<void(Seconds)>& estimate,
                                      const std::function<void(double years)>& finished) {
    Setup setup = e.setup;
    setup.seed = seed;
    setup.events = setup.enrolments = false;
    setup.panel_share = 0;
    const Year from = plan.from();
    State fork = initial_state(setup);
    if (!simulate_to(plan, setup, from - 1, fork, workers, nullptr)) return std::nullopt;
    finished(static_cast<double>(from - e.world.first));
    const auto years = static_cast<double>(e.last - from + 1);
    const auto began = Clock::now();
    State state = fork;
    GainAccount plain(setup, from, plan.discount);
    if (!simulate_to(plan, setup, e.last, state, workers, &plain)) return std::nullopt;
    state = {};
    estimate(Clock::now() - began);
    finished(years);
    const Profiles profiles = plan.profiles();
    const std::size_t regions = setup.regions();
    GameMember member{.seed = seed,
                      .plain = plain.gains(),
                      .change = Grid<double, 3>({profiles.size(), regions, kGains}, kUnknown)};
    std::mutex mutex;
    share_out(profiles.size(), plan.threads, [&](std::size_t p, Workers& one) {
        const Policy policy = policy_of(plan, profiles, p, e.world, e.policy);
        Setup played = setup;
        played.policy = &policy;
        State own = fork;
        GainAccount account(played, from, plan.discount);
        if (!simulate_to(plan, played, e.last, own, one, &account)) return;
        for (std::size_t r = 0; r < regions; ++r) {
            for (std::size_t k = 0; k < kGains; ++k) {
                member.change(p, r, k) = account.gains()(r, k) - member.plain(r, k);
            }
        }
        const std::lock_guard lock(mutex);
        ++member.finished;
        finished(years);
    });
    if (member.finished == 0) return std::nullopt;
    return member;
}

GameRuns play(const ScenarioFile& scenario, DataPackage& data, const GamePlan& plan,
              Workers& workers, const GameListener& progress) {
    GameRuns runs;
    for (const ScenarioRegion& r : scenario.regions) runs.regions.push_back(r.region.code);
    runs.from = plan.from();
    runs.last = scenario.last;
    runs.draws = plan.most_draws();
    runs.seeds = static_cast<std::size_t>(plan.seeds);
    const double profiles = profile_count(plan);
    const std::size_t members = runs.draws * runs.seeds;
    const std::size_t of = profiles <= kMostProfiles ? plan.profiles().size() : 0;
    const double years =
        scenario.last - scenario.first + 1 + profiles * (runs.last - runs.from + 1);
    double done = 0;
    const auto began = Clock::now();
    for (std::size_t d = 0; d < runs.draws; ++d) {
        ScenarioFile drawn = scenario;
        if (plan.sample) plan.sample->apply(d, drawn);
        const auto experiment = prepare(drawn, data, plan.run, workers);
        if (d == 0) {
            Diagnostics found;
            check_regimes(plan, *experiment, found);
            found.throw_if_any();
        }
        for (std::size_t k = 0; k < runs.seeds; ++k) {
            std::size_t runs_done = 0;
            const auto estimate = [&](Seconds tail) {
                if (!runs.members.empty()) return;
                const Seconds so_far = Clock::now() - began;
                const double all = so_far.count() + profiles * tail.count();
                refuse_if_too_long(plan, profiles, static_cast<double>(members),
                                   static_cast<double>(members) * all);
            };
            const auto finished = [&](double simulated) {
                if (of == 0) return;  // about to be refused
                done += simulated;
                const std::size_t ran = runs_done < 2 ? 0 : runs_done - 1;
                ++runs_done;
                progress({runs.members.size() + 1, members, ran, of,
                          done / (years * static_cast<double>(members))});
            };
            auto member =
                play_member(*experiment, plan, scenario.seed + k, workers, estimate, finished);
            runs.interrupted = !member || !member->complete();
            const bool kept = member && (member->complete() || runs.members.empty());
            if (kept) {
                member->draw = d;
                runs.members.push_back(std::move(*member));
            }
            if (runs.interrupted) return runs;
        }
    }
    return runs;
}

}  // namespace keruen
