// SPDX-License-Identifier: MIT
#include "models/stage.hpp"

namespace keruen {

namespace {

/// One level: years from `first` to `last`, of which `last` is the extra year of the late.
void add_level(Transitions& table, int first, int last, double leave, double delay, double go_on,
               Stage candidate) {
    for (int stage = first; stage <= last; ++stage) {
        Transition& t = table[static_cast<std::size_t>(stage)];
        t.leave = leave;
        t.candidate = candidate;
        if (stage < last - 1) {
            t.next = static_cast<Stage>(stage + 1);
            continue;
        }
        const bool regular_end = stage == last - 1;
        const double awarded = (1 - leave) * (regular_end ? 1 - delay : 1.0);
        t.go_on = awarded * go_on;
        t.award = awarded - t.go_on;
        t.next = static_cast<Stage>(last);
    }
}

}  // namespace

Transitions transitions(const Parameters& p, bool abroad) {
    const double home = p.progress_dropout_home;
    Transitions table;
    add_level(table, kBachelor1, kBachelor5, abroad ? p.progress_dropout_bachelor_abroad : home,
              p.progress_delay, p.progress_continue_master, kCandidateMaster);
    add_level(table, kMaster1, kMaster3, abroad ? p.progress_dropout_master_abroad : home,
              p.progress_delay, p.progress_continue_doctoral, kCandidateDoctor);
    add_level(table, kDoctor1, kDoctor4, abroad ? p.progress_dropout_doctoral : home,
              p.progress_delay, 0.0, kGraduate);
    return table;
}

StageVector expected_progress(const Transitions& table, const StageVector& people) {
    StageVector after{};
    for (std::size_t stage = kBachelor1; stage <= kDoctor4; ++stage) {
        const Transition& t = table[stage];
        const double n = people[stage];
        after[kLeft] += n * t.leave;
        after[kGraduate] += n * t.award;
        after[t.candidate] += n * t.go_on;
        after[t.next] += n * (1 - t.leave - t.award - t.go_on);
    }
    return after;
}

double enrolled(const StageVector& people) {
    double sum = 0;
    for (std::size_t stage = kBachelor1; stage <= kDoctor4; ++stage) sum += people[stage];
    return sum;
}

}  // namespace keruen
