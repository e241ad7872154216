// SPDX-License-Identifier: MIT
#pragma once
#include <cstddef>
#include <span>
#include <string_view>

#include "models/measures/numbers.hpp"

namespace keruen {

/// A measure of one region in one year other than a rate of mobility: diversity, language, access,
/// circulation, cost. docs/measures.md explains each with an example.
struct Indicator {
    std::string_view label;    ///< the coordinate in result files
    std::string_view units;    ///< "1", "people" or "USD"
    std::string_view meaning;  ///< the formula in words
    double (*value)(const YearNumbers& year, std::size_t region);
    bool headline;  ///< whether `keruen show` prints it
};

/// In file order. Values are NaN where nothing can be said.
std::span<const Indicator> indicators();

/// Dollars that a programme spent per person it paid for in the year; NaN without any.
double cost_per_holder(const YearNumbers& year, std::size_t programme);

}  // namespace keruen
