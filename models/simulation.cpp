// SPDX-License-Identifier: MIT
#include "models/simulation.hpp"

#include "models/conservation.hpp"
#include "models/phases/account.hpp"
#include "models/phases/aspire.hpp"
#include "models/phases/award_admit.hpp"
#include "models/phases/choose.hpp"
#include "models/phases/consider.hpp"
#include "models/phases/enter.hpp"
#include "models/phases/govern.hpp"
#include "models/phases/panel.hpp"
#include "models/phases/progress.hpp"
#include "models/phases/settle.hpp"
#include "models/phases/staff.hpp"
#include "models/phases/visa_enrol.hpp"

namespace keruen {

namespace {

/// What next year's governments and students will know of this one.
void remember(const Setup& setup, Year year, const YearRecord& record, Memory& memory) {
    memory.stock = record.stock;
    memory.carried = carried_over(record);
    memory.awards = record.awards;
    memory.staff.last = record.staff.outcome;
    if (year == setup.world->base) memory.staff.base = record.staff.outcome;
    for (std::size_t h = 0; h < setup.regions(); ++h) {
        std::int64_t intake = 0;
        for (std::size_t o = 0; o < setup.regions(); ++o) intake += record.entrants(o, h);
        memory.most_seats[h] = std::max(memory.most_seats[h], intake);
    }
}

}  // namespace

State initial_state(const Setup& setup) {
    State state;
    state.next = setup.world->first;
    state.memory.stock = Flow({setup.regions(), setup.regions()});
    state.memory.carried = state.memory.stock;
    state.memory.most_seats.assign(setup.regions(), 0);
    state.memory.awards.assign(setup.policy->programmes.size(), 0);
    return state;
}

// Order rules. Candidates exist before governments act, since quotas follow cohorts; policy before
// any choice; awards before enrolment, so that a scholarship can change where somebody enrols;
// everybody is enrolled before the panel looks and the year ends; settling follows graduation;
// staff follows the students that the year had;
// money is counted when all payers and payees of the year are known.
Schedule<YearWork> academic_year(const Setup& setup, Workers& workers) {
    Schedule<YearWork> year;
    year.add("enter",
             [&](YearWork& w) { enter(setup, w.year, w.state.population, w.record, workers); });
    year.add("govern",
             [&](YearWork& w) { w.tables = govern(setup, w.year, w.state.memory, workers); });
    year.add("aspire", [&](YearWork& w) {
        w.applicants = aspire(setup, w.year, w.tables, w.state.population, w.record, workers);
    });
    year.add("consider", [&](YearWork& w) {
        consider(setup, w.year, w.tables, w.state.population, w.applicants, workers);
    });
    year.add("choose", [&](YearWork& w) {
        choose(setup, w.year, w.tables, w.state.population, w.applicants, workers);
    });
    year.add("award-admit", [&](YearWork& w) {
        award_admit(setup, w.year, w.tables, w.state.population, w.applicants, w.record, workers);
    });
    year.add("visa-enrol", [&](YearWork& w) {
        visa_enrol(setup, w.year, w.tables, w.state.population, w.applicants, w.record, workers);
    });
    year.add("panel", [&](YearWork& w) { look(setup, w.state.population, w.record); });
    year.add("progress",
             [&](YearWork& w) { progress(setup, w.year, w.state.population, w.record, workers); });
    year.add("settle",
             [&](YearWork& w) { settle(setup, w.year, w.state.population, w.record, workers); });
    year.add("staff", [&](YearWork& w) {
        staff(setup, w.year, w.tables, w.state.memory.staff, w.state.staff, w.record, workers);
    });
    year.add("account", [&](YearWork& w) { account(setup, w.year, w.record); });
    return year;
}

YearRecord simulate_year(const Setup& setup, Schedule<YearWork>& schedule, State& state,
                         bool check) {
    YearWork work{
        state.next, state, YearRecord(setup.regions(), setup.policy->programmes.size()), {}, {}};
    schedule.run(work);
    if (check) {
        check_conservation(setup, state.population, state.memory, work.record);
        check_staff(setup, state.staff, state.memory.staff, work.record.staff);
    }
    remember(setup, work.year, work.record, state.memory);
    ++state.next;
    return std::move(work.record);
}

}  // namespace keruen
