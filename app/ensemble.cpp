// SPDX-License-Identifier: MIT
#include "analysis/ensemble/ensemble.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <chrono>
#include <nlohmann/json.hpp>

#include "analysis/ensemble/ensemble_view.hpp"
#include "app/commands.hpp"
#include "app/inputs.hpp"
#include "app/interrupt.hpp"
#include "app/output.hpp"
#include "app/progress.hpp"
#include "models/measures/definitions.hpp"
#include "scenarios/text_file.hpp"

namespace keruen {
namespace {

std::size_t chosen_definition(const std::string& wanted) {
    std::vector<std::string> labels;
    for (const Definition& d : definitions()) labels.push_back(d.label);
    const auto at = std::find(labels.begin(), labels.end(), wanted);
    if (at != labels.end()) return static_cast<std::size_t>(at - labels.begin());
    refuse({"--definition"}, in_quotes(wanted), "the label of a definition (docs/measures.md)",
           did_you_mean(wanted, labels));
}

EnsembleOptions options_of(const EnsembleCommand& command, Inputs& inputs) {
    EnsembleOptions options;
    const bool own = draws_posterior(command.draws, inputs.scenario);
    const auto or_default = [&](int given, int of_own, int otherwise) {
        return given > 0 ? given : own ? of_own : otherwise;
    };
    options.seeds = or_default(command.seeds, 2, 5);
    options.draws = or_default(command.most_draws, 50, 100);
    options.paths = command.paths;
    options.target = command.target / 100;
    options.precision = command.precision / 100;
    options.precision_met = command.precision_met / 100;
    options.run.scale = command.scale;
    options.stop = &listen_for_interrupt();
    std::vector<std::string> codes;
    for (const ScenarioRegion& r : inputs.scenario.regions) codes.push_back(r.region.code);
    options.origin = chosen_region(command.origin, codes);
    options.definition = chosen_definition(command.definition);
    options.year = command.year == 0 ? inputs.scenario.last : command.year;
    if (options.year < inputs.scenario.first || options.year > inputs.scenario.last) {
        refuse({"--year"}, std::to_string(options.year),
               fmt::format("{} to {}", inputs.scenario.first, inputs.scenario.last));
    }
    options.sample = sample_of(command.draws, inputs);
    inputs.diagnostics.throw_if_any();
    const std::size_t draws = options.sample ? std::min(options.sample->draws.size(),
                                                        static_cast<std::size_t>(options.draws))
                                             : 1;
    constexpr std::size_t kMostPaths = 65536;  // DiscrepancyKey::path
    if (draws * static_cast<std::size_t>(options.paths) > kMostPaths) {
        refuse({"--paths"}, std::to_string(options.paths),
               fmt::format("{} at most for {} draws", kMostPaths / draws, draws));
    }
    return options;
}

std::string settings_text(const EnsembleCommand& command, const Inputs& inputs,
                          const EnsembleOptions& options, const Ensemble& ensemble) {
    std::string text = repeat_text(command, inputs.data.sha256());
    text += fmt::format(
        "  scenario {}: {}, seeds {} to {}, scale {}, "
        "{} pairs of paths\n",
        inputs.scenario.name, inputs.scenario.sha256.substr(0, 12), inputs.scenario.seed,
        inputs.scenario.seed + static_cast<std::uint64_t>(options.seeds) - 1, options.run.scale,
        options.paths);
    if (options.sample) {
        text += fmt::format("  parameters: draws 1 to {} of {} ({})\n", ensemble.draws,
                            options.sample->file, options.sample->sha256.substr(0, 12));
    }
    return text;
}

}  // namespace

int ensemble_command(const EnsembleCommand& command) {
    require_writable({command.csv});
    Inputs inputs = read_inputs(command.scenario, command.settings);
    inputs.diagnostics.throw_if_any();
    const EnsembleOptions options = options_of(command, inputs);
    Workers workers(command.threads);
    ProgressLine line;
    line.say("preparing the world");
    const auto began = std::chrono::steady_clock::now();
    std::size_t told = 0;
    const Ensemble ensemble = run_ensemble(
        inputs.scenario, inputs.data, options, workers, [&](const EnsembleProgress& p) {
            if (p.member == told && !line.changes()) return;
            told = p.member;
            const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - began;
            line.say(fmt::format("member {} of at most {}: year {}, {} elapsed, about {} left",
                                 p.member, p.most, p.year, duration_text(elapsed),
                                 duration_text(elapsed * ((1 - p.done) / p.done))));
        });
    line.finish();
    if (ensemble.interrupted) {
        fmt::print(stderr, "interrupted after {} members\n", ensemble.members);
    }
    if (ensemble.members > 0) {
        if (command.json) {
            nlohmann::ordered_json json = ensemble_json(ensemble, options);
            nlohmann::ordered_json& provenance = json["provenance"];
            provenance = repeat_json(command, inputs.data.sha256());
            provenance["scenario_sha256"] = inputs.scenario.sha256;
            provenance["first_seed"] = inputs.scenario.seed;
            provenance["seeds"] = options.seeds;
            provenance["paths"] = options.paths;
            provenance["scale"] = options.run.scale;
            if (options.sample) provenance["sample_sha256"] = options.sample->sha256;
            fmt::print("{}\n", json.dump(2));
        } else {
            fmt::print("{}{}", ensemble_text(ensemble, options),
                       settings_text(command, inputs, options, ensemble));
        }
        if (!command.csv.empty()) write_text(command.csv, ensemble_csv(ensemble));
    }
    return ensemble.interrupted ? exit_code::interrupted : exit_code::done;
}

}  // namespace keruen
