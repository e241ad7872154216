// SPDX-License-Identifier: MIT
#include "analysis/twins/lives.hpp"

#include <algorithm>
#include <stdexcept>
#include <tuple>
#include <utility>

#include "models/exchange/remembered.hpp"

namespace keruen {

namespace {

bool before(const Life& a, const Life& b) {
    return std::tie(a.position, a.level) < std::tie(b.position, b.level);
}

bool semester_before(const Semester& a, const Semester& b) {
    return std::tie(a.position, a.level, a.host, a.payer, a.year) <
           std::tie(b.position, b.level, b.host, b.payer, b.year);
}

}  // namespace

Lives::Lives(std::size_t regions, Year first, Year last, std::vector<std::string> programmes)
    : regions_(regions),
      first_(first),
      last_(last),
      programmes_(std::move(programmes)),
      groups_(regions * static_cast<std::size_t>(last - first + 1)) {}

void Lives::add(Year year, const Enrolment& e) {
    const PersonId person = person_of(e.person);
    groups_[group(person.origin, person.cohort)].lives.push_back(
        {person.position, e.weight, static_cast<std::uint16_t>(year), e.level, e.host, e.programme,
         born_cell::of(e.ability, e.income, e.traits)});
}

void Lives::add(Year year, const Event& e) {
    if (e.kind != EventKind::exchange) return;
    const PersonId person = person_of(e.person);
    groups_[group(person.origin, person.cohort)].semesters.push_back(
        {person.position, e.weight, static_cast<std::uint16_t>(year), 0, e.to, e.programme});
}

void Lives::add(Year year, const YearRecord& record) {
    for (const Enrolment& enrolment : record.enrolments) add(year, enrolment);
    for (const Event& event : record.events) add(year, event);
}

void Lives::Group::close() {
    lives.shrink_to_fit();
    if (!std::is_sorted(lives.begin(), lives.end(), before)) {
        std::sort(lives.begin(), lives.end(), before);
    }
    for (Semester& semester : semesters) {
        // The level begun last is the one in which somebody studies.
        auto at = std::lower_bound(lives.begin(), lives.end(), Life{.position = semester.position},
                                   before);
        for (; at != lives.end() && at->position == semester.position && at->year <= semester.year;
             ++at) {
            semester.level = at->level;
        }
        if (semester.level == 0) throw std::logic_error("a semester abroad of nobody enrolled");
    }
    std::sort(semesters.begin(), semesters.end(), semester_before);
}

void Lives::close(Workers& workers) {
    workers.for_each_index(groups_.size(), [&](std::size_t g) { groups_[g].close(); });
}

}  // namespace keruen
