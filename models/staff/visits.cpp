// SPDX-License-Identifier: MIT
#include "models/staff/visits.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <tuple>

#include "models/purposes.hpp"
#include "models/staff/career.hpp"
#include "sim/kernels/fixed.hpp"
#include "sim/kernels/kernels.hpp"
#include "sim/rounding.hpp"

namespace keruen {

namespace {

bool is(const StaffBlock& block, std::size_t row, Post post) {
    return block.post[row] == static_cast<std::uint8_t>(post);
}

bool has(const StaffBlock& block, std::size_t row, std::uint8_t trait) {
    return (block.traits[row] & trait) != 0;
}

/// Rows of a block with their positions.
struct Listed {
    std::vector<std::uint32_t> row, position;
    void reserve(std::size_t n) {
        row.reserve(n);
        position.reserve(n);
    }
    void add(const StaffBlock& block, std::uint32_t i) {
        row.push_back(i);
        position.push_back(block.position[i]);
    }
};

/// Looks at one block.
class Look {
public:
    Look(const StaffConditions& c, const StaffBlock& block, const Workload& load,
         std::vector<StaffSums>& sums, StaffRecord& tally)
        : c_(c),
          p_(c.parameters()),
          policy_(c.setup->policy->staff),
          block_(block),
          load_(load),
          sums_(sums),
          tally_(tally),
          lessons_(policy_.teacher_training(block.origin, c.t) > 0) {
        if (block.recruits) return;
        spared_.reserve(block.size());
        kind_.reserve(block.size());
    }

    Wishes run() {
        for (std::uint32_t i = 0; i < block_.size(); ++i) {
            const std::size_t k = c_.careers.rank(block_, i, c_.year);
            if (is(block_, i, Post::abroad)) {
                count_abroad(i, k);
                continue;
            }
            ++rank_rows_[k];
            if (is(block_, i, Post::home)) look_at_home(i, k);
        }
        count_home();
        wish_to_visit();
        ask_for_lessons();
        return std::move(wishes_);
    }

private:
    bool doubts(std::uint32_t i, std::size_t region) const {
        return block_.doubt[i] < load_.doubt_below[region];
    }

    void count_abroad(std::uint32_t i, std::size_t k) {
        const std::size_t region = block_.place[i];
        const std::int64_t w = block_.weight;
        tally_.staff(region, k) += w;
        tally_.foreign(region, k) += w;
        if (!block_.recruits) {
            tally_.abroad(block_.origin, k) += w;
            sums_[block_.origin].abroad += w;
        }
        const double own =
            load_.hours[region] * c_.careers.load[k][block_.spread[i]] / CareerTable::kLoadUnit;
        const bool capable = has(block_, i, staff_trait::speaks) && !doubts(i, region);
        const bool spare = own + p_.staff_course_hours <= policy_.load_cap(region, c_.t);
        StaffSums& sum = sums_[region];
        sum.people += w;
        sum.working += w;
        sum.hours += std::llround(own) * w;
        sum.capable += capable ? w : 0;
        sum.free += spare ? w : 0;
        sum.english_free += capable && spare ? w : 0;
        sum.doubting += doubts(i, region) ? w : 0;
        sum.tied += w;
    }

    void look_at_home(std::uint32_t i, std::size_t k) {
        const LoadTable& table = load_.home[block_.origin];
        const std::size_t at = k * 256 + block_.spread[i];
        const std::uint8_t traits = block_.traits[i];
        const bool speaks = (traits & staff_trait::speaks) != 0;
        const bool doubting = doubts(i, block_.origin), spare = table.spare[at] != 0;
        const bool capable = speaks && !doubting;
        ++work_rows_[k];
        home_.hours += table.hours[at];
        home_.capable += static_cast<int>(capable);
        home_.free += static_cast<int>(spare);
        home_.english_free += static_cast<int>(capable && spare);
        home_.doubting += static_cast<int>(doubting);
        home_.tied += static_cast<int>((traits & staff_trait::ties) != 0);
        const std::size_t kind = visit_kind(k, block_.spread[i], traits);
        if (table.unaided[kind] > 0) {
            spared_.add(block_, i);
            kind_.push_back(static_cast<std::uint32_t>(kind));
        }
        if (lessons_ && !speaks) learners_.add(block_, i);
    }

