// SPDX-License-Identifier: MIT
#pragma once
#include <atomic>
#include <chrono>
#include <functional>
#include <string>
#include <vector>

#include "analysis/sensitivity/factors.hpp"
#include "analysis/sensitivity/kept_runs.hpp"
#include "analysis/sensitivity/morris.hpp"
#include "analysis/sensitivity/outcome.hpp"
#include "analysis/sensitivity/sobol.hpp"

namespace keruen {

/// How many runs go into what; known before the first.
struct SensitivityPlan {
    std::size_t factors = 0, trajectories = 0;  ///< of the screening
    std::size_t survivors = 0, rows = 0;        ///< of the indices

    std::size_t screening() const { return trajectories * (factors + 1); }
    std::size_t indices() const { return rows * (survivors + 2); }
    /// With that of the scenario itself. Fewer if fewer factors have any effect.
    std::size_t runs() const { return 1 + screening() + indices(); }
};

/// The plan for at most `budget` runs: about half of them, and what is left over, for two
/// trajectories or more; rows a power of two, at least eight; without survivors all of them for the
/// screening. Throws InputError if the budget is too small, which tells the least.
SensitivityPlan plan_within(std::size_t budget, std::size_t factors, std::size_t survivors);

struct SensitivityOptions {
    std::vector<Factor> factors;
    std::vector<Outcome> outcomes;
    std::size_t origin = 0;
    Year year = 0;
    SensitivityPlan plan;
    int levels = 4;
    std::uint64_t design_seed = 1;  ///< of designs and bootstraps; runs have the scenario's seed
    RunOptions run;
    int threads = 1;  ///< runs at a time
    const std::atomic<bool>* stop = nullptr;
};

struct Sensitivity {
    std::vector<double> own;                          ///< [outcome] of the scenario itself
    std::vector<std::vector<FactorEffects>> effects;  ///< [outcome][factor]
    std::vector<std::size_t> survivors;               ///< factors
    std::vector<SobolIndices> indices;                ///< [outcome], [survivor] in them
    std::size_t failed = 0;                           ///< runs
    std::string first_failure;
    bool interrupted = false;
};

struct SensitivityProgress {
    std::size_t done, of;  ///< runs, with those kept from before
    std::chrono::duration<double> elapsed, left;
};

/// Runs the scenario itself, the screening and the indices, every run with the scenario's seed and
/// on one thread. Runs that `kept` holds are not made again, new ones are added to it. If stopped,
/// what is unknown is left out; of a screening that was cut short nothing is carried on to indices.
Sensitivity run_sensitivity(const ScenarioFile& scenario, const DataPackage& data,
                            const SensitivityOptions& options, KeptRuns& kept,
                            const std::function<void(const SensitivityProgress&)>& progress);

}  // namespace keruen
