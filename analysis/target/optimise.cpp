// SPDX-License-Identifier: MIT
#include "analysis/target/optimise.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <nlopt.hpp>

namespace keruen {

namespace {

using Position = Problem::Position;
constexpr double kTolerance = 1e-4;  ///< of positions
constexpr double kStep = 0.1;        ///< first one of COBYLA
constexpr double kPenalty = 20;      ///< of a shortfall, both in units of what the cube holds

/// COBYLA asks a rounding error beyond the bounds, where no search may begin.
Position in_cube(Position at) {
    for (double& x : at) x = std::clamp(x, 0.0, 1.0);
    return at;
}

/// The problem as NLopt calls it; remembers the best feasible point of all that are asked for.
class Asked {
public:
    explicit Asked(const Problem& problem) : problem_(problem) { measure(); }

    std::optional<Position> best() const { return best_; }

    /// Over the whole cube, where shortfalls are allowed at a price: of the searches that take
    /// constraints as such, those over a whole cube are slow where much of it is infeasible.
    /// Where it ends.
    Position search_cube() {
        nlopt::opt search = prepared(nlopt::GN_DIRECT_L, problem_.evaluations);
        search.set_min_objective(penalised, this);
        return run(search, Position(problem_.dimensions, 0.5));
    }

    void search_from(const Position& start) {
        nlopt::opt search = prepared(nlopt::LN_COBYLA, problem_.evaluations / 2);
        search.set_min_objective(value, this);
        search.set_initial_step(kStep);
        if (problem_.feasible) search.add_inequality_constraint(shortfall, this, 0);
        run(search, start);
    }

private:
    nlopt::opt prepared(nlopt::algorithm algorithm, int evaluations) const {
        nlopt::opt search(algorithm, static_cast<unsigned>(problem_.dimensions));
        search.set_lower_bounds(0);
        search.set_upper_bounds(1);
        search.set_maxeval(evaluations);
        search.set_xtol_abs(kTolerance);
        return search;
    }

    static Position run(nlopt::opt& search, Position from) {
        double least = 0;
        from = in_cube(std::move(from));
        try {
            search.optimize(from, least);
        } catch (const nlopt::roundoff_limited&) {
            // Nothing better can be told apart: what was met stands.
        }
        return from;
    }

    /// What the function and the shortfall vary by, along the axes through the middle.
    void measure() {
        double low = std::numeric_limits<double>::infinity(), high = -low;
        for (std::size_t i = 0; i < problem_.dimensions; ++i) {
            for (const double end : {0.0, 1.0}) {
                Position at(problem_.dimensions, 0.5);
                at[i] = end;
                low = std::min(low, problem_.function(at));
                high = std::max(high, problem_.function(at));
                if (problem_.feasible) {
                    shortfall_ = std::max(shortfall_, std::abs(problem_.feasible(at)));
                }
            }
        }
        if (std::isfinite(high - low) && high > low) range_ = high - low;
    }

    static double value(const Position& x, Position&, void* self) {
        return static_cast<Asked*>(self)->value_at(x, 0);
    }
    static double penalised(const Position& x, Position&, void* self) {
        return static_cast<Asked*>(self)->value_at(x, kPenalty);
    }
    static double shortfall(const Position& x, Position&, void* self) {
        return -static_cast<Asked*>(self)->problem_.feasible(x);
    }
    double value_at(const Position& x, double penalty) {
        const double found = problem_.function(x);
        const double spare = problem_.feasible ? problem_.feasible(x) : 0;
        if (spare >= 0 && found < least_) {
            least_ = found;
            best_ = in_cube(x);
        }
        const double value = found / range_ - penalty * std::min(spare / shortfall_, 0.0);
        return std::isfinite(value) ? value : std::numeric_limits<double>::max();
    }

    const Problem& problem_;
    double range_ = 1, shortfall_ = std::numeric_limits<double>::min();
    double least_ = std::numeric_limits<double>::infinity();
    std::optional<Position> best_;
};

}  // namespace

std::optional<Position> minimise(const Problem& problem) {
    Asked asked(problem);
    const Position end = asked.search_cube();
    asked.search_from(asked.best().value_or(end));
    for (const Position& start : problem.starts) asked.search_from(start);
    return asked.best();
}

}  // namespace keruen
