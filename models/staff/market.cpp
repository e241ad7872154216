// SPDX-License-Identifier: MIT
#include "models/staff/market.hpp"

#include <algorithm>
#include <cmath>
#include <tuple>

#include "models/purposes.hpp"
#include "models/staff/career.hpp"
#include "sim/kernels/fixed.hpp"
#include "sim/kernels/kernels.hpp"

namespace keruen {

namespace {

std::uint8_t byte(Post post) {
    return static_cast<std::uint8_t>(post);
}

double logit(double share) {
    return fixed_log(share / (1 - share));
}

double logistic(double v) {
    return 1 / (1 + fixed_exp(-v));
}

/// One block's year.
class Moves {
public:
    Moves(const StaffConditions& c, StaffBlock& block, StaffRecord& tally)
        : c_(c), p_(c.parameters()), block_(block), tally_(tally), keep_(block.size(), 1) {}

    void run() {
        const std::size_t n = block_.size();
        for (auto& bits : lane_) bits.resize(n);
        kernels().draw_list(
            c_.setup->key(block_.origin, block_.cohort, c_.year, purpose::staff_year), 0,
            block_.position.data(), n, lane_[0].data(), lane_[1].data(), nullptr, lane_[2].data());
        const HostTable& hosts = c_.emigration[block_.origin];
        const std::uint64_t search = threshold(p_.staff_search);
        const std::uint64_t defaults = threshold(p_.settle_bond_default);
        std::vector<std::uint32_t> leavers;
        for (std::uint32_t i = 0; i < n; ++i) {
            if (age_in(block_, i, c_.year) >= p_.staff_retirement) {
                drop(i, tally_.retired);
                continue;
            }
            if (block_.post[i] == byte(Post::training)) end_training(i, defaults);
            if (block_.post[i] == byte(Post::abroad)) {
                come_back(i);
                continue;
            }
            const bool free = block_.bond[i] == 0 || lane_[2][i] < defaults;
            if (block_.bond[i] > 0) --block_.bond[i];
            if (!free || lane_[0][i] >= search) continue;
            if (lane_[0][i] < hosts.going(post_kind(block_.traits[i], rank(i)))) {
                leavers.push_back(i);
            }
        }
        emigrate(leavers);
        if (std::count(keep_.begin(), keep_.end(), 0) > 0) keep_rows(block_, keep_);
    }

private:
    std::size_t rank(std::uint32_t i) const { return c_.careers.rank(block_, i, c_.year); }

    std::size_t where_employed(std::uint32_t i) const {
        return block_.post[i] == byte(Post::abroad) ? block_.place[i] : block_.origin;
    }

    void drop(std::uint32_t i, RankCount& why) {
        why(where_employed(i), rank(i)) += block_.weight;
        keep_[i] = 0;
    }

    void leave_for(std::uint32_t i, RegionIndex host) {
        const std::size_t k = rank(i);
        tally_.emigrated(block_.origin, k) += block_.weight;
        tally_.arrived(host, k) += block_.weight;
        tally_.moves(block_.origin, host) += block_.weight;
        block_.post[i] = byte(Post::abroad);
        block_.place[i] = host;
    }

    /// A bond brings them home but for the few who break it; without one they stay as graduates do.
    void end_training(std::uint32_t i, std::uint64_t defaults) {
        const RegionIndex host = block_.place[i];
        const std::uint64_t stays =
            block_.bond[i] > 0 ? defaults : threshold(c_.stays(block_.origin, host));
        if (lane_[2][i] < stays && host != block_.origin) {
            leave_for(i, host);
            return;
        }
        block_.post[i] = byte(Post::home);
        block_.place[i] = kAtHome;
    }

