// SPDX-License-Identifier: MIT
#include "models/parameters.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "analysis/results/text_table.hpp"
#include "app/commands.hpp"
#include "scenarios/reference_pages.hpp"

namespace keruen {

int parameters_command(const ParametersCommand& command) {
    if (command.markdown) {
        fmt::print("{}", parameters_page());
        return exit_code::done;
    }
    const Parameters defaults;
    nlohmann::ordered_json json = nlohmann::ordered_json::array();
    std::string text;
    for (const ParameterDeclaration& known : parameter_declarations()) {
        const double value = defaults.*known.member;
        json.push_back({{"key", known.key},
                        {"unit", known.unit},
                        {"default", value},
                        {"low", known.low},
                        {"high", known.high},
                        {"prior", known.prior},
                        {"source", known.source},
                        {"prose", known.prose}});
        text += fmt::format("{} = {}  ({}; {} to {}; prior {})\n", known.key, value, known.unit,
                            known.low, known.high, known.prior);
        text += wrapped(fmt::format("{} Source: {}.", known.prose, known.source), 4);
    }
    if (command.json) text = json.dump(2) + '\n';
    fmt::print("{}", text);
    return exit_code::done;
}

}  // namespace keruen
