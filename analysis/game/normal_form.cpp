// SPDX-License-Identifier: MIT
#include "analysis/game/normal_form.hpp"

#include <numeric>

namespace keruen {

std::size_t NormalForm::best_response(std::size_t profile, std::size_t player) const {
    std::size_t best = profiles.strategy(profile, player);
    double most = tolerance;
    for (std::size_t a = 0; a < profiles.strategies(player); ++a) {
        const double gained = gain(profile, player, a);
        if (gained <= most) continue;
        most = gained;
        best = a;
    }
    return best;
}

bool NormalForm::is_equilibrium(std::size_t profile) const {
    for (std::size_t i = 0; i < profiles.players(); ++i) {
        if (best_response(profile, i) != profiles.strategy(profile, i)) return false;
    }
    return true;
}

std::vector<std::size_t> NormalForm::equilibria() const {
    std::vector<std::size_t> list;
    for (std::size_t p = 0; p < profiles.size(); ++p) {
        if (is_equilibrium(p)) list.push_back(p);
    }
    return list;
}

std::optional<NormalForm::Dominant> NormalForm::dominant_strategy(std::size_t player) const {
    const std::size_t strategies = profiles.strategies(player);
    if (strategies < 2) return std::nullopt;
    std::optional<Dominant> found;
    for (std::size_t a = 0; a < strategies; ++a) {
        bool best = true, strictly = true;
        for (std::size_t p = 0; p < profiles.size() && best; ++p) {
            if (profiles.strategy(p, player) == a) continue;
            const double gained = gain(p, player, a);
            best = gained >= -tolerance;
            strictly = strictly && gained > tolerance;
        }
        if (best && (!found || strictly)) found = Dominant{a, strictly};
    }
    return found;
}

std::optional<std::size_t> NormalForm::pareto_better(std::size_t profile) const {
    std::optional<std::size_t> found;
    double most = 0;
    for (std::size_t p = 0; p < profiles.size(); ++p) {
        bool worse = false, better = false;
        double sum = 0;
        for (std::size_t i = 0; i < profiles.players(); ++i) {
            const double change = payoff(p, i) - payoff(profile, i);
            worse = worse || change < 0;
            better = better || change > tolerance;
            sum += change;
        }
        if (worse || !better || sum <= most) continue;
        most = sum;
        found = p;
    }
    return found;
}

bool NormalForm::is_dilemma(std::size_t profile) const {
    for (std::size_t i = 0; i < profiles.players(); ++i) {
        const auto dominant = dominant_strategy(i);
        const bool played =
            dominant && dominant->strictly && dominant->strategy == profiles.strategy(profile, i);
        if (!played) return false;
    }
    for (std::size_t p = 0; p < profiles.size(); ++p) {
        bool all_better = true;
        for (std::size_t i = 0; i < profiles.players(); ++i) {
            all_better = all_better && payoff(p, i) - payoff(profile, i) > tolerance;
        }
        if (all_better) return true;
    }
    return false;
}

NormalForm normal_form(std::vector<std::size_t> strategies,
                       const std::function<double(const std::vector<std::size_t>& played,
                                                  std::size_t player)>& payoff) {
    NormalForm game{Profiles(std::move(strategies)), {}};
    const std::size_t players = game.profiles.players();
    game.payoff = Grid<double, 2>({game.profiles.size(), players});
    std::vector<std::size_t> played(players);
    for (std::size_t p = 0; p < game.profiles.size(); ++p) {
        for (std::size_t i = 0; i < players; ++i) played[i] = game.profiles.strategy(p, i);
        for (std::size_t i = 0; i < players; ++i) game.payoff(p, i) = payoff(played, i);
    }
    return game;
}

}  // namespace keruen
