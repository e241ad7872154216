// SPDX-License-Identifier: MIT
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "analysis/results/headline.hpp"
#include "app/commands.hpp"
#include "app/result_view.hpp"
#include "scenarios/diagnostics.hpp"
#include "scenarios/text_file.hpp"
#include "sim/file/identity.hpp"

namespace keruen {
namespace {

std::string chosen_origin(const ResultFile& result, const std::string& wanted) {
    if (wanted.empty()) return default_origin(result);
    const std::vector<std::string> origins = result.labels("flows/origin");
    if (std::find(origins.begin(), origins.end(), wanted) == origins.end()) {
        refuse({"--origin"}, in_quotes(wanted), fmt::format("one of {}", fmt::join(origins, ", ")),
               did_you_mean(wanted, origins));
    }
    return wanted;
}

}  // namespace

int show_command(const ShowCommand& command) {
    try {
        const ResultFile result(command.file);
        if (command.identity) {
            fmt::print("{}\n", identity(command.file));
            return exit_code::done;
        }
        const std::string origin = chosen_origin(result, command.origin);
        if (command.json) {
            fmt::print("{}\n", show_json(result, origin).dump(2));
        } else {
            fmt::print("{}", show_text(result, origin));
        }
        return exit_code::done;
    } catch (const FileError& error) {
        // The file is this command's input: whatever is wrong with it is bad input.
        fmt::print(stderr, "{}\n", error.what());
        return exit_code::bad_input;
    }
}

}  // namespace keruen
