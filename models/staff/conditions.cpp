// SPDX-License-Identifier: MIT
#include "models/staff/conditions.hpp"

#include <algorithm>
#include <cmath>

#include "models/measures.hpp"
#include "models/settling.hpp"
#include "sim/kernels/fixed.hpp"

namespace keruen {

namespace {

/// Pay by rank in constant-2017 money of the region, told in 2017 dollars; a floor in nominal
/// dollars lifts whoever is below it.
void set_pay(StaffConditions& c) {
    const World& world = *c.setup->world;
    const StaffPolicy& policy = c.setup->policy->staff;
    const std::size_t regions = c.setup->regions();
    c.log_pay = Grid<double, 2>({regions, kRanks});
    c.log_free_pay = c.log_pay;
    c.floor_gap.assign(regions * kRanks, 0);
    for (std::size_t r = 0; r < regions; ++r) {
        const double mean = fixed_log(world.academic_pay(r, c.t)), rate = world.real_rate(r, c.t);
        const double floor = policy.salary_floor(r, c.t) * rate;
        for (std::size_t k = 0; k < kRanks; ++k) {
            const double step = static_cast<double>(k) - (kRanks - 1) / 2.0;
            const double free = mean + c.parameters().staff_rank_pay * step;
            const double pay = fixed_exp(free);
            c.log_free_pay(r, k) = free;
            c.log_pay(r, k) = pay < floor ? fixed_log(floor) : free;
            c.floor_gap[r * kRanks + k] = std::llround(std::max(floor - pay, 0.0) / rate);
        }
    }
}

/// The dyadic utilities of students stand in for those of academics.
void set_pull(StaffConditions& c) {
    const World& world = *c.setup->world;
    const Policy& policy = *c.setup->policy;
    const Parameters& p = c.parameters();
    const std::size_t regions = c.setup->regions();
    double all = 0;
    for (std::size_t r = 0; r < regions; ++r) all += world.staff(r, c.t);
    for (std::size_t r = 0; r < regions; ++r) {
        c.log_size.push_back(fixed_log(std::max(world.staff(r, c.t), 1.0) / all));
    }
    c.pull = Matrix({regions, regions}, kNever);
    for (std::size_t o = 0; o < regions; ++o) {
        for (std::size_t h = 0; h < regions; ++h) {
            const double open = policy.border_open(h, c.t);
            const bool inner = world.regions[h].has_inner_mobility();
            if (open <= 0 || (o == h && !inner)) continue;
            c.pull(o, h) = p.choose_distance * world.log_distance(o, h) +
                           p.choose_language * world.language(o, h) +
                           p.choose_ex_ussr * world.ex_ussr(o, h) + fixed_log(open);
        }
    }
}

/// Students in each region of all nationalities, counts included, people.
std::vector<double> enrolment_of(const World& world, const YearRecord& record, Year year) {
    std::vector<double> people = home_counts(world, year);
    for (std::size_t r = 0; r < people.size(); ++r) {
        for (std::size_t level = 0; level < kLevels; ++level) {
            people[r] += static_cast<double>(record.home_students(r, level));
        }
        for (std::size_t o = 0; o < people.size(); ++o) {
            people[r] += static_cast<double>(record.stock(o, r));
        }
    }
    return people;
}

/// Posts follow the data to the base year, and the students of the run after it: students per
/// teacher move as the tables say. Fewer contact hours a post need more posts for the same hours.
void set_posts(StaffConditions& c, const StaffMemory& memory, const YearRecord& record) {
    const World& world = *c.setup->world;
    const std::size_t regions = c.setup->regions(), base = world.index(world.base);
    c.enrolment = enrolment_of(world, record, c.year);
    for (std::size_t r = 0; r < regions; ++r) {
        double wanted = world.staff(r, c.t);
        if (c.t > base && memory.base.size() == regions && memory.base[r].enrolment > 0) {
            wanted *= (c.enrolment[r] / memory.base[r].enrolment) /
                      (world.home_enrolment(r, c.t) / world.home_enrolment(r, base));
        }
        const double norm = world.contact_hours(r, c.t);
        c.hours.push_back(wanted * norm);
        c.posts.push_back(
            std::llround(c.hours.back() / c.setup->policy->staff.contact_hours(r, c.t)));
    }
}

void set_doubt(StaffConditions& c, const StaffMemory& memory) {
    const Parameters& p = c.parameters();
    for (std::size_t r = 0; r < c.setup->regions(); ++r) {
        const bool known = !memory.last.empty() && memory.last[r].people > 0;
        const double lost = known ? memory.last[r].abroad / memory.last[r].people : 0;
        c.doubt.push_back(std::min(p.staff_reservations + p.staff_reservations_drain * lost, 1.0));
    }
}

void set_hosts(StaffConditions& c) {
    const std::size_t regions = c.setup->regions();
    const Parameters& p = c.parameters();
    c.emigration.resize(regions);
    c.visiting.resize(regions);
    for (std::size_t o = 0; o < regions; ++o) {
        if (!c.simulated(o)) continue;
        const auto post = [&](std::size_t kind, std::size_t h) {
            if (h == o) return kNever;
            const std::size_t k = kind % kRanks;
            return c.log_size[h] + post_utility(c, o, static_cast<std::uint8_t>(kind / kRanks), k,
                                                h, c.log_pay(h, k));
        };
        const auto stay = [&](std::size_t speaks, std::size_t h) {
            return stay_utility(c, o, h, speaks != 0);
        };
        c.emigration[o] = HostTable(kPostKinds, regions, p.staff_search, p.staff_home, post);
        c.visiting[o] = HostTable(2, regions, 1, kNever, stay);
    }
}

}  // namespace

StaffConditions staff_conditions(const Setup& setup, Year year, const StaffMemory& memory,
                                 const YearRecord& record) {
    StaffConditions c;
    c.setup = &setup;
    c.year = year;
    c.t = setup.world->index(year);
    c.careers = CareerTable(setup.parameters);
    c.stays =
        stay_probability(*setup.world, *setup.policy, *setup.reference, setup.parameters, c.t);
    set_pay(c);
    set_pull(c);
    set_posts(c, memory, record);
    set_doubt(c, memory);
    set_hosts(c);
    return c;
}

double post_utility(const StaffConditions& c, std::size_t origin, std::uint8_t traits,
                    std::size_t rank, std::size_t host, double log_pay) {
    const Parameters& p = c.parameters();
    const World& world = *c.setup->world;
    const auto has = [&](std::uint8_t trait) { return (traits & trait) != 0; };
    double v = c.pull(origin, host);
    if (has(staff_trait::salary)) v += p.staff_pay_effect * (log_pay - c.log_pay(origin, rank));
    if (has(staff_trait::development)) {
        v += p.staff_development_effect * (world.quality(host, c.t) - world.quality(origin, c.t));
    }
    if (has(staff_trait::career)) {
        v += p.staff_career_effect * (1 - static_cast<double>(rank) / (kRanks - 1));
    }
    if (has(staff_trait::ties)) v += p.staff_ties_effect;
    if (has(staff_trait::speaks)) v += p.choose_speaks * (1 - world.language(origin, host));
    return v;
}

double stay_utility(const StaffConditions& c, std::size_t origin, std::size_t host, bool speaks) {
    const World& world = *c.setup->world;
    const Parameters& p = c.parameters();
    return c.pull(origin, host) + c.log_size[host] +
           p.staff_development_effect * world.quality(host, c.t) +
           (speaks ? p.choose_speaks * (1 - world.language(origin, host)) : 0);
}

}  // namespace keruen
