// SPDX-License-Identifier: MIT
#pragma once
#include <atomic>
#include <chrono>
#include <functional>
#include <mutex>
#include <string>
#include <vector>

#include "analysis/calibration/patterns.hpp"
#include "analysis/sensitivity/design.hpp"
#include "analysis/sensitivity/kept_runs.hpp"
#include "analysis/sensitivity/prior.hpp"
#include "scenarios/table.hpp"

namespace keruen {

/// A parameter with a prior: a dimension of the unit cube.
struct Dimension {
    const ParameterDeclaration* parameter = nullptr;
    Prior prior;
    double value(double position) const { return prior.quantile(position); }
};
/// Every parameter that is not fixed, in the order of their declarations.
std::vector<Dimension> all_dimensions();

/// Makes a scenario's agents coarser by 1 / scale, but not those of regions whose exchange students
/// are counted: their seats come singly, and an agent of several people does not fit into one.
void coarsen(ScenarioFile& scenario, const std::vector<Pattern>& patterns, double scale);

/// What is simulated for patterns, and how.
struct PatternTask {
    std::vector<Pattern> patterns;        ///< of the scenarios below, any order
    std::vector<ScenarioFile> scenarios;  ///< every one that a pattern names
    std::vector<Dimension> dimensions;
    double scale = 0.1;  ///< of the agents; regions whose exchange students are counted are whole
    int threads = 1;     ///< points at a time
    const std::atomic<bool>* stop = nullptr;
};

struct PatternProgress {
    std::size_t done, of;  ///< points, with those kept from before
    std::chrono::duration<double> elapsed, left;
};

/// The model as calibration sees it: figures of all patterns for points of the cube of parameters.
/// Finished points are kept in a file; those it holds are not simulated again.
class PatternRuns {
public:
    /// `planned` points in all, for the time that is left.
    PatternRuns(const PatternTask& task, const DataPackage& data, KeptRuns& kept,
                std::size_t planned, std::function<void(const PatternProgress&)> progress);

    /// [point][pattern]; NaN of points that failed or, after a stop, were not simulated. Point i
    /// has the scenarios' seeds plus `seeds[i]`.
    Rows operator()(const Rows& points, const std::vector<std::uint64_t>& seeds);

    bool stopped() const { return task_.stop != nullptr && task_.stop->load(); }
    std::size_t failed() const { return failed_; }
    const std::string& first_failure() const { return first_failure_; }

private:
    std::string key(const std::vector<double>& point, std::uint64_t seed) const;
    std::vector<double> simulate(const std::vector<double>& point, std::uint64_t seed,
                                 Workers& workers) const;
    void make(const std::vector<double>& point, std::uint64_t seed, std::vector<double>& figures,
              Workers& workers);

    const PatternTask& task_;
    const DataPackage& data_;
    KeptRuns& kept_;
    std::size_t planned_;
    std::function<void(const PatternProgress&)> progress_;
    std::mutex mutex_;  ///< over all that follows, the file and the calls of progress
    std::chrono::steady_clock::time_point began_ = std::chrono::steady_clock::now();
    std::size_t done_ = 0, fresh_ = 0, failed_ = 0;
    std::string first_failure_;
};

}  // namespace keruen
