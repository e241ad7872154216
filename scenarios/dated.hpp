// SPDX-License-Identifier: MIT
#pragma once
#include <string>
#include <vector>

#include "models/world/world.hpp"
#include "scenarios/diagnostics.hpp"

namespace keruen {

/// A value and where a person wrote it.
template <class T>
struct Placed {
    T value{};
    Place place;
};

/// A policy value that holds from `year` on, until the next date.
struct DatedValue {
    /// The year of a bare number: it holds from the first year on.
    static constexpr Year always = 0;
    Year year = always;
    double value = 0;
    Place place;
};

/// What a scenario says about one lever, in order of years.
struct PolicyValue {
    std::string key;
    Place place;
    std::vector<DatedValue> dates;
};

}  // namespace keruen
