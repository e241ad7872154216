// SPDX-License-Identifier: MIT
#include "models/exchange/applications.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "models/birth.hpp"
#include "models/exchange/credits.hpp"
#include "models/options.hpp"
#include "models/purposes.hpp"
#include "models/slots.hpp"
#include "models/words.hpp"
#include "sim/kernels/fixed.hpp"
#include "sim/kernels/kernels.hpp"

namespace keruen {

namespace {

/// The chance 1/(1+e^-v) as a share of 2^32.
double logistic_words(double v) {
    std::uint32_t t = 0;
    kernels().logistic_threshold(1, &v, &t);
    return t;
}

/// Logit of applying for a semester abroad, without what the origin has to offer; what is the same
/// for everybody is computed once.
class ExchangeLogit {
public:
    explicit ExchangeLogit(const Parameters& p)
        : p_(p), mean_(fixed_log(p.exchange_apply / (1 - p.exchange_apply))) {
        for (const Level level : {Level::bachelor, Level::master, Level::doctoral}) {
            most_[static_cast<std::size_t>(level)] =
                logistic_words(of(level, {255, 255, trait::speaks}));
        }
    }
    double of(Level level, const Born& who) const {
        return mean_ + p_.exchange_ability * (rank(who.ability) - 0.5) +
               p_.exchange_income * (rank(who.income) - 0.5) +
               (who.speaks() ? p_.exchange_language : 0.0) +
               (level == Level::bachelor ? 0.0 : p_.exchange_master);
    }
    /// The chance of the ablest, richest linguist as a share of 2^32.
    double most(Level level) const { return most_[static_cast<std::size_t>(level)]; }

private:
    const Parameters& p_;
    double mean_;
    std::array<double, 4> most_{};  // [level]
};

/// Agents of a block that are asked, of those that stand for many people: seats bound what becomes
/// of their answers, so that more of them cost time and tell little.
constexpr std::size_t kAskedAgents = 64;

/// Every so many agents of a block are asked, and each answers for the people of as many.
std::size_t step_of(std::size_t slots, std::uint32_t weight) {
    return weight == 1 ? 1 : std::max<std::size_t>(slots / kAskedAgents, 1);
}

/// People for whom one agent answers, and the word below which it may be that one of them applies.
struct Reach {
    double awareness = 0;
    std::uint32_t people = 1;
    std::array<std::uint32_t, 256> cap{};  ///< [stage code] nobody applies at or above it
};

/// Nobody is likelier to apply than the ablest, richest linguist: one comparison of a word clears
/// nearly everybody before any attribute is looked at.
Reach reach(const ExchangeLogit& logit, double awareness, std::size_t people) {
    Reach out{awareness, static_cast<std::uint32_t>(people), {}};
    for (std::size_t code = 0; code < 256; ++code) {
        const auto stage = static_cast<int>(code & ~std::size_t{kGrantBit});
        if (stage >= kStages || !may_exchange(stage)) continue;
        const double most =
            std::min(logit.most(level_of(stage)) * awareness * out.people, 0x1p32 - 2);
        out.cap[code] = static_cast<std::uint32_t>(most) + 1;  // P(any of n) <= n p
    }
    return out;
}

struct Survivors {
    std::vector<std::uint32_t> slot, word;
};

/// Slots of [begin, end) whose word is below the cap of their stage; the rest do not apply. Of the
/// slots only every `step`-th is looked at.
void sift(const DrawKey& key, std::uint32_t first_position, const std::vector<std::uint8_t>& stage,
          std::size_t begin, std::size_t end, std::size_t step, const Reach& reach,
          Survivors& out) {
    auto try_slot = [&](std::size_t i, std::uint32_t word) {
        if (word >= reach.cap[stage[i]]) return;
        out.slot.push_back(static_cast<std::uint32_t>(i));
        out.word.push_back(word);
    };
    if (step > 1) {
        for (std::size_t i = (begin + step - 1) / step * step; i < end; i += step) {
            if (reach.cap[stage[i]] == 0) continue;
            const std::uint32_t position = first_position + static_cast<std::uint32_t>(i);
            try_slot(i, draw(key, position / 4)[position % 4]);
        }
        return;
    }
    std::array<std::uint32_t, kWordBatch> words;
    std::array<std::uint32_t, kWordBatch + kFoundSpare> enrolled;
    for (std::size_t at = begin; at < end; at += kWordBatch) {
        const std::size_t n = std::min(kWordBatch, end - at);
        const std::size_t found =
            find_codes(stage, at, at + n, static_cast<std::uint8_t>(~kGrantBit), kBachelor1,
                       kDoctor4, enrolled.data());
        if (found == 0) continue;
        draw_words(key, first_position + static_cast<std::uint32_t>(at), n, words.data());
        for (std::size_t k = 0; k < found; ++k) try_slot(enrolled[k], words[enrolled[k] - at]);
    }
}

std::uint32_t applying(const ExchangeLogit& logit, const Reach& reach, int stage, const Born& who,
                       std::uint32_t word) {
    const double chance =
        logistic_words(logit.of(level_of(stage), who)) * reach.awareness * 0x1p-32;
    return people_applying(word, reach.people, chance);
}

/// Whether the person has had a stay in the degree of this level.
bool has_been(const Stays& stays, std::uint64_t person, Level level) {
    const auto at = std::lower_bound(stays.person.begin(), stays.person.end(), person);
    for (auto k = static_cast<std::size_t>(at - stays.person.begin());
         k < stays.size() && stays.person[k] == person; ++k) {
        if (stays.level[k] == static_cast<std::uint8_t>(level)) return true;
    }
    return false;
}

class Finder {
public:
    Finder(const Setup& setup, Year year, const std::vector<double>& awareness, const Stays& stays)
        : setup_(setup),
          year_(year),
          awareness_(awareness),
          stays_(stays),
          logit_(setup.parameters) {}

