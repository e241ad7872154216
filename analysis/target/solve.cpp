// SPDX-License-Identifier: MIT
#include "analysis/target/solve.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/math/distributions/binomial.hpp>
#include <boost/random/sobol.hpp>
#include <cmath>
#include <limits>
#include <random>

#include "analysis/measures/statistics.hpp"
#include "analysis/target/front.hpp"
#include "analysis/target/optimise.hpp"

namespace keruen {

namespace {

constexpr std::size_t kNewPoints = 3;  ///< a round
constexpr double kInterval = 0.95;
constexpr double kNear = 0.002;  ///< of the bounds, in every lever: not worth a run of its own

/// Members that must meet the target.
std::size_t needed(std::size_t members, double probability) {
    return static_cast<std::size_t>(std::ceil(probability * static_cast<double>(members) - 1e-9));
}

/// The largest target that `needed` of the values reach.
double reached_by(std::vector<double> values, std::size_t needed) {
    if (values.empty() || needed == 0) return std::numeric_limits<double>::quiet_NaN();
    const auto at = values.begin() + static_cast<std::ptrdiff_t>(needed - 1);
    std::nth_element(values.begin(), at, values.end(), std::greater<>());
    return *at;
}

Spread spread(const std::vector<double>& values) {
    Moments moments;
    for (const double value : values) moments.add(value);
    return {moments.mean(), quantile(values, 0.05), quantile(values, 0.95)};
}

/// Points that fill the cube evenly (Sobol's sequence, shifted digitally by the seed), after the
/// two corners where all levers are low, and high: the target is in reach beyond neither, mostly.
std::vector<Position> design(std::size_t levers, const TargetPlan& plan) {
    std::mt19937_64 random(plan.seed);
    std::vector<std::uint64_t> shift(levers);
    for (std::uint64_t& bits : shift) bits = random();
    boost::random::sobol sequence(levers);
    std::vector<Position> points{Position(levers, 0), Position(levers, 1)};
    while (points.size() < plan.points) {
        Position point(levers);
        for (std::size_t i = 0; i < levers; ++i) {
            point[i] = static_cast<double>((sequence() ^ shift[i]) >> 11) * 0x1p-53;
        }
        points.push_back(point);
    }
    return points;
}

class Solver {
public:
    Solver(const PackageSimulator& simulator, const TargetPlan& plan)
        : simulator_(simulator), plan_(plan) {}

    TargetAnswer solve() {
        simulate_design();
        if (answer_.packages.empty()) return std::move(answer_);
        for (std::size_t attempt = 0; attempt < plan_.attempts && !simulator_.stopped();
             ++attempt) {
            for (std::size_t round = 1; round <= plan_.rounds; ++round) {
                if (!refine(fmt::format("round {} of new points", round))) break;
            }
            const std::optional<std::size_t> cheapest = cheapest_package();
            answer_.best = cheapest ? cheapest : highest_package();
            answer_.cheapest = cheapest.has_value();
            if (simulator_.stopped() || !confirm(attempt)) break;
            const Confirmation& last = answer_.confirmations.back();
            if (last.confirmed) answer_.status = TargetStatus::found;
            if (!last.confirmed) {
                const bool ruled_out =
                    !cheapest && tighter_ == 0 && last.figures.high < plan_.probability;
                answer_.status = ruled_out ? TargetStatus::unreachable : TargetStatus::unconfirmed;
            }
            if (last.confirmed || !cheapest) break;
            const PackageFigures& fixed = answer_.packages[*answer_.best].figures;
            tighter_ = std::max(tighter_, fixed.reached - last.figures.reached);
        }
        if (answer_.status == TargetStatus::unconfirmed) answer_.best = most_confirmed();
        if (simulator_.stopped() && answer_.status != TargetStatus::found) {
            answer_.status = TargetStatus::interrupted;
            const std::optional<std::size_t> cheapest = cheapest_package();
            answer_.best = cheapest ? cheapest : highest_package();
        }
        note_surrogates();
        return std::move(answer_);
    }

private:
    /// Pairs that failed, or were not finished, are left out everywhere.
    void simulate_design() {
        std::vector<Position> points{{}};
        for (const Position& point : design(simulator_.levers, plan_)) {
            const Position snapped = simulator_.snap(point);
            if (std::find(points.begin(), points.end(), snapped) == points.end()) {
                points.push_back(snapped);
            }
        }
        const auto outcomes = simulator_.simulate(points, 0, plan_.pairs, "design");
        for (std::size_t pair = 0; pair < plan_.pairs; ++pair) {
            const bool whole =
                std::all_of(outcomes.begin(), outcomes.end(),
                            [&](const PackageOutcomes& point) { return point[pair].known(); });
            if (whole) pairs_.push_back(pair);
        }
        if (!simulator_.stopped()) answer_.failed_pairs = plan_.pairs - pairs_.size();
        if (pairs_.empty()) return;
        for (std::size_t i = 0; i < points.size(); ++i) add(points[i], outcomes[i]);
    }

