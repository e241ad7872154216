// SPDX-License-Identifier: MIT
// The command `keruen`: what a user can write, and which exit code each end has.
#include <fmt/format.h>
#include <malloc.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <functional>
#include <map>
#include <new>
#include <regex>
#include <thread>

#include "app/commands.hpp"
#include "app/revision.hpp"
#include "scenarios/diagnostics.hpp"
#include "scenarios/text_file.hpp"
#include "sim/file/error.hpp"

namespace {

using namespace keruen;

void add_settings(CLI::App& app, std::vector<std::string>& settings) {
    app.add_option("--set", settings,
                   "KEY=VALUE over the scenario: run.*, a parameter, or a lever; may be repeated")
        ->allow_extra_args(false)
        ->option_text("KEY=VALUE");
}

void add_json(CLI::App& app, bool& json) {
    app.add_flag("--json", json, "print JSON instead of tables");
}

/// "2003:2035", ":2035" or "2010:" as settings.
void read_years(const std::string& text, std::vector<std::string>& settings) {
    const std::size_t colon = text.find(':');
    if (colon == std::string::npos || text.size() == 1) {
        refuse({"--years"}, in_quotes(text), "A:B, as in 2003:2035");
    }
    if (colon > 0) settings.push_back("run.first=" + text.substr(0, colon));
    if (colon + 1 < text.size()) settings.push_back("run.last=" + text.substr(colon + 1));
}

/// "2012:2014".
void read_years(const std::string& text, GravityRequest& request) {
    static const std::regex both("([0-9]{4}):([0-9]{4})");
    std::smatch match;
    if (!std::regex_match(text, match, both) || match[1] > match[2]) {
        refuse({"--years"}, in_quotes(text), "A:B, as in 2012:2014");
    }
    request.first = std::stoi(match[1]);
    request.last = std::stoi(match[2]);
}

/// A command that simulates, with the flags that become settings.
template <class Command>
struct Simulating {
    Command command;
    std::string seed, years;
};

/// Where a command keeps its threads and scale, and which program it is.
RunOptions& circumstances(RunCommand& command) {
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
    how.program_version = KERUEN_VERSION;
    how.revision = KERUEN_REVISION;
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

void add_run(CLI::App& app, Simulating<RunCommand>& flags) {
    RunCommand& command = flags.command;
    RunOptions& options = command.options;
    static const std::map<std::string, RecordLevel> levels{{"summary", RecordLevel::summary},
                                                           {"events", RecordLevel::events},
                                                           {"panel", RecordLevel::panel},
                                                           {"enrolments", RecordLevel::enrolments}};
    app.add_option("scenario", command.scenario, "TOML file, or name in the library")->required();
    app.add_option("-o,--output", options.output, "result file; default: <scenario>.h5")
        ->option_text("FILE");
    app.add_option("--record", options.record,
                   "summary (arrays), events (and what befalls applicants and movers), panel "
                   "(and a sample of people) or enrolments (and everybody's, for compare)")
        ->transform(CLI::CheckedTransformer(levels))
        ->option_text("LEVEL [summary]");
    app.add_flag("--resume", options.resume, "continue an interrupted run, or start one");
    app.add_option("--checkpoint-every", options.checkpoint_years,
                   "years between checkpoints; 0: about every 20 seconds")
        ->check(CLI::Range(0, 1000))
        ->option_text("YEARS [0]");
    app.add_flag("--verify", options.check, "check every year that people and money are conserved");
    add_simulation(app, flags, "seed of all draws; default: the scenario's");
}

void add_check(CLI::App& app, CheckCommand& command) {
    app.add_option("scenario", command.scenario, "TOML file, or name in the library")->required();
    app.add_flag("--data", command.data, "list the values that were filled in by rule");
    add_settings(app, command.settings);
    add_json(app, command.json);
}

void add_levers(CLI::App& app, LeversCommand& command) {
    app.add_option("scenario", command.scenario, "TOML file, or name in the library")
        ->capture_default_str();
    app.add_flag("--families", command.families, "kinds of levers, without a world");
    app.add_flag("--markdown", command.markdown, "the page docs/reference/levers.md");
    add_json(app, command.json);
}

void add_parameters(CLI::App& app, ParametersCommand& command) {
    app.add_flag("--markdown", command.markdown, "the page docs/reference/parameters.md");
    add_json(app, command.json);
}

void add_show(CLI::App& app, ShowCommand& command) {
    app.add_option("file", command.file, "result file, complete or not (.part)")->required();
    app.add_option("--origin", command.origin, "region of the headline; default: KAZ")
        ->option_text("CODE");
    app.add_flag("--identity", command.identity,
                 "print the SHA-256 of all results and nothing else");
    app.add_option("--csv", command.csv,
                   "print a table of the file as CSV and nothing else: a group, as flows, or a "
                   "dataset of other dimensions than its group's")
        ->option_text("TABLE");
    add_json(app, command.json);
}

void add_compare(CLI::App& app, Simulating<CompareCommand>& flags) {
    CompareCommand& command = flags.command;
    app.add_option("base", command.base, "TOML file, name in the library, or result file")
        ->required();
    app.add_option("others", command.others,
                   "what to compare with the base; default: the base, --with what is given");
    app.add_option("--with", command.with, "KEY=VALUE over the others alone; may be repeated")
        ->allow_extra_args(false)
        ->option_text("KEY=VALUE");
    app.add_option("--origin", command.origin, "region whose students are looked at; default: KAZ")
        ->option_text("CODE");
    app.add_option("--members", command.members,
                   "pairs of runs with seeds of their own, for intervals")
        ->check(CLI::Range(1, 100'000))
        ->option_text("N [1]");
    app.add_option("--draws", command.draws,
                   "CSV file with a sample of parameters, one draw a row, one for each member")
        ->option_text("FILE");
    app.add_option("--csv", command.csv, "write every cell of the ledgers")->option_text("FILE");
    add_simulation(app, flags, "seed of the first member; default: the base's");
}

void add_ensemble(CLI::App& app, Simulating<EnsembleCommand>& flags) {
    EnsembleCommand& command = flags.command;
    app.add_option("scenario", command.scenario, "TOML file, or name in the library")->required();
    app.add_option("--origin", command.origin, "region whose mobility is told; default: KAZ")
        ->option_text("CODE");
    app.add_option("--draws", command.draws,
                   "CSV file with a sample of parameters, one draw a row; default: the posterior "
                   "sample that the scenario names, if any")
        ->option_text("FILE");
    app.add_flag("--no-draws", command.no_draws, "the scenario's parameters alone")
        ->excludes("--draws");
    app.add_option("--most-draws", command.most_draws, "draws of the sample to take at most")
        ->check(CLI::Range(1, 10'000'000))
        ->option_text("N [100; of the scenario's 50]");
    app.add_option("--seeds", command.seeds, "seeds for each draw")
        ->check(CLI::Range(1, 1'000'000))
        ->option_text("N [5; with the scenario's draws 2]");
    app.add_option("--paths", command.paths,
                   "pairs of paths of model discrepancy laid over each member; 0: none")
        ->check(CLI::Range(0, 10'000))
        ->option_text("N [50]");
    app.add_option("--target", command.target, "share mobile to be reached, percent")
        ->check(CLI::Range(0.0, 100.0))
        ->option_text("X [20]");
    app.add_option("--definition", command.definition, "of the figure that is to be precise")
        ->option_text("LABEL [graduates, both]");
    app.add_option("--year", command.year, "of that figure; default: the last")
        ->option_text("YEAR");
    app.add_option("--precision", command.precision,
                   "stop once its standard error is below so many percentage points; 0: never")
        ->check(CLI::Range(0.0, 100.0))
        ->option_text("X [0]");
    app.add_option("--csv", command.csv, "write every year and definition")->option_text("FILE");
    add_simulation(app, flags, "first seed; default: the scenario's");
}

void add_game(CLI::App& app, Simulating<GameCommand>& flags) {
    GameCommand& command = flags.command;
    app.add_option("scenario", command.scenario, "TOML file, or name in the library")->required();
    app.add_option("--players", command.players, "regions that play; default: the home regions")
        ->delimiter(',')
        ->allow_extra_args(false)
        ->option_text("CODE,CODE,...");
    auto* strategies =
        app.add_option("--strategies", command.strategies,
                       "regimes that each of them can play: soft, hard, as-is, or your own")
            ->delimiter(',')
            ->allow_extra_args(false)
            ->option_text("NAME,NAME,... [soft,hard]");
    app.add_option("--fees", command.fees,
                   "play fees instead, as shares of the full cost of teaching a student")
        ->delimiter(',')
        ->allow_extra_args(false)
        ->check(CLI::Range(0.0, 10.0))
        ->excludes(strategies)
        ->option_text("X,X,...");
    app.add_option("--regimes", command.regimes, "TOML file with regimes of your own")
        ->option_text("FILE");
    app.add_option("--from", command.from, "first year of the regimes; default: as they have it")
        ->option_text("YEAR");
    app.add_option("--draws", command.draws,
                   "CSV file with a sample of parameters, one draw a row; default: no draws")
        ->option_text("FILE");
    app.add_option("--most-draws", command.most_draws, "draws of the sample to take at most")
        ->check(CLI::Range(1, 100'000))
        ->option_text("N [100]");
    app.add_option("--seeds", command.seeds, "seeds for each draw")
        ->check(CLI::Range(1, 100'000))
        ->option_text("N [3]");
    app.add_option(
           "--weight", command.weights,
           "of fees [1], living [0.5], awards [1], teaching [0.5] or talent, USD a graduate "
           "[0], in the payoff; may be repeated")
        ->allow_extra_args(false)
        ->option_text("KEY=X");
    app.add_option("--discount", command.discount, "of later years, percent a year")
        ->check(CLI::Range(0.0, 100.0))
        ->option_text("X [5]");
    app.add_option("--tolerance", command.tolerance, "gains up to so many million USD are none")
        ->check(CLI::Range(0.0, 1e9))
        ->option_text("X [0]");
    app.add_option("--most-hours", command.most_hours, "refuse a game that takes longer")
        ->check(CLI::Range(0.0, 1e6))
        ->option_text("X [6]");
    app.add_option("--csv", command.csv, "write every member, profile and region")
        ->option_text("FILE");
    app.add_option("--out", command.out, "write all tables as CSV into a folder")
        ->option_text("DIR");
    add_simulation(app, flags, "first seed; default: the scenario's");
}

void add_sensitivity(CLI::App& app, Simulating<SensitivityCommand>& flags) {
    SensitivityCommand& command = flags.command;
    app.add_option("scenario", command.scenario, "TOML file, or name in the library")->required();
    app.add_option("--origin", command.origin, "region whose measures are told; default: KAZ")
        ->option_text("CODE");
    app.add_option("--year", command.year, "of the measures; default: the last")
        ->option_text("YEAR");
    app.add_option(
           "--measure", command.measures,
           "definition of mobility, or abroad, entrants, semesters, foreign, diaspora, aid; "
           "may be repeated; default: seven of them")
        ->allow_extra_args(false)
        ->option_text("LABEL");
    app.add_option("--factor", command.factors,
                   "parameter or assumption of the data, also choose.*; may be repeated; "
                   "default: all")
        ->allow_extra_args(false)
        ->option_text("KEY");
    app.add_flag("--list", command.list, "name the factors with their ranges, and run nothing");
    app.add_option("--budget", command.budget, "runs at most")
        ->check(CLI::Range(1, 10'000'000))
        ->option_text(fmt::format("N [{}]", command.budget));
    app.add_option("--survivors", command.survivors, "factors to find indices of; 0: screen only")
        ->check(CLI::Range(0, 1000))
        ->option_text(fmt::format("N [{}]", command.survivors));
    app.add_option("--levels", command.levels, "of the grid of the screening, an even number")
        ->check(CLI::IsMember({2, 4, 6, 8, 10}))
        ->option_text(fmt::format("N [{}]", command.levels));
    app.add_option("--design-seed", command.design_seed, "of designs and intervals, not of runs")
        ->option_text(fmt::format("N [{}]", command.design_seed));
    app.add_option("--keep", command.keep, "folder of the file that holds finished runs")
        ->option_text("DIR [.]");
    app.add_option("--csv", command.csv, "write every measure and factor")->option_text("FILE");
    add_simulation(app, flags, "of every run; default: the scenario's");
}

void add_calibrate(CLI::App& app, CalibrateCommand& command) {
    command.threads = std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
    command.program_version = KERUEN_VERSION;
    command.revision = KERUEN_REVISION;
    app.add_option("-o,--out", command.out, "folder of finished points and of the result")
        ->option_text("DIR [calibration]");
    app.add_flag("--coarse", command.coarse, "minutes instead of hours: a rough sample");
    app.add_option("--particles", command.particles, "points of the posterior in all")
        ->check(CLI::Range(40, 10'000'000))
        ->option_text("N [8000; coarse 400]");
    app.add_option("--generations", command.generations, "in which proposals learn")
        ->check(CLI::Range(1, 100))
        ->option_text("N [6; coarse 3]");
    app.add_option("--trajectories", command.trajectories, "of the screening")
        ->check(CLI::Range(2, 1000))
        ->option_text("N [6; coarse 2]");
    app.add_option("--survivors", command.survivors, "parameters that proposals follow, at most")
        ->check(CLI::Range(1, 30))
        ->option_text(fmt::format("N [{}]", command.survivors));
    app.add_option("--draws", command.draws, "of the sample that is written")
        ->check(CLI::Range(1, 1'000'000))
        ->option_text(fmt::format("N [{}]", command.draws));
    app.add_option("--recover", command.recover,
                   "plant so many points of the prior as the truth and tell how often they are "
                   "found again; no further simulation")
        ->check(CLI::Range(0, 1'000'000))
        ->option_text("N [0]");
    app.add_option("--pattern", command.patterns, "only this pattern; may be repeated")
        ->allow_extra_args(false)
        ->option_text("KEY");
    app.add_option("--seed", command.seed, "of the design, not of the scenarios")
        ->option_text(fmt::format("N [{}]", command.seed));
    app.add_option("--threads", command.threads, "points at a time; no result depends on it")
        ->check(CLI::Range(1, 1024))
        ->option_text(fmt::format("N [{}]", command.threads));
    app.add_option("--scale", command.scale, "share of the agents to simulate, nested samples")
        ->check(CLI::Range(1e-6, 1.0))
        ->option_text(fmt::format("X [{}]", command.scale));
    add_settings(app, command.settings);
    add_json(app, command.json);
}

void add_target(CLI::App& app, Simulating<TargetCommand>& flags) {
    TargetCommand& command = flags.command;
    app.add_option("scenario", command.scenario, "TOML file, or name in the library")->required();
    app.add_option("--lever", command.levers,
                   "what a package may change, within bounds, from a year on; may be repeated")
        ->required()
        ->allow_extra_args(false)
        ->option_text("KEY[@YEAR]=LOW:HIGH");
    app.add_option("--from", command.from, "year from which levers change that name none")
        ->option_text("YEAR");
    app.add_option("--definition", command.definition, "what counts as mobile")
        ->option_text("LABEL [graduates, both]");
    app.add_option("--year", command.year, "by which the target is to be met; default: the last")
        ->option_text("YEAR");
    app.add_option("--target", command.target, "share mobile to be reached, percent")
        ->check(CLI::Range(0.0, 100.0))
        ->option_text("X [20]");
    app.add_option("--probability", command.probability, "with which it is to be met")
        ->check(CLI::Range(0.01, 1.0))
        ->option_text("P [0.8]");
    app.add_option("--draws", command.draws,
                   "CSV file with a sample of parameters, one draw a row, or the word priors; "
                   "default: no draws")
        ->option_text("FILE");
    app.add_option("--pairs", command.pairs, "pairs of a draw and a seed that packages share")
        ->check(CLI::Range(2, 10'000))
        ->option_text("N [20]");
    app.add_option("--points", command.points, "packages of the design")
        ->check(CLI::Range(4, 10'000))
        ->option_text("N [30]");
    app.add_option("--confirm", command.confirm, "fresh pairs to confirm a package on")
        ->check(CLI::Range(2, 10'000))
        ->option_text("N [40]");
    app.add_option("--rounds", command.rounds, "of new packages near the optimum, three in each")
        ->check(CLI::Range(0, 100))
        ->option_text("N [4]");
    app.add_option("--origin", command.origin, "region whose mobility counts; default: KAZ")
        ->option_text("CODE");
    app.add_option("--payer", command.payer, "region whose spending counts; default: the origin")
        ->option_text("CODE");
    app.add_option("--price", command.prices,
                   "what a lever without a cost of its own costs a unit and year; may be repeated")
        ->allow_extra_args(false)
        ->option_text("KEY=USD");
    app.add_option("--discount", command.discount, "of spending, percent a year")
        ->check(CLI::Range(0.0, 100.0))
        ->option_text("X [0]");
    app.add_option("--design-seed", command.design_seed, "of the design")->option_text("N [1]");
    app.add_option("--keep", command.keep, "folder of the file of finished runs")
        ->option_text("DIR [.]");
    app.add_option("-o,--output", command.output, "write the package as a scenario")
        ->option_text("FILE");
    app.add_option("--csv", command.csv, "write every package that was looked at")
        ->option_text("FILE");
    add_simulation(app, flags, "seed of the first pair; default: the scenario's");
}

struct BatchFlags {
    BatchCommand command;
    std::string shard;
    int retries = -1;
};

void add_batch(CLI::App& app, BatchFlags& flags) {
    BatchCommand& command = flags.command;
    command.threads = std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
    command.program_version = KERUEN_VERSION;
    command.revision = KERUEN_REVISION;
    app.add_option("study", command.study, "TOML file: scenarios, values, seeds")->required();
    app.add_option("-o,--output", command.output, "folder; default: <study>.batch")
        ->option_text("FOLDER");
    app.add_option("--shard", flags.shard, "compute the I-th of N parts, for any scheduler")
        ->option_text("I/N");
    app.add_flag("--slurm", command.slurm, "submit an array of tasks, and a job that collects");
    app.add_option("--shards", command.shards, "tasks of the array; default: 20 or fewer")
        ->check(CLI::Range(1, 100'000))
        ->option_text("N");
    app.add_option("--slurm-option", command.slurm_options,
                   "option of sbatch for the array, as --slurm-option=--mem=4G; may be repeated")
        ->allow_extra_args(false)
        ->option_text("OPTION");
    app.add_flag("--status", command.status, "tell of each member, compute nothing");
    app.add_option("--retries", flags.retries,
                   "times that a failed member is tried again; default: the study's")
        ->check(CLI::Range(0, 100))
        ->option_text("N");
    app.add_option("--threads", command.threads, "threads; no result depends on it")
        ->check(CLI::Range(1, 1024))
        ->option_text(fmt::format("N [{}]", command.threads));
    add_json(app, command.json);
}

/// "2/16".
void read_shard(const std::string& text, BatchCommand& command) {
    static const std::regex both("([0-9]{1,6})/([0-9]{1,6})");
    std::smatch match;
    const bool read = std::regex_match(text, match, both);
    if (read) {
        command.shard = std::stoi(match[1]);
        command.shards = std::stoi(match[2]);
    }
    if (!read || command.shard < 1 || command.shard > command.shards) {
        refuse({"--shard"}, in_quotes(text), "I/N with I from 1 to N, as in 2/16");
    }
}

int start_batch(BatchFlags& flags) {
    BatchCommand& command = flags.command;
    if (!flags.shard.empty() && command.slurm) {
        refuse({"--shard"}, "--shard and --slurm", "one of them",
               "--slurm makes its own shards, --shards N says how many");
    }
    if (!flags.shard.empty()) {
        read_shard(flags.shard, command);
    } else if (!command.slurm) {
        command.shards = 1;
    }
    if (flags.retries >= 0) command.retries = flags.retries;
    return batch_command(command);
}

void add_collect(CLI::App& app, CollectCommand& command) {
    app.add_option("folder", command.folder, "folder of a batch")->required();
    app.add_option("-o,--output", command.output, "default: collection.h5 in the folder")
        ->option_text("FILE");
    app.add_option("--only", command.only,
                   "group or dataset to collect, as flows/stock; may be repeated; default: all")
        ->allow_extra_args(false)
        ->option_text("NAME");
    app.add_flag("--partial", command.partial, "leave out, and list, members that are not there");
    add_json(app, command.json);
}

void add_benchmark(CLI::App& app, BenchmarkCommand& command) {
    app.add_option("file", command.file, "result file, complete or not (.part)")->required();
    app.add_option("--institution", command.institution,
                   "id, as KAZ-001; default: the mean of a region")
        ->option_text("ID");
    app.add_option("--region", command.region, "region of the peers; default: KAZ, or its own")
        ->option_text("CODE");
    app.add_option("--year", command.year, "academic year ending; default: the last")
        ->option_text("YEAR");
    app.add_option("--indicator", command.indicators,
                   "an indicator to count, with its weight; may be repeated; default: all seven")
        ->allow_extra_args(false)
        ->option_text("NAME[=WEIGHT]");
    add_json(app, command.json);
}

struct GravityFlags {
    GravityCommand command;
    std::string years;
};

void add_gravity(CLI::App& app, GravityFlags& flags) {
    app.add_option("--years", flags.years, "first and last year of the flows")
        ->option_text("A:B [2012:2014]");
    app.add_option("--lag", flags.command.request.lag, "age of the lagged stock in years")
        ->check(CLI::Range(1, 10))
        ->option_text("N [1]");
    app.add_flag("--sample", flags.command.sample, "print flows and covariates, as CSV");
    app.add_flag("--csv", flags.command.csv, "print CSV instead of tables");
    add_json(app, flags.command.json);
}

int start_gravity(GravityFlags& flags) {
    if (!flags.years.empty()) read_years(flags.years, flags.command.request);
    return gravity_command(flags.command);
}

void add_validate(CLI::App& app, ValidateCommand& command) {
    command.threads = std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
    app.add_option("scenario", command.scenario,
                   "what to simulate, and whose regions; TOML file, or name in the library")
        ->capture_default_str();
    app.add_flag("--rivals", command.rivals,
                 "only the naive forecasts and those by gravity, without the simulation");
    app.add_flag("--experiments", command.experiments,
                 "introductions of fees, simulated and measured, instead of forecasts");
    app.add_option("--report", command.report,
                   "write a page with all of it, attribution and patterns; its numbers beside it")
        ->excludes("--rivals", "--experiments")
        ->option_text("FILE.md");
    app.add_option("--seeds", command.seeds, "runs from each base, of which the mean is taken")
        ->check(CLI::Range(1, 1000))
        ->option_text("N [3]");
    app.add_option("--threads", command.threads, "threads; no result depends on it")
        ->check(CLI::Range(1, 1024))
        ->option_text(fmt::format("N [{}]", command.threads));
    app.add_option("--scale", command.scale, "share of the agents to simulate, nested samples")
        ->check(CLI::Range(1e-6, 1.0))
        ->option_text("X [1]");
    app.add_flag("--csv", command.csv, "print CSV instead of tables")->excludes("--report");
    add_settings(app, command.settings);
    add_json(app, command.json);
}

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
    const auto add = [&](const char* name, const char* prose, const std::function<int()>& command) {
        CLI::App* sub = app.add_subcommand(name, prose);
        sub->callback([&chosen, command] { chosen = command; });
        return sub;
    };
    add_run(*add("run", "simulate a scenario and write a result file",
                 [&] { return start(run, run_command); }),
            run);
    add_check(*add("check", "validate a scenario and the data, and tell every mistake",
                   [&] { return check_command(check); }),
              check);
    add_show(*add("show", "what a result file holds: headline, provenance, shapes",
                  [&] { return show_command(show); }),
             show);
    add_compare(*add("compare", "what a policy does to each person, against a base",
                     [&] { return start(compare, compare_command); }),
                compare);
    add_ensemble(
        *add("ensemble", "many runs: bands of mobility, and the probability that a target is met",
             [&] { return start(ensemble, ensemble_command); }),
        ensemble);
    add_game(*add("game", "soft and hard sellers: payoffs of all profiles, and their equilibria",
                  [&] { return start(game, game_command); }),
             game);
    add_sensitivity(*add("sensitivity", "which parameters and assumptions move the answer",
                         [&] { return start(sensitivity, sensitivity_command); }),
                    sensitivity);
    add_calibrate(*add("calibrate", "parameters given what was measured: a posterior sample",
                       [&] { return calibrate_command(calibrate); }),
                  calibrate);
    add_target(*add("target", "the cheapest package of levers that meets a target",
                    [&] { return start(target, target_command); }),
               target);
    add_batch(*add("batch", "a study of many runs: resumable, in shards, or on Slurm",
                   [&] { return start_batch(batch); }),
              batch);
    add_collect(*add("collect", "one labelled file of all the runs of a batch",
                     [&] { return collect_command(collect); }),
                collect);
    add_benchmark(*add("benchmark", "an institution, or a region's, against its peers",
                       [&] { return benchmark_command(benchmark); }),
                  benchmark);
    add_gravity(*add("gravity", "what distance, language and history do to flows: estimates",
                     [&] { return start_gravity(gravity); }),
                gravity);
    add_validate(*add("validate", "skill of forecasts of the recorded flows",
                      [&] { return validate_command(validate); }),
                 validate);
    add_levers(*add("levers", "policy levers with units, bounds, values and sources",
                    [&] { return levers_command(levers); }),
               levers);
    add_parameters(*add("parameters", "parameters with units, bounds, priors and sources",
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
