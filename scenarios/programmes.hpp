// SPDX-License-Identifier: MIT
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "models/world/policy.hpp"
#include "scenarios/diagnostics.hpp"
#include "scenarios/government_layer.hpp"

namespace keruen {

/// A programme with every yearly series in place: no places, no cover, no limit of its budget, paid
/// for as long as the studies last.
Programme empty_programme(const World& world);

/// The words of programmes.csv and of [programmes.NAME], which the schemas have checked.
ProgrammeKind kind_named(std::string_view word);
Selection selection_named(std::string_view word);
int bloc_named(std::string_view word);  ///< index into kBlocs, -1 for ""
std::vector<bool> levels_named(const std::vector<std::string_view>& words);
std::uint16_t fields_named(const std::vector<std::string_view>& words);  ///< {"*"} = all
std::vector<std::string_view> split(std::string_view list);              ///< at ';'

/// [region] whether it has a country of the list, or is named by its own code. {"*"} is everybody
/// but the sponsor's own region, or everybody if `sponsor` is "".
std::vector<bool> regions_in(const World& world, const std::vector<std::string_view>& list,
                             std::string_view sponsor);

/// Adds the programmes that a scenario describes and sets their levers. Unknown countries, regions
/// and members of bundles, ids that are taken and values out of bounds go to `diagnostics`.
void add_programmes(const std::vector<ScenarioProgramme>& list, const World& world, Policy& policy,
                    Diagnostics& diagnostics);

}  // namespace keruen
