// SPDX-License-Identifier: MIT
#include <map>
#include <regex>

#include "app/flags.hpp"
#include "scenarios/diagnostics.hpp"
#include "scenarios/text_file.hpp"

namespace keruen {

namespace {

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

}  // namespace

void add_draws(CLI::App& app, DrawsFlags& draws, const char* what) {
    app.add_option("--draws", draws.file,
                   fmt::format("CSV file with a sample of parameters, one draw a row{}; default: "
                               "the posterior sample that the scenario names, if any",
                               what))
        ->option_text("FILE");
    app.add_flag("--no-draws", draws.none, "the scenario's parameters alone")->excludes("--draws");
}

void add_settings(CLI::App& app, std::vector<std::string>& settings) {
    app.add_option("--set", settings,
                   "KEY=VALUE over the scenario: run.*, a parameter, or a lever; may be repeated")
        ->allow_extra_args(false)
        ->option_text("KEY=VALUE");
}

void add_json(CLI::App& app, bool& json) {
    app.add_flag("--json", json, "print JSON instead of tables");
}

void read_years(const std::string& text, std::vector<std::string>& settings) {
    const std::size_t colon = text.find(':');
    if (colon == std::string::npos || text.size() == 1) {
        refuse({"--years"}, in_quotes(text), "A:B, as in 2003:2035");
    }
    if (colon > 0) settings.push_back("run.first=" + text.substr(0, colon));
    if (colon + 1 < text.size()) settings.push_back("run.last=" + text.substr(colon + 1));
}

void add_run(CLI::App& app, Simulating<RunCommand>& flags) {
    RunCommand& command = flags.command;
    RunOptions& options = command.options;
    static const std::map<std::string, RecordLevel> levels{{"summary", RecordLevel::summary},
                                                           {"events", RecordLevel::events},
                                                           {"panel", RecordLevel::panel},
                                                           {"enrolments", RecordLevel::enrolments}};
    options.program_version = program_version();
    options.revision = program_revision();
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
                   "pairs of runs with seeds and draws of their own, for intervals")
        ->check(CLI::Range(1, 100'000))
        ->option_text("N [1]");
    add_draws(app, command.draws);
    app.add_option("--csv", command.csv, "write every cell of the ledgers")->option_text("FILE");
    app.add_option("--out", command.out, "write all tables as CSV into a folder")
        ->option_text("DIR");
    add_simulation(app, flags, "seed of the first member; default: the base's");
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
    app.add_flag("--csv", command.csv, "print CSV instead of tables");
    add_json(app, command.json);
}

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
        ->option_text(fmt::format("N [{}]", command.seeds));
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

}  // namespace keruen
