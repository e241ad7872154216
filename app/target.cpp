// SPDX-License-Identifier: MIT
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "analysis/sensitivity/prior_sample.hpp"
#include "analysis/target/target_view.hpp"
#include "app/commands.hpp"
#include "app/inputs.hpp"
#include "app/interrupt.hpp"
#include "app/output.hpp"
#include "app/progress.hpp"
#include "models/measures/definitions.hpp"
#include "scenarios/sha256.hpp"
#include "scenarios/text_file.hpp"

namespace keruen {
namespace {

constexpr const char* kPriors = "priors";

TargetPlan plan_of(const TargetCommand& command) {
    TargetPlan plan;
    plan.target = command.target / 100;
    plan.probability = command.probability;
    plan.points = command.points;
    plan.pairs = command.pairs;
    plan.confirm = command.confirm;
    plan.rounds = command.rounds;
    plan.seed = command.design_seed;
    return plan;
}

/// Index of a region or definition that a flag names; 0, and a mistake told, if there is none.
std::size_t chosen(const char* flag, const std::string& wanted,
                   const std::vector<std::string>& known, const char* expected,
                   Diagnostics& diagnostics) {
    const auto at = std::find(known.begin(), known.end(), wanted);
    if (at != known.end()) return static_cast<std::size_t>(at - known.begin());
    diagnostics.add({flag}, in_quotes(wanted), expected, did_you_mean(wanted, known));
    return 0;
}

/// Every mistake in the flags goes to the diagnostics of `inputs`.
PackageRunOptions options_of(const TargetCommand& command, const TargetPlan& plan, Inputs& inputs) {
    PackageRunOptions options;
    Diagnostics& found = inputs.diagnostics;
    const ScenarioFile& scenario = inputs.scenario;
    std::vector<std::string> codes, labels;
    for (const ScenarioRegion& r : scenario.regions) codes.push_back(r.region.code);
    for (const Definition& d : definitions()) labels.push_back(d.label);
    const auto region = [&](const char* flag, const std::string& code, std::size_t usual) {
        if (code.empty()) return usual;
        return chosen(flag, code, codes, "the code of a region", found);
    };
    options.origin = region("--origin", command.origin, chosen_region("", codes));
    options.payer = region("--payer", command.payer, options.origin);
    options.definition = chosen("--definition", command.definition, labels,
                                "the label of a definition (docs/measures.md)", found);
    options.begins = scenario.first;
    options.year = command.year == 0 ? scenario.last : command.year;
    if (options.year < scenario.first || options.year > scenario.last) {
        found.add({"--year"}, std::to_string(options.year),
                  fmt::format("{} to {}", scenario.first, scenario.last));
    }
    for (const std::string& text : command.levers) {
        auto range = read_range(text, command.from, found);
        if (range) options.levers.push_back(std::move(*range));
    }
    const std::size_t fewest = options.levers.size() + 4;
    if (command.points < fewest) {
        found.add({"--points"}, std::to_string(command.points),
                  fmt::format("{} or more for {} levers", fewest, options.levers.size()));
    }
    if (command.draws.file == kPriors) {
        options.sample = prior_sample(plan.all_pairs(), scenario.seed);
        tell_not_drawn(*options.sample, scenario);
    } else {
        options.sample = sample_of(command.draws, inputs);
    }
    options.discrepancy = !command.no_discrepancy;
    options.discount = command.discount / 100;
    options.run.scale = command.scale;
    options.threads = command.threads;
    options.fixed_pairs = plan.pairs;
    options.stop = &listen_for_interrupt();
    return options;
}

/// Everything that the outcomes of a run depend on beside its pair and package.
std::string identity(const TargetCommand& command, const Inputs& inputs,
                     const PackageRunOptions& options) {
    std::string text = fmt::format(
        "{} {}\ndata {}\nscenario {}\nscale {}\norigin {}\npayer {}\ndefinition {}\nyear {}\n"
        "first {}\ndiscount {}\nsample {}\ndiscrepancy {}\n",
        command.program_version, command.revision, inputs.data.sha256(), inputs.scenario.sha256,
        options.run.scale, options.origin, options.payer, command.definition, options.year,
        options.first(), options.discount, options.sample ? options.sample->sha256 : "none",
        options.discrepancy);
    for (const LeverRange& lever : options.levers) {
        if (lever.price != 0) text += fmt::format("price {} {}\n", lever.key, lever.price);
    }
    return sha256_of(text);
}

std::string settings_text(const TargetCommand& command, const Inputs& inputs,
                          const PackageRunOptions& options, const TargetPlan& plan) {
    std::string text = repeat_text(command, inputs.data.sha256());
    text += fmt::format(
        "  scenario {}: {}, scale {}\n"
        "  {} packages, design seed {}, {} rounds\n  pair k: seed {} + k",
        inputs.scenario.name, inputs.scenario.sha256.substr(0, 12), options.run.scale, plan.points,
        plan.seed, plan.rounds, inputs.scenario.seed);
    if (options.sample) {
        text += fmt::format(", draw k of {} in {} ({})", options.sample->draws.size(),
                            options.sample->file, options.sample->sha256.substr(0, 12));
    }
    if (options.discrepancy) text += ", path k / 2 of model discrepancy, mirrored if k is odd";
    text += fmt::format("; k from 0 to {} fixed, fresh from {} on, {} at a time\n", plan.pairs - 1,
                        plan.pairs, plan.confirm);
    if (options.sample && options.sample->draws.size() < plan.all_pairs()) {
        text += fmt::format(
            "  the sample starts over: {} draws for up to {} pairs, of which the "
            "last have fresh seeds alone\n",
            options.sample->draws.size(), plan.all_pairs());
    }
    return text;
}

std::string package_file(const TargetCommand& command, const TargetAnswer& answer,
                         const PackageRunOptions& options) {
    const std::string title =
        fmt::format("{}: {} % by {} with probability {} ({})", command.definition, command.target,
                    options.year, command.probability, status_word(answer.status));
    std::string text = "# SPDX-License-Identifier: MIT\n";
    for (const std::string& setting : command.settings) {
        text += fmt::format("# found with --set '{}', which is not in this file\n", setting);
    }
    return text + package_toml(options.levers, answer.packages[*answer.best].position,
                               command.scenario, title);
}

void print(const TargetCommand& command, const Inputs& inputs, const PackageRunOptions& options,
           const TargetPlan& plan, const TargetAnswer& answer) {
    const auto code = [&](std::size_t region) {
        return inputs.scenario.regions[region].region.code;
    };
    const TargetQuestion question{options, plan, code(options.origin), code(options.payer),
                                  command.definition};
    const std::string package = package_file(command, answer, options);
    if (!command.csv.empty()) write_text(command.csv, target_csv(answer, question));
    if (!command.output.empty()) write_text(command.output, package);
    if (!command.json) {
        fmt::print("{}\nthe package as a scenario{}\n\n{}{}", target_text(answer, question),
                   command.output.empty() ? " (--output FILE writes it)" : "", package,
                   settings_text(command, inputs, options, plan));
        return;
    }
    nlohmann::ordered_json json = target_json(answer, question);
    json["scenario"] = package;
    nlohmann::ordered_json& provenance = json["provenance"];
    provenance = repeat_json(command, inputs.data.sha256());
    provenance["scenario_sha256"] = inputs.scenario.sha256;
    provenance["first_seed"] = inputs.scenario.seed;
    provenance["pairs"] = plan.pairs;
    provenance["points"] = plan.points;
    provenance["confirm"] = plan.confirm;
    provenance["rounds"] = plan.rounds;
    provenance["design_seed"] = plan.seed;
    provenance["scale"] = options.run.scale;
    if (options.sample) provenance["sample_sha256"] = options.sample->sha256;
    fmt::print("{}\n", json.dump(2));
}

/// Tells every run on a terminal, and every hundredth of them otherwise.
class Told {
public:
    explicit Told(std::size_t most) : most_(most) {}