    /// Recruits leave the region and the model, natives of a region may return to it, the sooner
    /// the more a salary floor lifts their pay there.
    void come_back(std::uint32_t i) {
        const std::size_t host = block_.place[i], o = block_.origin, k = rank(i);
        if (block_.recruits) {
            if (lane_[1][i] < threshold(p_.staff_foreign_leave)) drop(i, tally_.departed);
            return;
        }
        const bool paid = (block_.traits[i] & staff_trait::salary) != 0;
        const double lift = paid ? c_.log_pay(o, k) - c_.log_free_pay(o, k) : 0;
        const double v = logit(p_.staff_return_hazard) + p_.staff_pay_effect * lift;
        if (lane_[1][i] >= threshold(logistic(v))) return;
        tally_.departed(host, k) += block_.weight;
        tally_.returned(o, k) += block_.weight;
        block_.post[i] = byte(Post::home);
        block_.place[i] = kAtHome;
        block_.traits[i] |= staff_trait::ties;
    }

    void emigrate(const std::vector<std::uint32_t>& leavers) {
        const DrawKey key =
            c_.setup->key(block_.origin, block_.cohort, c_.year, purpose::staff_host);
        for (const std::uint32_t i : leavers) {
            const std::size_t kind = post_kind(block_.traits[i], rank(i));
            const std::uint32_t bits = draw(key, block_.position[i])[0];
            leave_for(i, c_.emigration[block_.origin].host(kind, bits));
        }
    }

