// SPDX-License-Identifier: MIT
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "analysis/calibration/calibration_view.hpp"
#include "analysis/results/text_table.hpp"
#include "app/commands.hpp"
#include "app/inputs.hpp"
#include "app/interrupt.hpp"
#include "app/output.hpp"
#include "app/progress.hpp"
#include "scenarios/sha256.hpp"
#include "scenarios/text_file.hpp"

namespace keruen {
namespace {

namespace fs = std::filesystem;

std::vector<Pattern> chosen_patterns(std::vector<Pattern> all,
                                     const std::vector<std::string>& wanted) {
    if (wanted.empty()) return all;
    Diagnostics diagnostics;
    std::vector<std::string> keys;
    keys.reserve(all.size());
    for (const Pattern& pattern : all) keys.push_back(pattern.key);
    for (const std::string& one : wanted) {
        if (std::find(keys.begin(), keys.end(), one) != keys.end()) continue;
        diagnostics.add({"--pattern"}, in_quotes(one), "a pattern of the table patterns",
                        did_you_mean(one, keys));
    }
    diagnostics.throw_if_any();
    std::erase_if(all, [&](const Pattern& pattern) {
        return std::find(wanted.begin(), wanted.end(), pattern.key) == wanted.end();
    });
    const bool any = std::any_of(all.begin(), all.end(), [](const Pattern& pattern) {
        return pattern.use == PatternUse::calibration;
    });
    if (!any) refuse({"--pattern"}, "none used in calibration", "one that is, at least");
    return all;
}

PatternTask task_of(const CalibrateCommand& command, Inputs& inputs) {
    PatternTask task;
    inputs.data.check(inputs.diagnostics);  // copies for each point share the tables read by now
    inputs.diagnostics.throw_if_any();
    task.patterns =
        chosen_patterns(read_patterns(inputs.data, inputs.diagnostics), command.patterns);
    for (const Pattern& pattern : task.patterns) {
        const bool known = std::any_of(
            task.scenarios.begin(), task.scenarios.end(),
            [&](const ScenarioFile& scenario) { return scenario.name == pattern.scenario; });
        if (known) continue;
        Inputs own = read_inputs(pattern.scenario, command.settings);
        own.diagnostics.throw_if_any();
        task.scenarios.push_back(std::move(own.scenario));
    }
    task.dimensions = all_dimensions();
    std::erase_if(task.dimensions, [&](const Dimension& dimension) {
        const std::string key(dimension.parameter->key);
        return std::any_of(task.scenarios.begin(), task.scenarios.end(),
                           [&](const ScenarioFile& s) { return s.own_parameters.contains(key); });
    });
    task.scale = command.scale;
    task.threads = command.threads;
    task.stop = &listen_for_interrupt();
    return task;
}

/// Everything that a point's figures depend on beside its parameters and seed.
std::string identity(const CalibrateCommand& command, const PatternTask& task,
                     const std::string& data) {
    std::string text = fmt::format("calibration\n{} {}\ndata {}\nscale {}\n",
                                   command.program_version, command.revision, data, task.scale);
    for (const ScenarioFile& s : task.scenarios) text += fmt::format("{} {}\n", s.name, s.sha256);
    for (const Pattern& pattern : task.patterns) text += pattern.key + "\n";
    return sha256_of(text);
}

/// What the sample rests on, a fact a line; nothing else, since scenarios refer to it by its hash.
std::vector<std::string> provenance(const CalibrateCommand& command, const PatternTask& task,
                                    const CalibrationPlan& plan, const Calibration& found,
                                    const std::string& data) {
    std::vector<std::string> fitted;
    for (const Pattern& pattern : task.patterns) {
        if (pattern.use == PatternUse::calibration) fitted.push_back(pattern.key);
    }
    std::vector<std::string> lines{
        "Posterior sample of the parameters of Keruen: a draw a row; see docs/calibration.md",
        fmt::format("program: keruen {} ({})", command.program_version, command.revision),
        fmt::format("data_sha256: {}", data),
        "method: adaptive multiple importance sampling; normal errors of record and model",
        fmt::format("fitted to: {}", fmt::join(fitted, " ")),
        fmt::format("settings: seed {}; scale {}; screening {} trajectories, at most {} survivors; "
                    "generations {}",
                    command.seed, task.scale, plan.trajectories, plan.survivors,
                    fmt::join(plan.generations, " ")),
        fmt::format("effective size: {:.0f} of {} points; {} draws resampled",
                    effective_size(found.sampler->weights()), found.figures.size(), command.draws)};
    for (const ScenarioFile& s : task.scenarios) {
        lines.push_back(fmt::format("scenario: {} {}", s.name, s.sha256.substr(0, 12)));
    }
    for (const std::string& setting : command.settings)
        lines.push_back(fmt::format("set: {}", setting));
    return lines;
}

constexpr int kOfRepeat = 3;  ///< facts at the beginning that repeat_text() tells

CalibrationPlan plan_of(const CalibrateCommand& command) {
    const auto or_default = [&](std::size_t given, std::size_t coarse, std::size_t fine) {
        return given > 0 ? given : command.coarse ? coarse : fine;
    };
    CalibrationPlan plan;
    plan.trajectories = or_default(command.trajectories, 2, 6);
    plan.survivors = command.survivors;
    plan.generations = generations_of(or_default(command.particles, 400, 8000),
                                      or_default(command.generations, 3, 6));
    return plan;
}

/// Tells how far it is: always on a terminal, every hundredth of the points otherwise.
class Told {
public:
    void operator()(const PatternProgress& p) {
        const bool hundredth = p.done * 100 / p.of != (p.done - 1) * 100 / p.of;
        if (!hundredth && !line_.changes()) return;
        line_.say(fmt::format("point {} of {}, {} elapsed, about {} left", p.done, p.of,
                              duration_text(p.elapsed), duration_text(p.left)));
    }
    void finish() { line_.finish(); }

private:
    ProgressLine line_;
};

}  // namespace

int calibrate_command(const CalibrateCommand& command) {
    Inputs inputs = read_inputs("baseline", command.settings);
    inputs.diagnostics.throw_if_any();
    const PatternTask task = task_of(command, inputs);
    const CalibrationPlan plan = plan_of(command);
    const std::string data = inputs.data.sha256();
    fs::create_directories(command.out);
    const fs::path folder = command.out;
    KeptRuns kept(folder / "points.runs", identity(command, task, data), task.patterns.size());
    fmt::print(stderr, "{}; {} points are kept in {}\n", plan_text(plan, task), kept.size(),
               kept.file().string());
    Told told;
    PatternRuns runs(task, inputs.data, kept, plan.points(task.dimensions.size()),
                     [&](const PatternProgress& progress) { told(progress); });
    const Calibration found = calibrate(task, plan, command.seed, runs);
    told.finish();
    if (found.interrupted) {
        fmt::print(stderr, "interrupted; {} points are kept: the same command goes on from there\n",
                   kept.size());
        return exit_code::interrupted;
    }
    if (!(found.sizes.back() > 0)) {
        throw std::runtime_error(fmt::format(
            "no point agrees with the patterns at all: nothing is written; points are in {}",
            kept.file().string()));
    }
    const auto facts = provenance(command, task, plan, found, data);
    const std::string sample = posterior_csv(task, found, command.draws, command.seed, facts);
    nlohmann::ordered_json json = calibration_json(task, found);
    std::string text = calibration_text(task, found);
    if (command.recover > 0) {
        const Recovery recovery = recover(task.patterns, found, command.recover, command.seed);
        json["recovery"] = recovery_json(task, recovery);
        text += fmt::format("\n{}", recovery_text(task, recovery));
    }
    json["provenance"] = facts;
    json["provenance"].push_back(fmt::format("command: {}", command.line));
    json["posterior_sha256"] = sha256_of(sample);
    write_text((folder / "posterior.csv").string(), sample);
    write_text((folder / "calibration.json").string(), json.dump(2) + "\n");
    if (command.json) {
        fmt::print("{}\n", json.dump(2));
        return exit_code::done;
    }
    fmt::print(
        "{}\n{} holds {} draws. A scenario refers to it by\n\n  [posterior]\n  file = \"{}\"\n"
        "  sha256 = \"{}\"\n{}",
        text, (folder / "posterior.csv").string(), command.draws, "posterior.csv",
        sha256_of(sample), repeat_text(command, data));
    for (auto fact = facts.begin() + kOfRepeat; fact != facts.end(); ++fact) {
        fmt::print("{}", wrapped(*fact, 2));
    }
    return exit_code::done;
}

}  // namespace keruen
