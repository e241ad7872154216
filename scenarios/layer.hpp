// SPDX-License-Identifier: MIT
#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "models/world/world.hpp"
#include "scenarios/dated.hpp"
#include "scenarios/diagnostics.hpp"
#include "scenarios/government_layer.hpp"

namespace keruen {

/// A region with its agents' weights: students per agent.
struct ScenarioRegion {
    Region region;
    int weight_mover = 1;   ///< among potential movers
    int weight_stayer = 1;  ///< among certain stayers
    std::optional<int>
        weight_keen;     ///< among movers keen on the focus; as other movers if left out
    bool focus = false;  ///< whose inbound flows deserve finer agents
    Place place;
    std::vector<Place> country_places;  ///< [country]
};

/// One scenario file as written, before it is merged with its parent.
struct Layer {
    struct RegionChange {
        bool remove = false;
        ScenarioRegion region;
    };
    struct Run {
        std::optional<Placed<Year>> first, last, base;
        std::optional<std::uint64_t> seed;
    };
    struct ParameterValue {
        std::string key;  ///< a declared key
        double value = 0;
    };
    std::string title, description;
    std::optional<Placed<std::string>> parent;
    std::optional<Placed<std::string>> institutions;  ///< a university's own table
    struct Posterior {
        std::optional<Placed<std::string>> file, sha256;
    };
    std::optional<Posterior> posterior;  ///< a sample of parameters
    Run run;
    std::vector<RegionChange> regions;
    std::vector<ParameterValue> parameters;
    std::vector<PolicyValue> policy;
    std::vector<ScenarioProgramme> programmes;
    std::vector<ScenarioRule> rules;
};

/// Reads TOML that check_text has passed. Adds every mistake of form, type, unknown key and bound.
/// A syntax error hides all others and gives nothing. `countries` are the known country codes.
std::optional<Layer> parse_layer(std::string_view text, const std::string& file,
                                 std::span<const std::string> countries, Diagnostics& diagnostics);

/// Reads "KEY=VALUE"s of the command line (VALUE in TOML) into one layer: run.first, run.last,
/// run.base, run.seed, a parameter, or else a policy lever. Places are the file "--set".
Layer parse_settings(std::span<const std::string> settings, Diagnostics& diagnostics);

}  // namespace keruen
