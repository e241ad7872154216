// SPDX-License-Identifier: MIT
#include "analysis/batch/work.hpp"

#include <chrono>
#include <memory>
#include <new>
#include <stdexcept>
#include <thread>

#include "analysis/experiments/run.hpp"
#include "scenarios/scenario_file.hpp"
#include "sim/file/error.hpp"

namespace keruen {
namespace {

constexpr std::chrono::milliseconds kPoll{500};

RecordLevel level_of(const std::string& word) {
    if (word == "summary") return RecordLevel::summary;
    if (word == "events") return RecordLevel::events;
    if (word == "panel") return RecordLevel::panel;
    if (word == "enrolments") return RecordLevel::enrolments;
    throw std::logic_error("no such recording level: " + word);
}

/// Computes members, taking over from the one before what they have in common.
class MemberRunner {
public:
    MemberRunner(const BatchPlan& plan, const BatchSources& sources, const BatchWork& work,
                 Workers& workers)
        : plan_(plan), sources_(sources), workers_(workers) {
        options_.threads = workers.threads();
        options_.scale = plan.scale;
        options_.record = level_of(plan.record);
        options_.program_version = sources.program_version;
        options_.revision = sources.revision;
        options_.stop = work.stop;
    }

    /// A scenario's file may be edited while others are computed: what it would give now is not the
    /// member that was named.
    void require_unchanged(const BatchMember& member) const {
        const std::string& source = plan_.sources[member.scenario];
        Diagnostics diagnostics;
        const ScenarioFile scenario =
            read_scenario(source, sources_.library, sources_.countries, {}, diagnostics);
        diagnostics.throw_if_any();
        if (member_id(plan_, member, scenario.sha256) == member.id) return;
        refuse({source}, "another text than when the batch began", "the one that it is named by",
               "the same command again computes it as it is now");
    }

    /// False if it was stopped.
    bool run(const BatchMember& member, const std::filesystem::path& output,
             const std::function<void(int year)>& progress) {
        options_.output = output;
        set_up(member);
        const RunReport report =
            keruen::run(*experiment_, options_, workers_,
                        [&](const RunProgress& finished) { progress(finished.year); });
        return !report.interrupted;
    }

private:
    void set_up(const BatchMember& member) {
        Diagnostics diagnostics;
        const ScenarioFile scenario =
            read_scenario(plan_.sources[member.scenario], sources_.library, sources_.countries,
                          plan_.settings(member), diagnostics);
        diagnostics.throw_if_any();
        if (experiment_ && member.scenario == scenario_ && member.values == values_) {
            experiment_->setup.seed = scenario.seed;  // nothing else tells seeds apart
            experiment_->scenario_text = scenario.text;
            experiment_->scenario_sha256 = scenario.sha256;
            return;
        }
        experiment_ = prepare(scenario, sources_.data, options_, workers_, experiment_.get());
        scenario_ = member.scenario;
        values_ = member.values;
    }

    const BatchPlan& plan_;
    const BatchSources& sources_;
    Workers& workers_;
    RunOptions options_;
    std::unique_ptr<Experiment> experiment_;
    std::size_t scenario_ = 0;
    std::vector<std::string> values_;
};

enum class Outcome { there, computed, busy, failed, given_up, stopped };

class Shard {
public:
    Shard(const BatchPlan& plan, BatchFolder& folder, const BatchSources& sources,
          const BatchWork& work, Workers& workers)
        : plan_(plan), folder_(folder), work_(work), runner_(plan, sources, work, workers) {
        report_.members = work.last - work.first;
    }

    BatchReport finish() {
        std::vector<std::size_t> left;
        for (std::size_t m = work_.first; m < work_.last; ++m) left.push_back(m);
        std::size_t held = 0;  // by other processes, as told last
        while (!left.empty()) {
            std::vector<std::size_t> again;
            bool all_busy = true;
            for (const std::size_t m : left) {
                const Outcome outcome = stopped() ? Outcome::stopped : attempt(plan_.members[m]);
                if (outcome == Outcome::stopped) {
                    report_.interrupted = true;
                    return std::move(report_);
                }
                all_busy = all_busy && outcome == Outcome::busy;
                if (outcome == Outcome::busy || outcome == Outcome::failed) again.push_back(m);
                report_.before += outcome == Outcome::there ? 1U : 0U;
                report_.computed += outcome == Outcome::computed ? 1U : 0U;
            }
            left = std::move(again);
            if (!all_busy || left.empty()) continue;
            if (left.size() != held) work_.waiting(held = left.size());
            std::this_thread::sleep_for(kPoll);
        }
        return std::move(report_);
    }

private:
    bool stopped() const { return work_.stop != nullptr && work_.stop->load(); }

    Outcome attempt(const BatchMember& member) {
        if (folder_.has(member.id)) return Outcome::there;
        const auto claim = folder_.claim(member.id);
        if (!claim) return Outcome::busy;
        if (folder_.has(member.id)) return Outcome::there;  // finished since it was looked for
        const Tries tries = folder_.tries(member.id);
        if (tries.count > work_.retries) return give_up(member, tries);
        runner_.require_unchanged(member);
        const std::filesystem::path output = folder_.scratch(member.id, *claim);
        folder_.note_beginning(member.id);
        try {
            return compute(member, output);
        } catch (const FileError& error) {
            folder_.drop_scratch(member.id);
            if (!error.disk_full()) return failed(member, error.what());
            folder_.take_back(member.id);
            throw;
        } catch (const std::bad_alloc&) {
            folder_.drop_scratch(member.id);
            return failed(member, "out of memory");
        } catch (const std::exception& error) {
            folder_.drop_scratch(member.id);
            return failed(member, error.what());
        }
    }

    Outcome compute(const BatchMember& member, const std::filesystem::path& output) {
        const std::size_t done = report_.before + report_.computed + report_.failed.size();
        const bool finished = runner_.run(member, output, [&](int year) {
            work_.progress({done, report_.members, report_.computed, member, year});
        });
        if (!finished) {
            folder_.drop_scratch(member.id);
            folder_.take_back(member.id);
            return Outcome::stopped;
        }
        folder_.keep(member.id);
        return Outcome::computed;
    }

    Outcome failed(const BatchMember& member, const std::string& reason) {
        folder_.note_failure(member.id, reason);
        const Tries tries = folder_.tries(member.id);
        const bool again = tries.count <= work_.retries;
        if (!again) return give_up(member, tries);
        work_.failure({member.id, tries.count, reason}, true);
        return Outcome::failed;
    }

    Outcome give_up(const BatchMember& member, const Tries& tries) {
        report_.failed.push_back({member.id, tries.count, tries.last});
        work_.failure(report_.failed.back(), false);
        return Outcome::given_up;
    }

    const BatchPlan& plan_;
    BatchFolder& folder_;
    const BatchWork& work_;
    MemberRunner runner_;
    BatchReport report_;
};

}  // namespace

BatchReport work_on(const BatchPlan& plan, BatchFolder& folder, const BatchSources& sources,
                    const BatchWork& work, Workers& workers) {
    return Shard(plan, folder, sources, work, workers).finish();
}

}  // namespace keruen