    void movers(const MoverBlock& block, std::size_t index, std::size_t begin, std::size_t end,
                std::vector<ExchangeApplicant>& found) const {
        const std::size_t step = step_of(block.size(), block.weight);
        const Reach reach = this->reach_of(block.origin, step * block.weight);
        Survivors left;
        sift(setup_.key(block, year_, purpose::exchange), block.first_position, block.stage, begin,
             end, step, reach, left);
        for (std::size_t k = 0; k < left.slot.size(); ++k) {
            const std::uint32_t i = left.slot[k];
            if (block.host[i] != kAtHome) continue;
            add(block.person(i), index, i, false, block.stage[i],
                {block.ability[i], block.income[i], block.traits[i]}, left.word[k], reach, found);
        }
    }

    void stayers(const StayerBlock& block, std::size_t index, std::size_t begin, std::size_t end,
                 std::vector<ExchangeApplicant>& found) const {
        const std::size_t step = step_of(block.size(), block.weight);
        const Reach reach = this->reach_of(block.origin, step * block.weight);
        Survivors left;
        sift(setup_.key(block.origin, block.cohort, year_, purpose::exchange), block.first_position,
             block.stage, begin, end, step, reach, left);
        const std::size_t n = left.slot.size();
        std::vector<std::uint32_t> a(n), b(n), c(n);
        kernels().draw_list(setup_.key(block.origin, block.cohort, block.cohort, purpose::birth),
                            block.first_position, left.slot.data(), n, a.data(), b.data(), c.data(),
                            nullptr);
        const BirthDraw birth(setup_, block.origin, block.cohort);
        for (std::size_t k = 0; k < n; ++k) {
            const std::uint32_t i = left.slot[k];
            add({block.origin, static_cast<std::uint16_t>(block.cohort), block.first_position + i},
                index, i, true, static_cast<std::uint8_t>(block.stage[i] & ~kGrantBit),
                birth.born(a[k], b[k], c[k]), left.word[k], reach, found);
        }
    }

private:
    Reach reach_of(std::size_t origin, std::size_t people) const {
        return reach(logit_, awareness_[origin], people);
    }

    void add(const PersonId& person, std::size_t block, std::uint32_t slot, bool stayer,
             std::uint8_t stage, const Born& who, std::uint32_t word, const Reach& reach,
             std::vector<ExchangeApplicant>& found) const {
        const std::uint32_t people = applying(logit_, reach, stage, who, word);
        if (people == 0) return;
        // Of those for whom an agent answers, others go next time.
        if (reach.people == 1 && has_been(stays_, person.key(), level_of(stage))) return;
        found.push_back(
            {who, person, people, static_cast<std::uint32_t>(block), slot, stayer, stage});
    }

    const Setup& setup_;
    Year year_;
    const std::vector<double>& awareness_;
    const Stays& stays_;
    ExchangeLogit logit_;
};

using Found = std::vector<ExchangeApplicant>;

}  // namespace

double exchange_awareness(const Parameters& p, double seats, double students) {
    if (!(seats > 0) || !(students > 0)) return 0;
    return std::min(1.0, p.exchange_per_seat * seats / (p.exchange_apply * students));
}

std::vector<ExchangeApplicant> exchange_applicants(const Setup& setup, Year year,
                                                   const std::vector<double>& awareness,
                                                   Population& population, Workers& workers) {
    const Finder finder(setup, year, awareness, population.stays);
    auto studying = [&](const auto& block) {
        return awareness[block.origin] > 0 && block.cohort < year &&
               year - block.cohort < kStudyYears;
    };
    auto movers = [&](MoverBlock& block, std::size_t index, std::size_t begin, std::size_t end,
                      Found& local) {
        if (studying(block)) finder.movers(block, index, begin, end, local);
    };
    auto stayers = [&](StayerBlock& block, std::size_t index, std::size_t begin, std::size_t end,
                       Found& local) {
        if (studying(block)) finder.stayers(block, index, begin, end, local);
    };
    std::vector<Found> parts = for_slots(workers, setup.chunk, population.movers, Found{}, movers);
    for (Found& part : for_slots(workers, setup.chunk, population.stayers, Found{}, stayers)) {
        parts.push_back(std::move(part));
    }
    return concat_in_order(workers, parts);
}

}  // namespace keruen
