// SPDX-License-Identifier: MIT
#include "analysis/target/package_runs.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>
#include <thread>
#include <utility>

#include "scenarios/sha256.hpp"
#include "scenarios/table.hpp"

namespace keruen {

namespace {

constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();
constexpr PackageOutcome kNotMade{kUnknown, kUnknown, kUnknown, kUnknown};

}  // namespace

struct PackageRuns::Start {
    std::uint64_t seed = 0;
    ScenarioFile scenario;  ///< with the parameters of the pair's draw
    std::unique_ptr<Experiment> as_it_is;
    State state;
    MobilityStrays strays;  ///< empty without model discrepancy
    double side = 1;        ///< of two pairs that mirror each other
};

struct PackageRuns::Thread {
    Workers workers{1};
    DataPackage data;  ///< copies share the tables read so far
};

Year PackageRunOptions::first() const {
    return std::min_element(
               levers.begin(), levers.end(),
               [](const LeverRange& a, const LeverRange& b) { return a.from < b.from; })
        ->from;
}

PackageRuns::PackageRuns(const ScenarioFile& scenario, const DataPackage& data,
                         const PackageRunOptions& options, KeptRuns& kept,
                         std::function<void(const PackageProgress&)> progress)
    : scenario_(scenario),
      data_(data),
      options_(options),
      kept_(kept),
      progress_(std::move(progress)) {}

PackageRuns::~PackageRuns() = default;

PackageSimulator PackageRuns::simulator() {
    PackageSimulator simulator;
    simulator.levers = options_.levers.size();
    simulator.snap = [this](const Position& at) { return snapped(options_.levers, at); };
    simulator.simulate = [this](const std::vector<Position>& points, std::size_t first,
                                std::size_t count, const std::string& stage) {
        return simulate(points, first, count, stage);
    };
    simulator.stopped = [this] { return stopped(); };
    return simulator;
}

std::vector<PackageOutcomes> PackageRuns::simulate(const std::vector<Position>& points,
                                                   std::size_t first, std::size_t count,
                                                   const std::string& stage) {
    std::vector<PackageOutcomes> outcomes(points.size(), PackageOutcomes(count, kNotMade));
    stage_ = stage;
    std::atomic<std::size_t> next{0};
    std::exception_ptr error;
    std::vector<std::jthread> team;
    const std::size_t most = std::min(static_cast<std::size_t>(options_.threads), count);
    for (std::size_t w = 0; w < most; ++w) {
        team.emplace_back([&] {
            try {
                Thread thread{.data = data_};
                for (std::size_t k = next++; k < count && !stopped(); k = next++) {
                    const std::vector<PackageOutcome> made = pair(first + k, points, thread);
                    for (std::size_t i = 0; i < points.size(); ++i) outcomes[i][k] = made[i];
                }
            } catch (...) {
                next = count;
                const std::lock_guard lock(mutex_);
                error = std::current_exception();
            }
        });
    }
    team.clear();
    if (error) std::rethrow_exception(error);
    return outcomes;
}

/// All points in one pair; those that failed or were not made are unknown.
std::vector<PackageOutcome> PackageRuns::pair(std::size_t k, const std::vector<Position>& points,
                                              Thread& thread) {
    std::vector<PackageOutcome> outcomes(points.size(), kNotMade);
    std::vector<std::size_t> open;
    {
        const std::lock_guard lock(mutex_);
        for (std::size_t i = 0; i < points.size(); ++i) {
            const std::vector<double>* known = kept_.find(key(k, points[i]));
            if (known == nullptr) {
                open.push_back(i);
                continue;
            }
            outcomes[i] = {(*known)[0], (*known)[1], (*known)[2], (*known)[3]};
            ++done_;
        }
    }
    std::unique_ptr<Start> begun;
    for (const std::size_t i : open) {
        if (stopped()) break;
        std::string failure;
        std::optional<PackageOutcome> made;
        try {
            if (!begun) begun = start(k, thread);
            if (begun) made = run(*begun, points[i], thread);
        } catch (const std::runtime_error& found) {
            failure = found.what();
        }
        const std::lock_guard lock(mutex_);
        if (!failure.empty()) {
            if (failed_++ == 0) first_failure_ = failure;
            break;  // a pair counts as a whole or not at all
        }
        if (!made) break;  // stopped
        outcomes[i] = *made;
        kept_.add(key(k, points[i]),
                  {made->mobility, made->spending, made->settled, made->modelled});
        ++fresh_;
        tell();
    }
    if (begun && k < options_.fixed_pairs) {
        const std::lock_guard lock(mutex_);
        starts_[k] = std::move(begun);
    }
    return outcomes;
}

void PackageRuns::tell() {
    ++done_;
    progress_({stage_, done_, fresh_, std::chrono::steady_clock::now() - began_});
}

/// The pair's start, taken from those kept or made; null if it was stopped.
std::unique_ptr<PackageRuns::Start> PackageRuns::start(std::size_t k, Thread& thread) {
    {
        const std::lock_guard lock(mutex_);
        const auto known = starts_.find(k);
        if (known != starts_.end()) return std::move(starts_.extract(known).mapped());
    }
    auto start = std::make_unique<Start>();
    start->seed = scenario_.seed + k;
    start->scenario = scenario_;
    if (options_.sample) options_.sample->apply(draw_of(k), start->scenario);
    start->as_it_is = prepare(start->scenario, thread.data, options_.run, thread.workers);
    start->as_it_is->last = options_.year;
    std::vector<YearNumbers> numbers;
    const MemberTask task{.seed = start->seed, .numbers = &numbers, .stop = options_.stop};
    auto state = state_before(*start->as_it_is, task, options_.first(), thread.workers);
    if (!state) return nullptr;
    start->state = std::move(*state);
    if (options_.discrepancy && options_.year > scenario_.base) {
        auto strays = this->strays(k, *start, std::move(numbers), thread);
        if (!strays) return nullptr;
        start->strays = std::move(*strays);
        start->side = k % 2 == 0 ? 1 : -1;
    }
    return start;
}

/// The path of the pair and of its mirror image, for which the scenario as it is says how many are
/// abroad in the base year; `numbers` are those before the first change. Nothing if stopped.
std::optional<MobilityStrays> PackageRuns::strays(std::size_t k, Start& start,
                                                  std::vector<YearNumbers> numbers,
                                                  Thread& thread) const {
    const Year base = scenario_.base;
    if (base >= options_.first()) {
        numbers.clear();
        const MemberTask task{.seed = start.seed, .numbers = &numbers, .stop = options_.stop};
        if (!state_before(*start.as_it_is, task, base + 1, thread.workers)) return std::nullopt;
    }
    std::vector<std::string> codes;
    for (const ScenarioRegion& r : scenario_.regions) codes.push_back(r.region.code);
    return mobility_strays(scenario_.seed, static_cast<std::uint16_t>(k / 2), codes,
                           options_.origin, numbers[options_.index(base)], base,
                           options_.year - base);
}

std::optional<PackageOutcome> PackageRuns::run(Start& start, const Position& at,
                                               Thread& thread) const {
    std::unique_ptr<Experiment> with;
    if (!at.empty()) {
        with = prepare(with_package(start.scenario, options_.levers, at), thread.data, options_.run,
                       thread.workers, start.as_it_is.get());
        with->last = options_.year;
    }
    Experiment& experiment = with ? *with : *start.as_it_is;
    std::vector<YearNumbers> numbers;
    const MemberTask task{
        .seed = start.seed, .numbers = &numbers, .from = &start.state, .stop = options_.stop};
    const auto member = simulate_member(experiment, task, thread.workers);
    if (!member) return std::nullopt;
    PackageOutcome outcome;
    judge(start, *member, numbers, outcome);
    outcome.spending = spending(experiment, *member, at);
    outcome.settled =
        static_cast<double>(member->diaspora(member->years.size() - 1, options_.origin));
    return outcome;
}

/// The largest shares mobile. `numbers` are the years from the first change on.
void PackageRuns::judge(const Start& start, const MemberSummary& member,
                        std::vector<YearNumbers>& numbers, PackageOutcome& outcome) const {
    const auto raise = [](double& most, double rate) {
        if (std::isnan(most) || rate > most) most = rate;
    };
    outcome.mobility = outcome.modelled = kUnknown;
    for (std::size_t i = 0; i < numbers.size(); ++i) {
        const Year year = options_.first() + static_cast<int>(i);
        const double rate = member.rate(options_.index(year), options_.origin, options_.definition);
        raise(outcome.modelled, rate);
        if (start.strays.degree.empty() || year <= scenario_.base) {
            raise(outcome.mobility, rate);
            continue;
        }
        const auto k = static_cast<std::size_t>(year - scenario_.base - 1);
        let_stray(numbers[i], options_.origin, start.strays.degree[k], start.strays.credit[k],
                  start.side);
        raise(outcome.mobility,
              mobility_rate(definitions()[options_.definition], numbers[i], options_.origin));
    }
}

/// What the payer pays, and what levers with a price cost over the scenario's values.
double PackageRuns::spending(const Experiment& experiment, const MemberSummary& member,
                             const Position& at) const {
    const Region& payer = experiment.world.regions[options_.payer];
    const auto& programmes = experiment.policy.programmes;
    const std::size_t first = experiment.world.index(options_.first());
    double sum = 0, worth = 1;
    for (std::size_t t = first; t < member.years.size(); ++t) {
        double year = static_cast<double>(member.staff(t, options_.payer));
        for (std::size_t q = 0; q < programmes.size(); ++q) {
            if (is_paid_by(payer, programmes[q])) {
                year += static_cast<double>(member.spending(t, q));
            }
        }
        for (std::size_t i = 0; i < at.size(); ++i) {
            const LeverRange& lever = options_.levers[i];
            if (lever.as_is.empty() || member.years[t] < lever.from) continue;
            year += lever.price * (lever.value(at[i]) - lever.as_is[t]);
        }
        sum += year * worth;
        worth /= 1 + options_.discount;
    }
    return sum;
}

std::size_t PackageRuns::draw_of(std::size_t k) const {
    return k % options_.sample->draws.size();
}

/// Names a run by what it is given.
std::string PackageRuns::key(std::size_t k, const Position& at) const {
    return sha256_of(fmt::format("pair {}\n{}", k, package_lines(options_.levers, at)))
        .substr(0, 16);
}

}  // namespace keruen