    /// From rows to people.
    void count_home() {
        const std::size_t o = block_.origin;
        const std::int64_t w = block_.weight;
        for (std::size_t k = 0; k < kRanks; ++k) {
            tally_.staff(o, k) += rank_rows_[k] * w;
            tally_.spending(o, staff_item::salary_floor) +=
                c_.floor_gap[o * kRanks + k] * work_rows_[k] * w;
            home_.people += rank_rows_[k];
            home_.working += work_rows_[k];
        }
        StaffSums people = home_;
        for (std::int64_t* count :
             {&people.people, &people.working, &people.hours, &people.capable, &people.free,
              &people.english_free, &people.doubting, &people.tied}) {
            *count *= w;
        }
        sums_[o] += people;
    }

    std::vector<std::uint32_t> draws(std::uint16_t purpose, const Listed& list, std::size_t lane) {
        std::vector<std::uint32_t> bits(list.row.size());
        const auto at = [&](std::size_t l) { return l == lane ? bits.data() : nullptr; };
        kernels().draw_list(c_.setup->key(block_.origin, block_.cohort, c_.year, purpose), 0,
                            list.position.data(), bits.size(), at(0), at(1), at(2), at(3));
        return bits;
    }

    /// Whoever would go unaided asks for a grant too: it goes to some who go anyway.
    void wish_to_visit() {
        if (spared_.row.empty()) return;
        const LoadTable& visits = load_.home[block_.origin];
        const std::vector<std::uint32_t> draw = draws(purpose::staff_year, spared_, 2);
        Listed asking;
        for (std::size_t k = 0; k < draw.size(); ++k) {
            if (draw[k] < visits.unaided[kind_[k]]) wishes_.visitors.push_back(spared_.row[k]);
            if (visits.granted.empty() || draw[k] >= visits.granted[kind_[k]]) continue;
            asking.add(block_, spared_.row[k]);
        }
        const std::vector<std::uint32_t> priority = draws(purpose::staff_place, asking, 0);
        for (std::size_t k = 0; k < priority.size(); ++k) {
            wishes_.grants.push_back({priority[k], asking.row[k]});
        }
    }

    /// Those without reservations come first: the lower half of the priorities is theirs.
    void ask_for_lessons() {
        const std::vector<std::uint32_t> priority = draws(purpose::staff_place, learners_, 1);
        for (std::size_t k = 0; k < priority.size(); ++k) {
            const std::uint32_t i = learners_.row[k];
            const bool doubts = rank(block_.doubt[i]) < c_.doubt[block_.origin];
            wishes_.lessons.push_back({priority[k] / 2 + (doubts ? 0x80000000U : 0U), i});
        }
    }