    void operator()(const PackageProgress& p) {
        const std::size_t of = std::max(most_, p.done);
        const bool hundredth = p.done * 100 / of != (p.done - 1) * 100 / of;
        if (!hundredth && !line_.changes()) return;
        const double left = static_cast<double>(of - p.done) / static_cast<double>(p.fresh);
        line_.say(fmt::format("{}: run {} of at most {}, {} elapsed, at most about {} left",
                              p.stage, p.done, of, duration_text(p.elapsed),
                              duration_text(p.elapsed * left)));
    }
    void say(const std::string& what) { line_.say(what); }
    void finish() { line_.finish(); }

private:
    ProgressLine line_;
    std::size_t most_;
};

/// Levers, bounds and prices as the scenario's world has them.
void judge_levers(const TargetCommand& command, Inputs& inputs, PackageRunOptions& options) {
    auto built = check_inputs(inputs);
    if (!built) return;
    complete_ranges(options.levers, {options.payer, command.prices, options.year}, inputs.scenario,
                    built->world, built->policy, inputs.diagnostics);
}

}  // namespace

int target_command(const TargetCommand& command) {
    require_writable({command.csv, command.output});
    Inputs inputs = read_inputs(command.scenario, command.settings);
    inputs.diagnostics.throw_if_any();
    const TargetPlan plan = plan_of(command);
    PackageRunOptions options = options_of(command, plan, inputs);
    judge_levers(command, inputs, options);
    inputs.diagnostics.throw_if_any();
    const std::string content = identity(command, inputs, options);
    KeptRuns kept(std::filesystem::path(command.keep) /
                      fmt::format("{}-{}.runs", inputs.scenario.name, content.substr(0, 12)),
                  content, 4);
    Told told(plan.runs());
    told.say(fmt::format("{} packages on {} pairs; {} runs are kept in {}", plan.points, plan.pairs,
                         kept.size(), kept.file().string()));
    PackageRuns runs(inputs.scenario, inputs.data, options, kept,
                     [&](const PackageProgress& progress) { told(progress); });
    const TargetAnswer answer = solve_target(runs.simulator(), plan);
    told.finish();
    const bool interrupted = answer.status == TargetStatus::interrupted;
    if (answer.best) {
        print(command, inputs, options, plan, answer);
    } else if (!interrupted || !options.stop->load()) {
        throw std::runtime_error(runs.failed() > 0
                                     ? fmt::format("every pair failed: {}", runs.first_failure())
                                     : fmt::format("{} is not known for this region and year",
                                                   in_quotes(command.definition)));
    }
    if (!interrupted) return exit_code::done;
    fmt::print(stderr, "interrupted; {} runs are kept: the same command goes on from there\n",
               kept.size());
    return exit_code::interrupted;
}

}  // namespace keruen
