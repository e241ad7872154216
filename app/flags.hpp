// SPDX-License-Identifier: MIT
// What a user can write after each command: flags, and where they are kept.
#pragma once
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <string>
#include <thread>
#include <vector>

#include "app/commands.hpp"

namespace keruen {

/// Which program this is (main.cpp).
const char* program_version();
const char* program_revision();

void add_settings(CLI::App& app, std::vector<std::string>& settings);
void add_json(CLI::App& app, bool& json);
/// --draws and --no-draws.
void add_draws(CLI::App& app, DrawsFlags& draws, const char* what = "");
/// "2003:2035", ":2035" or "2010:" as settings.
void read_years(const std::string& text, std::vector<std::string>& settings);

/// A command that simulates, with the flags that become settings.
template <class Command>
struct Simulating {
    Command command;
    std::string seed, years;
};

/// Where a command keeps its threads and scale.
inline RunOptions& circumstances(RunCommand& command) {
    return command.options;
}
template <class Command>
Command& circumstances(Command& command) {
    return command;
}

/// The flags of everything that simulates; none but seed, years, scale and settings moves a result.
template <class Command>
void add_simulation(CLI::App& app, Simulating<Command>& flags, const char* seed) {
    auto& how = circumstances(flags.command);
    how.threads = std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
    app.add_option("--seed", flags.seed, seed)->option_text("N");
    app.add_option("--threads", how.threads, "threads; no result depends on it")
        ->check(CLI::Range(1, 1024))
        ->option_text(fmt::format("N [{}]", how.threads));
    app.add_option("--years", flags.years, "first and last year, academic years ending")
        ->option_text("A:B");
    app.add_option("--scale", how.scale, "share of the agents to simulate, nested samples")
        ->check(CLI::Range(1e-6, 1.0))
        ->option_text(fmt::format("X [{}]", how.scale));
    add_settings(app, flags.command.settings);
    add_json(app, flags.command.json);
}

template <class Command>
int start(Simulating<Command>& flags, int (*run)(const Command&)) {
    std::vector<std::string>& settings = flags.command.settings;
    if (!flags.years.empty()) read_years(flags.years, settings);
    if (!flags.seed.empty()) settings.push_back("run.seed=" + flags.seed);
    return run(flags.command);
}

struct BatchFlags {
    BatchCommand command;
    std::string shard;
    int retries = -1;
};

struct GravityFlags {
    GravityCommand command;
    std::string years;
};

// flags_runs.cpp
void add_run(CLI::App& app, Simulating<RunCommand>& flags);
void add_check(CLI::App& app, CheckCommand& command);
void add_levers(CLI::App& app, LeversCommand& command);
void add_parameters(CLI::App& app, ParametersCommand& command);
void add_show(CLI::App& app, ShowCommand& command);
void add_compare(CLI::App& app, Simulating<CompareCommand>& flags);
void add_benchmark(CLI::App& app, BenchmarkCommand& command);
void add_gravity(CLI::App& app, GravityFlags& flags);
int start_gravity(GravityFlags& flags);
void add_validate(CLI::App& app, ValidateCommand& command);

// flags_studies.cpp
void add_ensemble(CLI::App& app, Simulating<EnsembleCommand>& flags);
void add_game(CLI::App& app, Simulating<GameCommand>& flags);
void add_sensitivity(CLI::App& app, Simulating<SensitivityCommand>& flags);
void add_calibrate(CLI::App& app, CalibrateCommand& command);
void add_target(CLI::App& app, Simulating<TargetCommand>& flags);
void add_batch(CLI::App& app, BatchFlags& flags);
int start_batch(BatchFlags& flags);
void add_collect(CLI::App& app, CollectCommand& command);

}  // namespace keruen
