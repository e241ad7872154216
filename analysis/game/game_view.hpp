// SPDX-License-Identifier: MIT
#pragma once
#include <nlohmann/json_fwd.hpp>
#include <string>

#include "analysis/game/solution.hpp"

namespace keruen {

/// What was played, and how payoffs are reckoned. Lines of at most 100 characters.
std::string game_text(const GameRuns& runs, const GamePlan& plan, const SolveOptions& options);
/// Payoffs, equilibria and how sure they are.
std::string answer_text(const GameRuns& runs, const GamePlan& plan, const GameAnswer& answer);
/// The finished profiles of a game that was interrupted before its first member was complete.
std::string unfinished_text(const GameRuns& runs, const GamePlan& plan,
                            const SolveOptions& options);

/// All of it; without an answer what was played.
nlohmann::ordered_json game_json(const GameRuns& runs, const GamePlan& plan,
                                 const SolveOptions& options, const GameAnswer* answer);

/// Every member, finished profile and region: gains and payoff as changes against the plain run.
std::string members_csv(const GameRuns& runs, const GamePlan& plan, const SolveOptions& options);
/// Every profile and player.
std::string profiles_csv(const GameRuns& runs, const GamePlan& plan, const GameAnswer& answer);
/// Every profile, player and other strategy.
std::string deviations_csv(const GameRuns& runs, const GamePlan& plan, const GameAnswer& answer);

}  // namespace keruen
