// SPDX-License-Identifier: MIT
#include "analysis/sensitivity/sensitivity.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <mutex>

#include "analysis/experiments/apart.hpp"
#include "scenarios/sha256.hpp"

namespace keruen {

namespace {

using Clock = std::chrono::steady_clock;
constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();
constexpr std::size_t kFewestTrajectories = 2, kFewestRows = 8;

/// Runs of a scenario at positions of its factors; NaN leaves a factor as the scenario has it.
class Runs {
public:
    Runs(const ScenarioFile& scenario, const DataPackage& data, const SensitivityOptions& options,
         KeptRuns& kept, const std::function<void(const SensitivityProgress&)>& progress)
        : scenario_(scenario), data_(data), options_(options), kept_(kept), progress_(progress) {}

    /// Outcomes of each point; NaN of runs that failed or were not made.
    Rows operator()(const Rows& points, int threads) {
        Rows outcomes(points.size(), std::vector<double>(options_.outcomes.size(), kUnknown));
        std::vector<std::size_t> open;
        for (std::size_t i = 0; i < points.size(); ++i) {
            const std::vector<double>* known = kept_.find(key(points[i]));
            if (known != nullptr) {
                outcomes[i] = *known;
                ++done_;
            } else {
                open.push_back(i);
            }
        }
        each_apart(
            open.size(), threads, [&] { return stopped(); },
            [&](std::size_t n, Workers& one) {
                make(points[open[n]], outcomes[open[n]], one, threads);
            });
        return outcomes;
    }

    bool stopped() const { return options_.stop != nullptr && options_.stop->load(); }
    std::size_t failed() const { return failed_; }
    const std::string& first_failure() const { return first_failure_; }

private:
    /// Names a run by what it is given.
    std::string key(const std::vector<double>& point) const {
        std::string text;
        for (std::size_t i = 0; i < point.size(); ++i) {
            if (std::isnan(point[i])) continue;
            text += fmt::format("{} {:a}\n", options_.factors[i].key, point[i]);
        }
        return sha256_of(text).substr(0, 16);
    }

    std::optional<std::vector<double>> simulate(const std::vector<double>& point,
                                                Workers& workers) const {
        ScenarioFile scenario = scenario_;
        DataPackage data = data_;
        for (std::size_t i = 0; i < point.size(); ++i) {
            if (!std::isnan(point[i])) options_.factors[i].apply(point[i], scenario, data);
        }
        const auto experiment = prepare(scenario, data, options_.run, workers);
        const MemberTask task{.seed = scenario.seed, .stop = options_.stop};
        const auto member = simulate_member(*experiment, task, workers);
        if (!member) return std::nullopt;
        std::vector<double> values;
        const auto t = static_cast<std::size_t>(options_.year - member->years.front());
        for (const Outcome& outcome : options_.outcomes) {
            values.push_back(outcome.of(*member, t, options_.origin));
        }
        return values;
    }

    void make(const std::vector<double>& point, std::vector<double>& values, Workers& workers,
              int threads) {
        std::string failure;
        std::optional<std::vector<double>> made;
        try {
            made = simulate(point, workers);
        } catch (const std::runtime_error& found) {
            failure = found.what();
        }
        const std::lock_guard lock(mutex_);
        if (!failure.empty()) {
            if (failed_++ == 0) first_failure_ = failure;
        } else if (!made) {
            return;  // stopped
        } else {
            kept_.add(key(point), *made);
            values = std::move(*made);
        }
        tell(threads);
    }

    void tell(int threads) {
        ++done_;
        ++fresh_;
        const std::chrono::duration<double> elapsed = Clock::now() - began_;
        const std::size_t of = std::max(options_.plan.runs(), done_);
        // The first run is made alone; the others share the threads.
        const int share = threads < options_.threads ? options_.threads : 1;
        progress_({done_, of, elapsed,
                   elapsed * (static_cast<double>(of - done_) /
                              static_cast<double>(fresh_ * static_cast<std::size_t>(share)))});
    }

    const ScenarioFile& scenario_;
    const DataPackage& data_;
    const SensitivityOptions& options_;
    KeptRuns& kept_;
    const std::function<void(const SensitivityProgress&)>& progress_;
    std::mutex mutex_;  ///< over all that follows, the file and the calls of progress
    Clock::time_point began_ = Clock::now();
    std::size_t done_ = 0, fresh_ = 0, failed_ = 0;
    std::string first_failure_;
};

}  // namespace

SensitivityPlan plan_within(std::size_t budget, std::size_t factors, std::size_t survivors) {
    SensitivityPlan plan{factors, kFewestTrajectories, std::min(survivors, factors),
                         survivors > 0 ? kFewestRows : 0};
    if (plan.runs() > budget) {
        refuse({"--budget"}, fmt::format("{} runs", budget),
               fmt::format("at least {}: two trajectories of {} factors, {} rows of {} survivors",
                           plan.runs(), factors, plan.rows, plan.survivors),
               "or fewer factors (--factor), or fewer survivors (--survivors)");
    }
    if (plan.survivors > 0) {
        const std::size_t for_rows = std::max(plan.indices(), (budget - 1) / 2);
        plan.rows = std::max(kFewestRows, std::bit_floor(for_rows / (plan.survivors + 2)));
        while (plan.runs() > budget) plan.rows /= 2;  // few runs, many factors
    }
    plan.trajectories = (budget - 1 - plan.indices()) / (factors + 1);
    return plan;
}

Sensitivity run_sensitivity(const ScenarioFile& scenario, const DataPackage& data,
                            const SensitivityOptions& options, KeptRuns& kept,
                            const std::function<void(const SensitivityProgress&)>& progress) {
    Runs runs(scenario, data, options, kept, progress);
    const std::size_t outputs = options.outcomes.size(), factors = options.factors.size();
    const std::vector<double> as_it_is(factors, kUnknown);
    Sensitivity found;
    found.own = runs({as_it_is}, 1).front();
    if (runs.failed() > 0) refuse({scenario.name}, runs.first_failure(), "a scenario that runs");
    if (!runs.stopped()) {
        const MorrisDesign design{factors, options.plan.trajectories, options.levels,
                                  options.design_seed};
        found.effects = morris([&](const Rows& points) { return runs(points, options.threads); },
                               design, outputs);
    }
    if (!runs.stopped()) found.survivors = survivors(found.effects, options.plan.survivors);
    if (!found.survivors.empty()) {
        const Model model = [&](const Rows& points) {
            Rows whole(points.size(), as_it_is);
            for (std::size_t p = 0; p < points.size(); ++p) {
                for (std::size_t i = 0; i < found.survivors.size(); ++i) {
                    whole[p][found.survivors[i]] = points[p][i];
                }
            }
            return runs(whole, options.threads);
        };
        found.indices =
            sobol(model, {found.survivors.size(), options.plan.rows, options.design_seed}, outputs);
    }
    found.failed = runs.failed();
    found.first_failure = runs.first_failure();
    found.interrupted = runs.stopped();
    return found;
}

}  // namespace keruen
