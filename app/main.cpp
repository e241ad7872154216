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
        ->option_text("X [1]");
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
                   "CSV file with a sample of parameters, one draw a row; default: no draws")
        ->option_text("FILE");
    app.add_option("--most-draws", command.most_draws, "draws of the sample to take at most")
        ->check(CLI::Range(1, 10'000'000))
        ->option_text("N [100]");
    app.add_option("--seeds", command.seeds, "seeds for each draw")
        ->check(CLI::Range(1, 1'000'000))
        ->option_text("N [5]");
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
    app.add_option("--seeds", command.seeds, "runs from each base, of which the mean is taken")
        ->check(CLI::Range(1, 1000))
        ->option_text("N [3]");
    app.add_option("--threads", command.threads, "threads; no result depends on it")
        ->check(CLI::Range(1, 1024))
        ->option_text(fmt::format("N [{}]", command.threads));
    app.add_option("--scale", command.scale, "share of the agents to simulate, nested samples")
        ->check(CLI::Range(1e-6, 1.0))
        ->option_text("X [1]");
    app.add_flag("--csv", command.csv, "print CSV instead of tables");
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
