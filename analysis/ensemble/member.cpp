// SPDX-License-Identifier: MIT
#include "analysis/ensemble/member.hpp"

#include <cmath>
#include <numeric>

#include "models/measures.hpp"

namespace keruen {

namespace {

/// Gives the experiment the setup of one member for as long as it lives.
class MemberSetup {
public:
    MemberSetup(Experiment& experiment, const MemberTask& task)
        : setup_(experiment.setup), before_(experiment.setup) {
        setup_.seed = task.seed;
        setup_.events = setup_.enrolments = task.lives != nullptr;
        setup_.panel_share = 0;
        setup_.observe_all = task.path != nullptr;
        setup_.met = task.met;
    }
    MemberSetup(const MemberSetup&) = delete;
    MemberSetup& operator=(const MemberSetup&) = delete;
    ~MemberSetup() { setup_ = before_; }

private:
    Setup& setup_;
    Setup before_;
};

}  // namespace

MemberSummary::MemberSummary(const Experiment& e)
    : rate({e.years(), e.setup.regions(), definitions().size()}),
      abroad({e.years(), e.setup.regions()}),
      foreign(abroad),
      entrants(abroad),
      semesters(abroad),
      diaspora(abroad),
      aid(abroad),
      enrolled(abroad),
      spending({e.years(), e.policy.programmes.size()}),
      staff(abroad) {
    for (Year year = e.world.first; year <= e.last; ++year) years.push_back(year);
}

void MemberSummary::add(const Experiment& e, std::size_t t, const YearRecord& record,
                        const YearNumbers& numbers) {
    const std::size_t regions = e.setup.regions();
    const Grid<double, 2> rates = mobility_rates(numbers);
    std::copy(rates.values().begin(), rates.values().end(), &rate(t, 0U, 0U));
    const Flow credit = record.exchange.people();
    for (std::size_t o = 0; o < regions; ++o) {
        enrolled(t, o) = record.home_entrants[o];
        double settled = 0;
        for (std::size_t h = 0; h < regions; ++h) {
            abroad(t, o) += record.stock(o, h);
            foreign(t, h) += record.stock(o, h);
            entrants(t, o) += record.entrants(o, h);
            semesters(t, o) += credit(o, h);
            aid(t, o) += record.ledger.aid(o, h);
            enrolled(t, o) += record.entrants_by_level(o, h, 0U);
            settled +=
                numbers.diaspora[o * regions + h] + numbers.earlier_diaspora[o * regions + h];
        }
        diaspora(t, o) = std::llround(settled);
        for (std::size_t item = 0; item < kStaffSpending.size(); ++item) {
            staff(t, o) += record.staff.spending(o, item);
        }
    }
    for (std::size_t q = 0; q < spending.extent(1); ++q) {
        for (std::size_t h = 0; h < regions; ++h) {
            spending(t, q) +=
                record.ledger.programme_tuition(q, h) + record.ledger.programme_living(q, h);
        }
    }
}

std::optional<MemberSummary> simulate_member(Experiment& e, const MemberTask& task,
                                             Workers& workers) {
    const MemberSetup member(e, task);
    MemberSummary summary(e);
    State state = task.from != nullptr ? *task.from : initial_state(e.setup);
    Schedule<YearWork> schedule = academic_year(e.setup, workers);
    while (state.next <= e.last) {
        if (task.stop != nullptr && task.stop->load()) return std::nullopt;
        const Year year = state.next;
        Memory before;
        if (task.path != nullptr) before = state.memory;
        const YearRecord record = simulate_year(e.setup, schedule, state, false);
        YearNumbers numbers = year_numbers(e.world, e.constants.diaspora, record, year);
        summary.add(e, e.world.index(year), record, numbers);
        if (task.numbers != nullptr) task.numbers->push_back(std::move(numbers));
        if (task.path != nullptr) task.path->add(e.setup, year, std::move(before), record);
        if (task.lives != nullptr) task.lives->add(year, record);
        task.finished(year);
    }
    if (task.lives != nullptr) task.lives->close(workers);
    return summary;
}

std::optional<State> state_before(Experiment& e, const MemberTask& task, Year year,
                                  Workers& workers) {
    const MemberSetup member(e, task);
    State state = initial_state(e.setup);
    Schedule<YearWork> schedule = academic_year(e.setup, workers);
    while (state.next < year) {
        if (task.stop != nullptr && task.stop->load()) return std::nullopt;
        const Year now = state.next;
        const YearRecord record = simulate_year(e.setup, schedule, state, false);
        if (task.numbers == nullptr) continue;
        task.numbers->push_back(year_numbers(e.world, e.constants.diaspora, record, now));
    }
    return state;
}

}  // namespace keruen
