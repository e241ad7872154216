// SPDX-License-Identifier: MIT
#include <regex>

#include "app/flags.hpp"
#include "scenarios/diagnostics.hpp"
#include "scenarios/text_file.hpp"

namespace keruen {

void add_ensemble(CLI::App& app, Simulating<EnsembleCommand>& flags) {
    EnsembleCommand& command = flags.command;
    app.add_option("scenario", command.scenario, "TOML file, or name in the library")->required();
    app.add_option("--origin", command.origin, "region whose mobility is told; default: KAZ")
        ->option_text("CODE");
    add_draws(app, command.draws);
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
    app.add_option("--definition", command.definition, "of the figures that are to be precise")
        ->option_text("LABEL [graduates, both]");
    app.add_option("--year", command.year, "of these figures; default: the last")
        ->option_text("YEAR");
    app.add_option("--precision", command.precision,
                   "stop once the mean's standard error is so many percentage points; 0: never")
        ->check(CLI::Range(0.0, 100.0))
        ->option_text("X [0]");
    app.add_option("--precision-met", command.precision_met,
                   "stop once P(target met by the year) is known to so many points; 0: never")
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
    add_draws(app, command.draws);
    app.add_option("--most-draws", command.most_draws, "draws of the sample to take at most")
        ->check(CLI::Range(1, 100'000))
        ->option_text("N [100; of the scenario's 10]");
    app.add_option("--seeds", command.seeds, "seeds for each draw")
        ->check(CLI::Range(1, 100'000))
        ->option_text("N [3; with the scenario's draws 1]");
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
    add_draws(app, command.draws, ", or the word priors");
    app.add_flag("--no-discrepancy", command.no_discrepancy,
                 "leave out of P what the model itself has wrong");
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

void add_batch(CLI::App& app, BatchFlags& flags) {
    BatchCommand& command = flags.command;
    command.threads = std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
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

}  // namespace keruen
