// SPDX-License-Identifier: MIT
#pragma once
#include <vector>

#include "analysis/game/game.hpp"

namespace keruen {

/// A figure over the parts of a game: its mean, and where 90 of a hundred parts lie.
struct Spread {
    double mean = 0, low = 0, high = 0;
};

/// What a player gains by another strategy while the others stay.
struct Deviation {
    std::size_t profile = 0, player = 0, strategy = 0;
    Spread gain;
};

/// One profile of a game: payoffs are changes against the plain run, million USD.
struct ProfileAnswer {
    std::vector<Spread> payoff;  ///< [player]
    bool equilibrium = false;    ///< of the mean game
    bool certain = false;        ///< and no gain's interval goes above the tolerance
    double share = 0;            ///< of parts in which it is an equilibrium
    double weight_share = 0;     ///< of weights within their ranges for which it is one
    std::optional<std::size_t> pareto_better;
    bool dilemma = false;
};

struct PlayerAnswer {
    std::optional<NormalForm::Dominant> dominant;  ///< of the mean game
    std::vector<double> dominant_share;            ///< [strategy] of parts in which it is dominant
    std::vector<std::size_t> best;  ///< [strategy] answers to the others that it is best to
    std::size_t others = 0;         ///< profiles of the others
};

/// A game is solved on the mean of its parts, and on each part alone. Parts are the draws of
/// parameters, each the mean over its seeds; with one draw they are the seeds.
struct GameAnswer {
    std::size_t parts = 0;
    bool of_draws = false;  ///< or else of seeds
    NormalForm game;        ///< of the mean
    std::vector<ProfileAnswer> profiles;
    std::vector<PlayerAnswer> players;
    std::vector<Deviation> deviations;  ///< by profile, player, strategy
    std::vector<std::size_t> equilibria;
    double none_share = 0;         ///< of parts without an equilibrium in pure strategies
    double weight_none_share = 0;  ///< of weights
    std::size_t weight_points = 0;
    Grid<Spread, 3> gains;             ///< [profile][region][Gain] change
    std::vector<Spread> plain_payoff;  ///< [region]
};

struct SolveOptions {
    PayoffWeights weights = default_weights();
    double tolerance = 0;  ///< million USD
};

/// Throws std::invalid_argument unless every member is complete and there is one.
GameAnswer solve(const GameRuns& runs, const GamePlan& plan, const SolveOptions& options);

}  // namespace keruen
