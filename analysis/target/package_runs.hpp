// SPDX-License-Identifier: MIT
#pragma once
#include <atomic>
#include <chrono>
#include <exception>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "analysis/ensemble/discrepancy.hpp"
#include "analysis/ensemble/draws.hpp"
#include "analysis/ensemble/member.hpp"
#include "analysis/sensitivity/kept_runs.hpp"
#include "analysis/target/packages.hpp"
#include "analysis/target/solve.hpp"

namespace keruen {

struct PackageRunOptions {
    std::vector<LeverRange> levers;
    std::size_t origin = 0, payer = 0;  ///< regions: whose mobility, whose money
    std::size_t definition = 0;
    Year begins = 0;                        ///< first year of the scenario
    Year year = 0;                          ///< of the target
    double discount = 0;                    ///< of spending, a year, from the first lever's on
    std::optional<ParameterSample> sample;  ///< pair k has draw k of it, from the first again
    bool discrepancy = true;                ///< lay a path of what the model has wrong over pairs
    RunOptions run;
    int threads = 1;              ///< pairs at a time
    std::size_t fixed_pairs = 0;  ///< pairs below are asked for again and again
    const std::atomic<bool>* stop = nullptr;
    Year first() const;  ///< year of the first change
    std::size_t index(Year at) const { return static_cast<std::size_t>(at - begins); }
};

struct PackageProgress {
    std::string stage;
    std::size_t done;   ///< runs, with those kept from before
    std::size_t fresh;  ///< runs made now
    std::chrono::duration<double> elapsed;
};

/// Runs packages of a scenario. Up to the first year in which a lever changes all packages of a
/// pair are one and the same run: it is made once, and every package goes on from its state. Runs
/// that `kept` holds are not made again, new ones are added to it. One thread a run.
class PackageRuns {
public:
    PackageRuns(const ScenarioFile& scenario, const DataPackage& data,
                const PackageRunOptions& options, KeptRuns& kept,
                std::function<void(const PackageProgress&)> progress);
    ~PackageRuns();
    PackageRuns(const PackageRuns&) = delete;
    PackageRuns& operator=(const PackageRuns&) = delete;

    /// As PackageSimulator::simulate.
    std::vector<PackageOutcomes> simulate(const std::vector<Position>& points, std::size_t first,
                                          std::size_t count, const std::string& stage);
    PackageSimulator simulator();

    std::size_t failed() const { return failed_; }
    const std::string& first_failure() const { return first_failure_; }

private:
    struct Start;  ///< of a pair: the scenario's experiment, and its state before the first change
    struct Thread;

    std::vector<PackageOutcome> pair(std::size_t k, const std::vector<Position>& points,
                                     Thread& thread);
    std::unique_ptr<Start> start(std::size_t k, Thread& thread);
    std::optional<PackageOutcome> run(Start& start, const Position& at, Thread& thread) const;
    std::optional<MobilityStrays> strays(std::size_t k, Start& start,
                                         std::vector<YearNumbers> numbers, Thread& thread) const;
    void judge(const Start& start, const MemberSummary& member, std::vector<YearNumbers>& numbers,
               PackageOutcome& outcome) const;
    void tell();
    double spending(const Experiment& experiment, const MemberSummary& member,
                    const Position& at) const;
    std::string key(std::size_t k, const Position& at) const;
    std::size_t draw_of(std::size_t k) const;
    bool stopped() const { return options_.stop != nullptr && options_.stop->load(); }

    const ScenarioFile scenario_;  ///< ends in the year of the target
    const DataPackage& data_;
    const PackageRunOptions& options_;
    KeptRuns& kept_;
    std::function<void(const PackageProgress&)> progress_;
    std::mutex mutex_;  ///< over all that follows, the file and the calls of progress
    std::map<std::size_t, std::unique_ptr<Start>> starts_;
    std::string stage_, first_failure_;
    std::size_t done_ = 0, fresh_ = 0, failed_ = 0;
    std::chrono::steady_clock::time_point began_ = std::chrono::steady_clock::now();
};

}  // namespace keruen
