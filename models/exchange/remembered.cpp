// SPDX-License-Identifier: MIT
#include "models/exchange/remembered.hpp"

#include <algorithm>
#include <numeric>

#include "models/purposes.hpp"

namespace keruen {

namespace {

constexpr std::size_t kStrata = 3;
constexpr std::size_t kChunk = 2048;  // stays, a task

std::size_t stratum_of(const MoverBlock& block) {
    return block.stratum == Stratum::others ? 1 : 0;
}
std::size_t stratum_of(const StayerBlock&) {
    return 2;
}

/// Keeps the rows that `keep` marks.
void filter(Stays& stays, const std::vector<std::uint8_t>& keep) {
    for_each_stay_column(stays, [&](std::string_view, auto& column) {
        std::size_t n = 0;
        for (std::size_t k = 0; k < column.size(); ++k) {
            column[n] = column[k];
            n += keep[k] != 0 ? 1U : 0U;
        }
        column.resize(n);
    });
}

bool in_education(int stage) {
    return is_enrolled(stage) || is_candidate(stage);
}

}  // namespace

PersonId person_of(std::uint64_t key) {
    return {static_cast<RegionIndex>(key >> 48), static_cast<std::uint16_t>(key >> 32),
            static_cast<std::uint32_t>(key)};
}

PersonFinder::PersonFinder(const Setup& setup, Population& population) : population_(population) {
    Year last = 0;
    auto widen = [&](const auto& blocks) {
        for (const auto& block : blocks) {
            first_ = first_ == 0 ? block.cohort : std::min(first_, block.cohort);
            last = std::max(last, block.cohort);
        }
    };
    widen(population.movers);
    widen(population.stayers);
    block_ = Grid<std::int32_t, 3>(
        {static_cast<std::size_t>(last - first_) + 1, setup.regions(), kStrata}, -1);
    auto list = [&](const auto& blocks) {
        for (std::size_t b = 0; b < blocks.size(); ++b) {
            block_(static_cast<std::size_t>(blocks[b].cohort - first_), blocks[b].origin,
                   stratum_of(blocks[b])) = static_cast<std::int32_t>(b);
        }
    };
    list(population.movers);
    list(population.stayers);
}

std::optional<PersonFinder::Place> PersonFinder::find(const PersonId& person) const {
    const Year cohort = person.cohort;
    if (cohort < first_ || static_cast<std::size_t>(cohort - first_) >= block_.extent(0)) {
        return std::nullopt;
    }
    const auto c = static_cast<std::size_t>(cohort - first_);
    auto place = [&](const auto& blocks, std::size_t stratum, bool stayer) -> std::optional<Place> {
        const std::int32_t b = block_(c, person.origin, stratum);
        if (b < 0) return std::nullopt;
        const auto& block = blocks[static_cast<std::size_t>(b)];
        const std::uint32_t first = block.first_position;
        if (person.position < first || person.position - first >= block.size()) {
            return std::nullopt;
        }
        return Place{static_cast<std::uint32_t>(b), person.position - first, stayer, block.weight};
    };
    // Positions of the strata do not overlap; those of the stayers follow the first movers'.
    if (const auto at = place(population_.movers, 1, false)) return at;
    if (const auto at = place(population_.movers, 0, false)) return at;
    return place(population_.stayers, 2, true);
}

std::uint8_t PersonFinder::code(const Place& place) const {
    return place.stayer ? population_.stayers[place.block].stage[place.slot]
                        : population_.movers[place.block].stage[place.slot];
}

RegionIndex PersonFinder::host(const Place& place) const {
    return place.stayer ? kAtHome : population_.movers[place.block].host[place.slot];
}

ProgrammeIndex PersonFinder::programme(const Place& place) const {
    return place.stayer ? kSelfFunded : population_.movers[place.block].programme[place.slot];
}

bool PersonFinder::ever_mobile(const Place& place) const {
    return !place.stayer &&
           (population_.movers[place.block].traits[place.slot] & trait::ever_mobile) != 0;
}

HomeAwards::HomeAwards(const Setup& setup, Year year)
    : setup_(setup), year_(year), table_(transitions(setup.parameters, false)) {}

bool HomeAwards::takes(const PersonId& person, int stage) const {
    const Transition& t = table_[static_cast<std::size_t>(stage)];
    const DrawKey key = setup_.key(person.origin, person.cohort, year_, purpose::progress);
    const std::uint32_t word = draw(key, person.position / 4)[person.position % 4];
    return word >= threshold(t.leave) && word < threshold(t.leave + t.award + t.go_on);
}

void review_stays(const PersonFinder& finder, Stays& stays, ExchangeRecord& record,
                  Workers& workers) {
    enum : std::uint8_t { kForgotten, kKept, kDegreeAbroad };
    std::vector<std::uint8_t> fate(stays.size(), kForgotten);
    // Threads look people up; the few who count are counted here.
    workers.for_chunks(stays.size(), kChunk, [&](std::size_t begin, std::size_t end, std::size_t) {
        for (std::size_t k = begin; k < end; ++k) {
            const auto place = finder.find(person_of(stays.person[k]));
            if (!place) continue;
            const int stage = finder.code(*place) & ~kGrantBit;
            if (!in_education(stage)) continue;
            const bool abroad = is_enrolled(stage) && finder.host(*place) != kAtHome;
            constexpr std::uint8_t both = stay_flag::first_abroad | stay_flag::degree_abroad;
            const bool fresh = (stays.flags[k] & both) == stay_flag::first_abroad;
            fate[k] = abroad && fresh ? kDegreeAbroad : kKept;
        }
    });
    for (std::size_t k = 0; k < stays.size(); ++k) {
        if (fate[k] != kDegreeAbroad) continue;
        const PersonId person = person_of(stays.person[k]);
        stays.flags[k] |= stay_flag::degree_abroad;
        record.then_degree(person.origin, finder.host(*finder.find(person))) += stays.people[k];
    }
    filter(stays, fate);
}

void add_stays(const Stays& more, Stays& stays) {
    for_each_stay_column(stays, [&](std::string_view name, auto& column) {
        for_each_stay_column(more, [&](std::string_view other, const auto& added) {
            if constexpr (std::is_same_v<std::decay_t<decltype(added)>,
                                         std::decay_t<decltype(column)>>) {
                if (name == other) column.insert(column.end(), added.begin(), added.end());
            }
        });
    });
    std::vector<std::uint32_t> order(stays.size());
    std::iota(order.begin(), order.end(), 0U);
    const auto earlier = [&](std::uint32_t a, std::uint32_t b) {
        return stays.person[a] < stays.person[b];
    };
    const auto added = order.end() - static_cast<std::ptrdiff_t>(more.size());
    std::stable_sort(added, order.end(), earlier);
    std::inplace_merge(order.begin(), added, order.end(), earlier);
    for_each_stay_column(stays, [&](std::string_view, auto& column) {
        auto sorted = column;
        for (std::size_t k = 0; k < order.size(); ++k) sorted[k] = column[order[k]];
        column = std::move(sorted);
    });
}

namespace {

/// 1 at the first row of everybody who takes an award at home this year.
std::vector<std::uint8_t> awards_due(const Setup& setup, Year year, const PersonFinder& finder,
                                     const Stays& stays, Workers& workers) {
    const HomeAwards awards(setup, year);
    std::vector<std::uint8_t> takes(stays.size(), 0);
    workers.for_chunks(stays.size(), kChunk, [&](std::size_t begin, std::size_t end, std::size_t) {
        for (std::size_t k = begin; k < end; ++k) {
            if (k > 0 && stays.person[k - 1] == stays.person[k]) continue;
            const PersonId person = person_of(stays.person[k]);
            const auto place = finder.find(person);
            const int stage = finder.code(*place) & ~kGrantBit;
            if (finder.host(*place) != kAtHome || !is_enrolled(stage)) continue;
            takes[k] = awards.takes(person, stage) ? 1 : 0;
        }
    });
    return takes;
}

}  // namespace

std::vector<LateStudent> close_cycles(const Setup& setup, Year year, const PersonFinder& finder,
                                      Stays& stays, ExchangeRecord& record, Workers& workers) {
    const std::vector<std::uint8_t> takes = awards_due(setup, year, finder, stays, workers);
    std::vector<LateStudent> late;
    for (std::size_t begin = 0; begin < stays.size(); ++begin) {
        if (takes[begin] == 0) continue;
        std::size_t end = begin + 1;
        while (end < stays.size() && stays.person[end] == stays.person[begin]) ++end;
        const PersonId person = person_of(stays.person[begin]);
        const auto place = finder.find(person);
        const std::uint8_t code = finder.code(*place);
        const int stage = code & ~kGrantBit;
        const bool extra_year = stage == kBachelor5 || stage == kMaster3 || stage == kDoctor4;
        bool waits = false;
        for (std::size_t k = begin; k < end; ++k) {
            if (stays.level[k] != static_cast<std::uint8_t>(level_of(stage))) continue;
            waits |= !extra_year && (stays.flags[k] & stay_flag::delay_due) != 0;
            stays.flags[k] &= static_cast<std::uint8_t>(~stay_flag::delay_due);
        }
        if (waits) {
            late.push_back(
                {place->block, place->slot, place->stayer, code, finder.programme(*place)});
            continue;
        }
        for (std::size_t k = begin; k < end; ++k) {
            if (stays.level[k] != static_cast<std::uint8_t>(level_of(stage))) continue;
            const std::uint8_t flags = stays.flags[k];
            const auto h = stays.host[k];
            if ((flags & stay_flag::mobile) != 0) {
                record.graduates(person.origin, h) += stays.people[k];
            }
            if ((flags & stay_flag::mobile_by_credits) != 0) {
                record.graduates_by_credits(person.origin, h) += stays.people[k];
            }
        }
    }
    return late;
}

}  // namespace keruen
