// SPDX-License-Identifier: MIT
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cstdio>
#include <nlohmann/json.hpp>

#include "analysis/batch/collection.hpp"
#include "analysis/results/csv_table.hpp"
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

/// Of a collection there is no headline, since it holds many runs.
void refuse_headline(const ShowCommand& command) {
    if (command.origin.empty()) return;
    refuse({"--origin"}, "a collection of many runs", "the result file of one run",
           "--csv TABLE prints a table of all members");
}

void print_table(const ResultFile& result, const std::string& wanted) {
    const std::vector<CsvTable> tables = csv_tables(result);
    std::vector<std::string> names;
    for (const CsvTable& table : tables) {
        names.push_back(table.name);
        if (table.name != wanted) continue;
        write_csv(result, table, [](std::string_view piece) {
            std::fwrite(piece.data(), 1, piece.size(), stdout);
        });
        return;
    }
    refuse({"--csv"}, in_quotes(wanted), fmt::format("one of {}", fmt::join(names, ", ")),
           did_you_mean(wanted, names));
}

}  // namespace

int show_command(const ShowCommand& command) {
    try {
        const ResultFile result(command.file, {result_format(), collection_format()});
        if (command.identity) {
            fmt::print("{}\n", identity(command.file));
            return exit_code::done;
        }
        if (!command.csv.empty()) {
            print_table(result, command.csv);
            return exit_code::done;
        }
        if (!result.one_run()) {
            refuse_headline(command);
            fmt::print("{}", command.json ? collection_json(result).dump(2) + "\n"
                                          : collection_text(result));
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
