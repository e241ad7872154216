// SPDX-License-Identifier: MIT
// One function a subcommand. Each prints its results to stdout and returns the exit code;
// InputError and FileError go up to main, which turns them into messages and codes 2 and 1.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "analysis/experiments/run.hpp"
#include "analysis/gravity/gravity.hpp"

namespace keruen {

/// Exit codes of the command line.
namespace exit_code {
inline constexpr int done = 0, failed = 1, bad_input = 2, interrupted = 130;
}

/// Which program answers, and what it was asked.
struct Asked {
    std::string program_version, revision;
    std::string line;  ///< the command again, for a shell (command_line.hpp)
};

struct RunCommand {
    std::string scenario;
    std::vector<std::string> settings;  ///< "KEY=VALUE"
    RunOptions options;                 ///< an empty output: <scenario>.h5 in the working directory
    bool json = false;
};
int run_command(const RunCommand& command);

struct CheckCommand {
    std::string scenario;
    std::vector<std::string> settings;
    bool data = false;  ///< list what the world builder filled in by rule
    bool json = false;
};
int check_command(const CheckCommand& command);

struct LeversCommand {
    std::string scenario = "baseline";
    bool families = false;  ///< the kinds of levers alone, without a world
    bool markdown = false;  ///< docs/reference/levers.md
    bool json = false;
};
int levers_command(const LeversCommand& command);

struct ParametersCommand {
    bool markdown = false;  ///< docs/reference/parameters.md
    bool json = false;
};
int parameters_command(const ParametersCommand& command);

struct ShowCommand {
    std::string file;
    std::string origin;     ///< region code; "" = the default one
    bool identity = false;  ///< only the SHA-256 of the results
    std::string csv;        ///< a table to print as CSV; "" = none
    bool json = false;
};
int show_command(const ShowCommand& command);

/// Where runs have their parameters from.
struct DrawsFlags {
    std::string file;   ///< CSV file with a sample; "" = the scenario's posterior, if it names one
    bool none = false;  ///< the scenario's parameters alone
};

struct CompareCommand : Asked {
    std::string base;
    std::vector<std::string> others;
    std::vector<std::string> settings;  ///< "KEY=VALUE" for every side
    std::vector<std::string> with;      ///< "KEY=VALUE" for the other sides alone
    std::string origin;                 ///< region code; "" = KAZ, or the first
    int members = 1;
    DrawsFlags draws;
    std::string csv;  ///< file for all cells of the ledgers; "" = none
    std::string out;  ///< folder for all tables; "" = none
    int threads = 1;
    double scale = 1;
    bool json = false;
};
int compare_command(const CompareCommand& command);

struct EnsembleCommand : Asked {
    std::string scenario;
    std::vector<std::string> settings;  ///< "KEY=VALUE"
    std::string origin;                 ///< region code; "" = KAZ, or the first
    DrawsFlags draws;
    int most_draws = 0;        ///< 0 = 100 of a given sample, 50 of the scenario's
    int seeds = 0;             ///< for each draw; 0 = 5, 2 of the scenario's sample
    int paths = 50;            ///< mirrored pairs of model discrepancy for each member; 0 = none
    double target = 20;        ///< percent
    double precision = 0;      ///< percentage points of the figure's mean; 0 = run all members
    double precision_met = 0;  ///< the same of the probability that the target is met
    std::string definition = "graduates, both";  ///< of the figure
    int year = 0;                                ///< of the figure; 0 = the last
    std::string csv;                             ///< file for every year and definition; "" = none
    int threads = 1;
    double scale = 1;
    bool json = false;
};
int ensemble_command(const EnsembleCommand& command);

struct GameCommand : Asked {
    std::string scenario;
    std::vector<std::string> settings;  ///< "KEY=VALUE"
    std::vector<std::string> players;   ///< region codes; none = the home regions
    std::vector<std::string> strategies{"soft", "hard"};
    std::vector<double> fees;  ///< shares of full cost instead of strategies
    std::string regimes;       ///< file of the user's own; "" = none
    int from = 0;              ///< 0 = as the regimes have it
    DrawsFlags draws;
    int most_draws = 0;                ///< 0 = 100 of a given sample, 10 of the scenario's
    int seeds = 0;                     ///< for each draw; 0 = 3, 1 of the scenario's sample
    std::vector<std::string> weights;  ///< "KEY=X"
    double discount = 5;               ///< percent a year
    double tolerance = 0;              ///< million USD
    double most_hours = 6;
    std::string csv;  ///< file for every member; "" = none
    std::string out;  ///< folder for all tables; "" = none
    int threads = 1;
    double scale = 1;
    bool json = false;
};
int game_command(const GameCommand& command);

struct SensitivityCommand : Asked {
    std::string scenario;
    std::vector<std::string> settings;  ///< "KEY=VALUE"
    std::string origin;                 ///< region code; "" = KAZ, or the first
    int year = 0;                       ///< 0 = the last
    std::vector<std::string> measures;  ///< none = the default ones
    std::vector<std::string> factors;   ///< keys, or their beginning and "*"; none = all
    std::size_t budget = 1500;          ///< runs
    std::size_t survivors = 8;
    int levels = 4;
    std::uint64_t design_seed = 1;
    std::string keep = ".";  ///< folder for the outcomes of finished runs
    std::string csv;         ///< file for every measure and factor; "" = none
    int threads = 1;
    double scale = 0.1;
    bool list = false;  ///< the factors and no run
    bool json = false;
};
int sensitivity_command(const SensitivityCommand& command);

struct CalibrateCommand : Asked {
    std::vector<std::string> settings;  ///< "KEY=VALUE", of every scenario that is simulated
    std::vector<std::string> patterns;  ///< keys; none = all
    std::string out = "calibration";    ///< folder
    bool coarse = false;
    // 0 = as --coarse, or its absence, has it
    std::size_t particles = 0, generations = 0, trajectories = 0;
    std::size_t survivors = 8;
    std::size_t draws = 200;  ///< of the sample that is written
    std::size_t recover = 0;  ///< planted points
    std::uint64_t seed = 1;   ///< of the design
    int threads = 1;
    double scale = 0.1;
    bool json = false;
};
int calibrate_command(const CalibrateCommand& command);
struct TargetCommand : Asked {
    std::string scenario;
    std::vector<std::string> settings;  ///< "KEY=VALUE"
    std::vector<std::string> levers;    ///< "KEY=LOW:HIGH" or "KEY@YEAR=LOW:HIGH"
    std::vector<std::string> prices;    ///< "KEY=USD"
    int from = 0;                       ///< year of levers that name none; 0 = each names one
    std::string origin;                 ///< region code; "" = KAZ, or the first
    std::string payer;                  ///< region code; "" = the origin
    std::string definition = "graduates, both";
    int year = 0;                                         ///< of the target; 0 = the last
    double target = 20, probability = 0.8, discount = 0;  ///< percent, share, percent a year
    DrawsFlags draws;                                     ///< its file may be "priors"
    bool no_discrepancy = false;
    std::size_t points = 30, pairs = 20, confirm = 40, rounds = 4;
    std::uint64_t design_seed = 1;
    std::string keep = ".";   ///< folder of finished runs
    std::string output, csv;  ///< files of the package, and of every package; "" = none
    int threads = 1;
    double scale = 0.25;  ///< packages are told apart as well, in a third of the time
    bool json = false;
};
int target_command(const TargetCommand& command);
struct BatchCommand : Asked {
    std::string study;    ///< TOML file
    std::string output;   ///< folder; "" = <study>.batch in the working directory
    int shard = 1;        ///< of `shards`
    int shards = 0;       ///< 0 = not said
    bool slurm = false;   ///< submit instead of computing
    bool status = false;  ///< tell of each member instead of computing
    std::vector<std::string> slurm_options;
    std::optional<int> retries;  ///< instead of the study's
    int threads = 1;
    bool json = false;
};
int batch_command(const BatchCommand& command);

struct CollectCommand : Asked {
    std::string folder;             ///< of a batch
    std::string output;             ///< "" = collection.h5 in the folder
    std::vector<std::string> only;  ///< groups and datasets; none = all
    bool partial = false;           ///< collect though members are missing
    bool json = false;
};
int collect_command(const CollectCommand& command);

struct BenchmarkCommand : Asked {
    std::string file;
    std::string institution;              ///< id; "" = the region's mean
    std::string region;                   ///< peers; "" = the institution's region
    int year = 0;                         ///< 0 = the last finished one
    std::vector<std::string> indicators;  ///< "NAME" or "NAME=WEIGHT"; none = all alike
    bool csv = false, json = false;
};
int benchmark_command(const BenchmarkCommand& command);

struct GravityCommand : Asked {
    GravityRequest request;
    bool sample = false;  ///< the flows and covariates instead of estimates, as CSV
    bool csv = false, json = false;
};
int gravity_command(const GravityCommand& command);

struct ValidateCommand : Asked {
    std::string scenario = "baseline";  ///< to be simulated, and whose regions
    std::vector<std::string> settings;  ///< "KEY=VALUE"
    bool rivals = false;                ///< the other forecasters alone, without the simulation
    bool experiments = false;           ///< introductions of fees instead of forecasts
    std::string report;                 ///< page to write, with all of it; "" = none
    int seeds = 10;
    int threads = 1;
    double scale = 1;
    bool csv = false, json = false;
};
int validate_command(const ValidateCommand& command);

}  // namespace keruen
