// SPDX-License-Identifier: MIT
#include "analysis/twins/compare.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "analysis/results/result_file.hpp"
#include "analysis/twins/compare_csv.hpp"
#include "analysis/twins/compare_files.hpp"
#include "analysis/twins/compare_view.hpp"
#include "app/commands.hpp"
#include "app/inputs.hpp"
#include "app/interrupt.hpp"
#include "app/output.hpp"
#include "app/progress.hpp"
#include "sim/file/error.hpp"

namespace keruen {
namespace {

/// Both sides and the data that they stand on, without mistakes.
struct Sides {
    Inputs base;
    std::vector<CompareSide> others;
    CompareSide base_side() const { return {base.scenario.name, base.scenario}; }
};

Sides read_sides(const CompareCommand& command) {
    Sides sides{read_inputs(command.base, command.settings), {}};
    Diagnostics& found = sides.base.diagnostics;
    std::vector<std::string> settings = command.settings;
    settings.insert(settings.end(), command.with.begin(), command.with.end());
    std::vector<std::string> others = command.others;
    if (others.empty() && !command.with.empty()) others.push_back(command.base);
    for (const std::string& name : others) {
        Inputs other = read_inputs(name, settings);
        for (const Diagnostic& d : other.diagnostics.list()) {
            found.add(d.place, d.found, d.expected, d.suggestion);
        }
        const std::string with =
            command.with.empty() ? "" : fmt::format(" with {}", fmt::join(command.with, ", "));
        sides.others.push_back({other.scenario.name + with, std::move(other.scenario)});
    }
    found.throw_if_any();
    if (sides.others.empty()) {
        refuse({"compare"}, "nothing to compare with", "another scenario, or --with KEY=VALUE");
    }
    return sides;
}

/// One line that changes on a terminal, a line a run elsewhere.
class Told {
public:
    void operator()(const CompareProgress& p) {
        const bool fresh = p.what != what_ || p.member != member_;
        if (!fresh && !line_.changes()) return;
        what_ = p.what;
        member_ = p.member;
        const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - began_;
        line_.say(fmt::format("member {} of {}, {}: year {}, {} elapsed, about {} left", p.member,
                              p.members, p.what, p.year, duration_text(elapsed),
                              duration_text(elapsed * ((1 - p.done) / p.done))));
    }
    void say(const std::string& what) { line_.say(what); }
    void finish() { line_.finish(); }

private:
    ProgressLine line_;
    std::string what_;
    std::size_t member_ = 0;
    std::chrono::steady_clock::time_point began_ = std::chrono::steady_clock::now();
};

/// What was done, in so many words that it can be done again to the digit.
std::string settings_text(const CompareCommand& command, const Sides& sides,
                          const CompareOptions& options, const Comparison& result) {
    std::string text = repeat_text(command, sides.base.data.sha256());
    auto side = [&](const char* role, const std::string& label, const ScenarioFile& scenario) {
        text += fmt::format("  {} {}: scenario {}\n", role, label, scenario.sha256.substr(0, 12));
    };
    side("base", result.base, sides.base.scenario);
    for (const CompareSide& other : sides.others) side("other", other.label, other.scenario);
    text += fmt::format("  seeds {} to {}, scale {}", result.seeds.front(), result.seeds.back(),
                        options.run.scale);
    if (options.sample) {
        text += fmt::format(", parameters: draws 1 to {} of {} ({})\n",
                            std::min(result.members(), options.sample->draws.size()),
                            options.sample->file, options.sample->sha256.substr(0, 12));
    } else {
        text +=
            "; parameters as in the scenario: intervals are of chance alone, not of what the "
            "parameters may be\n";
    }
    return text;
}

void write_tables(const CompareCommand& command, const Comparison& result) {
    if (!command.csv.empty()) write_text(command.csv, compare_csv(result));
    if (command.out.empty()) return;
    const std::filesystem::path folder = made_folder(command.out);
    write_text(folder / "ledger.csv", compare_csv(result));
    write_text(folder / "members.csv", compare_members_csv(result));
    write_text(folder / "classes.csv", compare_classes_csv(result));
    write_text(folder / "costs.csv", compare_costs_csv(result));
    write_text(folder / "differences.csv", compare_differences_csv(result));
    write_text(folder / "groups.csv", compare_groups_csv(result));
    write_text(folder / "moves.csv", compare_moves_csv(result));
}

void print(const CompareCommand& command, const Sides& sides, const CompareOptions& options,
           const Comparison& result, std::size_t origin) {
    if (!command.json) {
        fmt::print("{}{}", compare_text(result, origin),
                   settings_text(command, sides, options, result));
        return;
    }
    nlohmann::ordered_json json = compare_json(result, origin);
    nlohmann::ordered_json& provenance = json["provenance"];
    provenance = repeat_json(command, sides.base.data.sha256());
    provenance["base_sha256"] = sides.base.scenario.sha256;
    provenance["scale"] = options.run.scale;
    for (const CompareSide& other : sides.others) {
        provenance["other_sha256"].push_back(other.scenario.sha256);
    }
    if (options.sample) provenance["sample_sha256"] = options.sample->sha256;
    fmt::print("{}\n", json.dump(2));
}

bool is_result_file(const std::string& name) {
    return std::filesystem::path(name).extension() == ".h5";
}

int compare_scenarios(const CompareCommand& command) {
    CompareOptions options;
    options.members = command.members;
    options.run.scale = command.scale;
    options.stop = &listen_for_interrupt();
    Told told;
    told.say("preparing the worlds");
    Sides sides = read_sides(command);
    std::vector<std::string> codes;
    for (const ScenarioRegion& r : sides.base.scenario.regions) codes.push_back(r.region.code);
    const std::size_t origin = chosen_region(command.origin, codes);
    // A single pair is that of the scenarios' own parameters, unless a sample is asked for.
    if (command.members > 1 || !command.draws.file.empty()) {
        options.sample = sample_of(command.draws, sides.base);
        sides.base.diagnostics.throw_if_any();
        if (options.sample) {
            for (const CompareSide& other : sides.others) {
                tell_not_drawn(*options.sample, other.scenario);
            }
        }
    }
    Workers workers(command.threads);
    const Comparison result =
        compare(sides.base_side(), sides.others, sides.base.data, options, workers, std::ref(told));
    told.finish();
    if (result.interrupted) {
        fmt::print(
            stderr, "interrupted after {} of {} members{}\n", result.members(), command.members,
            result.members() > 0 && result.lacks_direct() ? ", the last without all its effects"
                                                          : "");
        for (std::size_t k = result.pairs.size(); k < sides.others.size(); ++k) {
            fmt::print(stderr, "left out: {}\n", sides.others[k].label);
        }
    }
    if (result.members() > 0) {
        print(command, sides, options, result, origin);
        write_tables(command, result);
    }
    return result.interrupted ? exit_code::interrupted : exit_code::done;
}

/// What only runs can be asked for.
void refuse_for_files(const CompareCommand& command) {
    Diagnostics found;
    auto only_runs = [&](bool given, const char* option) {
        if (given) {
            found.add({option}, "result files to compare", "scenarios",
                      "a file tells what was run and nothing else");
        }
    };
    only_runs(!command.settings.empty(), "--set, --seed or --years");
    only_runs(!command.with.empty(), "--with");
    only_runs(command.members > 1, "--members");
    only_runs(!command.draws.file.empty(), "--draws");
    only_runs(command.draws.none, "--no-draws");
    only_runs(command.scale < 1, "--scale");
    for (const std::string& other : command.others) {
        if (!is_result_file(other)) {
            found.add({other}, "a scenario beside a result file",
                      "files alone, or scenarios alone");
        }
    }
    if (command.others.empty()) found.add({command.base}, "one file", "two or more");
    found.throw_if_any();
}

/// What the files themselves say of how they came about.
std::string files_text(const CompareCommand& command) {
    std::vector<std::string> names{command.base};
    names.insert(names.end(), command.others.begin(), command.others.end());
    std::string text;
    for (const std::string& name : names) {
        const ResultFile file(name);
        text +=
            fmt::format("  {}: scenario {}, by keruen {} ({}); keruen show tells all of it\n", name,
                        file.text_attribute("scenario_sha256").substr(0, 12),
                        file.text_attribute("program_version"), file.text_attribute("revision"));
    }
    return text;
}

int compare_result_files(const CompareCommand& command) {
    refuse_for_files(command);
    Workers workers(command.threads);
    try {
        const Comparison result =
            compare_files(command.base, {command.others.begin(), command.others.end()}, workers);
        const std::size_t origin = chosen_region(command.origin, result.origins);
        const std::string data = ResultFile(command.base).text_attribute("data_sha256");
        if (command.json) {
            nlohmann::ordered_json json = compare_json(result, origin);
            json["provenance"] = repeat_json(command, data);
            fmt::print("{}\n", json.dump(2));
        } else {
            fmt::print("{}{}{}", compare_text(result, origin), repeat_text(command, data),
                       files_text(command));
        }
        write_tables(command, result);
        return exit_code::done;
    } catch (const FileError& error) {
        // The files are this command's input: whatever is wrong with them is bad input.
        fmt::print(stderr, "{}\n", error.what());
        return exit_code::bad_input;
    }
}

}  // namespace

int compare_command(const CompareCommand& command) {
    require_writable({command.csv}, command.out);
    if (is_result_file(command.base)) return compare_result_files(command);
    return compare_scenarios(command);
}

}  // namespace keruen
