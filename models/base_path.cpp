// SPDX-License-Identifier: MIT
#include "models/base_path.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

namespace keruen {

namespace {

Selection selection_in(const Programme& programme, std::size_t t) {
    if (programme.selections.empty()) return programme.selection;
    return static_cast<Selection>(std::lround(programme.selections[t]));
}

std::optional<std::size_t> programme_of(const BasePath& base, const std::string& id) {
    const auto at = std::find(base.programmes.begin(), base.programmes.end(), id);
    if (at == base.programmes.end()) return std::nullopt;
    return static_cast<std::size_t>(at - base.programmes.begin());
}

/// The base's number of every programme that the base has too.
template <class T>
void take_over(const Setup& setup, const std::vector<T>& from, std::vector<T>& to) {
    for (std::size_t q = 0; q < to.size(); ++q) {
        const auto known = programme_of(*setup.met, setup.policy->programmes[q].id);
        if (known) to[q] = from[*known];
    }
}

void take_over(const Setup& setup, const Matrix& from, Matrix& to) {
    for (std::size_t q = 0; q < to.extent(0); ++q) {
        const auto known = programme_of(*setup.met, setup.policy->programmes[q].id);
        for (std::size_t k = 0; known && k < to.extent(1); ++k) to(q, k) = from(*known, k);
    }
}

}  // namespace

BasePath::BasePath(const Policy& policy) : programmes(programme_ids(policy)) {}

void BasePath::add(const Setup& setup, Year year, Memory before, const YearRecord& record) {
    YearPath path{std::move(before), record.capacity, record.cutoff, {}};
    for (const Programme& programme : setup.policy->programmes) {
        path.selection.push_back(selection_in(programme, setup.world->index(year)));
    }
    years.push_back(std::move(path));
}

void meet_base(const Setup& setup, Year year, Memory& memory) {
    const Memory& base = setup.met->years.at(setup.world->index(year)).before;
    memory.most_seats = base.most_seats;
    take_over(setup, base.awards, memory.awards);
    memory.governments.rates = base.governments.rates;
    memory.governments.entrants = base.governments.entrants;
    memory.governments.sought = base.governments.sought;
    take_over(setup, base.governments.cost_per_holder, memory.governments.cost_per_holder);
    take_over(setup, base.governments.awards_seen, memory.governments.awards_seen);
}

std::vector<std::uint64_t> meet_cutoffs(const Setup& setup, std::size_t t, int row_bits,
                                        Market& market) {
    if (setup.met == nullptr) return {};
    const BasePath::YearPath& base = setup.met->years.at(t);
    const std::vector<Programme>& programmes = setup.policy->programmes;
    std::vector<std::uint64_t> floor(market.capacity.size(), 0);
    for (std::size_t c = 0; c < floor.size(); ++c) {
        std::size_t known = setup.met->programmes.size() + c - programmes.size();
        if (c < programmes.size()) {
            const auto programme = programme_of(*setup.met, programmes[c].id);
            if (!programme || base.selection[*programme] != programmes[c].selection) continue;
            known = *programme;
        }
        if (base.capacity[known] != market.capacity[c] || market.capacity[c] <= 0) continue;
        floor[c] = base.cutoff[known] >> row_bits << row_bits;
        market.capacity[c] = kUnlimited;
    }
    return floor;
}

}  // namespace keruen