    const StaffConditions& c_;
    const Parameters& p_;
    StaffBlock& block_;
    StaffRecord& tally_;
    std::vector<std::uint8_t> keep_;
    std::vector<std::uint32_t> lane_[3];  // looks abroad; returns or departs; breaks a bond
};

std::vector<std::int64_t> employed(const std::vector<StaffBlock>& blocks, std::size_t regions) {
    std::vector<std::int64_t> people(regions);
    for (const StaffBlock& block : blocks) {
        for (std::size_t i = 0; i < block.size(); ++i) {
            const bool abroad = block.post[i] == byte(Post::abroad);
            people[abroad ? block.place[i] : block.origin] += block.weight;
        }
    }
    return people;
}

/// Those of the pool of one origin who apply somewhere, and where.
struct Pool {
    Candidates candidates;
    std::vector<RegionIndex> applies_to;
};

/// ln of what regions offer to foreigners, in constant-2017 money of the host; -inf: no posts.
std::vector<double> offers(const StaffConditions& c) {
    const StaffPolicy& policy = c.setup->policy->staff;
    std::vector<double> offered;
    for (std::size_t h = 0; h < c.setup->regions(); ++h) {
        const double pay = policy.foreign_pay(h, c.t) * c.setup->world->real_rate(h, c.t);
        const bool any = pay > 0 && policy.foreign_posts(h, c.t) > 0;
        offered.push_back(any ? fixed_log(pay) : kNever);
    }
    return offered;
}

Pool apply_abroad(const StaffConditions& c, std::size_t origin,
                  const std::vector<double>& offered) {
    const HostTable hosts(kPostKinds, c.setup->regions(), 1, c.parameters().staff_home,
                          [&](std::size_t kind, std::size_t h) {
                              if (h == origin || offered[h] == kNever) return kNever;
                              return post_utility(c, origin,
                                                  static_cast<std::uint8_t>(kind / kRanks),
                                                  kind % kRanks, h, offered[h]);
                          });
    std::uint64_t most = 0;  // nobody with a draw above it applies, whoever it is
    for (std::size_t kind = 0; kind < kPostKinds; ++kind) most = std::max(most, hosts.going(kind));
    const std::size_t n = recruit_rows(*c.setup);
    std::vector<std::uint32_t> looks(n), where(n), drawn, positions;
    const auto key = [&](std::uint16_t purpose) {
        return c.setup->key(origin, c.year, c.year, purpose);
    };
    kernels().draw_range(key(purpose::staff_year), kRecruitPosition, n, looks.data(), nullptr,
                         nullptr, nullptr);
    for (std::uint32_t i = 0; i < n; ++i) {
        if (looks[i] >= most) continue;
        drawn.push_back(looks[i]);
        positions.push_back(kRecruitPosition + i);
    }
    Pool pool{recruit_candidates(*c.setup, origin, c.year, positions), {}};
    const StaffBlock& block = pool.candidates.block;
    kernels().draw_list(key(purpose::staff_host), 0, positions.data(), positions.size(),
                        where.data(), nullptr, nullptr, nullptr);
    for (std::size_t i = 0; i < block.size(); ++i) {
        const std::size_t kind = post_kind(block.traits[i], c.careers.rank(block, i, c.year));
        const bool applies = drawn[i] < hosts.going(kind);
        pool.applies_to.push_back(applies ? hosts.host(kind, where[i]) : kAtHome);
    }
    return pool;
}

}  // namespace

void move_staff(const StaffConditions& c, StaffBlock& block, StaffRecord& tally) {
    Moves(c, block, tally).run();
}

void hire_natives(const StaffConditions& c, std::vector<StaffBlock>& blocks, StaffRecord& record,
                  Workers& workers) {
    const std::size_t regions = c.setup->regions();
    const std::vector<std::int64_t> now = employed(blocks, regions);
    std::vector<StaffBlock> hired(regions);
    workers.for_each_index(regions, [&](std::size_t r) {
        if (!c.simulated(r) || c.posts[r] <= now[r]) return;
        const auto vacant =
            static_cast<std::size_t>((c.posts[r] - now[r]) / staff_weight(*c.setup, r));
        hired[r] = native_hires(*c.setup, r, c.year, vacant);
    });
    for (std::size_t r = 0; r < regions; ++r) {
        if (!c.simulated(r)) continue;
        for (std::size_t i = 0; i < hired[r].size(); ++i) {
            record.hired(r, c.careers.rank(hired[r], i, c.year)) += hired[r].weight;
        }
        const auto people = static_cast<std::int64_t>(hired[r].size()) * hired[r].weight;
        record.vacancies[r] = std::max<std::int64_t>(c.posts[r] - now[r] - people, 0);
        if (hired[r].size() > 0) blocks.push_back(std::move(hired[r]));
    }
}

void hire_recruits(const StaffConditions& c, std::vector<StaffBlock>& blocks, StaffRecord& record,
                   Workers& workers) {
    const std::size_t regions = c.setup->regions();
    std::vector<std::int64_t> left(regions);
    for (std::size_t h = 0; h < regions; ++h) {
        left[h] = std::llround(c.setup->policy->staff.foreign_posts(h, c.t));
    }
    if (std::count(left.begin(), left.end(), 0) == static_cast<std::ptrdiff_t>(regions)) return;
    std::vector<Pool> pools(regions);
    const std::vector<double> offered = offers(c);
    workers.for_each_index(regions, [&](std::size_t o) { pools[o] = apply_abroad(c, o, offered); });
    struct Applicant {
        std::uint32_t priority, origin, row;
        bool operator<(const Applicant& b) const {
            return std::tie(priority, origin, row) < std::tie(b.priority, b.origin, b.row);
        }
    };
    std::vector<Applicant> applicants;
    for (std::uint32_t o = 0; o < regions; ++o) {
        for (std::uint32_t i = 0; i < pools[o].applies_to.size(); ++i) {
            if (pools[o].applies_to[i] == kAtHome) continue;
            applicants.push_back({pools[o].candidates.priority[i], o, i});
        }
    }
    std::sort(applicants.begin(), applicants.end());
    std::vector<std::vector<std::uint8_t>> hired(regions);
    for (std::size_t o = 0; o < regions; ++o) hired[o].assign(pools[o].applies_to.size(), 0);
    for (const Applicant& a : applicants) {
        const RegionIndex host = pools[a.origin].applies_to[a.row];
        StaffBlock& block = pools[a.origin].candidates.block;
        if (left[host] <= 0) continue;
        left[host] -= block.weight;
        hired[a.origin][a.row] = 1;
        block.post[a.row] = byte(Post::abroad);
        block.place[a.row] = host;
        const std::size_t k = c.careers.rank(block, a.row, c.year);
        record.arrived(host, k) += block.weight;
        record.moves(a.origin, host) += block.weight;
    }
    for (std::size_t o = 0; o < regions; ++o) {
        keep_rows(pools[o].candidates.block, hired[o]);
        if (pools[o].candidates.block.size() > 0) {
            blocks.push_back(std::move(pools[o].candidates.block));
        }
    }
}

}  // namespace keruen
