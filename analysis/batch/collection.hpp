// SPDX-License-Identifier: MIT
#pragma once
#include <atomic>
#include <filesystem>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "analysis/batch/folder.hpp"
#include "analysis/batch/plan.hpp"
#include "sim/file/result_writer.hpp"

namespace keruen {

/// Format of collections (docs/batch.md).
const FileFormat& collection_format();

/// Members of a plan by whether there is a result that can be read.
struct Inventory {
    std::vector<std::size_t> there;
    std::vector<std::pair<std::size_t, std::string>> absent;  ///< and why
};

/// Looks for every member of the plan.
Inventory take_inventory(const BatchPlan& plan, const BatchFolder& folder);

struct CollectRequest {
    std::filesystem::path output;
    std::vector<std::string> only;  ///< "flows" or "flows/stock"; none = everything
    const std::atomic<bool>* stop = nullptr;
    std::function<void(std::size_t done, std::size_t of)> progress = [](std::size_t, std::size_t) {
    };
};

struct CollectReport {
    std::size_t members = 0;   ///< collected
    std::size_t datasets = 0;  ///< along `member`
    bool interrupted = false;  ///< there is no file then
};

/// Copies the arrays of all members that are there into one file, stacked along a first dimension
/// `member`; what is absent is listed in the group `absent`. Labels that only some scenarios have
/// (programmes, institutions) make one dimension; where a member lacks a label its counts are 0 and
/// its shares NaN. One member is read at a time and some megabytes wait to be written, however many
/// members there are. Throws InputError where `only` names nothing or members cannot be stacked,
/// FileError for the files.
CollectReport collect(const BatchPlan& plan, const BatchFolder& folder, const Inventory& inventory,
                      const CollectRequest& request);

}  // namespace keruen
