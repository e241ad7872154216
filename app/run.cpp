// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <chrono>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "analysis/results/headline.hpp"
#include "app/commands.hpp"
#include "app/inputs.hpp"
#include "app/interrupt.hpp"
#include "app/progress.hpp"
#include "app/result_view.hpp"
#include "sim/kernels/kernels.hpp"
#include "sim/parallel.hpp"

namespace keruen {
namespace {

/// Before any work: the instruction set may be named in the environment.
void check_isa() {
    try {
        kernels();
    } catch (const std::invalid_argument& error) {
        refuse({"KERUEN_ISA"}, error.what(), "", "");
    }
}

/// A scenario without mistakes; otherwise looks for further ones first, so that all are told.
Inputs read_checked(const RunCommand& command) {
    Inputs inputs = read_inputs(command.scenario, command.settings);
    if (!inputs.diagnostics.empty()) check_inputs(inputs);
    inputs.diagnostics.throw_if_any();
    return inputs;
}

void report_speed(const RunReport& report, std::chrono::duration<double> preparation) {
    const std::chrono::duration<double> total = preparation + report.simulation + report.writing;
    fmt::print(stderr,
               "{}{} years with {:.1f} million agents in {} (world and constants {}, years {}, "
               "file {})\n",
               report.resumed ? "resumed: " : "", report.years_finished,
               static_cast<double>(report.agents) / 1e6, duration_text(total),
               duration_text(preparation), duration_text(report.simulation),
               duration_text(report.writing));
}

void print_result(const std::filesystem::path& output, bool json) {
    const ResultFile result(output);
    const std::string origin = default_origin(result);
    if (json) {
        fmt::print("{}\n", show_json(result, origin).dump(2));
    } else {
        fmt::print("{}\n{}", headline_text(headline(result, origin)), status_text(result));
    }
}

}  // namespace

int run_command(const RunCommand& command) {
    check_isa();
    RunOptions options = command.options;
    options.stop = &listen_for_interrupt();
    Inputs inputs = read_checked(command);
    if (options.output.empty()) options.output = inputs.scenario.name + ".h5";

    ProgressLine progress;
    progress.say("preparing the world");
    Workers workers(options.threads);
    const auto begin = std::chrono::steady_clock::now();
    const auto experiment = prepare(inputs.scenario, inputs.data, options, workers);
    const auto preparation = std::chrono::steady_clock::now() - begin;
    const RunReport report = run(*experiment, options, workers, std::ref(progress));
    progress.finish();
    if (report.interrupted) {
        fmt::print(stderr,
                   "interrupted after {} of {} years; the same command with --resume goes "
                   "on from {}\n",
                   report.years_finished, experiment->world.years(),
                   ResultWriter::part_path(options.output).string());
        return exit_code::interrupted;
    }
    report_speed(report, preparation);
    print_result(options.output, command.json);
    return exit_code::done;
}

}  // namespace keruen
