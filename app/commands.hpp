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
    bool json = false;
};
int show_command(const ShowCommand& command);

struct CompareCommand {
    std::string base;
    std::vector<std::string> others;
    std::vector<std::string> settings;  ///< "KEY=VALUE" for every side
    std::vector<std::string> with;      ///< "KEY=VALUE" for the other sides alone
    std::string origin;                 ///< region code; "" = KAZ, or the first
    int members = 1;
    std::string draws;  ///< CSV file with a sample of parameters; "" = none
    std::string csv;    ///< file for all cells of the ledgers; "" = none
    int threads = 1;
    double scale = 1;
    bool json = false;
    std::string program_version, revision;
};
int compare_command(const CompareCommand& command);

struct EnsembleCommand {
    std::string scenario;
    std::vector<std::string> settings;  ///< "KEY=VALUE"
    std::string origin;                 ///< region code; "" = KAZ, or the first
    std::string draws;                  ///< CSV file with a sample of parameters; "" = none
    int most_draws = 100;
    int seeds = 5;         ///< for each draw
    double target = 20;    ///< percent
    double precision = 0;  ///< percentage points of the figure's mean; 0 = run all members
    std::string definition = "graduates, both";  ///< of the figure
    int year = 0;                                ///< of the figure; 0 = the last
    std::string csv;                             ///< file for every year and definition; "" = none
    int threads = 1;
    double scale = 1;
    bool json = false;
    std::string program_version, revision;
};
int ensemble_command(const EnsembleCommand& command);

struct SensitivityCommand {
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
    std::string program_version, revision;
};
int sensitivity_command(const SensitivityCommand& command);

struct TargetCommand {
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
    std::string draws;  ///< CSV file with a sample of parameters, or "priors"; "" = none
    std::size_t points = 30, pairs = 20, confirm = 40, rounds = 4;
    std::uint64_t design_seed = 1;
    std::string keep = ".";   ///< folder of finished runs
    std::string output, csv;  ///< files of the package, and of every package; "" = none
    int threads = 1;
    double scale = 1;
    bool json = false;
    std::string program_version, revision;
};
int target_command(const TargetCommand& command);

struct BenchmarkCommand {
    std::string file;
    std::string institution;              ///< id; "" = the region's mean
    std::string region;                   ///< peers; "" = the institution's region
    int year = 0;                         ///< 0 = the last finished one
    std::vector<std::string> indicators;  ///< "NAME" or "NAME=WEIGHT"; none = all alike
    bool json = false;
};
int benchmark_command(const BenchmarkCommand& command);

struct GravityCommand {
    GravityRequest request;
    bool sample = false;  ///< the flows and covariates instead of estimates, as CSV
    bool csv = false, json = false;
};
int gravity_command(const GravityCommand& command);

struct ValidateCommand {
    std::string scenario = "baseline";  ///< to be simulated, and whose regions
    std::vector<std::string> settings;  ///< "KEY=VALUE"
    bool rivals = false;                ///< the other forecasters alone, without the simulation
    bool experiments = false;           ///< introductions of fees instead of forecasts
    int seeds = 3;
    int threads = 1;
    double scale = 1;
    bool csv = false, json = false;
};
int validate_command(const ValidateCommand& command);

}  // namespace keruen
