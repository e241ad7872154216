// SPDX-License-Identifier: MIT
#include "models/clearing/clearing.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cassert>
#include <iterator>

namespace keruen {
namespace {

/// What one capacity knows of one applicant.
struct Claim {
    std::uint64_t priority;
    std::uint32_t applicant;
    std::uint32_t weight;
};

/// As the order of a heap it puts the worst in front.
constexpr auto better = [](const Claim& a, const Claim& b) { return a.priority > b.priority; };

/// The lowest priority within the shortest priority prefix of `claims` whose people reach
/// `places`, of which there are more than none and no more than people. Sums people by one byte of
/// the priority after the other: each needs but those in whose bucket the places run out.
std::uint64_t lowest_admitted(std::span<const Claim> claims, std::int64_t places) {
    std::vector<Claim> level;
    for (int shift = 56;; shift -= 8) {
        const auto bucket = [shift](const Claim& claim) { return claim.priority >> shift & 0xff; };
        std::array<std::int64_t, 256> people{};
        for (const Claim& claim : claims) people[bucket(claim)] += claim.weight;
        std::size_t last = 255;
        while (people[last] < places) places -= people[last--];
        std::vector<Claim> next;
        std::copy_if(claims.begin(), claims.end(), std::back_inserter(next),
                     [&](const Claim& claim) { return bucket(claim) == last; });
        if (next.size() == 1 || shift == 0) return next.front().priority;
        level = std::move(next);
        claims = level;
    }
}

/// The claims that one capacity holds for the time being.
class Room {
public:
    explicit Room(std::int64_t places) : places_(places) {}

    /// Makes room for so many first claims.
    void expect(std::size_t claims) {
        if (claims_.empty()) claims_.reserve(claims);
    }

    void add(std::span<const Claim> claims, std::int64_t people) {
        claims_.insert(claims_.end(), claims.begin(), claims.end());
        people_ += people;
    }

    /// Keeps the shortest priority prefix whose people reach the places and sets `rejected` to the
    /// other applicants. Returns the lowest priority that is held; to be used if anybody was
    /// rejected.
    std::uint64_t trim(std::vector<std::uint32_t>& rejected) {
        rejected.clear();
        const std::size_t arrived = claims_.size() - settled_;
        if (people_ < places_ || arrived == 0) return 0;
        // A few arrivals in a large room cost a logarithm each, not another look at everybody.
        const std::uint64_t lowest = arrived > settled_ / 8 ? select(rejected) : exchange(rejected);
        settled_ = claims_.size();
        return lowest;
    }

    std::int64_t people() const { return people_; }

private:
    std::uint64_t select(std::vector<std::uint32_t>& rejected) {
        const std::uint64_t lowest = lowest_admitted(claims_, places_);
        rejected.resize(claims_.size());
        std::size_t kept = 0, others = 0;
        for (const Claim claim : claims_) {  // no branches: who is rejected is hard to foresee
            const bool stays = claim.priority >= lowest;
            claims_[kept] = claim;
            rejected[others] = claim.applicant;
            kept += stays ? 1U : 0U;
            others += stays ? 0U : 1U;
            people_ -= stays ? 0 : claim.weight;
        }
        claims_.erase(claims_.begin() + static_cast<std::ptrdiff_t>(kept), claims_.end());
        rejected.resize(others);
        is_heap_ = false;
        return lowest;
    }

    std::uint64_t exchange(std::vector<std::uint32_t>& rejected) {
        auto end = claims_.begin() + static_cast<std::ptrdiff_t>(settled_);
        if (!is_heap_) std::make_heap(claims_.begin(), end, better);
        is_heap_ = true;
        while (end != claims_.end()) std::push_heap(claims_.begin(), ++end, better);
        while (people_ - claims_.front().weight >= places_) {
            std::pop_heap(claims_.begin(), claims_.end(), better);
            people_ -= claims_.back().weight;
            rejected.push_back(claims_.back().applicant);
            claims_.pop_back();
        }
        return claims_.front().priority;
    }

    std::int64_t places_;
    std::int64_t people_ = 0;
    std::vector<Claim> claims_;  ///< what was kept by the last trim, then what arrived since
    std::size_t settled_ = 0;    ///< number kept by the last trim
    bool is_heap_ = false;       ///< the settled are a heap, worst in front
};

/// Best rank, from `rank` on, whose option is open to the applicant; kUnplaced if none is.
std::uint8_t best_open(const Market& market, std::span<const std::uint64_t> cutoff,
                       std::uint32_t applicant, std::uint32_t rank) {
    const std::uint32_t begin = market.first[applicant];
    const std::uint32_t end = market.first[applicant + 1];
    for (std::uint32_t k = begin + rank; k < end; ++k) {
        if (market.priority[k] >= cutoff[market.choice[k]]) {
            return static_cast<std::uint8_t>(k - begin);
        }
    }
    return kUnplaced;
}

/// What one chunk of applicants proposes, by capacity.
struct Proposals {
    std::vector<std::vector<Claim>> claims;  ///< [m] of rationed capacities
    std::vector<std::int64_t> people;        ///< [m] of all

    explicit Proposals(std::size_t m) : claims(m), people(m, 0) {}
};

/// The state of deferred acceptance: cutoffs that only rise, and who is held where.
class Acceptance {
public:
    Acceptance(const Market& market, Workers& workers, std::span<const std::uint64_t> floor)
        : market_(market),
          workers_(workers),
          rooms_(market.capacity.begin(), market.capacity.end()),
          rejected_(rooms_.size()),
          turned_away_(market.weight.size() / 64 + 1, 0) {
        const std::size_t capacities = market.capacity.size();
        result_.cutoff.assign(capacities, 0);
        std::copy(floor.begin(), floor.end(), result_.cutoff.begin());
        result_.people.assign(capacities, 0);
        result_.demand.assign(capacities, 0);
        result_.placed.assign(market.weight.size(), kUnplaced);
        for (std::size_t c = 0; c < capacities; ++c) {
            if (market.capacity[c] <= 0) result_.cutoff[c] = kClosed;
        }
    }

