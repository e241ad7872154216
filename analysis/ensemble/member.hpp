// SPDX-License-Identifier: MIT
#pragma once
#include <atomic>
#include <functional>
#include <optional>

#include "analysis/experiments/run.hpp"
#include "analysis/twins/lives.hpp"
#include "models/base_path.hpp"
#include "models/measures/numbers.hpp"

namespace keruen {

/// What is kept of one run in memory: enough for every measure of mobility and for costs, by year,
/// some 200 KB. [year] counts from the first of the run.
struct MemberSummary {
    std::vector<int> years;
    Grid<double, 3> rate;             ///< [year][origin][definition] share mobile, NaN unknown
    Grid<std::int64_t, 2> abroad;     ///< [year][origin] degree students abroad
    Grid<std::int64_t, 2> foreign;    ///< [year][host] foreign degree students
    Grid<std::int64_t, 2> entrants;   ///< [year][origin] began a degree abroad
    Grid<std::int64_t, 2> semesters;  ///< [year][origin] on credit mobility
    Grid<std::int64_t, 2> diaspora;   ///< [year][origin] graduates who live abroad, of any cohort
    Grid<std::int64_t, 2> aid;        ///< [year][origin] paid for them by programmes, nominal USD
    Grid<std::int64_t, 2> enrolled;   ///< [year][origin] bachelor entrants, at home and abroad
    Grid<std::int64_t, 2> spending;   ///< [year][programme] paid by programmes, nominal USD
    Grid<std::int64_t, 2> staff;      ///< [year][region] paid by it for academics, nominal USD

    MemberSummary(const Experiment& experiment);
    void add(const Experiment& experiment, std::size_t t, const YearRecord& record,
             const YearNumbers& numbers);
    bool operator==(const MemberSummary&) const = default;
};

/// What a member is to leave behind beside its summary, and what it is to meet.
struct MemberTask {
    std::uint64_t seed = 1;
    Lives* lives = nullptr;                       ///< filled with everybody's studies
    BasePath* path = nullptr;                     ///< filled with what others are to meet
    std::vector<YearNumbers>* numbers = nullptr;  ///< filled with each year's numbers
    const BasePath* met = nullptr;                ///< met by this member: its direct effect alone
    const State* from = nullptr;                  ///< where to begin, if not before the first year
    const std::atomic<bool>* stop = nullptr;
    std::function<void(Year)> finished = [](Year) {};  ///< called after each year
};

/// Simulates one member of an ensemble, without a file; nothing if it was stopped. The experiment's
/// own seed is left as it was.
std::optional<MemberSummary> simulate_member(Experiment& experiment, const MemberTask& task,
                                             Workers& workers);

/// The state of a member before a year; nothing if it was stopped. Members of policies that differ
/// from that year on alone may all begin there; what came before is zero in their summaries.
/// Fills the task's numbers; of its other fields only the seed and `stop` count.
std::optional<State> state_before(Experiment& experiment, const MemberTask& task, Year year,
                                  Workers& workers);

}  // namespace keruen
