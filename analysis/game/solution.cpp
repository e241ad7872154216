// SPDX-License-Identifier: MIT
#include "analysis/game/solution.hpp"

#include <algorithm>
#include <boost/random/sobol.hpp>
#include <stdexcept>

#include "analysis/measures/statistics.hpp"

namespace keruen {

namespace {

constexpr double kLow = 0.05, kHigh = 0.95;
constexpr std::size_t kWeightPoints = 1024;

using Gains = Grid<double, 3>;  ///< [profile][region][Gain]

Spread spread(const std::vector<double>& values) {
    Moments moments;
    for (const double x : values) moments.add(x);
    return {moments.mean(), quantile(values, kLow), quantile(values, kHigh)};
}

Gains mean_of(const std::vector<const Gains*>& list) {
    Gains mean(list.front()->extents());
    for (const Gains* one : list) {
        for (std::size_t k = 0; k < mean.values().size(); ++k) {
            mean.values()[k] += one->values()[k] / static_cast<double>(list.size());
        }
    }
    return mean;
}

/// The means of the draws, in their order; with one draw its seeds.
std::vector<Gains> parts_of(const GameRuns& runs) {
    const bool of_draws = runs.members.back().draw > runs.members.front().draw;
    std::vector<Gains> parts;
    std::vector<const Gains*> draw;
    for (std::size_t m = 0; m < runs.members.size(); ++m) {
        draw.push_back(&runs.members[m].change);
        const bool last =
            m + 1 == runs.members.size() || runs.members[m + 1].draw != runs.members[m].draw;
        if (of_draws && !last) continue;
        parts.push_back(mean_of(draw));
        draw.clear();
    }
    return parts;
}

NormalForm game_of(const Gains& gains, const GamePlan& plan, const SolveOptions& options) {
    NormalForm game{plan.profiles(), {}, options.tolerance};
    game.payoff = Grid<double, 2>({game.profiles.size(), plan.players.size()});
    for (std::size_t p = 0; p < game.profiles.size(); ++p) {
        for (std::size_t i = 0; i < plan.players.size(); ++i) {
            game.payoff(p, i) = payoff_of(&gains(p, plan.players[i], 0U), options.weights);
        }
    }
    return game;
}

/// How often each profile is an equilibrium, over games that are added one by one.
class EquilibriumShares {
public:
    explicit EquilibriumShares(std::size_t profiles) : found_(profiles, 0) {}

    void add(const NormalForm& game) {
        const std::vector<std::size_t> equilibria = game.equilibria();
        for (const std::size_t p : equilibria) ++found_[p];
        if (equilibria.empty()) ++none_;
        ++games_;
    }
    double of(std::size_t profile) const { return share(found_[profile]); }
    double none() const { return share(none_); }

private:
    double share(std::size_t n) const {
        return static_cast<double>(n) / static_cast<double>(games_);
    }

