// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <chrono>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "analysis/batch/collection.hpp"
#include "analysis/batch/folder.hpp"
#include "analysis/batch/plan.hpp"
#include "analysis/batch/work.hpp"
#include "app/commands.hpp"
#include "app/inputs.hpp"
#include "app/interrupt.hpp"
#include "app/output.hpp"
#include "app/progress.hpp"
#include "app/slurm.hpp"

namespace keruen {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMostShards = 20;  ///< of an array whose size nobody said

/// "fees" with seed 3 and choose.price -1.4: a member for people.
std::string described(const BatchPlan& plan, const BatchMember& member) {
    std::string text = fmt::format("{}, seed {}", plan.scenarios[member.scenario], member.seed);
    for (std::size_t d = 0; d < plan.dimensions.size(); ++d) {
        text += fmt::format(", {} = {}", plan.dimensions[d].key, member.values[d]);
    }
    return text;
}

const BatchMember& member_of(const BatchPlan& plan, const std::string& id) {
    for (const BatchMember& member : plan.members) {
        if (member.id == id) return member;
    }
    throw std::logic_error("no member " + id);
}

bool has_members(const std::string& text, const BatchPlan& plan) {
    try {
        return read_plan(text).members == plan.members;
    } catch (const std::runtime_error&) {
        return false;
    }
}

/// The plan goes into the folder, in the place of another one; what that one computed stays.
void keep_plan(const BatchPlan& plan, BatchFolder& folder) {
    const std::string text = plan_text(plan);
    const std::string before = folder.plan();
    if (before == text) return;
    if (!before.empty() && !has_members(before, plan)) {
        fmt::print(stderr,
                   "{}: the study, the program or the data changed since; members that are the "
                   "same are kept\n",
                   folder.path().string());
    }
    folder.write_plan(text);
}

void print_failure(const BatchPlan& plan, const FailedMember& failed, bool again) {
    fmt::print(stderr, "member {} ({}) failed, try {} of {}: {}{}\n", failed.id,
               described(plan, member_of(plan, failed.id)), failed.tries, plan.retries + 1,
               failed.reason, again ? "; it will be tried again" : "");
}

int code_of(const BatchReport& report) {
    if (report.interrupted) return exit_code::interrupted;
    return report.failed.empty() ? exit_code::done : exit_code::failed;
}

/// What was done, in so many words that it can be done again to the digit.
std::string settings_text(const BatchCommand& command, const BatchPlan& plan,
                          const fs::path& folder) {
    return repeat_text(command, plan.data_sha256) +
           fmt::format("  study and members in {}\n", (folder / "plan.json").string());
}

void print_report(const BatchCommand& command, const BatchPlan& plan, const BatchReport& report,
                  const fs::path& folder, std::chrono::duration<double> elapsed) {
    if (command.json) {
        nlohmann::ordered_json out{
            {"folder", folder.string()},     {"members_of_study", plan.members.size()},
            {"members", report.members},     {"computed", report.computed},
            {"there_before", report.before}, {"interrupted", report.interrupted},
            {"seconds", elapsed.count()},    {"failed", nlohmann::ordered_json::array()}};
        for (const FailedMember& one : report.failed) {
            out["failed"].push_back({{"member", one.id},
                                     {"what", described(plan, member_of(plan, one.id))},
                                     {"tries", one.tries},
                                     {"reason", one.reason}});
        }
        out["provenance"] = repeat_json(command, plan.data_sha256);
        fmt::print("{}\n", out.dump(2));
        return;
    }
    fmt::print("{}: {} members: {} computed in {}, {} there before, {} failed\n", folder.string(),
               report.members, report.computed, duration_text(elapsed), report.before,
               report.failed.size());
    for (const FailedMember& one : report.failed) {
        fmt::print("  {} ({}): {} tries: {}\n", one.id, described(plan, member_of(plan, one.id)),
                   one.tries, one.reason);
    }
    if (report.interrupted) {
        fmt::print("interrupted; the same command goes on\n");
    } else if (!report.failed.empty()) {
        fmt::print("--retries {} would try them again\n", plan.retries + 1);
    } else {
        fmt::print("keruen collect {} makes one file of the study\n", folder.string());
    }
    fmt::print("{}", settings_text(command, plan, folder));
}

int submit_batch(const BatchCommand& command, const BatchPlan& plan, const BatchFolder& folder) {
    const Inventory inventory = take_inventory(plan, folder);
    if (inventory.absent.empty()) {
        fmt::print("{}: all {} members are there; keruen collect {}\n", folder.path().string(),
                   plan.members.size(), folder.path().string());
        return exit_code::done;
    }
    SlurmBatch batch;
    batch.program = fs::read_symlink("/proc/self/exe");
    batch.study = fs::absolute(command.study);
    batch.folder = fs::absolute(folder.path());
    batch.name = plan.name;
    batch.retries = plan.retries;
    batch.shards = command.shards > 0 ? static_cast<std::size_t>(command.shards)
                                      : std::min(inventory.absent.size(), kMostShards);
    batch.options = command.slurm_options;
    const SlurmJobs jobs = submit(batch);
    if (command.json) {
        fmt::print("{}\n", nlohmann::ordered_json{{"array", jobs.array},
                                                  {"collect", jobs.collect},
                                                  {"shards", batch.shards},
                                                  {"folder", batch.folder.string()}}
                               .dump(2));
    } else {
        fmt::print("job {}: {} tasks for {} of {} members; job {} collects into {}; logs in {}\n",
                   jobs.array, batch.shards, inventory.absent.size(), plan.members.size(),
                   jobs.collect, (batch.folder / "collection.h5").string(),
                   (batch.folder / "slurm").string());
    }
    return exit_code::done;
}

int print_status(const BatchPlan& plan, const BatchFolder& folder, bool json) {
    const Inventory inventory = take_inventory(plan, folder);
    std::vector<std::string> state(plan.members.size(), "there");
    for (const auto& [m, reason] : inventory.absent) state[m] = reason;
    if (json) {
        nlohmann::ordered_json out = nlohmann::ordered_json::array();
        for (std::size_t m = 0; m < state.size(); ++m) {
            const BatchMember& member = plan.members[m];
            out.push_back({{"member", member.id},
                           {"scenario", plan.scenarios[member.scenario]},
                           {"settings", plan.settings(member)},
                           {"there", state[m] == "there"},
                           {"state", state[m]}});
        }
        fmt::print("{}\n", out.dump(2));
        return exit_code::done;
    }
    for (std::size_t m = 0; m < state.size(); ++m) {
        fmt::print("{}  {}: {}\n", plan.members[m].id, described(plan, plan.members[m]), state[m]);
    }
    fmt::print("{} members: {} there, {} not\n", state.size(), inventory.there.size(),
               inventory.absent.size());
    return exit_code::done;
}

int compute(const BatchCommand& command, const BatchPlan& plan, BatchFolder& folder,
            const BatchSources& sources) {
    BatchWork work;
    const auto [first, last] =
        shard_of(plan.members.size(), static_cast<std::size_t>(command.shard),
                 static_cast<std::size_t>(std::max(command.shards, 1)));
    work.first = first;
    work.last = last;
    work.retries = plan.retries;
    work.stop = &listen_for_interrupt();
    ProgressLine line;
    const auto began = std::chrono::steady_clock::now();
    std::size_t told = work.last;  // what is not told anew: the member
    work.progress = [&](const BatchProgress& p) {
        if (!line.changes() && p.done == told) return;
        told = p.done;
        const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - began;
        std::string left;
        if (p.computed > 0) {
            left = fmt::format(", about {} left",
                               duration_text(elapsed * (static_cast<double>(p.of - p.done) /
                                                        static_cast<double>(p.computed))));
        }
        line.say(fmt::format("member {} of {} ({}): year {}, {} elapsed{}", p.done + 1, p.of,
                             described(plan, p.member), p.year, duration_text(elapsed), left));
    };
    work.waiting = [&](std::size_t members) {
        line.say(fmt::format("waiting for {} members that other processes hold", members));
    };
    work.failure = [&](const FailedMember& failed, bool again) {
        line.finish();
        print_failure(plan, failed, again);
    };
    Workers workers(command.threads);
    const BatchReport report = work_on(plan, folder, sources, work, workers);
    line.finish();
    print_report(command, plan, report, folder.path(), std::chrono::steady_clock::now() - began);
    return code_of(report);
}

}  // namespace

int batch_command(const BatchCommand& command) {
    Diagnostics diagnostics;
    Ground ground = read_ground(diagnostics);
    const BatchSources sources{ground.library, ground.countries, ground.data,
                               command.program_version, command.revision};
    std::optional<StudyFile> study = read_study(command.study, diagnostics);
    if (!study) diagnostics.throw_if_any();
    BatchPlan plan = make_plan(*study, sources, diagnostics);
    diagnostics.throw_if_any();
    if (command.retries) plan.retries = *command.retries;
    try {
        BatchFolder folder(command.output.empty() ? study->name + ".batch" : command.output);
        if (command.status) return print_status(plan, folder, command.json);
        keep_plan(plan, folder);
        if (command.slurm) return submit_batch(command, plan, folder);
        return compute(command, plan, folder, sources);
    } catch (const FileError& error) {
        if (!error.disk_full()) throw;
        throw FileError(error.path(),
                        fmt::format("disk full: {}; finished members are kept: free space and give "
                                    "the same command again",
                                    error.path().string()),
                        true);
    }
}

}  // namespace keruen
