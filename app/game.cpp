// SPDX-License-Identifier: MIT
#include "analysis/game/game.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <set>

#include "analysis/game/game_view.hpp"
#include "app/commands.hpp"
#include "app/inputs.hpp"
#include "app/interrupt.hpp"
#include "app/output.hpp"
#include "app/progress.hpp"
#include "scenarios/text_file.hpp"
#include "sim/file/error.hpp"

namespace keruen {
namespace {

/// The regions that play: those named, or the home regions.
std::vector<std::size_t> players_of(const GameCommand& command, const ScenarioFile& scenario,
                                    Diagnostics& found) {
    std::vector<std::string> known;
    std::vector<std::size_t> players;
    for (std::size_t r = 0; r < scenario.regions.size(); ++r) {
        known.push_back(scenario.regions[r].region.code);
        if (command.players.empty() && scenario.regions[r].region.home) players.push_back(r);
    }
    for (const std::string& name : command.players) {
        const auto at = std::find(known.begin(), known.end(), name);
        const auto region = static_cast<std::size_t>(at - known.begin());
        if (at == known.end()) {
            found.add({"--players"}, in_quotes(name),
                      fmt::format("some of {}", fmt::join(known, ", ")), did_you_mean(name, known));
        } else if (std::find(players.begin(), players.end(), region) != players.end()) {
            found.add({"--players"}, in_quotes(name) + " for the second time", "each once");
        } else {
            players.push_back(region);
        }
    }
    return players;
}

/// The regimes of the library, overridden and joined by those of the user's own file.
std::vector<Regime> known_regimes(const GameCommand& command, const Inputs& inputs,
                                  Diagnostics& found) {
    std::vector<Regime> known = read_regimes(inputs.regimes, found);
    if (command.regimes.empty()) return known;
    for (Regime& own : read_regimes(command.regimes, found)) {
        const auto same = std::find_if(known.begin(), known.end(),
                                       [&](const Regime& r) { return r.name == own.name; });
        if (same == known.end()) {
            known.push_back(std::move(own));
        } else {
            *same = std::move(own);
        }
    }
    return known;
}

std::vector<Regime> named_strategies(const GameCommand& command, const std::vector<Regime>& known,
                                     Diagnostics& found) {
    std::vector<std::string> names;
    names.reserve(known.size());
    for (const Regime& regime : known) names.push_back(regime.name);
    std::vector<Regime> strategies;
    for (const std::string& name : command.strategies) {
        const auto at = std::find(names.begin(), names.end(), name);
        if (at == names.end()) {
            found.add({"--strategies"}, in_quotes(name),
                      fmt::format("some of {}", fmt::join(names, ", ")),
                      did_you_mean(name, names, "--regimes FILE adds your own"));
        } else {
            strategies.push_back(known[static_cast<std::size_t>(at - names.begin())]);
        }
    }
    return strategies;
}

constexpr Year kLadderFrom = 2027;  // as the regimes of the library

std::vector<Regime> strategies_of(const GameCommand& command, const Inputs& inputs,
                                  Diagnostics& found) {
    const std::vector<Regime> known = known_regimes(command, inputs, found);
    std::vector<Regime> strategies;
    if (command.fees.empty()) {
        strategies = named_strategies(command, known, found);
    } else {
        for (const double fee : command.fees) strategies.push_back(fee_regime(fee, kLadderFrom));
    }
    std::set<std::string> seen;
    for (Regime& regime : strategies) {
        if (!seen.insert(regime.name).second) {
            found.add({command.fees.empty() ? "--strategies" : "--fees"},
                      in_quotes(regime.name) + " for the second time", "each once");
        }
        if (command.from != 0) regime.from = command.from;
    }
    return strategies;
}

PayoffWeights weights_of(const GameCommand& command, Diagnostics& found) {
    std::vector<std::string> keys;
    for (std::size_t k = 0; k < kPaid; ++k) keys.emplace_back(gain_declarations()[k].key);
    PayoffWeights weights = default_weights();
    for (const std::string& text : command.weights) {
        const std::size_t equals = std::min(text.find('='), text.size());
        const std::string key = text.substr(0, equals);
        const auto at = std::find(keys.begin(), keys.end(), key);
        double value = 0;
        const char *begin = text.data() + std::min(equals + 1, text.size()),
                   *end = text.data() + text.size();
        const auto [stop, error] = std::from_chars(begin, end, value);
        if (at == keys.end()) {
            found.add({"--weight"}, in_quotes(text),
                      fmt::format("KEY=X, with one of {}", fmt::join(keys, ", ")),
                      did_you_mean(key, keys));
        } else if (error != std::errc() || stop != end || !(value >= 0)) {
            found.add({"--weight"}, in_quotes(text), "a number from 0 on, as in living=0.3");
        } else {
            weights[static_cast<std::size_t>(at - keys.begin())] = value;
        }
    }
    return weights;
}

GamePlan plan_of(const GameCommand& command, Inputs& inputs) {
    Diagnostics& found = inputs.diagnostics;
    GamePlan plan;
    plan.players = players_of(command, inputs.scenario, found);
    plan.strategies = strategies_of(command, inputs, found);
    plan.discount = command.discount / 100;
    const bool own = draws_posterior(command.draws, inputs.scenario);
    const auto or_default = [&](int given, int of_own, int otherwise) {
        return given > 0 ? given : own ? of_own : otherwise;
    };
    plan.draws = or_default(command.most_draws, 10, 100);
    plan.seeds = or_default(command.seeds, 1, 3);
    plan.threads = command.threads;
    plan.most_hours = command.most_hours;
    plan.run.scale = command.scale;
    plan.stop = &listen_for_interrupt();
    plan.sample = sample_of(command.draws, inputs);
    return plan;
}

std::string settings_text(const GameCommand& command, const Inputs& inputs, const GamePlan& plan,
                          const GameRuns& runs) {
    std::string text = repeat_text(command, inputs.data.sha256());
    text += fmt::format("  scenario {}: {}, seeds {} to {}, scale {}\n", inputs.scenario.name,
                        inputs.scenario.sha256.substr(0, 12), inputs.scenario.seed,
                        inputs.scenario.seed + static_cast<std::uint64_t>(plan.seeds) - 1,
                        plan.run.scale);
    if (plan.sample) {
        text += fmt::format("  parameters: draws 1 to {} of {} ({})\n",
                            runs.members.empty() ? 0 : runs.members.back().draw + 1,
                            plan.sample->file, plan.sample->sha256.substr(0, 12));
    } else {
        text += "  parameters as in the scenario: intervals are of chance alone\n";
    }
    return text;
}

void write_tables(const GameCommand& command, const GameRuns& runs, const GamePlan& plan,
                  const SolveOptions& options, const GameAnswer* answer) {
    if (!command.csv.empty()) write_text(command.csv, members_csv(runs, plan, options));
    if (command.out.empty()) return;
    const std::filesystem::path folder = made_folder(command.out);
    write_text(folder / "members.csv", members_csv(runs, plan, options));
    if (answer == nullptr) return;
    write_text(folder / "profiles.csv", profiles_csv(runs, plan, *answer));
    write_text(folder / "deviations.csv", deviations_csv(runs, plan, *answer));
}

void print(const GameCommand& command, const Inputs& inputs, const GamePlan& plan,
           const SolveOptions& options, const GameRuns& runs) {
    std::optional<GameAnswer> answer;
    if (runs.members.front().complete()) answer = solve(runs, plan, options);
    const GameAnswer* solved = answer ? &*answer : nullptr;
    if (!command.json) {
        fmt::print("{}\n{}{}", game_text(runs, plan, options),
                   answer ? answer_text(runs, plan, *answer) : unfinished_text(runs, plan, options),
                   settings_text(command, inputs, plan, runs));
        write_tables(command, runs, plan, options, solved);
        return;
    }
    nlohmann::ordered_json json = game_json(runs, plan, options, solved);
    nlohmann::ordered_json& provenance = json["provenance"];
    provenance = repeat_json(command, inputs.data.sha256());
    provenance["scenario_sha256"] = inputs.scenario.sha256;
    provenance["first_seed"] = inputs.scenario.seed;
    provenance["seeds"] = plan.seeds;
    provenance["scale"] = plan.run.scale;
    if (plan.sample) provenance["sample_sha256"] = plan.sample->sha256;
    fmt::print("{}\n", json.dump(2));
    write_tables(command, runs, plan, options, solved);
}

constexpr std::size_t kToldOf = 8;  // lines a member where no line can change

}  // namespace

int game_command(const GameCommand& command) {
    require_writable({command.csv}, command.out);
    Inputs inputs = read_inputs(command.scenario, command.settings);
    const GamePlan plan = plan_of(command, inputs);
    const SolveOptions options{weights_of(command, inputs.diagnostics), command.tolerance};
    inputs.diagnostics.throw_if_any();
    Workers workers(command.threads);
    ProgressLine line;
    line.say("preparing the world");
    const auto began = std::chrono::steady_clock::now();
    const GameRuns runs =
        play(inputs.scenario, inputs.data, plan, workers, [&](const GameProgress& p) {
            const bool tell = p.profiles % std::max<std::size_t>(p.of / kToldOf, 1) == 0;
            if (!line.changes() && !tell) return;
            const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - began;
            line.say(fmt::format("member {} of {}: profile {} of {}, {} elapsed, about {} left",
                                 p.member, p.members, p.profiles, p.of, duration_text(elapsed),
                                 duration_text(elapsed * ((1 - p.done) / p.done))));
        });
    line.finish();
    if (runs.interrupted) {
        const bool complete = !runs.members.empty() && runs.members.front().complete();
        fmt::print(stderr, "interrupted after {} of {} members{}\n",
                   complete ? runs.members.size() : 0, runs.draws * runs.seeds,
                   complete || runs.members.empty()
                       ? ""
                       : fmt::format(" and {} profiles", runs.members.front().finished));
    }
    if (!runs.members.empty()) print(command, inputs, plan, options, runs);
    return runs.interrupted ? exit_code::interrupted : exit_code::done;
}

}  // namespace keruen