    std::vector<std::size_t> found_;
    std::size_t none_ = 0, games_ = 0;
};

/// Of the mean game under weights that fill the box of their ranges evenly (Sobol' 1967).
EquilibriumShares shares_of_weights(const Gains& mean, const GamePlan& plan,
                                    const SolveOptions& options) {
    std::vector<std::size_t> free;
    for (std::size_t k = 0; k < kPaid; ++k) {
        if (gain_declarations()[k].low < gain_declarations()[k].high) free.push_back(k);
    }
    boost::random::sobol sequence(free.size());
    const double range = static_cast<double>(boost::random::sobol::max()) + 1.0;
    EquilibriumShares shares(mean.extent(0));
    for (std::size_t n = 0; n < kWeightPoints; ++n) {
        SolveOptions other = options;
        for (const std::size_t k : free) {
            const GainDeclaration& d = gain_declarations()[k];
            const double u = (static_cast<double>(sequence()) + 0.5) / range;
            other.weights[k] = d.low + u * (d.high - d.low);
        }
        shares.add(game_of(mean, plan, other));
    }
    return shares;
}

std::vector<Deviation> deviations_of(const std::vector<NormalForm>& games) {
    const Profiles& profiles = games.front().profiles;
    std::vector<Deviation> list;
    std::vector<double> values(games.size());
    for (std::size_t p = 0; p < profiles.size(); ++p) {
        for (std::size_t i = 0; i < profiles.players(); ++i) {
            for (std::size_t a = 0; a < profiles.strategies(i); ++a) {
                if (a == profiles.strategy(p, i)) continue;
                for (std::size_t n = 0; n < games.size(); ++n) values[n] = games[n].gain(p, i, a);
                list.push_back({p, i, a, spread(values)});
            }
        }
    }
    return list;
}

PlayerAnswer player_answer(const NormalForm& mean, const std::vector<NormalForm>& games,
                           std::size_t i) {
    const std::size_t strategies = mean.profiles.strategies(i);
    PlayerAnswer answer;
    answer.dominant = mean.dominant_strategy(i);
    answer.others = mean.profiles.size() / strategies;
    answer.best.assign(strategies, 0);
    for (std::size_t p = 0; p < mean.profiles.size(); ++p) {
        if (mean.profiles.strategy(p, i) != 0) continue;
        double most = 0;
        for (std::size_t a = 0; a < strategies; ++a) most = std::max(most, mean.gain(p, i, a));
        for (std::size_t a = 0; a < strategies; ++a) {
            if (mean.gain(p, i, a) >= most - mean.tolerance) ++answer.best[a];
        }
    }
    answer.dominant_share.assign(strategies, 0.0);
    for (const NormalForm& game : games) {
        if (const auto found = game.dominant_strategy(i)) {
            answer.dominant_share[found->strategy] += 1 / static_cast<double>(games.size());
        }
    }
    return answer;
}

void add_profiles(const std::vector<NormalForm>& games, GameAnswer& answer) {
    const NormalForm& mean = answer.game;
    std::vector<double> values(games.size());
    for (std::size_t p = 0; p < mean.profiles.size(); ++p) {
        ProfileAnswer profile;
        for (std::size_t i = 0; i < mean.profiles.players(); ++i) {
            for (std::size_t n = 0; n < games.size(); ++n) values[n] = games[n].payoff(p, i);
            profile.payoff.push_back(spread(values));
        }
        profile.equilibrium = profile.certain = mean.is_equilibrium(p);
        profile.pareto_better = mean.pareto_better(p);
        profile.dilemma = profile.equilibrium && mean.is_dilemma(p);
        answer.profiles.push_back(std::move(profile));
    }
    for (const Deviation& deviation : answer.deviations) {
        if (deviation.gain.high > mean.tolerance)
            answer.profiles[deviation.profile].certain = false;
    }
    answer.equilibria = mean.equilibria();
}

/// A region's gains in every part, and what the plain run gives it.
void add_gains(const std::vector<Gains>& parts, const GameRuns& runs, const SolveOptions& options,
               GameAnswer& answer) {
    answer.gains = Grid<Spread, 3>(parts.front().extents());
    std::vector<double> values(parts.size());
    for (std::size_t k = 0; k < answer.gains.values().size(); ++k) {
        for (std::size_t n = 0; n < parts.size(); ++n) values[n] = parts[n].values()[k];
        answer.gains.values()[k] = spread(values);
    }
    for (std::size_t r = 0; r < runs.regions.size(); ++r) {
        std::vector<double> plain;
        for (const GameMember& member : runs.members) {
            plain.push_back(payoff_of(&member.plain(r, 0U), options.weights));
        }
        answer.plain_payoff.push_back(spread(plain));
    }
}

}  // namespace

GameAnswer solve(const GameRuns& runs, const GamePlan& plan, const SolveOptions& options) {
    const bool complete = std::all_of(runs.members.begin(), runs.members.end(),
                                      [](const GameMember& member) { return member.complete(); });
    if (runs.members.empty() || !complete) throw std::invalid_argument("an unfinished game");
    const std::vector<Gains> parts = parts_of(runs);
    std::vector<const Gains*> each;
    std::vector<NormalForm> games;
    for (const Gains& part : parts) {
        each.push_back(&part);
        games.push_back(game_of(part, plan, options));
    }
    const Gains mean = mean_of(each);
    GameAnswer answer;
    answer.parts = parts.size();
    answer.of_draws = runs.members.back().draw > runs.members.front().draw;
    answer.game = game_of(mean, plan, options);
    answer.deviations = deviations_of(games);
    add_profiles(games, answer);
    for (std::size_t i = 0; i < plan.players.size(); ++i) {
        answer.players.push_back(player_answer(answer.game, games, i));
    }
    EquilibriumShares shares(answer.profiles.size());
    for (const NormalForm& game : games) shares.add(game);
    const EquilibriumShares weighed = shares_of_weights(mean, plan, options);
    for (std::size_t p = 0; p < answer.profiles.size(); ++p) {
        answer.profiles[p].share = shares.of(p);
        answer.profiles[p].weight_share = weighed.of(p);
    }
    answer.none_share = shares.none();
    answer.weight_none_share = weighed.none();
    answer.weight_points = kWeightPoints;
    add_gains(parts, runs, options, answer);
    return answer;
}

}  // namespace keruen
