// SPDX-License-Identifier: MIT
#include "models/phases/staff.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <stdexcept>

#include "models/clearing/clearing.hpp"
#include "models/staff/career.hpp"
#include "models/staff/conditions.hpp"
#include "models/staff/market.hpp"
#include "models/staff/training.hpp"
#include "models/staff/visits.hpp"
#include "sim/kernels/fixed.hpp"

namespace keruen {

namespace {

constexpr std::size_t kBlocksPerTask = 6;
constexpr double kLargestShift = 0.2;  // of the quality index

/// Adds the counts that blocks make on their own.
void add(StaffRecord& to, const StaffRecord& from) {
    const auto sum = [](auto& a, const auto& b) {
        for (std::size_t k = 0; k < b.size(); ++k) a[k] += b[k];
    };
    for (const auto member :
         {&StaffRecord::staff, &StaffRecord::foreign, &StaffRecord::abroad, &StaffRecord::hired,
          &StaffRecord::returned, &StaffRecord::arrived, &StaffRecord::retired,
          &StaffRecord::emigrated, &StaffRecord::departed, &StaffRecord::moves,
          &StaffRecord::visits, &StaffRecord::spending}) {
        sum((to.*member).values(), (from.*member).values());
    }
    sum(to.away, from.away);
    sum(to.trained, from.trained);
}

std::int64_t over_ranks(const RankCount& count, std::size_t region) {
    std::int64_t people = 0;
    for (std::size_t k = 0; k < kRanks; ++k) people += count(region, k);
    return people;
}

void move_all(const StaffConditions& c, std::vector<StaffBlock>& blocks, StaffRecord& record,
              Workers& workers) {
    const std::size_t n = blocks.size(), tasks = Workers::chunk_count(n, kBlocksPerTask);
    std::vector<StaffRecord> tally(tasks, StaffRecord(c.setup->regions()));
    workers.for_chunks(n, kBlocksPerTask, [&](std::size_t begin, std::size_t end, std::size_t k) {
        for (std::size_t b = begin; b < end; ++b) move_staff(c, blocks[b], tally[k]);
    });
    for (const StaffRecord& part : tally) add(record, part);
    std::erase_if(blocks, [](const StaffBlock& block) { return block.size() == 0; });
}

std::vector<std::int64_t> places(const StaffConditions& c, const Series& lever) {
    std::vector<std::int64_t> people;
    for (std::size_t r = 0; r < c.setup->regions(); ++r) {
        people.push_back(std::llround(lever(r, c.t)));
    }
    return people;
}

/// Nobody trains abroad and visits or learns at home in one year.
void withdraw(Wishes& wishes, const std::vector<std::uint32_t>& rows) {
    const auto awarded = [&](std::uint32_t row) {
        return std::binary_search(rows.begin(), rows.end(), row);
    };
    const auto asks = [&](const Request& request) { return awarded(request.row); };
    std::erase_if(wishes.visitors, awarded);
    std::erase_if(wishes.grants, asks);
    std::erase_if(wishes.lessons, asks);
}

/// Visits, training and awards; returns the sums by region as they were before.
std::vector<StaffSums> travel(const StaffConditions& c, std::vector<StaffBlock>& blocks,
                              YearRecord& year, Workers& workers) {
    StaffRecord& record = year.staff;
    const std::size_t regions = c.setup->regions(), n = blocks.size();
    const StaffPolicy& policy = c.setup->policy->staff;
    const Workload load = workload(c, blocks, workers);
    const std::size_t tasks = Workers::chunk_count(n, kBlocksPerTask);
    std::vector<StaffRecord> tally(tasks, StaffRecord(regions));
    std::vector<std::vector<StaffSums>> sums(tasks, std::vector<StaffSums>(regions));
    std::vector<Wishes> wishes(n);
    workers.for_chunks(n, kBlocksPerTask, [&](std::size_t begin, std::size_t end, std::size_t k) {
        for (std::size_t b = begin; b < end; ++b) {
            wishes[b] = look_at_staff(c, blocks[b], load, sums[k], tally[k]);
        }
    });
    std::vector<std::int64_t> lessons(regions);
    const auto train = train_abroad(c, blocks, year);
    for (std::size_t b = 0; b < n; ++b) withdraw(wishes[b], train[b]);
    const auto learn =
        serve(blocks, wishes, &Wishes::lessons, places(c, policy.teacher_training), lessons);
    const auto granted =
        serve(blocks, wishes, &Wishes::grants, places(c, policy.visit_grants), record.grants);
    workers.for_chunks(n, kBlocksPerTask, [&](std::size_t begin, std::size_t end, std::size_t k) {
        for (std::size_t b = begin; b < end; ++b) {
            std::vector<std::uint32_t> going;
            std::set_union(wishes[b].visitors.begin(), wishes[b].visitors.end(), granted[b].begin(),
                           granted[b].end(), std::back_inserter(going));
            carry_out(c, blocks[b], {going, learn[b]}, tally[k]);
        }
    });
    std::vector<StaffSums> total(regions);
    for (std::size_t k = 0; k < tasks; ++k) {
        add(record, tally[k]);
        for (std::size_t r = 0; r < regions; ++r) total[r] += sums[k][r];
    }
    for (std::size_t r = 0; r < regions; ++r) {
        record.spending(r, staff_item::visit_grants) +=
            record.grants[r] * std::llround(policy.visit_grant(r, c.t));
    }
    return total;
}

/// Guests for a time and posts for recruits are paid by the region that invites them.
void receive_guests(const StaffConditions& c, const std::vector<StaffBlock>& blocks,
                    StaffRecord& record) {
    const StaffPolicy& policy = c.setup->policy->staff;
    record.invited = places(c, policy.invited);
    for (std::size_t r = 0; r < c.setup->regions(); ++r) {
        record.spending(r, staff_item::invited) +=
            record.invited[r] * std::llround(policy.invited_cost(r, c.t));
    }
    for (const StaffBlock& block : blocks) {
        if (!block.recruits) continue;
        for (const RegionIndex place : block.place) {
            record.spending(place, staff_item::foreign_posts) +=
                std::llround(policy.foreign_pay(place, c.t)) * block.weight;
        }
    }
}

/// Less teaching a head and more ties abroad than in the base year make a region's teaching better.
double quality_shift(const Parameters& p, const StaffOutcome& now, const StaffOutcome& base) {
    if (!(now.contact_hours > 0 && base.contact_hours > 0)) return 0;
    const double load = fixed_log(now.contact_hours / base.contact_hours);
    const double shift =
        p.staff_quality_ties * (now.ties_share - base.ties_share) - p.staff_quality_load * load;
    return std::clamp(shift, -kLargestShift, kLargestShift);
}

void conclude(const StaffConditions& c, const std::vector<StaffSums>& sums,
              const StaffMemory& memory, StaffRecord& record) {
    const World& world = *c.setup->world;
    for (std::size_t r = 0; r < c.setup->regions(); ++r) {
        StaffOutcome& out = record.outcome[r];
        const StaffSums& sum = sums[r];
        out.people = static_cast<double>(over_ranks(record.staff, r));
        out.enrolment = c.enrolment[r];
        std::int64_t in = record.invited[r], from = 0;
        for (std::size_t x = 0; x < c.setup->regions(); ++x) {
            in += record.visits(x, r);
            from += record.visits(r, x);
        }
        out.visits_in = static_cast<double>(in);
        out.visits_out = static_cast<double>(from);
        if (!c.simulated(r) || sum.working == 0) continue;
        const auto share = [&](std::int64_t people) {
            return static_cast<double>(people) / static_cast<double>(sum.working);
        };
        out.contact_hours = share(sum.hours);
        out.english_capable_share = share(sum.capable);
        out.free_load_share = share(sum.free);
        out.english_free_share = share(sum.english_free);
        out.reservations = share(sum.doubting);
        out.ties_share = share(sum.tied);
        out.abroad = static_cast<double>(sum.abroad);
        if (c.year > world.base && r < memory.base.size()) {
            out.quality_shift = quality_shift(c.parameters(), out, memory.base[r]);
        }
    }
}

void require(bool holds, const std::string& law) {
    if (!holds) throw std::logic_error("not conserved: " + law);
}

void check_training(const Setup& setup, const std::vector<StaffBlock>& blocks,
                    const YearRecord& year) {
    std::vector<std::int64_t> away(setup.regions());
    std::int64_t heaviest = 1;
    for (const StaffBlock& block : blocks) {
        heaviest = std::max<std::int64_t>(heaviest, block.weight);
        for (std::size_t i = 0; i < block.size(); ++i) {
            const bool trains = block.post[i] == static_cast<std::uint8_t>(Post::training);
            if (trains) away[block.place[i]] += block.weight;
        }
    }
    const std::vector<Programme>& programmes = setup.policy->programmes;
    for (std::size_t q = 0; q < programmes.size(); ++q) {
        for (std::size_t h = 0; h < setup.regions(); ++h) away[h] -= year.training(q, h);
        require(programmes[q].kind != ProgrammeKind::staff || year.places[q] == kUnlimited ||
                    year.awards[q] < year.places[q] + heaviest,
                fmt::format("programme {} has {} awards for {} places", programmes[q].id,
                            year.awards[q], year.places[q]));
    }
    require(std::all_of(away.begin(), away.end(), [](std::int64_t people) { return people == 0; }),
            "academics in training = awards by host");
}

}  // namespace

void staff(const Setup& setup, Year year, const StaffMemory& memory,
           std::vector<StaffBlock>& blocks, YearRecord& record, Workers& workers) {
    const StaffConditions c = staff_conditions(setup, year, memory, record);
    if (year == setup.world->first) {
        for (std::size_t r = 0; r < setup.regions(); ++r) {
            if (!c.simulated(r)) continue;
            for (StaffBlock& block : founders(setup, r)) blocks.push_back(std::move(block));
        }
    } else {
        move_all(c, blocks, record.staff, workers);
    }
    hire_recruits(c, blocks, record.staff, workers);
    hire_natives(c, blocks, record.staff, workers);
    const std::vector<StaffSums> sums = travel(c, blocks, record, workers);
    receive_guests(c, blocks, record.staff);
    visits_of_pools(c, record.staff);
    conclude(c, sums, memory, record.staff);
}

void tell_institutions(const Setup& setup, const StaffRecord& record, InstitutionYear& year) {
    const std::size_t regions = setup.regions();
    year.teachers.assign(regions, 0);
    year.foreign_teachers = year.visits = year.quality_shift = year.teachers;
    year.english_teachers.assign(regions, 1);
    year.room.assign(regions, 1);
    year.reservations.assign(regions, setup.parameters.staff_reservations);
    for (std::size_t r = 0; r < regions; ++r) {
        const StaffOutcome& out = record.outcome[r];
        if (!setup.world->regions[r].home || out.people <= 0) continue;
        year.teachers[r] = out.people;
        year.foreign_teachers[r] = static_cast<double>(over_ranks(record.foreign, r));
        year.visits[r] = out.visits_out;
        year.english_teachers[r] = out.english_capable_share;
        year.room[r] =
            out.english_capable_share > 0 ? out.english_free_share / out.english_capable_share : 0;
        year.reservations[r] = out.reservations;
        year.quality_shift[r] = out.quality_shift;
    }
}

void check_staff(const Setup& setup, const std::vector<StaffBlock>& blocks,
                 const StaffMemory& before, const YearRecord& year) {
    const StaffRecord& record = year.staff;
    check_training(setup, blocks, year);
    std::vector<std::int64_t> counted(setup.regions());
    for (const StaffBlock& block : blocks) {
        for (std::size_t i = 0; i < block.size(); ++i) {
            const bool home = block.post[i] == static_cast<std::uint8_t>(Post::home);
            const bool known = block.post[i] <= static_cast<std::uint8_t>(Post::abroad);
            const bool placed = home ? block.place[i] == kAtHome && !block.recruits
                                     : block.place[i] < setup.regions();
            require(known && placed,
                    fmt::format("academic {} of origin {}, cohort {} is in no single place",
                                block.position[i], block.origin, block.cohort));
            const bool abroad = block.post[i] == static_cast<std::uint8_t>(Post::abroad);
            counted[abroad ? block.place[i] : block.origin] += block.weight;
        }
    }
    if (before.last.empty()) return;  // founders come from nowhere
    for (std::size_t r = 0; r < setup.regions(); ++r) {
        const std::int64_t staff = over_ranks(record.staff, r);
        const std::int64_t in = over_ranks(record.hired, r) + over_ranks(record.returned, r) +
                                over_ranks(record.arrived, r);
        const std::int64_t out = over_ranks(record.retired, r) + over_ranks(record.emigrated, r) +
                                 over_ranks(record.departed, r);
        const auto& code = setup.world->regions[r].code;
        require(counted[r] == staff, "staff counted afresh, " + code);
        require(staff == std::llround(before.last[r].people) + in - out,
                fmt::format("staff of {}: {} = {} + {} - {}", code, staff, before.last[r].people,
                            in, out));
    }
}

}  // namespace keruen
