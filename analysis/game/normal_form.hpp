// SPDX-License-Identifier: MIT
#pragma once
#include <functional>
#include <optional>
#include <vector>

#include "sim/grid.hpp"

namespace keruen {

/// The profiles of a game: one strategy for each player. Profile 0 has everybody's first strategy;
/// the last player's changes fastest.
class Profiles {
public:
    explicit Profiles(std::vector<std::size_t> strategies = {})
        : strategies_(std::move(strategies)) {
        step_.assign(strategies_.size(), 1);
        for (std::size_t i = strategies_.size(); i-- > 0;) {
            step_[i] = size_;
            size_ *= strategies_[i];
        }
    }
    std::size_t size() const { return size_; }
    std::size_t players() const { return strategies_.size(); }
    std::size_t strategies(std::size_t player) const { return strategies_[player]; }
    std::size_t strategy(std::size_t profile, std::size_t player) const {
        return profile / step_[player] % strategies_[player];
    }
    /// The profile in which the player alone plays something else.
    std::size_t with(std::size_t profile, std::size_t player, std::size_t strategy) const {
        return profile - this->strategy(profile, player) * step_[player] + strategy * step_[player];
    }

private:
    std::vector<std::size_t> strategies_, step_;
    std::size_t size_ = 1;
};

/// A finite game in normal form (Fudenberg and Tirole 1991, chapter 1), with pure strategies.
/// Whatever is said of equilibria and dominance holds up to a tolerance: what gains no more than
/// it gains nothing.
struct NormalForm {
    Profiles profiles;
    Grid<double, 2> payoff;  ///< [profile][player]
    double tolerance = 0;

    /// What the player gains by playing `strategy` instead, the others as they are.
    double gain(std::size_t profile, std::size_t player, std::size_t strategy) const {
        return payoff(profiles.with(profile, player, strategy), player) - payoff(profile, player);
    }
    /// The player's best answer to the others; what is played if nothing gains more than the
    /// tolerance, else the first of the best.
    std::size_t best_response(std::size_t profile, std::size_t player) const;
    /// Nobody gains by deviating alone (Nash 1950).
    bool is_equilibrium(std::size_t profile) const;
    std::vector<std::size_t> equilibria() const;

    struct Dominant {
        std::size_t strategy;
        bool strictly;  ///< better, and not only as good, whatever the others play
    };
    /// The strategy that is best whatever the others play, if one is.
    std::optional<Dominant> dominant_strategy(std::size_t player) const;
    /// The profile in which nobody is worse off and somebody better, with the largest sum of
    /// payoffs if there are several.
    std::optional<std::size_t> pareto_better(std::size_t profile) const;
    /// A prisoner's dilemma: everybody plays a strictly dominant strategy, and in another profile
    /// all would be better off.
    bool is_dilemma(std::size_t profile) const;
};

/// A game whose payoffs are those of a function of the strategies played and the player.
NormalForm normal_form(std::vector<std::size_t> strategies,
                       const std::function<double(const std::vector<std::size_t>& played,
                                                  std::size_t player)>& payoff);

}  // namespace keruen
