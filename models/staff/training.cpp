// SPDX-License-Identifier: MIT
#include "models/staff/training.hpp"

#include <algorithm>
#include <cmath>

#include "models/options.hpp"
#include "models/purposes.hpp"
#include "models/staff/visits.hpp"
#include "sim/kernels/kernels.hpp"

namespace keruen {

namespace {

std::size_t speaks(const StaffBlock& block, std::size_t row) {
    return (block.traits[row] & staff_trait::speaks) != 0 ? 1 : 0;
}

/// One programme in one year.
class Award {
public:
    Award(const StaffConditions& c, std::size_t q)
        : c_(c),
          q_(q),
          programme_(c.setup->policy->programmes[q]),
          lot_(option_code("", draws_of(programme_))),
          hosts_(c.setup->regions()) {
        const Policy& policy = *c.setup->policy;
        for (std::size_t o = 0; o < hosts_.size(); ++o) {
            if (!programme_.origins[o] || !c.simulated(o)) continue;
            hosts_[o] =
                HostTable(2, hosts_.size(), 1, kNever, [&](std::size_t kind, std::size_t h) {
                    const bool open = programme_.hosts[h] && belong(policy, programme_, o, h, c.t);
                    return open ? stay_utility(c, o, h, kind != 0) : kNever;
                });
        }
    }

    void give(std::vector<StaffBlock>& blocks, std::vector<std::vector<std::uint32_t>>& rows,
              YearRecord& record) const {
        std::vector<Asker> askers;
        std::int64_t people = 0;
        for (std::uint32_t b = 0; b < blocks.size(); ++b) {
            const std::size_t before = askers.size();
            ask(blocks[b], b, askers);
            people += static_cast<std::int64_t>(askers.size() - before) * blocks[b].weight;
        }
        record.demand[q_] = record.capacity_demand[q_] = people;
        record.awards[q_] = keep_served(askers, blocks, std::llround(programme_.places[c_.t]));
        record.holders[q_] = record.awards[q_];
        for (const Asker& asker : askers) {
            send(blocks[asker.block], asker.row, record);
            rows[asker.block].push_back(asker.row);
        }
    }

private:
    bool qualifies(const StaffBlock& block, std::size_t row) const {
        return block.post[row] == static_cast<std::uint8_t>(Post::home) && block.bond[row] == 0 &&
               (speaks(block, row) != 0 || !programme_.foreign_language) &&
               (programme_.fields >> block.field[row] & 1U) != 0 &&
               hosts_[block.origin].going(speaks(block, row)) > 0;
    }

    void ask(const StaffBlock& block, std::uint32_t b, std::vector<Asker>& askers) const {
        if (block.recruits || !programme_.origins[block.origin]) return;
        std::vector<std::uint32_t> row, position;
        for (std::uint32_t i = 0; i < block.size(); ++i) {
            if (!qualifies(block, i)) continue;
            row.push_back(i);
            position.push_back(block.position[i]);
        }
        std::vector<std::uint32_t> priority(row.size());
        kernels().draw_list(
            c_.setup->key(block.origin, block.cohort, c_.year, purpose::staff_award, lot_), 0,
            position.data(), position.size(), priority.data(), nullptr, nullptr, nullptr);
        for (std::size_t k = 0; k < row.size(); ++k) askers.push_back({priority[k], b, row[k]});
    }

    void send(StaffBlock& block, std::size_t row, YearRecord& record) const {
        const DrawKey key = c_.setup->key(block.origin, block.cohort, c_.year, purpose::staff_host);
        const RegionIndex host =
            hosts_[block.origin].host(speaks(block, row), draw(key, block.position[row])[1]);
        block.post[row] = static_cast<std::uint8_t>(Post::training);
        block.place[row] = host;
        block.bond[row] = static_cast<std::uint8_t>(std::llround(programme_.bond_years[c_.t]));
        block.traits[row] |= staff_trait::ties;
        record.staff.away[block.origin] += block.weight;
        record.training(q_, host) += block.weight;
    }

    const StaffConditions& c_;
    std::size_t q_;
    const Programme& programme_;
    std::uint16_t lot_;             // index of its draws: no programme's lots hang on another's
    std::vector<HostTable> hosts_;  // [origin] 1: speaks; where to
};

}  // namespace

std::vector<std::vector<std::uint32_t>> train_abroad(const StaffConditions& c,
                                                     std::vector<StaffBlock>& blocks,
                                                     YearRecord& record) {
    std::vector<std::vector<std::uint32_t>> rows(blocks.size());
    const std::vector<Programme>& programmes = c.setup->policy->programmes;
    for (std::size_t q = 0; q < programmes.size(); ++q) {
        if (programmes[q].kind != ProgrammeKind::staff || !(programmes[q].places[c.t] > 0))
            continue;
        Award(c, q).give(blocks, rows, record);
    }
    for (auto& list : rows) std::sort(list.begin(), list.end());
    return rows;
}

}  // namespace keruen
