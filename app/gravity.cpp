// SPDX-License-Identifier: MIT
#include "analysis/gravity/gravity.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "app/commands.hpp"
#include "app/inputs.hpp"

namespace keruen {

int gravity_command(const GravityCommand& command) {
    Inputs inputs = read_inputs("baseline", {});
    const FlowPanel flows = recorded_flows(inputs.data, inputs.diagnostics);
    const Conditions conditions(inputs.data, inputs.diagnostics);
    const std::vector<GravityRow> rows = gravity_rows(flows, conditions, command.request);
    if (command.sample) {
        fmt::print("{}", gravity_rows_csv(rows));
        return exit_code::done;
    }
    const Gravity found = estimate_gravity(rows, command.request);
    if (command.json) {
        fmt::print("{}\n", gravity_json(found).dump(2));
    } else {
        fmt::print("{}", command.csv ? gravity_csv(found) : gravity_text(found));
    }
    return exit_code::done;
}

}  // namespace keruen
