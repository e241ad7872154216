// SPDX-License-Identifier: MIT
// The command `keruen`: what a user can write, and which exit code each end has.
#include <fmt/format.h>
#include <malloc.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <functional>
#include <new>
#include <stdexcept>

#include "app/command_line.hpp"
#include "app/flags.hpp"
#include "app/revision.hpp"
#include "scenarios/diagnostics.hpp"
#include "scenarios/text_file.hpp"
#include "sim/file/error.hpp"

namespace {

using namespace keruen;

int parse_and_run(int argc, char** argv) {
    CLI::App app("Keruen simulates student mobility between Kazakhstan and the world.", "keruen");
    app.set_version_flag("--version",
                         fmt::format("keruen {} ({})", KERUEN_VERSION, KERUEN_REVISION));
    app.require_subcommand(0, 1);  // none: help, below
    Simulating<RunCommand> run;
    CheckCommand check;
    LeversCommand levers;
    ParametersCommand parameters;
    ShowCommand show;
    BenchmarkCommand benchmark;
    GravityFlags gravity;
    ValidateCommand validate;
    Simulating<CompareCommand> compare;
    Simulating<EnsembleCommand> ensemble;
    Simulating<GameCommand> game;
    Simulating<TargetCommand> target;
    Simulating<SensitivityCommand> sensitivity;
    CalibrateCommand calibrate;
    BatchFlags batch;
    CollectCommand collect;
    std::function<int()> chosen;
    const auto add = [&](const char* name, const char* prose, Asked* asked,
                         const std::function<int()>& command) {
        CLI::App* sub = app.add_subcommand(name, prose);
        sub->callback([&chosen, command, asked, sub] {
            chosen = command;
            if (asked == nullptr) return;
            *asked = {program_version(), program_revision(), command_line(*sub)};
        });
        return sub;
    };
    add_run(*add("run", "simulate a scenario and write a result file", nullptr,
                 [&] { return start(run, run_command); }),
            run);
    add_check(*add("check", "validate a scenario and the data, and tell every mistake", nullptr,
                   [&] { return check_command(check); }),
              check);
    add_show(*add("show", "what a result file holds: headline, provenance, shapes", nullptr,
                  [&] { return show_command(show); }),
             show);
    add_compare(*add("compare", "what a policy does to each person, against a base",
                     &compare.command, [&] { return start(compare, compare_command); }),
                compare);
    add_ensemble(
        *add("ensemble", "many runs: bands of mobility, and the probability that a target is met",
             &ensemble.command, [&] { return start(ensemble, ensemble_command); }),
        ensemble);
    add_game(*add("game", "soft and hard sellers: payoffs of all profiles, and their equilibria",
                  &game.command, [&] { return start(game, game_command); }),
             game);
    add_sensitivity(
        *add("sensitivity", "which parameters and assumptions move the answer",
             &sensitivity.command, [&] { return start(sensitivity, sensitivity_command); }),
        sensitivity);
    add_calibrate(*add("calibrate", "parameters given what was measured: a posterior sample",
                       &calibrate, [&] { return calibrate_command(calibrate); }),
                  calibrate);
    add_target(*add("target", "the cheapest package of levers that meets a target", &target.command,
                    [&] { return start(target, target_command); }),
               target);
    add_batch(*add("batch", "a study of many runs: resumable, in shards, or on Slurm",
                   &batch.command, [&] { return start_batch(batch); }),
              batch);
    add_collect(*add("collect", "one labelled file of all the runs of a batch", &collect,
                     [&] { return collect_command(collect); }),
                collect);
    add_benchmark(*add("benchmark", "an institution, or a region's, against its peers", &benchmark,
                       [&] { return benchmark_command(benchmark); }),
                  benchmark);
    add_gravity(*add("gravity", "what distance, language and history do to flows: estimates",
                     &gravity.command, [&] { return start_gravity(gravity); }),
                gravity);
    add_validate(*add("validate", "skill of forecasts of the recorded flows", &validate,
                      [&] { return validate_command(validate); }),
                 validate);
    add_levers(*add("levers", "policy levers with units, bounds, values and sources", nullptr,
                    [&] { return levers_command(levers); }),
               levers);
    add_parameters(*add("parameters", "parameters with units, bounds, priors and sources", nullptr,
                        [&] { return parameters_command(parameters); }),
                   parameters);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? exit_code::done : exit_code::bad_input;
    }
    if (!chosen) {
        fmt::print(stderr, "{}", app.help());
        return exit_code::bad_input;
    }
    const int code = chosen();
    if (std::fflush(stdout) != 0) throw std::runtime_error("cannot write to the standard output");
    return code;
}

/// The year's large arrays come and go; without this each would be mapped, cleared and unmapped
/// anew by the kernel.
void keep_memory() {
    mallopt(M_MMAP_THRESHOLD, 1 << 30);
    mallopt(M_TRIM_THRESHOLD, 1 << 30);
    mallopt(M_TOP_PAD, 1 << 26);
}

}  // namespace

const char* keruen::program_version() {
    return KERUEN_VERSION;
}

const char* keruen::program_revision() {
    return KERUEN_REVISION;
}

int main(int argc, char** argv) {
    keep_memory();
    try {
        return parse_and_run(argc, argv);
    } catch (const InputError& error) {
        fmt::print(stderr, "{}\n", error.what());
        return exit_code::bad_input;
    } catch (const FileError& error) {
        fmt::print(stderr, "{}\n", error.what());
    } catch (const std::bad_alloc&) {
        fmt::print(stderr, "out of memory: --scale simulates a smaller population\n");
    } catch (const std::logic_error& error) {
        fmt::print(stderr, "a mistake in keruen itself, please report it: {}\n", error.what());
    } catch (const std::exception& error) {
        fmt::print(stderr, "{}\n", error.what());
    }
    return exit_code::failed;
}
