// SPDX-License-Identifier: MIT
#include "models/staff/visits.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <tuple>

#include "models/purposes.hpp"
#include "models/staff/career.hpp"
#include "sim/kernels/fixed.hpp"
#include "sim/kernels/kernels.hpp"
#include "sim/rounding.hpp"

namespace keruen {

namespace {

constexpr double kNever = -std::numeric_limits<double>::infinity();
constexpr std::size_t kAwards = 1, kFloor = 4;  // items of kStaffSpending

bool is(const StaffBlock& block, std::size_t row, Post post) {
    return block.post[row] == static_cast<std::uint8_t>(post);
}

bool has(const StaffBlock& block, std::size_t row, std::uint8_t trait) {
    return (block.traits[row] & trait) != 0;
}

/// Looks at one block.
class Look {
public:
    Look(const StaffConditions& c, const StaffBlock& block, std::span<const double> hours,
         std::vector<StaffSums>& sums, StaffRecord& tally)
        : c_(c),
          p_(c.parameters()),
          policy_(c.setup->policy->staff),
          block_(block),
          hours_(hours),
          sums_(sums),
          tally_(tally) {}

    Wishes run() {
        for (auto* column : {&row_, &position_}) column->reserve(block_.size());
        for (auto* column : {&load_, &wish_}) column->reserve(block_.size());
        for (std::uint32_t i = 0; i < block_.size(); ++i) {
            const bool abroad = is(block_, i, Post::abroad);
            const std::size_t region = abroad ? block_.place[i] : block_.origin;
            const std::size_t k = rank_in(p_, block_, i, c_.year);
            count(region, k, abroad);
            if (is(block_, i, Post::training)) continue;
            const double own = hours_[region] * load_factor(p_, block_, i, k);
            count_work(i, region, own);
            if (!abroad) add_home(i, k, own);
        }
        if (!row_.empty()) wish();
        return std::move(wishes_);
    }

private:
    void count(std::size_t region, std::size_t k, bool abroad) {
        const std::int64_t w = block_.weight;
        tally_.staff(region, k) += w;
        sums_[region].people += w;
        if (!abroad) return;
        tally_.foreign(region, k) += w;
        if (block_.recruits) return;
        tally_.abroad(block_.origin, k) += w;
        sums_[block_.origin].abroad += w;
    }

    void count_work(std::uint32_t i, std::size_t region, double own) {
        StaffSums& sum = sums_[region];
        const std::int64_t w = block_.weight;
        const bool doubts = rank(block_.doubt[i]) < c_.doubt[region];
        const bool capable = has(block_, i, staff_trait::speaks) && !doubts;
        const bool spare = own + p_.staff_course_hours <= policy_.load_cap(region, c_.t);
        const bool tied = has(block_, i, staff_trait::ties) || is(block_, i, Post::abroad);
        sum.working += w;
        sum.hours += std::llround(own) * w;
        sum.capable += capable ? w : 0;
        sum.free += spare ? w : 0;
        sum.english_free += capable && spare ? w : 0;
        sum.doubting += doubts ? w : 0;
        sum.tied += tied ? w : 0;
    }

    /// Notes what the wish to visit depends on; whoever cannot be spared never goes.
    void add_home(std::uint32_t i, std::size_t k, double own) {
        const std::size_t o = block_.origin;
        const double gap = c_.floor_gap[o * kRanks + k];
        tally_.spending(o, kFloor) += std::llround(gap) * block_.weight;
        const double cap = policy_.load_cap(o, c_.t), spared = policy_.substitution(o, c_.t);
        const bool feasible = own + p_.staff_visit_hours - spared <= cap;
        row_.push_back(i);
        position_.push_back(block_.position[i]);
        load_.push_back(feasible ? std::max(own - spared, 1.0) / cap : 1.0);
        const double ties = has(block_, i, staff_trait::ties) ? p_.staff_visit_ties : 0;
        const double tongue = has(block_, i, staff_trait::speaks) ? p_.staff_visit_language : 0;
        wish_.push_back(feasible ? ties + tongue : kNever);
    }

    DrawKey key(std::uint16_t purpose) const {
        return c_.setup->key(block_.origin, block_.cohort, c_.year, purpose);
    }

