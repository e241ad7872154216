// SPDX-License-Identifier: MIT
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <nlohmann/json.hpp>

#include "analysis/results/text_table.hpp"
#include "app/commands.hpp"
#include "app/inputs.hpp"

namespace keruen {
namespace {

nlohmann::ordered_json summary_json(const ScenarioFile& scenario, const std::vector<Gap>* gaps) {
    nlohmann::ordered_json regions = nlohmann::ordered_json::array();
    for (const ScenarioRegion& entry : scenario.regions) regions.push_back(entry.region.code);
    nlohmann::ordered_json json{{"ok", true},
                                {"scenario", scenario.name},
                                {"title", scenario.title},
                                {"chain", scenario.chain},
                                {"first", scenario.first},
                                {"base", scenario.base},
                                {"last", scenario.last},
                                {"seed", scenario.seed},
                                {"regions", regions},
                                {"sha256", scenario.sha256}};
    if (gaps == nullptr) return json;
    json["gaps"] = nlohmann::ordered_json::array();
    for (const Gap& gap : *gaps) {
        json["gaps"].push_back(
            {{"table", gap.table}, {"what", gap.what}, {"rule", gap.rule}, {"mark", gap.mark}});
    }
    return json;
}

void print_summary(const ScenarioFile& scenario) {
    std::vector<std::string> codes;
    for (const ScenarioRegion& entry : scenario.regions) codes.push_back(entry.region.code);
    fmt::print("ok: {} ({})\n", scenario.name, scenario.title);
    fmt::print("  years {} to {}, constants from {}; seed {}\n", scenario.first, scenario.last,
               scenario.base, scenario.seed);
    fmt::print("  regions {}\n", fmt::join(codes, ", "));
    if (scenario.chain.size() > 1) fmt::print("  parents {}\n", fmt::join(scenario.chain, " -> "));
}

/// By table: what was filled, how it is marked, by which rule.
void print_gaps(const std::vector<Gap>& gaps) {
    std::string table;
    for (const Gap& gap : gaps) {
        if (gap.table != table) fmt::print("\n{}\n", gap.table);
        table = gap.table;
        fmt::print("{}{}", wrapped(fmt::format("{} ({})", gap.what, gap.mark), 2),
                   wrapped(gap.rule, 6));
    }
}

}  // namespace

int check_command(const CheckCommand& command) {
    Inputs inputs = read_inputs(command.scenario, command.settings);
    const std::optional<BuiltWorld> built = check_inputs(inputs);
    inputs.diagnostics.throw_if_any();
    const std::vector<Gap>* gaps = command.data && built ? &built->gaps : nullptr;
    if (command.json) {
        fmt::print("{}\n", summary_json(inputs.scenario, gaps).dump(2));
        return exit_code::done;
    }
    print_summary(inputs.scenario);
    if (gaps != nullptr) {
        fmt::print("\nFilled by rule, {} groups of values:\n", gaps->size());
        print_gaps(*gaps);
    }
    return exit_code::done;
}

}  // namespace keruen
