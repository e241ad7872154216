// SPDX-License-Identifier: MIT
#include "analysis/results/benchmark.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>

#include "analysis/results/headline.hpp"
#include "app/commands.hpp"
#include "app/output.hpp"
#include "scenarios/diagnostics.hpp"
#include "scenarios/text_file.hpp"

namespace keruen {
namespace {

void require_known(const char* flag, const std::string& wanted,
                   const std::vector<std::string>& known, const std::string& expected) {
    if (std::find(known.begin(), known.end(), wanted) != known.end()) return;
    refuse({flag}, in_quotes(wanted), expected, did_you_mean(wanted, known));
}

/// "NAME" or "NAME=WEIGHT".
std::map<std::string, double> weights_of(const std::vector<std::string>& list,
                                         const std::vector<std::string>& known) {
    std::map<std::string, double> weights;
    for (const std::string& entry : list) {
        const std::size_t equals = std::min(entry.find('='), entry.size());
        const std::string name = entry.substr(0, equals);
        require_known("--indicator", name, known, fmt::format("one of {}", fmt::join(known, ", ")));
        double weight = 1;
        if (equals < entry.size()) {
            const char* const begin = entry.data() + equals + 1;
            const char* const end = entry.data() + entry.size();
            const auto [stop, error] = std::from_chars(begin, end, weight);
            if (error != std::errc() || stop != end || !(weight > 0) || !(weight < 1e6)) {
                refuse({"--indicator"}, in_quotes(entry), "NAME=WEIGHT with a weight above 0");
            }
        }
        weights[name] = weight;
    }
    return weights;
}

BenchmarkRequest request_of(const BenchmarkCommand& command, const ResultFile& result) {
    BenchmarkRequest request;
    request.institution = command.institution;
    if (!command.institution.empty()) {
        require_known("--institution", command.institution, institution_ids(result),
                      "an institution of the file, such as KAZ-001");
    } else {
        request.region = default_origin(result);
    }
    if (!command.region.empty()) {
        const auto regions = result.labels("flows/host");
        require_known("--region", command.region, regions,
                      fmt::format("one of {}", fmt::join(regions, ", ")));
        request.region = command.region;
    }
    const std::vector<int> years = result.years();
    const std::size_t finished = result.years_finished();
    if (finished == 0) refuse({command.file}, "no finished year", "a year to compare");
    if (command.year != 0 && (command.year < years.front() || command.year > years[finished - 1])) {
        refuse({"--year"}, fmt::format("{}", command.year),
               fmt::format("a finished year, {} to {}", years.front(), years[finished - 1]));
    }
    request.year = command.year;
    request.weights = weights_of(command.indicators, indicator_names(result));
    return request;
}

}  // namespace

int benchmark_command(const BenchmarkCommand& command) {
    try {
        const ResultFile result(command.file);
        if (!result.has("institutions/institution")) {
            refuse({command.file}, "a result file without institutions",
                   "one of this version of keruen", "run the scenario again");
        }
        const Benchmark found = benchmark(result, request_of(command, result));
        const std::string data = result.text_attribute("data_sha256"),
                          scenario = result.text_attribute("scenario_sha256");
        if (command.json) {
            nlohmann::ordered_json json = benchmark_json(found);
            json["provenance"] = repeat_json(command, data);
            json["provenance"]["scenario_sha256"] = scenario;
            fmt::print("{}\n", json.dump(2));
        } else if (command.csv) {
            fmt::print("{}", benchmark_csv(found));
        } else {
            fmt::print("{}{}  scenario {} in {}\n", benchmark_text(found),
                       repeat_text(command, data), scenario.substr(0, 12), command.file);
        }
        return exit_code::done;
    } catch (const FileError& error) {
        // The file is this command's input: whatever is wrong with it is bad input.
        fmt::print(stderr, "{}\n", error.what());
        return exit_code::bad_input;
    }
}

}  // namespace keruen
