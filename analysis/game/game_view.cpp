// SPDX-License-Identifier: MIT
#include "analysis/game/game_view.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>

#include "analysis/results/text_table.hpp"

namespace keruen {

namespace {

constexpr std::size_t kToldEquilibria = 4;
constexpr std::size_t kFewProfiles = 4;
constexpr double kToldShare = 0.05;

/// Names of what is played.
class Names {
public:
    Names(const GameRuns& runs, const GamePlan& plan)
        : runs_(runs), plan_(plan), profiles_(plan.profiles()) {}

    const std::string& player(std::size_t i) const { return runs_.regions[plan_.players[i]]; }
    const std::string& strategy(std::size_t a) const { return plan_.strategies[a].name; }
    const std::string& played(std::size_t p, std::size_t i) const {
        return strategy(profiles_.strategy(p, i));
    }
    std::string profile(std::size_t p) const {
        std::vector<std::string> list;
        for (std::size_t i = 0; i < plan_.players.size(); ++i) {
            list.push_back(fmt::format("{} {}", player(i), played(p, i)));
        }
        return fmt::format("{}", fmt::join(list, ", "));
    }
    std::string parts(const GameAnswer& answer) const {
        return answer.parts == 1 ? "seed" : answer.of_draws ? "draws" : "seeds";
    }

private:
    const GameRuns& runs_;
    const GamePlan& plan_;
    Profiles profiles_;
};

std::string whole(double x) {
    return std::isnan(x) ? "-" : thousands(std::llround(x));
}

std::string band(const Spread& s) {
    if (s.low == s.high) return whole(s.mean);
    return fmt::format("{} [{}, {}]", whole(s.mean), whole(s.low), whole(s.high));
}

std::string share_text(double share) {
    return fmt::format("{:.0f} %", 100 * share);
}

/// Two players: one plays the rows, the other the columns.
std::string matrix_text(const Names& names, const GameAnswer& answer) {
    const Profiles& profiles = answer.game.profiles;
    std::vector<std::string> titles{fmt::format("{}; {}", names.player(0), names.player(1))};
    for (std::size_t b = 0; b < profiles.strategies(1); ++b) {
        titles.push_back(fmt::format("{} {}", names.player(1), names.strategy(b)));
    }
    TextTable table(titles);
    for (std::size_t a = 0; a < profiles.strategies(0); ++a) {
        std::vector<std::string> row{fmt::format("{} {}", names.player(0), names.strategy(a))};
        for (std::size_t b = 0; b < profiles.strategies(1); ++b) {
            const std::size_t p = profiles.with(profiles.with(0, 0, a), 1, b);
            row.push_back(fmt::format("{}; {}{}", whole(answer.game.payoff(p, 0U)),
                                      whole(answer.game.payoff(p, 1U)),
                                      answer.profiles[p].equilibrium ? " *" : "  "));
        }
        table.add(row);
    }
    return table.text(2);
}

std::string profiles_text(const Names& names, const GameAnswer& answer) {
    const Profiles& profiles = answer.game.profiles;
    const std::size_t players = profiles.players();
    std::vector<std::string> titles{"", ""};
    for (std::size_t i = 0; i < players; ++i) titles.push_back(names.player(i));
    for (std::size_t i = 0; i < players; ++i) titles.push_back(names.player(i));
    titles.push_back(names.parts(answer));
    TextTable table(titles, players + 2);
    for (std::size_t p = 0; p < profiles.size(); ++p) {
        std::vector<std::string> row{answer.profiles[p].equilibrium ? "*" : "",
                                     std::to_string(p + 1)};
        for (std::size_t i = 0; i < players; ++i) row.push_back(names.played(p, i));
        for (std::size_t i = 0; i < players; ++i) row.push_back(whole(answer.game.payoff(p, i)));
        row.push_back(share_text(answer.profiles[p].share));
        table.add(row);
    }
    return table.text(2);
}

/// Where 90 of a hundred parts lie, by number of the profile.
std::string intervals_text(const Names& names, const GameAnswer& answer) {
    if (answer.parts < 2) return "";
    const std::size_t players = answer.game.profiles.players();
    std::vector<std::string> titles{""};
    for (std::size_t i = 0; i < players; ++i) titles.push_back(names.player(i));
    TextTable table(titles);
    for (std::size_t p = 0; p < answer.profiles.size(); ++p) {
        std::vector<std::string> row{std::to_string(p + 1)};
        for (const Spread& s : answer.profiles[p].payoff) {
            row.push_back(fmt::format("[{}, {}]", whole(s.low), whole(s.high)));
        }
        table.add(row);
    }
    return fmt::format("\n90 of a hundred {} lie within\n\n", names.parts(answer)) + table.text(2);
}

/// The deviation from a profile that gains the most.
const Deviation& nearest_deviation(const GameAnswer& answer, std::size_t p) {
    const Deviation* best = nullptr;
    for (const Deviation& d : answer.deviations) {
        if (d.profile == p && (best == nullptr || d.gain.mean > best->gain.mean)) best = &d;
    }
    return *best;
}

std::string equilibrium_text(const Names& names, const GameAnswer& answer, std::size_t p) {
    const ProfileAnswer& profile = answer.profiles[p];
    std::string text = fmt::format(
        "{}: an equilibrium in {} of the {} {}, under {} of the weights within their ranges.",
        names.profile(p), share_text(profile.share), answer.parts, names.parts(answer),
        share_text(profile.weight_share));
    if (!answer.deviations.empty()) {
        const Deviation& d = nearest_deviation(answer, p);
        text +=
            fmt::format(" {} comes nearest to gaining by another strategy: {} would give it {}.",
                        names.player(d.player), names.strategy(d.strategy), band(d.gain));
    }
    if (profile.pareto_better) {
        text += fmt::format(" In \"{}\" nobody would be worse off and somebody better{}.",
                            names.profile(*profile.pareto_better),
                            profile.dilemma ? ": a prisoner's dilemma" : "");
    }
    return wrapped(text, 2);
}

/// Profiles that are equilibria of other draws or weights than the mean ones.
std::string elsewhere_text(const Names& names, const GameAnswer& answer) {
    std::vector<std::size_t> list;
    const auto weight = [&](std::size_t p) {
        return std::max(answer.profiles[p].share, answer.profiles[p].weight_share);
    };
    for (std::size_t p = 0; p < answer.profiles.size(); ++p) {
        if (!answer.profiles[p].equilibrium && weight(p) >= kToldShare) list.push_back(p);
    }
    std::stable_sort(list.begin(), list.end(),
                     [&](std::size_t a, std::size_t b) { return weight(a) > weight(b); });
    if (list.size() > kToldEquilibria) list.resize(kToldEquilibria);
    std::string text;
    for (const std::size_t p : list) {
        text +=
            wrapped(fmt::format("elsewhere: {}, in {} of the {}, under {} of the weights",
                                names.profile(p), share_text(answer.profiles[p].share),
                                names.parts(answer), share_text(answer.profiles[p].weight_share)),
                    2);
    }
    return text;
}

std::string equilibria_text(const Names& names, const GameAnswer& answer) {
    std::string text;
    const std::size_t n = answer.equilibria.size();
    for (std::size_t k = 0; k < std::min(n, kToldEquilibria); ++k) {
        text += equilibrium_text(names, answer, answer.equilibria[k]);
    }
    if (n > kToldEquilibria) {
        text += fmt::format("  and {} more, marked above\n", n - kToldEquilibria);
    }
    if (n == 0) {
        text += "  none in pure strategies: in every profile somebody gains by another strategy\n";
    }
    text += elsewhere_text(names, answer);
    return text + fmt::format("  none in pure strategies: {} of the {}, {} of the weights\n",
                              share_text(answer.none_share), names.parts(answer),
                              share_text(answer.weight_none_share));
}

std::string players_text(const Names& names, const GamePlan& plan, const GameAnswer& answer) {
    TextTable table(
        {
            "player",
            "strategy",
            "best answer to",
            "dominant",
            "",
        },
        2);
    for (std::size_t i = 0; i < answer.players.size(); ++i) {
        const PlayerAnswer& player = answer.players[i];
        for (std::size_t a = 0; a < plan.strategies.size(); ++a) {
            const bool dominant = player.dominant && player.dominant->strategy == a;
            table.add({a == 0 ? names.player(i) : "", names.strategy(a),
                       fmt::format("{} of {}", player.best[a], player.others),
                       !dominant                   ? "no"
                       : player.dominant->strictly ? "strictly"
                                                   : "weakly",
                       fmt::format("in {} of the {}", share_text(player.dominant_share[a]),
                                   names.parts(answer))});
        }
    }
    return table.text(2);
}

/// Means of the gains of every region in one profile, and the players' payoffs with bands.
std::string gains_text(const GameRuns& runs, const GamePlan& plan, const GameAnswer& answer,
                       std::size_t p) {
    std::vector<std::string> titles{"region"}, payoffs;
    for (const GainDeclaration& gain : gain_declarations()) titles.emplace_back(gain.key);
    TextTable table(titles);
    for (std::size_t r = 0; r < runs.regions.size(); ++r) {
        std::vector<std::string> row{runs.regions[r]};
        for (std::size_t k = 0; k < kGains; ++k) row.push_back(whole(answer.gains(p, r, k).mean));
        table.add(row);
    }
    for (std::size_t i = 0; i < plan.players.size(); ++i) {
        payoffs.push_back(fmt::format("{} {}", runs.regions[plan.players[i]],
                                      band(answer.profiles[p].payoff[i])));
    }
    return table.text(2) + wrapped(fmt::format("payoff: {}", fmt::join(payoffs, "; ")), 2);
}

/// Profiles whose gains are told: all if few, else the equilibria, else the likeliest.
std::vector<std::size_t> told_profiles(const GameAnswer& answer) {
    std::vector<std::size_t> list;
    const std::size_t n = answer.profiles.size();
    for (std::size_t p = 0; p < n; ++p) {
        if (n <= kFewProfiles || answer.profiles[p].equilibrium) list.push_back(p);
    }
    if (list.size() > kToldEquilibria) list.resize(kToldEquilibria);
    if (!list.empty()) return list;
    std::size_t likeliest = 0;
    for (std::size_t p = 1; p < n; ++p) {
        if (answer.profiles[p].share > answer.profiles[likeliest].share) likeliest = p;
    }
    return {likeliest};
}

/// What a regime sets, so that the answer does not hang on a file that may change.
std::string levers_text(const Regime& regime) {
    std::string text;
    for (const RegimeValue& lever : regime.levers) {
        const bool bare = lever.of == RegimeValue::Of::given;
        text += fmt::format("{}{} = {}{}", text.empty() ? "; " : ", ", lever.pattern, lever.value,
                            bare ? "" : fmt::format(" {}", lever.word()));
    }
    return text;
}

std::string formula(const PayoffWeights& weights) {
    std::string text;
    for (std::size_t k = 0; k < kPaid; ++k) {
        const GainDeclaration& d = gain_declarations()[k];
        const char* sign = d.scale < 0 ? " - " : k == 0 ? "" : " + ";
        const char* unit = d.unit == "people" ? " USD" : "";
        text += fmt::format("{}{}{} x {}", sign, weights[k], unit, d.key);
    }
    return text;
}

}  // namespace

std::string game_text(const GameRuns& runs, const GamePlan& plan, const SolveOptions& options) {
    const Names names(runs, plan);
    std::vector<std::string> players;
    for (std::size_t i = 0; i < plan.players.size(); ++i) players.push_back(names.player(i));
    std::string text =
        fmt::format("{}: a game of {} strategies from {} to {}\n\n", fmt::join(players, ", "),
                    plan.strategies.size(), runs.from, runs.last);
    for (const Regime& regime : plan.strategies) {
        text += wrapped(fmt::format("{}, from {}: {} ({}){}", regime.name, regime.from,
                                    regime.title, regime.source, levers_text(regime)),
                        2);
    }
    text += fmt::format("\npayoff = {}\n", formula(options.weights));
    for (std::size_t k = 0; k < kPaid; ++k) {
        text += fmt::format("  {}: {}\n", gain_declarations()[k].key, gain_declarations()[k].prose);
    }
    return text + wrapped(fmt::format("changes against the scenario as it is, summed over {} to "
                                      "{}; million USD, nominal prices discounted to {} at {} % a "
                                      "year; graduates are discounted alike",
                                      runs.from, runs.last, runs.from, 100 * plan.discount),
                          2);
}

std::string answer_text(const GameRuns& runs, const GamePlan& plan, const GameAnswer& answer) {
    const Names names(runs, plan);
    const bool two = plan.players.size() == 2;
    std::string text = wrapped(
        fmt::format("payoffs, mean over {} {} ({} members); * equilibrium: nobody "
                    "gains more than {} by another strategy while the others stay{}",
                    answer.parts, names.parts(answer), runs.members.size(), answer.game.tolerance,
                    two ? ""
                        : fmt::format("; last column: in how many of the {} it is one",
                                      names.parts(answer))),
        0);
    text += fmt::format("\n{}\nequilibria\n\n{}\nstrategies\n\n{}",
                        two ? matrix_text(names, answer)
                            : profiles_text(names, answer) + intervals_text(names, answer),
                        equilibria_text(names, answer), players_text(names, plan, answer));
    for (const std::size_t p : told_profiles(answer)) {
        text +=
            fmt::format("\n{}: changes; students in {}, people\n\n", names.profile(p), runs.last);
        text += gains_text(runs, plan, answer, p);
    }
    text += '\n';
    return text + wrapped(fmt::format("Not validated: parameters are priors or a sample that this "
                                      "program has not checked against held-out data; weights are "
                                      "assumptions; [ ] holds 90 of a hundred {}, and model "
                                      "discrepancy is in none.",
                                      names.parts(answer)),
                          0);
}

std::string unfinished_text(const GameRuns& runs, const GamePlan& plan,
                            const SolveOptions& options) {
    const Names names(runs, plan);
    const GameMember& member = runs.members.front();
    std::string text = fmt::format(
        "finished: {} of {} profiles of the first member; equilibria are told of complete ones\n\n",
        member.finished, member.change.extent(0));
    std::vector<std::string> titles{"profile"};
    for (std::size_t i = 0; i < plan.players.size(); ++i) titles.push_back(names.player(i));
    TextTable table(titles);
    for (std::size_t p = 0; p < member.change.extent(0); ++p) {
        if (std::isnan(member.change(p, 0U, 0U))) continue;
        std::vector<std::string> row{names.profile(p)};
        for (const std::size_t r : plan.players) {
            row.push_back(whole(payoff_of(&member.change(p, r, 0U), options.weights)));
        }
        table.add(row);
    }
    return text + table.text(2);
}

}  // namespace keruen
