// SPDX-License-Identifier: MIT
#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "scenarios/diagnostics.hpp"
#include "scenarios/library.hpp"
#include "scenarios/study_file.hpp"
#include "scenarios/table.hpp"

namespace keruen {

/// One run of a study.
struct BatchMember {
    std::string id;  ///< 16 hexadecimal digits: the hash of all that can change its result
    std::size_t scenario = 0;         ///< of the plan's
    std::vector<std::string> values;  ///< [dimension], as text
    std::uint64_t seed = 1;
    bool operator==(const BatchMember&) const = default;
};

/// What a member has its own value of, beside scenario and seed.
struct BatchDimension {
    std::string key, units;
    bool numeric = true;  ///< every value is a number
    bool setting = true;  ///< false: a mere number of the draw
    bool operator==(const BatchDimension&) const = default;
};

/// All that a study is to compute, before anything is.
struct BatchPlan {
    std::string name, title;
    std::string text;  ///< of the study
    std::string program_version, revision, data_sha256;
    double scale = 1;
    std::string record = "summary";
    int retries = 2;
    std::vector<std::string> scenarios;  ///< labels
    std::vector<std::string> sources;    ///< [scenario] as read_scenario takes it
    std::vector<BatchDimension> dimensions;
    std::vector<std::string> set;      ///< "KEY=VALUE" of every member
    std::vector<BatchMember> members;  ///< scenario by scenario, seeds innermost

    /// "KEY=VALUE" over the scenario, the seed among them: `keruen run SCENARIO --set ...` with
    /// these is this member.
    std::vector<std::string> settings(const BatchMember& member) const;
    bool operator==(const BatchPlan&) const = default;
};

/// What scenarios are read with.
struct BatchSources {
    const Library& library;
    std::span<const std::string> countries;
    DataPackage& data;
    std::string program_version, revision;
};

/// Expands a study: every scenario with every combination of values, every draw of the sample and
/// every seed. Each scenario is read, and each value judged under each scenario; all mistakes go to
/// `diagnostics`, and with any the plan is good for nothing.
BatchPlan make_plan(const StudyFile& study, const BatchSources& sources, Diagnostics& diagnostics);

/// Name of a member whose scenario's text, without settings, has this hash: programs, data,
/// scenarios, settings, seeds, samples of people or recorded datasets that differ give other names.
/// The order in which settings are written does not.
std::string member_id(const BatchPlan& plan, const BatchMember& member,
                      const std::string& scenario_sha256);

/// Positions [first, second) of the members that shard `shard` (1 to `shards`) computes: parts that
/// follow each other, cover all and differ by one member at most.
std::pair<std::size_t, std::size_t> shard_of(std::size_t members, std::size_t shard,
                                             std::size_t shards);

/// The plan as JSON, and back. Throws std::runtime_error, saying what is wrong, where the text is
/// not that of a plan.
std::string plan_text(const BatchPlan& plan);
BatchPlan read_plan(const std::string& text);

}  // namespace keruen