    void wish() {
        const std::size_t n = row_.size(), o = block_.origin;
        const double at_cap = fixed_log(p_.staff_visit_rate / (1 - p_.staff_visit_rate));
        kernels().log(n, load_.data(), load_.data());
        for (std::size_t k = 0; k < n; ++k) {
            wish_[k] += at_cap - p_.staff_load_elasticity * load_[k];
        }
        std::vector<std::uint32_t> draw(n), limit(n);
        kernels().draw_list(key(purpose::staff_year), 0, position_.data(), n, nullptr, nullptr,
                            draw.data(), nullptr);
        kernels().logistic_threshold(n, wish_.data(), limit.data());
        for (std::size_t k = 0; k < n; ++k) {
            if (draw[k] < limit[k]) wishes_.visitors.push_back(row_[k]);
        }
        std::vector<std::uint32_t> priority(n);
        if (policy_.visit_grants(o, c_.t) > 0) ask_for_grants(draw, limit, priority);
        if (policy_.language_training(o, c_.t) > 0) ask_for_lessons(priority);
        if (policy_.staff_awards(o, c_.t) > 0) ask_for_awards(priority);
    }

    /// Whoever would go unaided asks too: a grant in the pocket of somebody who goes anyway.
    void ask_for_grants(const std::vector<std::uint32_t>& draw, std::vector<std::uint32_t>& limit,
                        std::vector<std::uint32_t>& priority) {
        const std::size_t n = row_.size();
        const double paid =
            std::min(policy_.visit_grant(block_.origin, c_.t) / p_.staff_visit_cost, 1.0);
        for (double& v : wish_) v += p_.staff_grant_effect * paid;
        kernels().logistic_threshold(n, wish_.data(), limit.data());
        kernels().draw_list(key(purpose::staff_place), 0, position_.data(), n, priority.data(),
                            nullptr, nullptr, nullptr);
        for (std::size_t k = 0; k < n; ++k) {
            if (draw[k] < limit[k]) wishes_.grants.push_back({priority[k], row_[k]});
        }
    }

    /// Those without reservations come first: the lower half of the priorities is theirs.
    void ask_for_lessons(std::vector<std::uint32_t>& priority) {
        const std::size_t n = row_.size();
        kernels().draw_list(key(purpose::staff_place), 0, position_.data(), n, nullptr,
                            priority.data(), nullptr, nullptr);
        for (std::size_t k = 0; k < n; ++k) {
            const std::uint32_t i = row_[k];
            if (has(block_, i, staff_trait::speaks)) continue;
            const bool doubts = rank(block_.doubt[i]) < c_.doubt[block_.origin];
            wishes_.lessons.push_back({priority[k] / 2 + (doubts ? 0x80000000U : 0U), i});
        }
    }

    void ask_for_awards(std::vector<std::uint32_t>& priority) {
        const std::size_t n = row_.size();
        kernels().draw_list(key(purpose::staff_place), 0, position_.data(), n, nullptr, nullptr,
                            priority.data(), nullptr);
        for (std::size_t k = 0; k < n; ++k) {
            const std::uint32_t i = row_[k];
            if (!has(block_, i, staff_trait::speaks) || block_.bond[i] > 0) continue;
            wishes_.awards.push_back({priority[k], i});
        }
    }

