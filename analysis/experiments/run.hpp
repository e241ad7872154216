// SPDX-License-Identifier: MIT
#pragma once
#include <atomic>
#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "models/simulation.hpp"
#include "scenarios/scenario_file.hpp"

namespace keruen {

class DataPackage;

enum class RecordLevel {
    summary,
    events,
    panel,
    enrolments
};  ///< each records what the one before does, and more

/// How to carry out a run; nothing here changes a result but `scale`, and the seed and the years
/// that already stand in the scenario.
struct RunOptions {
    std::filesystem::path output;  ///< the result file
    int threads = 1;
    double scale = 1;  ///< population: 0.01 simulates a nested hundredth of the agents
    RecordLevel record = RecordLevel::summary;
    bool resume = false;
    int checkpoint_years = 0;  ///< checkpoint every so many years; 0 = about every 20 seconds
    bool check = false;        ///< verify conservation every year (always in debug builds)
    std::size_t chunk = 1U << 16;
    std::string program_version, revision;
    const std::atomic<bool>* stop = nullptr;  ///< set by Ctrl-C: finish the year, keep it, stop
};

struct RunProgress {
    Year year;             ///< just finished
    std::size_t done, of;  ///< years
    std::chrono::duration<double> elapsed, remaining;
};

struct RunReport {
    bool interrupted = false;
    bool resumed = false;  ///< took up earlier years rather than beginning anew
    std::size_t years_finished = 0;
    std::int64_t agents = 0;       ///< slots in the tables at the end
    std::int64_t agent_years = 0;  ///< agents enrolled, summed over the years
    std::chrono::duration<double> simulation{}, writing{};
    std::vector<std::pair<std::string, double>> phase_seconds;
};

/// A scenario with the world, the policy and the constants it implies, ready to simulate.
struct Experiment {
    World world;
    Policy policy, reference;
    Constants constants;
    Setup setup;
    Year last = 0;  ///< last year to simulate; the world may reach further
    std::size_t years() const { return static_cast<std::size_t>(last - world.first) + 1; }
    std::string scenario_name, scenario_text, scenario_sha256, data_sha256;
    std::string constants_key;  ///< equal for experiments whose constants are equal
};

/// Adds to `diagnostics` what exceeds the limits of the engine's compact codes, or that an origin
/// has two home grants.
void check_limits(const World& world, const Policy& policy, const std::string& scenario,
                  Diagnostics& diagnostics);

/// Builds world and policy from the data, applies the dated values and estimates the constants
/// under the root scenario's policy. Throws InputError with every mistake found.
/// The constants of `known` are taken over where they would come out the same.
/// The result holds pointers into itself, hence on the heap.
std::unique_ptr<Experiment> prepare(const ScenarioFile& scenario, DataPackage& data,
                                    const RunOptions& options, Workers& workers,
                                    const Experiment* known = nullptr);

/// The same without constants: world and policies alone, nothing to simulate.
std::unique_ptr<Experiment> assemble(const ScenarioFile& scenario, DataPackage& data);

/// Simulates to the last year under a seed, without a file, and shows every year's record. The
/// experiment keeps that seed.
void simulate_years(Experiment& experiment, std::uint64_t seed, Workers& workers,
                    const std::function<void(Year, const YearRecord&)>& show);

/// Simulates to the last year and writes the result file, with checkpoints beside it. Throws
/// FileError for the disk, std::logic_error if a law of conservation breaks.
RunReport run(Experiment& experiment, const RunOptions& options, Workers& workers,
              const std::function<void(const RunProgress&)>& progress);

}  // namespace keruen
