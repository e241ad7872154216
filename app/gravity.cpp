// SPDX-License-Identifier: MIT
#include "analysis/gravity/gravity.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "app/commands.hpp"
#include "app/inputs.hpp"
#include "app/output.hpp"

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
        nlohmann::ordered_json json = gravity_json(found);
        json["provenance"] = repeat_json(command, inputs.data.sha256());
        fmt::print("{}\n", json.dump(2));
    } else if (command.csv) {
        fmt::print("{}", gravity_csv(found));
    } else {
        fmt::print("{}{}", gravity_text(found), repeat_text(command, inputs.data.sha256()));
    }
    return exit_code::done;
}

}  // namespace keruen
