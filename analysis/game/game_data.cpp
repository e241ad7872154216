// SPDX-License-Identifier: MIT
// A game for programs: JSON and CSV.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "analysis/game/game_view.hpp"

namespace keruen {

namespace {

using Json = nlohmann::ordered_json;

Json spread_json(const Spread& s) {
    return {{"mean", s.mean}, {"q05", s.low}, {"q95", s.high}};
}

std::string spread_cells(const Spread& s) {
    return fmt::format("{},{},{}", s.mean, s.low, s.high);
}

const std::string& code(const GameRuns& runs, const GamePlan& plan, std::size_t player) {
    return runs.regions[plan.players[player]];
}

std::vector<std::string> codes(const GameRuns& runs, const GamePlan& plan) {
    std::vector<std::string> list;
    for (const std::size_t r : plan.players) list.push_back(runs.regions[r]);
    return list;
}

/// What each player plays in a profile.
std::vector<std::string> played(const GamePlan& plan, std::size_t p) {
    const Profiles profiles = plan.profiles();
    std::vector<std::string> list;
    for (std::size_t i = 0; i < plan.players.size(); ++i) {
        list.push_back(plan.strategies[profiles.strategy(p, i)].name);
    }
    return list;
}

Json rules_json(const GameRuns& runs, const GamePlan& plan, const SolveOptions& options) {
    Json json{{"players", codes(runs, plan)}, {"from", runs.from}, {"last", runs.last}};
    for (const Regime& regime : plan.strategies) {
        Json& told = json["strategies"][regime.name];
        told = {{"title", regime.title}, {"source", regime.source}, {"from", regime.from}};
        told["levers"] = Json::array();
        for (const RegimeValue& lever : regime.levers) {
            told["levers"].push_back(
                {{"lever", lever.pattern}, {std::string(lever.word()), lever.value}});
        }
    }
    for (std::size_t k = 0; k < kPaid; ++k) {
        const GainDeclaration& d = gain_declarations()[k];
        json["weights"][d.key] = {{"weight", options.weights[k]},
                                  {"to_million_usd", d.scale},
                                  {"range", {d.low, d.high}},
                                  {"source", d.source}};
    }
    json["discount"] = plan.discount;
    json["tolerance"] = options.tolerance;
    return json;
}

Json profile_json(const GameRuns& runs, const GamePlan& plan, const GameAnswer& answer,
                  std::size_t p) {
    const ProfileAnswer& profile = answer.profiles[p];
    Json json{{"strategies", played(plan, p)},        {"equilibrium", profile.equilibrium},
              {"certain", profile.certain},           {"share", profile.share},
              {"weight_share", profile.weight_share}, {"prisoners_dilemma", profile.dilemma}};
    json["pareto_better"] =
        profile.pareto_better ? Json(played(plan, *profile.pareto_better)) : Json(nullptr);
    for (std::size_t i = 0; i < plan.players.size(); ++i) {
        json["payoff"][code(runs, plan, i)] = spread_json(profile.payoff[i]);
        json["best_response"][code(runs, plan, i)] =
            plan.strategies[answer.game.best_response(p, i)].name;
    }
    for (std::size_t r = 0; r < runs.regions.size(); ++r) {
        for (std::size_t k = 0; k < kGains; ++k) {
            json["gains"][runs.regions[r]][gain_declarations()[k].key] =
                spread_json(answer.gains(p, r, k));
        }
    }
    return json;
}

Json player_json(const GamePlan& plan, const PlayerAnswer& player) {
    Json json{{"dominant", nullptr}, {"others", player.others}};
    if (player.dominant) {
        json["dominant"] = {{"strategy", plan.strategies[player.dominant->strategy].name},
                            {"strictly", player.dominant->strictly}};
    }
    for (std::size_t a = 0; a < plan.strategies.size(); ++a) {
        json["best_answer_to"][plan.strategies[a].name] = player.best[a];
        json["dominant_share"][plan.strategies[a].name] = player.dominant_share[a];
    }
    return json;
}

}  // namespace

nlohmann::ordered_json game_json(const GameRuns& runs, const GamePlan& plan,
                                 const SolveOptions& options, const GameAnswer* answer) {
    Json json = rules_json(runs, plan, options);
    json["validated"] = false;
    json["model_discrepancy"] = "not included";
    json["interrupted"] = runs.interrupted;
    json["members"] = runs.members.size();
    if (answer == nullptr) {
        json["profiles_finished"] = runs.members.empty() ? 0 : runs.members.front().finished;
        return json;
    }
    json["parts"] = {{"number", answer->parts}, {"of", answer->of_draws ? "draws" : "seeds"}};
    json["equilibria"] = Json::array();
    for (const std::size_t p : answer->equilibria) json["equilibria"].push_back(played(plan, p));
    json["no_equilibrium"] = {{"share", answer->none_share},
                              {"weight_share", answer->weight_none_share},
                              {"weight_points", answer->weight_points}};
    for (std::size_t i = 0; i < plan.players.size(); ++i) {
        json["player"][code(runs, plan, i)] = player_json(plan, answer->players[i]);
    }
    for (std::size_t r = 0; r < runs.regions.size(); ++r) {
        json["plain_payoff"][runs.regions[r]] = spread_json(answer->plain_payoff[r]);
    }
    for (std::size_t p = 0; p < answer->profiles.size(); ++p) {
        json["profiles"].push_back(profile_json(runs, plan, *answer, p));
    }
    json["deviations"] = Json::array();
    for (const Deviation& d : answer->deviations) {
        json["deviations"].push_back({{"profile", d.profile},
                                      {"player", code(runs, plan, d.player)},
                                      {"strategy", plan.strategies[d.strategy].name},
                                      {"gain", spread_json(d.gain)}});
    }
    return json;
}

std::string members_csv(const GameRuns& runs, const GamePlan& plan, const SolveOptions& options) {
    std::string text =
        fmt::format("draw,seed,profile,{},region", fmt::join(codes(runs, plan), ","));
    for (const GainDeclaration& gain : gain_declarations()) text += fmt::format(",{}", gain.key);
    text += ",payoff\n";
    for (const GameMember& m : runs.members) {
        for (std::size_t p = 0; p < m.change.extent(0); ++p) {
            if (std::isnan(m.change(p, 0U, 0U))) continue;
            for (std::size_t r = 0; r < runs.regions.size(); ++r) {
                text += fmt::format("{},{},{},{},{}", m.draw + 1, m.seed, p,
                                    fmt::join(played(plan, p), ","), runs.regions[r]);
                for (std::size_t k = 0; k < kGains; ++k) {
                    text += fmt::format(",{}", m.change(p, r, k));
                }
                text += fmt::format(",{}\n", payoff_of(&m.change(p, r, 0U), options.weights));
            }
        }
    }
    return text;
}

std::string profiles_csv(const GameRuns& runs, const GamePlan& plan, const GameAnswer& answer) {
    std::string text = fmt::format(
        "profile,{},equilibrium,certain,share,weight_share,player,mean,q05,q95,best_response\n",
        fmt::join(codes(runs, plan), ","));
    for (std::size_t p = 0; p < answer.profiles.size(); ++p) {
        const ProfileAnswer& profile = answer.profiles[p];
        for (std::size_t i = 0; i < plan.players.size(); ++i) {
            text += fmt::format("{},{},{:d},{:d},{},{},{},{},{}\n", p,
                                fmt::join(played(plan, p), ","), profile.equilibrium,
                                profile.certain, profile.share, profile.weight_share,
                                code(runs, plan, i), spread_cells(profile.payoff[i]),
                                plan.strategies[answer.game.best_response(p, i)].name);
        }
    }
    return text;
}

std::string deviations_csv(const GameRuns& runs, const GamePlan& plan, const GameAnswer& answer) {
    std::string text = fmt::format("profile,{},player,strategy,gain,gain_q05,gain_q95\n",
                                   fmt::join(codes(runs, plan), ","));
    for (const Deviation& d : answer.deviations) {
        text += fmt::format("{},{},{},{},{}\n", d.profile, fmt::join(played(plan, d.profile), ","),
                            code(runs, plan, d.player), plan.strategies[d.strategy].name,
                            spread_cells(d.gain));
    }
    return text;
}

}  // namespace keruen
