// SPDX-License-Identifier: MIT
#pragma once
#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "analysis/ensemble/draws.hpp"
#include "analysis/experiments/run.hpp"
#include "analysis/game/normal_form.hpp"
#include "analysis/game/payoffs.hpp"
#include "scenarios/regimes.hpp"

namespace keruen {

/// Who plays what, and over which chances.
struct GamePlan {
    std::vector<std::size_t> players;  ///< regions
    std::vector<Regime> strategies;    ///< each open to every player
    double discount = 0.05;            ///< per year, of money and talent
    std::optional<ParameterSample> sample;
    int draws = 100;  ///< of the sample, at most
    int seeds = 3;    ///< for each draw
    int threads = 1;
    double most_hours = 6;  ///< a game that would take longer is refused
    RunOptions run;
    const std::atomic<bool>* stop = nullptr;

    Profiles profiles() const {
        return Profiles(std::vector<std::size_t>(players.size(), strategies.size()));
    }
    /// The year in which the game begins: until then all profiles are one run.
    Year from() const;
    std::size_t most_draws() const;
};

/// One draw of parameters with one seed: the gains of every region in every profile.
struct GameMember {
    std::size_t draw = 0;
    std::uint64_t seed = 0;
    Grid<double, 2> plain;     ///< [region][Gain] as the scenario is
    Grid<double, 3> change;    ///< [profile][region][Gain] against that; NaN of profiles not run
    std::size_t finished = 0;  ///< profiles
    bool complete() const { return finished == change.extent(0); }
};

struct GameRuns {
    std::vector<std::string> regions;
    Year from = 0, last = 0;
    std::vector<GameMember> members;   ///< complete but for the last, if it is the only one
    std::size_t draws = 0, seeds = 0;  ///< planned
    bool interrupted = false;
};

struct GameProgress {
    std::size_t member, members, profiles, of;  ///< profiles finished in the member
    double done;                                ///< share of all work
};
using GameListener = std::function<void(const GameProgress&)>;

/// Adds to `diagnostics` what is wrong with the regimes for this world and its players.
void check_regimes(const GamePlan& plan, const Experiment& experiment, Diagnostics& diagnostics);

/// Simulates every profile of one member with the same draws as the plain run. Profiles share the
/// years before the game and are shared out among threads, one each. Nothing if stopped before a
/// profile was finished. `estimate` is told how long one run from the game's first year took.
std::optional<GameMember> play_member(
    const Experiment& experiment, const GamePlan& plan, std::uint64_t seed, Workers& workers,
    const std::function<void(std::chrono::duration<double>)>& estimate,
    const std::function<void(double years)>& finished);

/// All members. Throws InputError if the regimes do not fit the world, or if it would take longer
/// than the plan allows, which the first run tells.
GameRuns play(const ScenarioFile& scenario, DataPackage& data, const GamePlan& plan,
              Workers& workers, const GameListener& progress);

}  // namespace keruen
