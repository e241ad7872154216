// SPDX-License-Identifier: MIT
#include "scenarios/governments.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <string>

#include "models/governments/soft_hard.hpp"
#include "models/measures.hpp"
#include "scenarios/levers.hpp"
#include "scenarios/programmes.hpp"
#include "scenarios/text_file.hpp"

namespace keruen {
namespace {

std::optional<std::size_t> find_region(const Placed<std::string>& code, const World& world,
                                       Diagnostics& diagnostics) {
    std::vector<std::string> known;
    for (std::size_t r = 0; r < world.regions.size(); ++r) {
        if (world.regions[r].code == code.value) return r;
        known.push_back(world.regions[r].code);
    }
    diagnostics.add(code.place, fmt::format("the region {}", in_quotes(code.value)),
                    fmt::format("one of {}", fmt::join(known, ", ")),
                    did_you_mean(code.value, known));
    return std::nullopt;
}

std::optional<std::size_t> definition_of(const Placed<std::string>& label,
                                         Diagnostics& diagnostics) {
    std::vector<std::string> known;
    for (std::size_t d = 0; d < definitions().size(); ++d) {
        if (definitions()[d].label == label.value) return d;
        known.emplace_back(definitions()[d].label);
    }
    diagnostics.add(label.place, fmt::format("the definition {}", in_quotes(label.value)),
                    "a definition of mobility (docs/measures.md)",
                    did_you_mean(label.value, known, "the plainest is \"stock, degree\""));
    return std::nullopt;
}

std::optional<Knob> find_knob(const Placed<std::string>& key, const ScenarioRule& rule,
                              const World& world, Policy& policy, Diagnostics& diagnostics) {
    std::vector<std::string> known;
    for (const KnobLever& lever : knob_levers(world, policy)) {
        known.push_back(lever.key);
        if (lever.key != key.value) continue;
        if (rule.low && rule.high && (*rule.low < lever.low || *rule.high > lever.high)) {
            diagnostics.add(
                rule.place,
                fmt::format("low = {}, high = {} in rule {}", *rule.low, *rule.high, rule.name),
                fmt::format("bounds of {}: {} to {}", key.value, lever.low, lever.high));
        }
        return lever.knob;
    }
    diagnostics.add(key.place, fmt::format("the lever {}", in_quotes(key.value)),
                    "a lever of one programme or of one region as a whole",
                    did_you_mean(key.value, known, "`keruen levers` lists them"));
    return std::nullopt;
}

void check_years(const ScenarioRule& rule, const World& world, Diagnostics& diagnostics) {
    if (rule.from.value <= world.first || rule.from.value > world.last) {
        diagnostics.add(rule.from.place, fmt::format("from = {}", rule.from.value),
                        fmt::format("a year of the run after its first, {} to {}", world.first + 1,
                                    world.last));
    }
    if (rule.to.value < rule.from.value) {
        diagnostics.add(rule.to.place, fmt::format("to = {}", rule.to.value),
                        fmt::format("{} or later", rule.from.value));
    }
}

void add_target(const ScenarioRule& rule, const World& world, Policy& policy,
                Diagnostics& diagnostics) {
    const auto region = find_region(rule.region, world, diagnostics);
    const auto definition = definition_of(rule.definition, diagnostics);
    const auto knob = find_knob(rule.lever, rule, world, policy, diagnostics);
    if (!region || !definition || !knob) return;
    policy.target_rules.push_back({{rule.name, rule.from.value, rule.to.value},
                                   *region,
                                   *definition,
                                   rule.target.value_or(0),
                                   *knob,
                                   rule.gain.value_or(0),
                                   rule.low.value_or(0),
                                   rule.high.value_or(0)});
}

double weight_of(const ScenarioRule& rule, const Parameters& p) {
    return rule.weight.value_or(rule.sector == "private" ? p.govern_weight_private
                                                         : p.govern_weight_state);
}

void add_fee(const ScenarioRule& rule, const World& world, const Parameters& p, Policy& policy,
             Diagnostics& diagnostics) {
    const auto region = find_region(rule.region, world, diagnostics);
    if (!region) return;
    std::vector<bool> origins(world.regions.size(), rule.origins.empty());
    origins[*region] = false;
    for (const auto& code : rule.origins) {
        if (const auto origin = find_region(code, world, diagnostics)) origins[*origin] = true;
    }
    policy.fee_rules.push_back({{rule.name, rule.from.value, rule.to.value},
                                *region,
                                origins,
                                weight_of(rule, p),
                                rule.low.value_or(0),
                                rule.high.value_or(1)});
}

bool is_bundled(const Policy& policy, std::size_t q) {
    return std::any_of(policy.programmes.begin(), policy.programmes.end(),
                       [&](const Programme& bundle) {
                           return std::find(bundle.members.begin(), bundle.members.end(), q) !=
                                  bundle.members.end();
                       });
}

/// Awards of degrees to others' students that `region` alone sponsors and hosts, each for itself,
/// and that cost it something.
bool is_own_award(const Policy& policy, std::size_t q, std::size_t region, const World& world) {
    const Programme& programme = policy.programmes[q];
    const auto hosts = std::count(programme.hosts.begin(), programme.hosts.end(), true);
    const auto some = [](const std::vector<double>& values) {
        return std::any_of(values.begin(), values.end(), [](double value) { return value > 0; });
    };
    return programme.kind == ProgrammeKind::degree && !programme.is_bundle() &&
           !is_bundled(policy, q) && is_sponsor(world.regions[region], programme) && hosts == 1 &&
           programme.hosts[region] && !programme.origins[region] &&
           (some(programme.tuition_share) || some(programme.stipend) || some(programme.travel));
}

void add_budget(const ScenarioRule& rule, const World& world, const Parameters& p, Policy& policy,
                Diagnostics& diagnostics) {
    const auto region = find_region(rule.region, world, diagnostics);
    if (!region) return;
    std::vector<std::string> known;
    for (std::size_t q = 0; q < policy.programmes.size(); ++q) {
        if (!is_own_award(policy, q, *region, world)) continue;
        known.push_back(policy.programmes[q].id);
        if (known.back() != rule.programme.value) continue;
        policy.budget_rules.push_back({{rule.name, rule.from.value, rule.to.value},
                                       *region,
                                       q,
                                       weight_of(rule, p),
                                       rule.gain.value_or(0),
                                       rule.low.value_or(0),
                                       rule.high.value_or(0)});
        return;
    }
    diagnostics.add(rule.programme.place,
                    fmt::format("the programme {}", in_quotes(rule.programme.value)),
                    fmt::format("a degree programme that {} pays for others' students at home{}{}",
                                rule.region.value, known.empty() ? "; it has none" : ": ",
                                fmt::join(known, ", ")),
                    did_you_mean(rule.programme.value, known));
}

/// One rule at most moves the places of a programme.
void check_conflicts(const std::vector<ScenarioRule>& list, Diagnostics& diagnostics) {
    for (const ScenarioRule& rule : list) {
        const std::string& id = rule.programme.value;
        if (id.empty()) continue;
        for (const ScenarioRule& other : list) {
            const bool moves = other.programme.value == id || other.lever.value == id + ".budget" ||
                               other.lever.value == id + ".places";
            if (&other == &rule || !moves) continue;
            diagnostics.add(rule.programme.place,
                            fmt::format("{}, which the rule {} moves too", id, other.name),
                            "one rule for a programme");
        }
    }
}

}  // namespace

void complete_policy(const ScenarioFile& scenario, const World& world, Policy& policy,
                     Diagnostics& diagnostics) {
    add_programmes(scenario.programmes, world, policy, diagnostics);
    apply_policy(scenario.policy, world, policy, diagnostics);
    add_rules(scenario.rules, world, scenario.parameters, policy, diagnostics);
}

void add_rules(const std::vector<ScenarioRule>& list, const World& world, const Parameters& p,
               Policy& policy, Diagnostics& diagnostics) {
    check_conflicts(list, diagnostics);
    for (const ScenarioRule& rule : list) {
        check_years(rule, world, diagnostics);
        if (rule.kind == "best-response" && !rule.programme.value.empty()) {
            add_budget(rule, world, p, policy, diagnostics);
        } else if (rule.kind == "best-response") {
            add_fee(rule, world, p, policy, diagnostics);
        } else {
            add_target(rule, world, policy, diagnostics);
        }
    }
}

}  // namespace keruen