    Clearing run() {
        count_demand();
        std::fill(turned_away_.begin(), turned_away_.end(), ~std::uint64_t{0});
        turned_away_.back() = (std::uint64_t{1} << market_.weight.size() % 64) - 1;
        for (propose(); raise_cutoffs(); ++result_.rounds) propose();
        for (std::size_t c = 0; c < rooms_.size(); ++c) result_.people[c] = rooms_[c].people();
        return std::move(result_);
    }

private:
    static constexpr std::size_t kWords = 256;  // of 64 applicants, a task

    void count_demand() {
        constexpr std::size_t kChunk = 65536;
        const std::size_t n = market_.weight.size();
        std::vector<std::vector<std::int64_t>> parts(Workers::chunk_count(n, kChunk));
        workers_.for_chunks(n, kChunk, [&](std::size_t begin, std::size_t end, std::size_t chunk) {
            std::vector<std::int64_t> demand(rooms_.size(), 0);
            for (std::size_t i = begin; i < end; ++i) {
                if (market_.first[i] == market_.first[i + 1]) continue;
                const std::uint8_t favourite = market_.choice[market_.first[i]];
                assert(favourite < rooms_.size());
                demand[favourite] += market_.weight[i];
            }
            parts[chunk] = std::move(demand);
        });
        for (const auto& part : parts) {
            for (std::size_t c = 0; c < part.size(); ++c) result_.demand[c] += part[c];
        }
    }

    bool is_rationed(std::size_t c) const {
        return market_.capacity[c] > 0 && market_.capacity[c] != kUnlimited;
    }

    /// Everybody who was turned away takes the best option further down that is still open. In
    /// order of applicants, so that memory is read forwards: up to five times as fast.
    void propose() {
        std::vector<Proposals> parts(Workers::chunk_count(turned_away_.size(), kWords),
                                     Proposals(rooms_.size()));
        workers_.for_chunks(turned_away_.size(), kWords,
                            [&](std::size_t begin, std::size_t end, std::size_t chunk) {
                                for (std::size_t w = begin; w < end; ++w) propose(w, parts[chunk]);
                            });
        workers_.for_each_index(rooms_.size(), [&](std::size_t c) {
            std::size_t claims = 0;
            for (const Proposals& part : parts) claims += part.claims[c].size();
            rooms_[c].expect(claims);
            for (const Proposals& part : parts) rooms_[c].add(part.claims[c], part.people[c]);
        });
    }

    void propose(std::size_t word, Proposals& part) {
        for (std::uint64_t bits = turned_away_[word]; bits != 0; bits &= bits - 1) {
            const auto applicant = static_cast<std::uint32_t>(word * 64 + std::countr_zero(bits));
            std::uint8_t& placed = result_.placed[applicant];
            placed = best_open(market_, result_.cutoff, applicant,
                               static_cast<std::uint8_t>(placed + 1));  // kUnplaced + 1 = 0
            if (placed == kUnplaced) continue;
            const std::uint32_t k = market_.first[applicant] + placed;
            const std::uint8_t c = market_.choice[k];
            if (is_rationed(c)) {
                part.claims[c].push_back(
                    {market_.priority[k], applicant, market_.weight[applicant]});
            }
            part.people[c] += market_.weight[applicant];
        }
        turned_away_[word] = 0;
    }

    /// Every capacity that is over raises its cutoff; false if none was.
    bool raise_cutoffs() {
        std::vector<std::uint64_t> lowest(rooms_.size(), 0);
        workers_.for_each_index(rooms_.size(), [&](std::size_t c) {
            if (is_rationed(c)) lowest[c] = rooms_[c].trim(rejected_[c]);
        });
        bool any = false;
        for (std::size_t c = 0; c < rooms_.size(); ++c) {
            if (rejected_[c].empty()) continue;
            assert(lowest[c] > result_.cutoff[c]);
            result_.cutoff[c] = lowest[c];
            any = true;
            for (const std::uint32_t applicant : rejected_[c]) {
                turned_away_[applicant / 64] |= std::uint64_t{1} << applicant % 64;
            }
        }
        return any;
    }

    const Market& market_;
    Workers& workers_;
    Clearing result_;
    std::vector<Room> rooms_;                           ///< [m]; only the rationed hold claims
    std::vector<std::vector<std::uint32_t>> rejected_;  ///< [m] applicants
    std::vector<std::uint64_t> turned_away_;            ///< [n] one bit an applicant
};

}  // namespace

Clearing clear(const Market& market, Workers& workers, std::span<const std::uint64_t> floor) {
    assert(market.first.size() == market.weight.size() + 1);
    assert(market.choice.size() == market.first.back());
    assert(market.priority.size() == market.first.back());
    assert(floor.empty() || floor.size() == market.capacity.size());
    return Acceptance(market, workers, floor).run();
}

std::vector<std::uint8_t> place(const Market& market, std::span<const std::uint64_t> cutoff) {
    assert(cutoff.size() == market.capacity.size());
    std::vector<std::uint8_t> placed(market.weight.size());
    for (std::uint32_t i = 0; i < placed.size(); ++i) placed[i] = best_open(market, cutoff, i, 0);
    return placed;
}

}  // namespace keruen