    const StaffConditions& c_;
    const Parameters& p_;
    const StaffPolicy& policy_;
    const StaffBlock& block_;
    const Workload& load_;
    std::vector<StaffSums>& sums_;
    StaffRecord& tally_;
    bool lessons_;  // there are places
    Wishes wishes_;
    Listed spared_, learners_;         // spared: could go on a visit
    std::vector<std::uint32_t> kind_;  // of the spared
    StaffSums home_;                   // rows at home
    std::array<std::int64_t, kRanks> rank_rows_{}, work_rows_{};
};

LoadTable load_table(const StaffConditions& c, std::size_t o, double mean_hours) {
    const Parameters& p = c.parameters();
    const StaffPolicy& policy = c.setup->policy->staff;
    const double cap = policy.load_cap(o, c.t), spared = policy.substitution(o, c.t);
    const double at_cap = fixed_log(p.staff_visit_rate / (1 - p.staff_visit_rate));
    const std::size_t n = kRanks * 256, kinds = 4 * n;
    LoadTable table{std::vector<std::int64_t>(n),
                    std::vector<std::uint8_t>(n),
                    std::vector<std::uint32_t>(kinds),
                    {}};
    std::vector<double> ratio(n, 1), wish(kinds, kNever);
    std::vector<std::uint8_t> feasible(n);
    for (std::size_t k = 0; k < n; ++k) {
        const double own = mean_hours * c.careers.load[k / 256][k % 256] / CareerTable::kLoadUnit;
        table.hours[k] = std::llround(own);
        table.spare[k] = own + p.staff_course_hours <= cap;
        feasible[k] = own + p.staff_visit_hours - spared <= cap;
        if (feasible[k] != 0) ratio[k] = std::max(own - spared, 1.0) / cap;
    }
    kernels().log(n, ratio.data(), ratio.data());
    for (std::size_t kind = 0; kind < kinds; ++kind) {
        if (feasible[kind / 4] == 0) continue;
        wish[kind] = at_cap - p.staff_load_elasticity * ratio[kind / 4] +
                     ((kind & staff_trait::ties) != 0 ? p.staff_visit_ties : 0) +
                     ((kind & staff_trait::speaks) != 0 ? p.staff_visit_language : 0);
    }
    kernels().logistic_threshold(kinds, wish.data(), table.unaided.data());
    if (policy.visit_grants(o, c.t) <= 0) return table;
    const double paid = std::min(policy.visit_grant(o, c.t) / p.staff_visit_cost, 1.0);
    for (double& v : wish) v += p.staff_grant_effect * paid;
    table.granted.resize(kinds);
    kernels().logistic_threshold(kinds, wish.data(), table.granted.data());
    return table;
}

/// Reservations are ranks of a byte: those below this have them.
int doubt_below(double share) {
    int byte = 0;
    while (byte < 256 && rank(static_cast<std::uint8_t>(byte)) < share) ++byte;
    return byte;
}

/// Regions where the listed rows spend a short time.
std::vector<RegionIndex> stays(const StaffConditions& c, const StaffBlock& block,
                               std::span<const std::uint32_t> rows) {
    std::vector<std::uint32_t> position, bits(rows.size());
    for (const std::uint32_t row : rows) position.push_back(block.position[row]);
    const DrawKey key = c.setup->key(block.origin, block.cohort, c.year, purpose::staff_host);
    kernels().draw_list(key, 0, position.data(), bits.size(), nullptr, bits.data(), nullptr,
                        nullptr);
    std::vector<RegionIndex> hosts;
    for (std::size_t k = 0; k < bits.size(); ++k) {
        const bool speaks = has(block, rows[k], staff_trait::speaks);
        hosts.push_back(c.visiting[block.origin].host(speaks ? 1 : 0, bits[k]));
    }
    return hosts;
}

}  // namespace

StaffSums& StaffSums::operator+=(const StaffSums& b) {
    people += b.people;
    working += b.working;
    hours += b.hours;
    capable += b.capable;
    free += b.free;
    english_free += b.english_free;
    doubting += b.doubting;
    tied += b.tied;
    abroad += b.abroad;
    return *this;
}

Workload workload(const StaffConditions& c, const std::vector<StaffBlock>& blocks,
                  Workers& workers) {
    const std::size_t regions = c.setup->regions();
    std::vector<std::vector<std::int64_t>> part(blocks.size());
    workers.for_each_index(blocks.size(), [&](std::size_t b) {
        const StaffBlock& block = blocks[b];
        part[b].resize(regions);
        for (std::size_t i = 0; i < block.size(); ++i) {
            if (is(block, i, Post::training)) continue;
            const std::size_t k = c.careers.rank(block, i, c.year);
            part[b][is(block, i, Post::abroad) ? block.place[i] : block.origin] +=
                std::int64_t{c.careers.load[k][block.spread[i]]} * block.weight;
        }
    });
    Workload load;
    for (std::size_t r = 0; r < regions; ++r) {
        const double norm = c.setup->policy->staff.contact_hours(r, c.t);
        std::int64_t shares = 0;
        for (const auto& sum : part) shares += sum[r];
        const double each = c.hours[r] * CareerTable::kLoadUnit /
                            static_cast<double>(std::max<std::int64_t>(shares, 1));
        load.hours.push_back(c.simulated(r) ? std::clamp(each, 0.25 * norm, 3 * norm) : norm);
        load.home.push_back(c.simulated(r) ? load_table(c, r, load.hours[r]) : LoadTable{});
        load.doubt_below.push_back(doubt_below(c.doubt[r]));
    }
    return load;
}

Wishes look_at_staff(const StaffConditions& c, const StaffBlock& block, const Workload& load,
                     std::vector<StaffSums>& sums, StaffRecord& tally) {
    return Look(c, block, load, sums, tally).run();
}

std::int64_t keep_served(std::vector<Asker>& askers, const std::vector<StaffBlock>& blocks,
                         std::int64_t places) {
    // Everybody counts for one person or more: no more of them can be served than places.
    const auto most = static_cast<std::ptrdiff_t>(
        std::min(askers.size(), static_cast<std::size_t>(std::max<std::int64_t>(places, 0))));
    std::partial_sort(
        askers.begin(), askers.begin() + most, askers.end(), [](const Asker& a, const Asker& b) {
            return std::tie(a.priority, a.block, a.row) < std::tie(b.priority, b.block, b.row);
        });
    std::int64_t served = 0;
    std::size_t n = 0;
    for (; n < static_cast<std::size_t>(most) && served < places; ++n) {
        served += blocks[askers[n].block].weight;
    }
    askers.resize(n);
    return served;
}

std::vector<std::vector<std::uint32_t>> serve(const std::vector<StaffBlock>& blocks,
                                              const std::vector<Wishes>& wishes,
                                              std::vector<Request> Wishes::*kind,
                                              std::span<const std::int64_t> places,
                                              std::vector<std::int64_t>& served) {
    std::vector<std::vector<Asker>> askers(places.size());
    for (std::uint32_t b = 0; b < blocks.size(); ++b) {
        for (const Request& request : wishes[b].*kind) {
            askers[blocks[b].origin].push_back({request.priority, b, request.row});
        }
    }
    std::vector<std::vector<std::uint32_t>> rows(blocks.size());
    for (std::size_t r = 0; r < places.size(); ++r) {
        served[r] += keep_served(askers[r], blocks, places[r]);
        for (const Asker& asker : askers[r]) rows[asker.block].push_back(asker.row);
    }
    for (auto& list : rows) std::sort(list.begin(), list.end());
    return rows;
}

void carry_out(const StaffConditions& c, StaffBlock& block, const Served& served,
               StaffRecord& tally) {
    const auto& [visitors, learners] = served;
    const std::size_t o = block.origin;
    const auto hosts = stays(c, block, visitors);
    for (std::size_t k = 0; k < visitors.size(); ++k) {
        if (hosts[k] == kAtHome) continue;
        tally.visits(o, hosts[k]) += block.weight;
        block.traits[visitors[k]] |= staff_trait::ties;
    }
    for (const std::uint32_t i : learners) {
        const DrawKey key = c.setup->key(block.origin, block.cohort, c.year, purpose::staff_place);
        if (draw(key, block.position[i])[3] >= threshold(c.parameters().staff_training_success)) {
            continue;
        }
        block.traits[i] |= staff_trait::speaks;
        tally.trained[o] += block.weight;
    }
}

void visits_of_pools(const StaffConditions& c, StaffRecord& record) {
    const std::size_t regions = c.setup->regions();
    for (std::size_t o = 0; o < regions; ++o) {
        if (c.simulated(o)) continue;
        std::vector<double> share(regions);
        for (std::size_t h = 0; h < regions; ++h) {
            if (c.pull(o, h) > kNever) share[h] = fixed_exp(stay_utility(c, o, h, false));
        }
        if (std::count(share.begin(), share.end(), 0.0) == static_cast<std::ptrdiff_t>(regions)) {
            continue;
        }
        const double visits = c.parameters().staff_visit_rate * c.setup->world->staff(o, c.t);
        const auto people = largest_remainder(share, std::llround(visits));
        for (std::size_t h = 0; h < regions; ++h) record.visits(o, h) += people[h];
    }
}

}  // namespace keruen
