// SPDX-License-Identifier: MIT
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "scenarios/dated.hpp"
#include "scenarios/diagnostics.hpp"

namespace keruen {

class TomlReader;
struct Entry;

/// A scholarship programme as a scenario describes it: [programmes.ID].
struct ScenarioProgramme {
    std::string id;
    Place place;
    bool remove = false;
    std::string name, sponsor;
    std::string kind = "degree", requires_bloc, language = "any", selection = "merit";
    double months = 12;
    std::vector<Placed<std::string>> origins, hosts, levels, members;
    std::vector<std::string> fields;  ///< digits; empty = all
    std::vector<PolicyValue> values;  ///< of its levers: "ID.places", ...
};

/// A rule of a government as a scenario describes it: [rules.NAME].
struct ScenarioRule {
    std::string name;
    Place place;
    bool remove = false;
    std::string kind;  ///< "target-chasing" or "best-response"
    Placed<Year> from, to{9999, {}};
    Placed<std::string> region, definition, lever, programme;
    std::string sector;
    std::vector<Placed<std::string>> origins;
    std::optional<double> target, gain, weight, low, high;
};

/// Read one entry of the sections of those names. Every mistake of form goes to the reader's
/// diagnostics; names of a world (regions, levers, definitions, members) are judged later by
/// governments.hpp. Nothing if the entry is of no use.
std::optional<ScenarioProgramme> read_programme(TomlReader& reader, const Entry& entry);
std::optional<ScenarioRule> read_rule(TomlReader& reader, const Entry& entry);

}  // namespace keruen