    void add(const Position& position, const PackageOutcomes& all) {
        PackageOutcomes outcomes;
        for (const std::size_t pair : pairs_) outcomes.push_back(all[pair]);
        const PackageOutcomes& base =
            answer_.packages.empty() ? outcomes : answer_.packages.front().outcomes;
        PackageFigures figures = package_figures(outcomes, base, plan_);
        answer_.packages.push_back({position, std::move(outcomes), figures});
    }

    bool good_enough(const PackageFigures& figures) const {
        return figures.reached >= plan_.target + tighter_;
    }

    std::optional<std::size_t> cheapest_package() const {
        std::optional<std::size_t> best;
        for (std::size_t i = 0; i < answer_.packages.size(); ++i) {
            const PackageFigures& figures = answer_.packages[i].figures;
            if (!good_enough(figures)) continue;
            if (!best || figures.cost.mean < answer_.packages[*best].figures.cost.mean) best = i;
        }
        return best;
    }

    std::size_t highest_package() const {
        const auto less = [](const SimulatedPackage& a, const SimulatedPackage& b) {
            return a.figures.reached < b.figures.reached;
        };
        return static_cast<std::size_t>(
            std::max_element(answer_.packages.begin(), answer_.packages.end(), less) -
            answer_.packages.begin());
    }

    std::size_t most_confirmed() const {
        const auto less = [](const Confirmation& a, const Confirmation& b) {
            return a.figures.probability < b.figures.probability;
        };
        const Position& position =
            std::max_element(answer_.confirmations.begin(), answer_.confirmations.end(), less)
                ->position;
        return *known(position);
    }

    std::optional<std::size_t> known(const Position& position) const {
        for (std::size_t i = 0; i < answer_.packages.size(); ++i) {
            if (answer_.packages[i].position == position) return i;
        }
        return std::nullopt;
    }

    bool near_known(const Position& at, const std::vector<Position>& others) const {
        const auto near = [&](const Position& other) {
            for (std::size_t i = 0; i < other.size(); ++i) {
                if (std::abs(at[i] - other[i]) > kNear) return false;
            }
            return !other.empty();
        };
        return std::any_of(others.begin(), others.end(), near) ||
               std::any_of(answer_.packages.begin(), answer_.packages.end(),
                           [&](const SimulatedPackage& known) { return near(known.position); });
    }

    /// Whether there were new points to simulate, and they were.
    bool refine(const std::string& stage) {
        if (simulator_.stopped()) return false;
        const PackageSurrogates surrogates(answer_.packages);
        std::vector<Position> fresh;
        for (const Position& wanted : promising(surrogates)) {
            const Position snapped = simulator_.snap(wanted);
            const bool is_new = !near_known(snapped, fresh);
            if (is_new && fresh.size() < kNewPoints) fresh.push_back(snapped);
        }
        if (fresh.empty()) return false;
        const auto outcomes = simulator_.simulate(fresh, 0, plan_.pairs, stage);
        bool any = false;
        for (std::size_t i = 0; i < fresh.size(); ++i) {
            const bool whole = std::all_of(pairs_.begin(), pairs_.end(), [&](std::size_t pair) {
                return outcomes[i][pair].known();
            });
            if (whole) add(fresh[i], outcomes[i]);
            any = any || whole;
        }
        return any;
    }

    /// Where the surrogate has the cheapest package that is good enough, first as it is, then if it
    /// errs on either side by its own deviation; and the highest package while none is good enough.
    std::vector<Position> promising(const PackageSurrogates& surrogates) const {
        const std::size_t levers = simulator_.levers,
                          enough = needed(pairs_.size(), plan_.probability);
        const auto promised = [&](const Position& at) {
            return reached_by(surrogates.mobilities(at), enough);
        };
        // Surrogates smooth: what they promised of a package and its run did not keep.
        double broken = 0;
        for (const SimulatedPackage& known : answer_.packages) {
            if (known.position.empty() || good_enough(known.figures)) continue;
            if (promised(known.position) < plan_.target + tighter_) continue;
            broken = std::max(broken, promised(known.position) - known.figures.reached);
        }
        const auto above = [&](const Position& at, double deviations) {
            return promised(at) - broken - plan_.target - tighter_ -
                   deviations * surrogates.mobility_deviation(at);
        };
        std::vector<Position> starts, wanted;
        if (const auto cheapest = cheapest_package()) {
            const Position& position = answer_.packages[*cheapest].position;
            if (!position.empty()) starts.push_back(position);
        } else {
            const auto highest =
                minimise({levers, [&](const Position& at) { return -above(at, 0); }, {}, {}});
            wanted.push_back(*highest);
        }
        for (const double deviations : {0.0, 1.0, -1.0}) {
            const auto found =
                minimise({levers, [&](const Position& at) { return surrogates.cost(at); },
                          [&](const Position& at) { return above(at, deviations); }, starts});
            if (found) wanted.push_back(*found);
        }
        return wanted;
    }

