// SPDX-License-Identifier: MIT
#include "models/phases/place.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <utility>

#include "models/clearing/clearing.hpp"
#include "models/phases/consider.hpp"
#include "models/purposes.hpp"
#include "sim/kernels/kernels.hpp"

namespace keruen {

namespace {

constexpr std::size_t kAbilities = 256;

/// Foreign entrants of one run of applicants, by column.
struct Entrants {
    const MoverBlock* block = nullptr;
    std::vector<std::uint32_t> slot;
    std::vector<std::uint8_t> host, level, ability;  // level - 1
    std::array<std::vector<std::uint32_t>, 4> lanes;
    std::size_t size() const { return slot.size(); }
};

Entrants entrants_of(const Setup& setup, Year year, const MoverBlock& block,
                     const Applicants& applicants, const Run& run) {
    Entrants out;
    out.block = &block;
    out.slot.reserve(run.end - run.begin);
    for (auto* column : {&out.host, &out.level, &out.ability}) column->reserve(run.end - run.begin);
    for (std::size_t i = run.begin; i < run.end; ++i) {
        if (applicants.placed[i] == kNotPlaced) continue;  // at home, whatever the visa said
        const std::uint32_t slot = applicants.slot[i];
        if (block.host[slot] == kAtHome) continue;
        out.slot.push_back(slot);
        out.host.push_back(block.host[slot]);
        out.ability.push_back(block.ability[slot]);
        out.level.push_back(static_cast<std::uint8_t>(applicants.level[i] - 1));
    }
    for (auto& lane : out.lanes) lane.resize(out.size());
    kernels().draw_list(setup.key(block, year, purpose::institution), block.first_position,
                        out.slot.data(), out.size(), out.lanes[0].data(), out.lanes[1].data(),
                        out.lanes[2].data(), out.lanes[3].data());
    return out;
}

/// Share of a region's open seats in each tier and those before it; the last is 1.
std::array<double, kTiers> cumulated_shares(const Setup& setup, const Institutions& all, Year year,
                                            std::size_t region, std::size_t level) {
    std::array<double, kTiers> sum{};
    for (std::size_t i = all.begin[region]; i < all.begin[region + 1]; ++i) {
        if (takes_students(all, *setup.world, *setup.policy, i, year)) {
            sum[all.tier[i]] += all.seat_share(i, level);
        }
    }
    for (std::size_t k = 1; k < kTiers; ++k) sum[k] += sum[k - 1];
    for (double& share : sum) share = sum[kTiers - 1] > 0 ? share / sum[kTiers - 1] : 1;
    return sum;
}

using Counts = Grid<std::int64_t, 3>;  // [host][level - 1][ability] people

/// A boundary that lies among the people of one ability, `wanted` of whom it admits.
struct Margin {
    std::size_t host, level, ability;
    std::int64_t wanted;
    std::uint64_t* boundary;
    std::vector<std::pair<std::uint32_t, std::uint32_t>> claims;  // tie, weight
};

/// Sets the boundary that admits the shortest priority prefix of at least `seats` people, or notes
/// the margin where ties decide.
void bound(const Counts& people, std::size_t host, std::size_t level, std::int64_t seats,
           std::uint64_t& boundary, std::vector<Margin>& margins) {
    boundary = seats <= 0 ? kClosed : 0;
    std::int64_t above = 0;
    for (std::size_t a = kAbilities; above < seats && a-- > 0;) {
        const std::int64_t here = people(host, level, a);
        if (above + here == seats) {
            boundary = std::uint64_t{a} << 32;
        } else if (above + here > seats) {
            margins.push_back({host, level, a, seats - above, &boundary, {}});
        }
        above += here;
    }
}

/// Finds the boundaries that ties decide, in one pass over the entrants.
void settle_margins(const std::vector<Entrants>& runs, const Counts& people,
                    std::vector<Margin>& margins) {
    Grid<std::uint8_t, 3> marked(people.extents());
    for (const Margin& m : margins) marked(m.host, m.level, m.ability) = 1;
    for (const Entrants& run : runs) {
        for (std::size_t i = 0; i < run.size(); ++i) {
            if (marked(run.host[i], run.level[i], run.ability[i]) == 0) continue;
            for (Margin& m : margins) {
                if (m.host == run.host[i] && m.level == run.level[i] &&
                    m.ability == run.ability[i]) {
                    m.claims.push_back({run.lanes[0][i], run.block->weight});
                }
            }
        }
    }
    for (Margin& m : margins) {
        std::sort(m.claims.begin(), m.claims.end(), std::greater<>());
        std::int64_t admitted = 0;
        for (const auto& [tie, weight] : m.claims) {
            admitted += weight;
            *m.boundary = tier_key(static_cast<std::uint8_t>(m.ability), tie);
            if (admitted >= m.wanted) break;
        }
    }
}

/// Seats of a host for foreign entrants of one level: those it offers, in proportion to the levels
/// of its intake, and at least its intake.
std::int64_t seats_of(std::int64_t offered, std::int64_t level_intake, std::int64_t intake) {
    if (offered == kUnlimited || intake == 0 || offered <= intake) return level_intake;
    return std::llround(static_cast<double>(offered) * static_cast<double>(level_intake) /
                        static_cast<double>(intake));
}

void clear_tiers(const Setup& setup, Year year, const YearTables& tables, const Counts& people,
                 const Institutions& all, const std::vector<Entrants>& runs, TierCutoffs& cutoffs,
                 YearRecord& record) {
    std::vector<Margin> margins;
    for (std::size_t h = 0; h < setup.regions(); ++h) {
        std::array<std::int64_t, kLevels> intake{};
        std::int64_t total = 0;
        for (std::size_t level = 0; level < kLevels; ++level) {
            for (std::size_t a = 0; a < kAbilities; ++a) intake[level] += people(h, level, a);
            total += intake[level];
        }
        const std::int64_t offered = tables.capacity[setup.policy->programmes.size() + h];
        for (std::size_t level = 0; level < kLevels; ++level) {
            const auto share = cumulated_shares(setup, all, year, h, level);
            const std::int64_t seats = seats_of(offered, intake[level], total);
            std::int64_t before = 0;
            for (std::size_t k = 0; k < kTiers; ++k) {
                const auto upto = std::llround(share[k] * static_cast<double>(seats));
                record.institutions.tier_seats(h, level, k) = upto - before;
                before = upto;
                if (k + 1 == kTiers) continue;
                bound(people, h, level, upto, cutoffs.foreign(h, tables.t, level, k), margins);
                const double below = (1 - share[k]) * kAbilities * 0x1p32;
                cutoffs.home(h, tables.t, level, k) = static_cast<std::uint64_t>(below);
            }
        }
    }
    settle_margins(runs, people, margins);
}

/// Where the entrants of one run are placed, people.
struct Placements {
    std::vector<std::int64_t> institution;  // [i]
    Grid<std::int64_t, 3> tier;             // [host][level - 1][tier]
};

Placements placements_of(const Setup& setup, Year year, const Institutions& all,
                         const TierCutoffs& cutoffs, const Entrants& run) {
    Placements out{std::vector<std::int64_t>(all.size(), 0),
                   Grid<std::int64_t, 3>({setup.regions(), kLevels, kTiers})};
    const std::size_t t = setup.world->index(year);
    const DrawKey key = setup.key(*run.block, year, purpose::institution);
    for (std::size_t i = 0; i < run.size(); ++i) {
        const std::size_t h = run.host[i], level = run.level[i];
        const std::array<std::uint32_t, 4> lanes{run.lanes[0][i], run.lanes[1][i], run.lanes[2][i],
                                                 run.lanes[3][i]};
        const std::size_t tier = tier_of({&cutoffs.foreign(h, t, level, 0), kTiers - 1},
                                         tier_key(run.ability[i], lanes[0]));
        const std::size_t where =
            institution_in(setup, all, h, static_cast<Level>(level + 1), tier, year, key,
                           run.block->first_position + run.slot[i], lanes);
        out.institution[where] += run.block->weight;
        out.tier(h, level, tier) += run.block->weight;
    }
    return out;
}

}  // namespace

void place(const Setup& setup, Year year, const YearTables& tables, const Population& population,
           const Applicants& applicants, const Institutions& institutions, TierCutoffs& cutoffs,
           YearRecord& record, Workers& workers) {
    InstitutionYear& out = record.institutions;
    out.foreign_entrants.assign(institutions.size(), 0);
    out.tier_seats = Grid<std::int64_t, 3>({setup.regions(), kLevels, kTiers});
    out.tier_entrants = out.tier_seats;
    const std::vector<Run> list = runs(applicants, 16384);
    std::vector<Entrants> entrants(list.size());
    workers.for_each_index(list.size(), [&](std::size_t k) {
        const MoverBlock& block = population.movers[applicants.block[list[k].begin]];
        entrants[k] = entrants_of(setup, year, block, applicants, list[k]);
    });
    Counts people({setup.regions(), kLevels, kAbilities});
    for (const Entrants& run : entrants) {
        for (std::size_t i = 0; i < run.size(); ++i) {
            people(run.host[i], run.level[i], run.ability[i]) += run.block->weight;
        }
    }
    clear_tiers(setup, year, tables, people, institutions, entrants, cutoffs, record);
    std::vector<Placements> placed(entrants.size());
    workers.for_each_index(entrants.size(), [&](std::size_t k) {
        placed[k] = placements_of(setup, year, institutions, cutoffs, entrants[k]);
    });
    for (const Placements& part : placed) {
        for (std::size_t i = 0; i < institutions.size(); ++i) {
            out.foreign_entrants[i] += part.institution[i];
        }
        for (std::size_t k = 0; k < part.tier.values().size(); ++k) {
            out.tier_entrants.values()[k] += part.tier.values()[k];
        }
    }
}

}  // namespace keruen
