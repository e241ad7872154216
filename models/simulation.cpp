// SPDX-License-Identifier: MIT
#include "models/simulation.hpp"

#include "models/base_path.hpp"
#include "models/conservation.hpp"
#include "models/governments/adaptive.hpp"
#include "models/phases/account.hpp"
#include "models/phases/aspire.hpp"
#include "models/phases/award_admit.hpp"
#include "models/phases/choose.hpp"
#include "models/phases/consider.hpp"
#include "models/phases/enrolments.hpp"
#include "models/phases/enter.hpp"
#include "models/phases/exchange.hpp"
#include "models/phases/govern.hpp"
#include "models/phases/institutions.hpp"
#include "models/phases/panel.hpp"
#include "models/phases/place.hpp"
#include "models/phases/progress.hpp"
#include "models/phases/settle.hpp"
#include "models/phases/staff.hpp"
#include "models/phases/tally.hpp"
#include "models/phases/visa_enrol.hpp"
#include "models/settling.hpp"

namespace keruen {

namespace {

/// What next year's governments and students will know of this one.
void remember(const YearWork& work, Memory& memory) {
    const Setup& setup = work.setup;
    const YearRecord& record = work.record;
    memory.stock = record.stock;
    memory.diaspora = record.diaspora;
    memory.unfollowed = record.unfollowed;
    memory.carried = carried_over(record);
    memory.awards = record.awards;
    memory.staff.last = record.staff.outcome;
    if (work.year == setup.world->base) memory.staff.base = record.staff.outcome;
    for (std::size_t h = 0; h < setup.regions(); ++h) {
        std::int64_t intake = 0;
        for (std::size_t o = 0; o < setup.regions(); ++o) intake += record.entrants(o, h);
        memory.most_seats[h] = std::max(memory.most_seats[h], intake);
    }
    observe(setup, work.year, work.state.population, record, memory.governments);
}

}  // namespace

State initial_state(const Setup& setup) {
    State state;
    state.next = setup.world->first;
    state.memory.stock = Flow({setup.regions(), setup.regions()});
    state.memory.carried = state.memory.diaspora = state.memory.stock;
    state.memory.unfollowed = Matrix({setup.regions(), setup.regions()});
    state.memory.most_seats.assign(setup.regions(), 0);
    state.memory.awards.assign(setup.policy->programmes.size(), 0);
    state.memory.governments = no_memory(setup);
    begin_institutions(setup, state.institutions, state.cutoffs, state.memory);
    return state;
}

// Order rules. Candidates exist before governments act, since quotas follow cohorts; policy before
// any choice; awards before enrolment, so that a scholarship can change where somebody enrols;
// everybody is enrolled before institutions are filled, the panel looks and the year ends; settling
// follows graduation; staff follows the students that the year had; institutions answer to a year
// that is over and to its teachers; entrants are tallied, and money is counted when all payers and
// payees of the year are known.
Schedule<YearWork> academic_year(const Setup& given, Workers& workers) {
    Schedule<YearWork> year;
    year.add("enter", [&](YearWork& w) {
        w.record.unfollowed = unfollowed_diaspora(w.state.population, w.setup.parameters, w.year,
                                                  w.state.memory.unfollowed);
        enter(w.setup, w.year, w.state.population, w.record, workers);
    });
    year.add("govern", [&](YearWork& w) {
        w.in_force = policy_in_force(given, w.year, w.state.memory);
        w.tables = govern(w.setup, w.year, w.state.memory, workers);
        note_policy(w.setup, w.year, w.record);
    });
    year.add("aspire", [&](YearWork& w) {
        w.applicants = aspire(w.setup, w.year, w.tables, w.state.population, w.record, workers);
    });
    year.add("consider", [&](YearWork& w) {
        consider(w.setup, w.year, w.tables, w.state.population, w.applicants, workers);
    });
    year.add("choose", [&](YearWork& w) {
        choose(w.setup, w.year, w.tables, w.state.population, w.applicants, workers);
    });
    year.add("award-admit", [&](YearWork& w) {
        award_admit(w.setup, w.year, w.tables, w.state.population, w.applicants, w.record, workers);
    });
    year.add("visa-enrol", [&](YearWork& w) {
        visa_enrol(w.setup, w.year, w.tables, w.state.population, w.applicants, w.record, workers);
    });
    year.add("place", [&](YearWork& w) {
        place(w.setup, w.year, w.tables, w.state.population, w.applicants, w.state.institutions,
              w.state.cutoffs, w.record, workers);
    });
    year.add("exchange", [&](YearWork& w) {
        const ExchangeSupply supply =
            exchange_supply(w.setup, w.year, w.state.institutions, w.state.cutoffs);
        w.late = exchange(w.setup, w.year, w.tables, supply, w.state.population, w.record, workers);
    });
    year.add("panel", [&](YearWork& w) {
        look(w.setup, w.state.population, w.record);
        note_enrolments(w.setup, w.year, w.state.population, w.record, workers);
    });
    year.add("progress", [&](YearWork& w) {
        progress(w.setup, w.year, w.state.population, w.record, workers);
    });
    year.add("make-up",
             [&](YearWork& w) { make_up(w.setup, w.year, w.late, w.state.population, w.record); });
    year.add("settle",
             [&](YearWork& w) { settle(w.setup, w.year, w.state.population, w.record, workers); });
    year.add("staff", [&](YearWork& w) {
        staff(w.setup, w.year, w.state.memory.staff, w.state.staff, w.record, workers);
        tell_institutions(w.setup, w.record.staff, w.record.institutions);
    });
    year.add("institutions", [&](YearWork& w) {
        institutions(w.setup, w.year, w.state.institutions, w.state.memory, w.record);
    });
    year.add("tally",
             [&](YearWork& w) { tally(w.setup, w.year, w.state.population, w.record, workers); });
    year.add("account", [&](YearWork& w) { account(w.setup, w.year, w.record); });
    return year;
}

YearRecord simulate_year(const Setup& setup, Schedule<YearWork>& schedule, State& state,
                         bool check) {
    YearWork work{.year = state.next,
                  .state = state,
                  .record = YearRecord(setup.regions(), setup.policy->programmes.size()),
                  .tables = {},
                  .applicants = {},
                  .late = {},
                  .in_force = *setup.policy,
                  .setup = setup};
    work.setup.policy = &work.in_force;
    if (setup.met != nullptr) meet_base(setup, state.next, state.memory);
    schedule.run(work);
    if (check) {
        check_conservation(work.setup, state.population, state.memory, work.record);
        check_staff(work.setup, state.staff, state.memory.staff, work.record);
    }
    remember(work, state.memory);
    ++state.next;
    return std::move(work.record);
}

}  // namespace keruen
