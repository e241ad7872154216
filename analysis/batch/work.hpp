// SPDX-License-Identifier: MIT
#pragma once
#include <atomic>
#include <functional>
#include <string>
#include <vector>

#include "analysis/batch/folder.hpp"
#include "analysis/batch/plan.hpp"
#include "sim/parallel.hpp"

namespace keruen {

/// A member that was tried as often as it may be, and why it is not there.
struct FailedMember {
    std::string id;
    int tries = 0;
    std::string reason;
};

struct BatchReport {
    std::size_t members = 0;  ///< of the shard
    std::size_t before = 0;   ///< finished before, or by others meanwhile
    std::size_t computed = 0;
    std::vector<FailedMember> failed;
    bool interrupted = false;
};

struct BatchProgress {
    std::size_t done, of;  ///< members of the shard
    std::size_t computed;  ///< of those that are done, by this process
    const BatchMember& member;
    int year;  ///< just finished
};

struct BatchWork {
    std::size_t first = 0, last = 0;  ///< members [first, last) of the plan
    int retries = 2;
    const std::atomic<bool>* stop = nullptr;
    std::function<void(const BatchProgress&)> progress = [](const BatchProgress&) {};
    /// Told when nothing is left but so many members that other processes hold.
    std::function<void(std::size_t)> waiting = [](std::size_t) {};
    /// Told of each failure at once; whether the member will be tried again.
    std::function<void(const FailedMember&, bool)> failure = [](const FailedMember&, bool) {};
};

/// Computes the members of a shard that are not there, one after another on all threads. Members
/// that another process is computing are waited for. What fails is tried again after the others,
/// 1 + retries times in all, counting what earlier processes tried and did not finish.
/// A full disk ends the work with a FileError, a scenario that was edited meanwhile with an
/// InputError; neither counts against a member.
BatchReport work_on(const BatchPlan& plan, BatchFolder& folder, const BatchSources& sources,
                    const BatchWork& work, Workers& workers);

}  // namespace keruen