    const StaffConditions& c_;
    const Parameters& p_;
    const StaffPolicy& policy_;
    const StaffBlock& block_;
    std::span<const double> hours_;
    std::vector<StaffSums>& sums_;
    StaffRecord& tally_;
    Wishes wishes_;
    std::vector<std::uint32_t> row_, position_;  // of those who work at home
    std::vector<double> load_, wish_;            // hours over the cap; logit of the wish
};

/// Utility of a region for a short stay, to somebody who does or does not speak.
double stay_utility(const StaffConditions& c, std::size_t o, std::size_t h, bool speaks) {
    const World& world = *c.setup->world;
    const Parameters& p = c.parameters();
    return c.pull(o, h) + c.log_size[h] + p.staff_development_effect * world.quality(h, c.t) +
           (speaks ? p.choose_speaks * (1 - world.language(o, h)) : 0);
}

std::vector<RegionIndex> stays(const StaffConditions& c, const StaffBlock& block,
                               std::span<const std::uint32_t> rows) {
    return best_regions(c, block, rows, Taste::visit, kNever,
                        [&](std::uint32_t row, std::size_t h) {
                            const bool speaks = has(block, row, staff_trait::speaks);
                            return stay_utility(c, block.origin, h, speaks);
                        });
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

std::vector<double> mean_hours(const StaffConditions& c, const std::vector<StaffBlock>& blocks,
                               Workers& workers) {
    constexpr double kUnit = 1 << 20;  // factors are summed as integers
    const std::size_t regions = c.setup->regions();
    std::vector<std::vector<std::int64_t>> part(blocks.size());
    workers.for_each_index(blocks.size(), [&](std::size_t b) {
        const StaffBlock& block = blocks[b];
        part[b].resize(regions);
        for (std::size_t i = 0; i < block.size(); ++i) {
            if (is(block, i, Post::training)) continue;
            const std::size_t k = rank_in(c.parameters(), block, i, c.year);
            const double factor = load_factor(c.parameters(), block, i, k);
            part[b][is(block, i, Post::abroad) ? block.place[i] : block.origin] +=
                std::llround(factor * kUnit) * block.weight;
        }
    });
    std::vector<double> hours;
    for (std::size_t r = 0; r < regions; ++r) {
        const double norm = c.setup->policy->staff.contact_hours(r, c.t);
        std::int64_t shares = 0;
        for (const auto& sum : part) shares += sum[r];
        const double each =
            c.hours[r] * kUnit / static_cast<double>(std::max<std::int64_t>(shares, 1));
        hours.push_back(c.simulated(r) ? std::clamp(each, 0.25 * norm, 3 * norm) : norm);
    }
    return hours;
}

Wishes look_at_staff(const StaffConditions& c, const StaffBlock& block,
                     std::span<const double> hours, std::vector<StaffSums>& sums,
                     StaffRecord& tally) {
    return Look(c, block, hours, sums, tally).run();
}

std::vector<std::vector<std::uint32_t>> serve(const std::vector<StaffBlock>& blocks,
                                              const std::vector<Wishes>& wishes,
                                              std::vector<Request> Wishes::*kind,
                                              std::span<const std::int64_t> places,
                                              std::vector<std::int64_t>& served) {
    struct Asker {
        std::uint32_t priority, block, row;
    };
    std::vector<std::vector<Asker>> askers(places.size());
    for (std::uint32_t b = 0; b < blocks.size(); ++b) {
        for (const Request& request : wishes[b].*kind) {
            askers[blocks[b].origin].push_back({request.priority, b, request.row});
        }
    }
    std::vector<std::vector<std::uint32_t>> rows(blocks.size());
    for (std::size_t r = 0; r < places.size(); ++r) {
        std::sort(askers[r].begin(), askers[r].end(), [](const Asker& a, const Asker& b) {
            return std::tie(a.priority, a.block, a.row) < std::tie(b.priority, b.block, b.row);
        });
        for (const Asker& asker : askers[r]) {
            if (served[r] >= places[r]) break;
            served[r] += blocks[asker.block].weight;
            rows[asker.block].push_back(asker.row);
        }
    }
    for (auto& list : rows) std::sort(list.begin(), list.end());
    return rows;
}

void carry_out(const StaffConditions& c, StaffBlock& block, const Served& served,
               StaffRecord& tally) {
    const auto& [visitors, learners, awarded] = served;
    const StaffPolicy& policy = c.setup->policy->staff;
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
    const auto trained_at = stays(c, block, awarded);
    const std::int64_t stipend = std::llround(policy.staff_stipend(o, c.t));
    for (std::size_t k = 0; k < awarded.size(); ++k) {
        if (trained_at[k] == kAtHome) continue;
        const std::uint32_t i = awarded[k];
        block.post[i] = static_cast<std::uint8_t>(Post::training);
        block.place[i] = trained_at[k];
        block.bond[i] = static_cast<std::uint8_t>(std::llround(policy.staff_bond(o, c.t)));
        block.traits[i] |= staff_trait::ties;
        tally.away[o] += block.weight;
        tally.spending(o, kAwards) += stipend * block.weight;
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
