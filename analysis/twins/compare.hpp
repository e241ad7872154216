// SPDX-License-Identifier: MIT
#pragma once
#include <algorithm>
#include <atomic>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "analysis/ensemble/draws.hpp"
#include "analysis/ensemble/member.hpp"
#include "analysis/twins/ledger.hpp"

namespace keruen {

/// One side of a comparison.
struct CompareSide {
    std::string label;  ///< the scenario's name, with settings that only this side has
    ScenarioFile scenario;
};

struct CompareOptions {
    int members = 1;  ///< member k has the base's seed + k, and draw k of the sample
    std::optional<ParameterSample> sample;
    RunOptions run;  ///< scale and chunk
    const std::atomic<bool>* stop = nullptr;
};

/// What a pair of runs is asked for beside the classes, each by origin.
enum class Quantity { abroad_last, entrants, semesters, aid };
inline constexpr std::size_t kQuantities = 4;
const std::array<TwinClassName, kQuantities>& quantity_names();

/// One member's answer about one other side.
struct PairMember {
    Grid<std::int64_t, 2> total, direct;  ///< [origin][TwinClass]; `direct` is empty if not known
    Grid<std::int64_t, 3> groups;         ///< total: [origin][group of groups_of][TwinClass]
    Grid<double, 2> base, other;          ///< [origin][Quantity]

    /// Newly mobile less crowded out, of one origin or of all.
    std::int64_t additional(std::optional<std::size_t> origin) const;
    /// What programmes pay more for students of one origin or of all, all years, nominal USD.
    double spending(std::optional<std::size_t> origin) const;
};

/// One other side against the base.
struct PairResult {
    std::string label;
    TwinLedger total;                  ///< of the first member
    std::optional<TwinLedger> direct;  ///< cutoffs, prices and stocks frozen at the base
    std::vector<PairMember> members;
    bool other_parameters = false;  ///< the sides differ in more than policy
    /// Levers of regions and rules in which the sides differ: what they cost or bring is in no
    /// payment of a programme. Not known of result files.
    std::vector<std::string> not_counted;
    /// Versions that wrote the base's file and the other, if they differ.
    std::optional<std::pair<std::string, std::string>> programs;
};

struct Comparison {
    std::string base;
    std::vector<std::string> origins;  ///< region codes
    Year first = 0, last = 0;
    std::vector<std::uint64_t> seeds;  ///< [member]
    std::vector<std::size_t> draws;    ///< [member] row of the sample; empty without one
    std::vector<PairResult> pairs;
    bool interrupted = false;
    /// Whether the last member lacks its direct effect on some side.
    bool lacks_direct() const {
        return std::any_of(pairs.begin(), pairs.end(), [](const PairResult& pair) {
            return pair.members.empty() || pair.members.back().direct.extent(0) == 0;
        });
    }
    std::size_t members() const { return seeds.size(); }
};

/// Told after each year of each run: runs are base, and each other twice, for every member.
struct CompareProgress {
    std::size_t member, members;
    std::string what;  ///< label of the run
    Year year;
    double done;  ///< share of all work
};

/// Throws InputError unless the two can be compared person by person: the same regions in the same
/// order, years, and students per agent.
void require_twins(const CompareSide& base, const CompareSide& other);

/// Runs all members of both sides in this process and compares them person by person: the base, the
/// other sides, then their direct effects. If stopped, the members that were finished remain, and
/// one whose direct effects alone are missing; of the first member, the sides that were finished.
Comparison compare(const CompareSide& base, const std::vector<CompareSide>& others,
                   DataPackage& data, const CompareOptions& options, Workers& workers,
                   const std::function<void(const CompareProgress&)>& progress);

}  // namespace keruen
