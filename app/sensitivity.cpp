// SPDX-License-Identifier: MIT
#include "analysis/sensitivity/sensitivity.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <nlohmann/json.hpp>

#include "analysis/results/text_table.hpp"
#include "analysis/sensitivity/sensitivity_view.hpp"
#include "app/commands.hpp"
#include "app/inputs.hpp"
#include "app/interrupt.hpp"
#include "app/output.hpp"
#include "app/progress.hpp"
#include "scenarios/sha256.hpp"

namespace keruen {
namespace {

SensitivityOptions options_of(const SensitivityCommand& command, Inputs& inputs) {
    SensitivityOptions options;
    inputs.data.check(inputs.diagnostics);  // copies for each run share the tables read by now
    std::vector<Factor> all = all_factors(inputs.data, inputs.diagnostics);
    inputs.diagnostics.throw_if_any();
    options.factors = chosen_factors(std::move(all), command.factors);
    options.outcomes = chosen_outcomes(command.measures);
    std::vector<std::string> codes;
    for (const ScenarioRegion& r : inputs.scenario.regions) codes.push_back(r.region.code);
    options.origin = chosen_region(command.origin, codes);
    options.year = command.year == 0 ? inputs.scenario.last : command.year;
    if (options.year < inputs.scenario.first || options.year > inputs.scenario.last) {
        refuse({"--year"}, std::to_string(options.year),
               fmt::format("{} to {}", inputs.scenario.first, inputs.scenario.last));
    }
    options.levels = command.levels;
    options.design_seed = command.design_seed;
    options.run.scale = command.scale;
    options.threads = command.threads;
    options.stop = &listen_for_interrupt();
    return options;
}

/// Everything that a run's outcomes depend on beside the positions of factors.
std::string identity(const SensitivityCommand& command, const Inputs& inputs,
                     const SensitivityOptions& options) {
    std::string text = fmt::format(
        "{} {}\ndata {}\nscenario {}\nscale {}\nseed {}\norigin {}\nyear {}\n",
        command.program_version, command.revision, inputs.data.sha256(), inputs.scenario.sha256,
        options.run.scale, inputs.scenario.seed, options.origin, options.year);
    for (const Outcome& outcome : options.outcomes) text += outcome.key + "\n";
    return sha256_of(text);
}

std::string settings_text(const SensitivityCommand& command, const Inputs& inputs,
                          const SensitivityOptions& options) {
    return repeat_text(command, inputs.data.sha256()) +
           fmt::format(
               "  scenario {}: {}, seed {} in every run\n"
               "  {} factors, {} levels, design seed {}\n{}",
               inputs.scenario.name, inputs.scenario.sha256.substr(0, 12), inputs.scenario.seed,
               options.factors.size(), options.levels, options.design_seed,
               wrapped(plan_text(options), 2));
}

void print(const SensitivityCommand& command, const Inputs& inputs,
           const SensitivityOptions& options, const Sensitivity& found) {
    const std::string& origin = inputs.scenario.regions[options.origin].region.code;
    if (!command.csv.empty()) write_text(command.csv, sensitivity_csv(found, options, origin));
    if (!command.json) {
        fmt::print("{}{}", sensitivity_text(found, options, origin),
                   settings_text(command, inputs, options));
        return;
    }
    nlohmann::ordered_json json = sensitivity_json(found, options, origin);
    nlohmann::ordered_json& provenance = json["provenance"];
    provenance = repeat_json(command, inputs.data.sha256());
    provenance["scenario_sha256"] = inputs.scenario.sha256;
    provenance["seed"] = inputs.scenario.seed;
    provenance["scale"] = options.run.scale;
    fmt::print("{}\n", json.dump(2));
}

/// Tells the time that all will take once the first run is over, then every run on a terminal and
/// every hundredth of them otherwise.
class Told {
public:
    explicit Told(int threads) : threads_(threads) {}

    void operator()(const SensitivityProgress& p) {
        if (first_) {
            line_.finish();
            fmt::print(stderr, "a run takes {}: about {} for all on {} threads\n",
                       duration_text(p.elapsed), duration_text(p.left), threads_);
            first_ = false;
        }
        const bool hundredth = p.done * 100 / p.of != (p.done - 1) * 100 / p.of;
        if (!hundredth && !line_.changes()) return;
        line_.say(fmt::format("run {} of {}, {} elapsed, about {} left", p.done, p.of,
                              duration_text(p.elapsed), duration_text(p.left)));
    }
    void finish() { line_.finish(); }

private:
    ProgressLine line_;
    int threads_;
    bool first_ = true;
};

}  // namespace

int sensitivity_command(const SensitivityCommand& command) {
    require_writable({command.csv});
    Inputs inputs = read_inputs(command.scenario, command.settings);
    inputs.diagnostics.throw_if_any();
    SensitivityOptions options = options_of(command, inputs);
    if (command.list) {
        fmt::print("{}\n", command.json ? factors_json(options.factors).dump(2)
                                        : factors_text(options.factors));
        return exit_code::done;
    }
    options.plan = plan_within(command.budget, options.factors.size(), command.survivors);
    const std::string content = identity(command, inputs, options);
    KeptRuns kept(std::filesystem::path(command.keep) /
                      fmt::format("{}-{}.runs", inputs.scenario.name, content.substr(0, 12)),
                  content, options.outcomes.size());
    fmt::print(stderr, "{}; {} runs are kept in {}\n", plan_text(options), kept.size(),
               kept.file().string());
    Told told(options.threads);
    const Sensitivity found =
        run_sensitivity(inputs.scenario, inputs.data, options, kept,
                        [&](const SensitivityProgress& progress) { told(progress); });
    told.finish();
    print(command, inputs, options, found);
    if (!found.interrupted) return exit_code::done;
    fmt::print(stderr, "interrupted; {} runs are kept: the same command goes on from there\n",
               kept.size());
    return exit_code::interrupted;
}

}  // namespace keruen