    /// Whether the runs were made.
    bool confirm(std::size_t attempt) {
        const Position& position = answer_.packages[*answer_.best].position;
        const auto outcomes =
            simulator_.simulate({{}, position}, plan_.pairs + attempt * plan_.confirm,
                                plan_.confirm, "confirmation on fresh pairs");
        PackageOutcomes base, package;
        for (std::size_t pair = 0; pair < plan_.confirm; ++pair) {
            if (!outcomes[0][pair].known() || !outcomes[1][pair].known()) continue;
            base.push_back(outcomes[0][pair]);
            package.push_back(outcomes[1][pair]);
        }
        if (simulator_.stopped() || package.empty()) return false;
        answer_.failed_pairs += plan_.confirm - package.size();
        const PackageFigures figures = package_figures(package, base, plan_);
        answer_.confirmations.push_back(
            {position, figures, figures.met >= needed(figures.members, plan_.probability)});
        return true;
    }

    void note_surrogates() {
        if (answer_.packages.size() < simulator_.levers + 3) return;
        const PackageSurrogates surrogates(answer_.packages);
        answer_.mobility_error = surrogates.mobility_error();
        answer_.cost_error = surrogates.cost_error();
        Moments mobility, cost;
        for (const SimulatedPackage& package : answer_.packages) {
            if (package.position.empty()) continue;
            mobility.add(package.figures.mobility.mean);
            cost.add(package.figures.cost.mean);
        }
        answer_.mobility_spread = std::sqrt(mobility.variance());
        answer_.cost_spread = std::sqrt(cost.variance());
        answer_.front = package_front(surrogates, answer_.packages, simulator_, plan_.target);
    }

    const PackageSimulator& simulator_;
    const TargetPlan& plan_;
    TargetAnswer answer_;
    std::vector<std::size_t> pairs_;  ///< of the fixed ones: those that were simulated throughout
    double tighter_ = 0;              ///< share by which fixed pairs must exceed the target
};

}  // namespace

bool PackageOutcome::known() const {
    return !std::isnan(mobility) && !std::isnan(spending) && !std::isnan(settled);
}

std::size_t TargetPlan::runs() const {
    return (1 + points) * pairs + attempts * (rounds * kNewPoints * pairs + 2 * confirm);
}

PackageFigures package_figures(const PackageOutcomes& outcomes, const PackageOutcomes& base,
                               const TargetPlan& plan) {
    using Binomial = boost::math::binomial_distribution<>;
    PackageFigures figures;
    figures.members = outcomes.size();
    std::vector<double> mobility, modelled, cost, settled;
    for (std::size_t i = 0; i < outcomes.size(); ++i) {
        figures.met += outcomes[i].mobility >= plan.target ? 1U : 0U;
        figures.modelled_met += outcomes[i].modelled >= plan.target ? 1U : 0U;
        mobility.push_back(outcomes[i].mobility);
        modelled.push_back(outcomes[i].modelled);
        cost.push_back(outcomes[i].spending - base[i].spending);
        settled.push_back(outcomes[i].settled - base[i].settled);
    }
    const auto n = static_cast<double>(figures.members), met = static_cast<double>(figures.met);
    constexpr double kTail = (1 - kInterval) / 2;
    figures.probability = met / n;
    figures.low = Binomial::find_lower_bound_on_p(n, met, kTail);
    figures.high = Binomial::find_upper_bound_on_p(n, met, kTail);
    figures.reached = reached_by(mobility, needed(figures.members, plan.probability));
    figures.mobility = spread(mobility);
    figures.modelled = spread(modelled);
    figures.cost = spread(cost);
    figures.settled = spread(settled);
    return figures;
}

TargetAnswer solve_target(const PackageSimulator& simulator, const TargetPlan& plan) {
    return Solver(simulator, plan).solve();
}

}  // namespace keruen
