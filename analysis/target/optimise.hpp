// SPDX-License-Identifier: MIT
#pragma once
#include <functional>
#include <optional>
#include <vector>

namespace keruen {

/// Minimise a function over the unit cube, where `feasible` is not below zero if there is one.
/// Neither need have derivatives.
struct Problem {
    using Position = std::vector<double>;
    std::size_t dimensions = 1;
    std::function<double(const Position&)> function;
    std::function<double(const Position&)> feasible;
    std::vector<Position> starts;  ///< where to look beside the search over the whole cube
    int evaluations = 2000;        ///< of the search over the whole cube; a start has half of it
};

/// The least that was met: DIRECT over the whole cube, then COBYLA from there and from every start
/// (NLopt). The same on every call. Nothing if no point met is feasible.
std::optional<Problem::Position> minimise(const Problem& problem);

}  // namespace keruen
