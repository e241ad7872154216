// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <chrono>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "analysis/batch/collection.hpp"
#include "app/commands.hpp"
#include "app/interrupt.hpp"
#include "app/output.hpp"
#include "app/progress.hpp"
#include "scenarios/diagnostics.hpp"

namespace keruen {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMostTold = 20;  ///< absent members, where nobody reads on

BatchPlan plan_of(const fs::path& path) {
    std::error_code error;
    if (!fs::exists(path / "plan.json", error)) {
        refuse({path.string()}, "no plan.json in it", "the folder of a batch",
               "keruen batch STUDY makes one, named after the study");
    }
    try {
        return read_plan(BatchFolder(path).plan());
    } catch (const std::runtime_error& wrong) {
        refuse({(path / "plan.json").string()}, wrong.what(), "the plan of a batch",
               "keruen batch STUDY writes it anew");
    }
}

void tell_absent(const BatchPlan& plan, const Inventory& inventory) {
    fmt::print(stderr, "{} of {} members are not there:\n", inventory.absent.size(),
               plan.members.size());
    std::size_t told = 0;
    for (const auto& [m, reason] : inventory.absent) {
        if (++told > kMostTold) {
            fmt::print(stderr, "  and {} more\n", inventory.absent.size() - kMostTold);
            break;
        }
        const BatchMember& member = plan.members[m];
        fmt::print(stderr, "  {} ({}, seed {}): {}\n", member.id, plan.scenarios[member.scenario],
                   member.seed, reason);
    }
}

}  // namespace

int collect_command(const CollectCommand& command) {
    const BatchPlan plan = plan_of(command.folder);
    const BatchFolder folder(command.folder);
    const Inventory inventory = take_inventory(plan, folder);
    CollectRequest request;
    request.output = command.output;
    if (command.output.empty()) request.output = fs::path(command.folder) / "collection.h5";
    if (!inventory.absent.empty()) tell_absent(plan, inventory);
    if (inventory.there.empty() || (!inventory.absent.empty() && !command.partial)) {
        fmt::print(stderr, "nothing was collected: keruen batch computes what is missing{}{}\n",
                   inventory.there.empty() ? "" : "; --partial leaves it out and lists it",
                   fs::exists(request.output)
                       ? fmt::format("; {} is of an earlier collection", request.output.string())
                       : "");
        return exit_code::failed;
    }
    request.only = command.only;
    request.stop = &listen_for_interrupt();
    ProgressLine line;
    const auto began = std::chrono::steady_clock::now();
    request.progress = [&](std::size_t done, std::size_t of) {
        const std::size_t often = line.changes() ? 10 : std::max<std::size_t>(of / 10, 1);
        if (done % often != 0) return;
        const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - began;
        const double left = static_cast<double>(of - done) / static_cast<double>(done);
        line.say(fmt::format("{} of {} members, {} elapsed, about {} left", done, of,
                             duration_text(elapsed), duration_text(elapsed * left)));
    };
    const CollectReport report = collect(plan, folder, inventory, request);
    line.finish();
    if (report.interrupted) {
        fmt::print(stderr, "interrupted; nothing was collected\n");
        return exit_code::interrupted;
    }
    const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - began;
    if (command.json) {
        const nlohmann::ordered_json json{{"file", request.output.string()},
                                          {"members", report.members},
                                          {"absent", inventory.absent.size()},
                                          {"datasets", report.datasets},
                                          {"bytes", fs::file_size(request.output)},
                                          {"seconds", elapsed.count()},
                                          {"provenance", repeat_json(command, plan.data_sha256)}};
        fmt::print("{}\n", json.dump(2));
    } else {
        fmt::print("{}: {} of {} members, {} datasets, {:.1f} MB, in {}\n", request.output.string(),
                   report.members, plan.members.size(), report.datasets,
                   static_cast<double>(fs::file_size(request.output)) / 1e6,
                   duration_text(elapsed));
        fmt::print("{}  members by keruen {} ({}): {}\n", repeat_text(command, plan.data_sha256),
                   plan.program_version, plan.revision,
                   (fs::path(command.folder) / "plan.json").string());
    }
    return exit_code::done;
}

}  // namespace keruen
