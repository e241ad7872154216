// SPDX-License-Identifier: MIT
#include "models/clearing/clearing.hpp"

#include <algorithm>
#include <bit>
#include <cassert>

namespace keruen {
namespace {

/// What one capacity knows of one applicant.
struct Claim {
    std::uint64_t priority;
    std::uint32_t applicant;
    std::uint32_t weight;
};

/// Sorts the best first; as the order of a heap it puts the worst in front.
constexpr auto better = [](const Claim& a, const Claim& b) { return a.priority > b.priority; };

std::int64_t total_weight(std::span<const Claim> claims) {
    std::int64_t people = 0;
    for (const Claim& claim : claims) people += claim.weight;
    return people;
}

/// Partitions `claims`, of `people` >= `places` > 0 people, into the shortest priority prefix whose
/// people reach `places` and the rest; the prefix ends with its worst claim. Returns its length.
std::size_t shortest_prefix(std::span<Claim> claims, std::int64_t people, std::int64_t places) {
    std::size_t low = 0;
    std::size_t high = claims.size();
    // The first guess is exact if all weights are equal; bisection then bounds the worst case.
    auto guess = static_cast<std::size_t>(static_cast<double>(places - 1) *
                                          static_cast<double>(high) / static_cast<double>(people));
    guess = std::min(guess, high - 1);
    for (;;) {
        const auto at = claims.begin() + static_cast<std::ptrdiff_t>(guess);
        std::nth_element(claims.begin() + static_cast<std::ptrdiff_t>(low), at,
                         claims.begin() + static_cast<std::ptrdiff_t>(high), better);
        const std::int64_t above = total_weight(claims.subspan(low, guess - low));
        if (above >= places) {
            high = guess;
        } else if (above + at->weight >= places) {
            return guess + 1;
        } else {
            places -= above + at->weight;
            low = guess + 1;
        }
        guess = low + (high - low) / 2;
    }
}

/// The claims that one capacity holds for the time being.
class Room {
public:
    explicit Room(std::int64_t places) : places_(places) {}

    void add(std::span<const Claim> claims) {
        claims_.insert(claims_.end(), claims.begin(), claims.end());
        people_ += total_weight(claims);
    }

    /// Keeps the shortest priority prefix whose people reach the places and appends the others to
    /// `rejected`. Returns the lowest priority that is held; to be used if anybody was rejected.
    std::uint64_t trim(std::vector<Claim>& rejected) {
        const std::size_t arrived = claims_.size() - settled_;
        if (people_ < places_ || arrived == 0) return 0;
        // A few arrivals in a large room cost a logarithm each, not another look at everybody.
        if (arrived > settled_ / 8) {
            select(rejected);
        } else {
            exchange(rejected);
        }
        settled_ = claims_.size();
        return is_heap_ ? claims_.front().priority : claims_.back().priority;
    }

    std::int64_t people() const { return people_; }

private:
    void select(std::vector<Claim>& rejected) {
        const auto end = claims_.begin() +
                         static_cast<std::ptrdiff_t>(shortest_prefix(claims_, people_, places_));
        rejected.insert(rejected.end(), end, claims_.end());
        people_ -= total_weight({end, claims_.end()});
        claims_.erase(end, claims_.end());
        is_heap_ = false;
    }

    void exchange(std::vector<Claim>& rejected) {
        auto end = claims_.begin() + static_cast<std::ptrdiff_t>(settled_);
        if (!is_heap_) std::make_heap(claims_.begin(), end, better);
        is_heap_ = true;
        while (end != claims_.end()) std::push_heap(claims_.begin(), ++end, better);
        while (people_ - claims_.front().weight >= places_) {
            std::pop_heap(claims_.begin(), claims_.end(), better);
            people_ -= claims_.back().weight;
            rejected.push_back(claims_.back());
            claims_.pop_back();
        }
    }

    std::int64_t places_;
    std::int64_t people_ = 0;
    std::vector<Claim> claims_;  ///< what was kept by the last trim, then what arrived since
    std::size_t settled_ = 0;    ///< number kept by the last trim
    bool is_heap_ = false;       ///< of the settled: a heap, worst in front; else the worst is last
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
    std::vector<std::int64_t> people;        ///< [m] of the others

    explicit Proposals(std::size_t m) : claims(m), people(m, 0) {}
};

/// The state of deferred acceptance: cutoffs that only rise, and who is held where.
class Acceptance {
public:
    Acceptance(const Market& market, Workers& workers)
        : market_(market),
          workers_(workers),
          rooms_(market.capacity.begin(), market.capacity.end()),
          rejected_(rooms_.size()),
          turned_away_(market.weight.size() / 64 + 1, 0) {
        const std::size_t capacities = market.capacity.size();
        result_.cutoff.assign(capacities, 0);
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
        for (std::size_t c = 0; c < rooms_.size(); ++c) result_.people[c] += rooms_[c].people();
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
            for (const Proposals& part : parts) {
                result_.people[c] += part.people[c];
                rooms_[c].add(part.claims[c]);
            }
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
            } else {
                part.people[c] += market_.weight[applicant];
            }
        }
        turned_away_[word] = 0;
    }

    /// Every capacity that is over raises its cutoff; false if none was.
    bool raise_cutoffs() {
        std::vector<std::uint64_t> lowest(rooms_.size(), 0);
        workers_.for_each_index(rooms_.size(), [&](std::size_t c) {
            rejected_[c].clear();
            if (is_rationed(c)) lowest[c] = rooms_[c].trim(rejected_[c]);
        });
        bool any = false;
        for (std::size_t c = 0; c < rooms_.size(); ++c) {
            if (rejected_[c].empty()) continue;
            assert(lowest[c] > result_.cutoff[c]);
            result_.cutoff[c] = lowest[c];
            any = true;
            for (const Claim& claim : rejected_[c]) {
                assert(claim.priority < lowest[c]);  // else priorities are not strict
                turned_away_[claim.applicant / 64] |= std::uint64_t{1} << claim.applicant % 64;
            }
        }
        return any;
    }

    const Market& market_;
    Workers& workers_;
    Clearing result_;
    std::vector<Room> rooms_;                   ///< [m]; used for rationed capacities only
    std::vector<std::vector<Claim>> rejected_;  ///< [m]
    std::vector<std::uint64_t> turned_away_;    ///< [n] one bit an applicant
};

}  // namespace

Clearing clear(const Market& market, Workers& workers) {
    assert(market.first.size() == market.weight.size() + 1);
    assert(market.choice.size() == market.first.back());
    assert(market.priority.size() == market.first.back());
    return Acceptance(market, workers).run();
}

std::vector<std::uint8_t> place(const Market& market, std::span<const std::uint64_t> cutoff) {
    assert(cutoff.size() == market.capacity.size());
    std::vector<std::uint8_t> placed(market.weight.size());
    for (std::uint32_t i = 0; i < placed.size(); ++i) placed[i] = best_open(market, cutoff, i, 0);
    return placed;
}

}  // namespace keruen
