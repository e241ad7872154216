// SPDX-License-Identifier: MIT
#include "analysis/target/optimise.hpp"

#include <cmath>
#include <limits>
#include <nlopt.hpp>

namespace keruen {

namespace {

using Position = Problem::Position;
constexpr double kTolerance = 1e-4;  ///< of positions
constexpr double kStep = 0.1;        ///< first one of COBYLA

/// The problem as NLopt calls it; remembers the best feasible point of all that are asked for.
class Asked {
public:
    explicit Asked(const Problem& problem) : problem_(problem) {}

    std::optional<Position> best() const { return best_; }

    void run(nlopt::algorithm algorithm, Position from, int evaluations) {
        nlopt::opt search(algorithm, static_cast<unsigned>(problem_.dimensions));
        search.set_lower_bounds(0);
        search.set_upper_bounds(1);
        search.set_min_objective(value, this);
        if (problem_.feasible) search.add_inequality_constraint(shortfall, this, 0);
        search.set_maxeval(evaluations);
        search.set_xtol_abs(kTolerance);
        search.set_initial_step(kStep);
        try {
            double least = 0;
            search.optimize(from, least);
        } catch (const nlopt::roundoff_limited&) {
            // Nothing better can be told apart: what was met stands.
        } catch (const std::runtime_error&) {
            // The search over the cube ends so if all of it is infeasible.
        }
    }

private:
    static double value(const Position& x, Position&, void* self) {
        return static_cast<Asked*>(self)->value_at(x);
    }
    static double shortfall(const Position& x, Position&, void* self) {
        return -static_cast<Asked*>(self)->problem_.feasible(x);
    }
    double value_at(const Position& x) {
        const double found = problem_.function(x);
        const bool counts = found < least_ && (!problem_.feasible || problem_.feasible(x) >= 0);
        if (counts) {
            least_ = found;
            best_ = x;
        }
        return std::isfinite(found) ? found : std::numeric_limits<double>::max();
    }

    const Problem& problem_;
    double least_ = std::numeric_limits<double>::infinity();
    std::optional<Position> best_;
};

}  // namespace

std::optional<Position> minimise(const Problem& problem) {
    Asked asked(problem);
    const Position middle(problem.dimensions, 0.5);
    asked.run(nlopt::GN_ORIG_DIRECT_L, middle, problem.evaluations);
    std::vector<Position> starts = problem.starts;
    starts.insert(starts.begin(), asked.best().value_or(middle));
    for (const Position& start : starts) {
        asked.run(nlopt::LN_COBYLA, start, problem.evaluations / 2);
    }
    return asked.best();
}

}  // namespace keruen
