// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "analysis/validation/hindcast.hpp"
#include "app/commands.hpp"
#include "app/inputs.hpp"

namespace keruen {

int validate_command(const ValidateCommand& command) {
    Inputs inputs = read_inputs(command.scenario, {});
    const FlowPanel flows = recorded_flows(inputs.data, inputs.diagnostics);
    const FlowPanel totals = recorded_totals(inputs.data, inputs.diagnostics);
    const Conditions conditions(inputs.data, inputs.diagnostics);
    std::vector<Forecaster> forecasters = naive_forecasters();
    for (Forecaster& rival : ppml_forecasters(conditions)) forecasters.push_back(std::move(rival));
    std::vector<Region> regions;
    for (const ScenarioRegion& entry : inputs.scenario.regions) regions.push_back(entry.region);
    const Hindcast found = hindcast(flows, totals, forecasters, regions, {});
    if (command.json) {
        fmt::print("{}\n", hindcast_json(found).dump(2));
    } else {
        fmt::print("{}", command.csv ? hindcast_csv(found) : hindcast_text(found));
    }
    return exit_code::done;
}

}  // namespace keruen
