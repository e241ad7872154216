// SPDX-License-Identifier: MIT
#pragma once
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "models/world/policy.hpp"
#include "models/world/world.hpp"
#include "scenarios/diagnostics.hpp"
#include "scenarios/layer.hpp"

namespace keruen {

/// A kind of lever, declared once: `keruen levers`, validation and the docs page are generated
/// from this. Key patterns name a programme P, a host region H and an origin region O.
struct LeverFamily {
    std::string_view pattern;  ///< "P.places", "H.tuition_foreign.O"
    std::string_view unit;
    double low, high;         ///< bounds that a scenario may not leave
    std::string_view source;  ///< legal or documentary basis
    std::string_view prose;
};

std::span<const LeverFamily> lever_families();

/// One lever of a world, with the values in a Policy that it sets.
struct Lever {
    std::string key;
    const LeverFamily* family = nullptr;
    bool broad = false;  ///< stands for several specific levers of the same family
    std::vector<std::span<double>> series;  ///< each one value a year, World::years() long
};

/// Every lever of this world. A broad lever H.x sets H.x.O for every other origin O; another
/// country of the region itself (the diagonal) has a specific lever only.
/// The spans point into `policy`, which must outlive them and keep its shape.
std::vector<Lever> levers(const World& world, Policy& policy);

/// A lever that is one number a year, and so can be moved by a rule of a government.
struct KnobLever {
    std::string key;
    Knob knob;
    double low, high;  ///< bounds of its family
};
std::vector<KnobLever> knob_levers(const World& world, const Policy& policy);

/// Sets dated values: each from its year to the next date, or to the end. Broad levers come first
/// and specific ones override them, in whatever order they were written. Unknown keys (with the
/// nearest key) and values out of bounds go to `diagnostics` and are not applied.
void apply_policy(const std::vector<PolicyValue>& values, const World& world, Policy& policy,
                  Diagnostics& diagnostics);

}  // namespace keruen
