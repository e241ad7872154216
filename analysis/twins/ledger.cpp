// SPDX-License-Identifier: MIT
#include "analysis/twins/ledger.hpp"

#include <algorithm>
#include <mutex>
#include <stdexcept>
#include <vector>

namespace keruen {

namespace {

/// Years after enrolment in which somebody who studies at home may still go abroad for a semester
/// for the first time, [Level] (may_exchange in models/exchange/applications.hpp: from the second
/// to the last regular year of a degree).
constexpr std::array<int, 4> kLaterYears{0, 3, 1, 2};

/// A way of being abroad at one level: for a degree or for a semester.
struct Abroad {
    bool degree = false;
    RegionIndex host = kAtHome;
    ProgrammeIndex payer = kSelfFunded;
    std::int64_t people = 0;
};

/// One side of a pair.
struct Outcome {
    const Life* life = nullptr;  ///< null: not enrolled
    ProgrammeIndex home_grant = kSelfFunded;
    std::vector<Abroad> abroad;

    std::int64_t away() const {
        std::int64_t sum = 0;
        for (const Abroad& a : abroad) sum += a.people;
        return sum;
    }
    bool open(Year last) const {
        return life != nullptr && life->host == kAtHome &&
               life->year + kLaterYears[life->level] > last;
    }
};

/// What the programmes of `other` are called in `base`, by index; those that the base lacks come
/// after all of the base's.
using Codes = std::array<ProgrammeIndex, 256>;
Codes codes_in(const Lives& base, const Lives& other) {
    Codes codes{};
    codes.fill(kSelfFunded);
    std::size_t fresh = base.programmes().size();
    for (std::size_t q = 0; q < other.programmes().size(); ++q) {
        const auto& known = base.programmes();
        const auto at = std::find(known.begin(), known.end(), other.programmes()[q]);
        codes[q] = static_cast<ProgrammeIndex>(at == known.end() ? fresh++ : at - known.begin());
    }
    return codes;
}

/// Goes through one run's cohort person by person and level by level.
class Reader {
public:
    Reader(const Lives& lives, const Codes& codes, std::size_t origin, Year cohort)
        : codes_(codes),
          lives_(lives.lives(origin, cohort)),
          semesters_(lives.semesters(origin, cohort)) {}

    static constexpr std::uint64_t kEnd = ~std::uint64_t{0};
    std::uint64_t key() const {
        return at_ == lives_.size() ? kEnd : key_of(lives_[at_].position, lives_[at_].level);
    }
    /// The outcome of person and level `key`, if it is next.
    void take(std::uint64_t wanted, Outcome& outcome) {
        outcome.life = nullptr;
        outcome.home_grant = kSelfFunded;
        outcome.abroad.clear();
        if (key() != wanted) return;
        outcome.life = &lives_[at_++];
        const Life& life = *outcome.life;
        if (life.host != kAtHome) {
            outcome.abroad.push_back({true, life.host, codes_[life.programme], life.weight});
        } else {
            outcome.home_grant = codes_[life.programme];
        }
        for (; semester_ < semesters_.size() && semester_key() == wanted; ++semester_) {
            const Semester& s = semesters_[semester_];
            const ProgrammeIndex payer = codes_[s.payer];
            Abroad* known = nullptr;
            for (Abroad& a : outcome.abroad) {
                if (!a.degree && a.host == s.host && a.payer == payer) known = &a;
            }
            if (known == nullptr) {
                outcome.abroad.push_back({false, s.host, payer, 0});
                known = &outcome.abroad.back();
            }
            known->people += s.people;
        }
    }

private:
    static std::uint64_t key_of(std::uint32_t position, std::uint8_t level) {
        return std::uint64_t{position} << 8 | level;
    }
    std::uint64_t semester_key() const {
        return key_of(semesters_[semester_].position, semesters_[semester_].level);
    }

    const Codes& codes_;
    std::span<const Life> lives_;
    std::span<const Semester> semesters_;
    std::size_t at_ = 0, semester_ = 0;
};

/// The ledger of one origin's cohort.
class Cohort {
public:
    Cohort(const Lives& base, const Lives& other, const std::array<Codes, 2>& codes,
           std::size_t origin, Year cohort)
        : regions_(base.regions()),
          last_(base.last()),
          cohort_(cohort),
          base_(base, codes[0], origin, cohort),
          other_(other, codes[1], origin, cohort),
          people({3, kStudyYears, born_cell::count, kTwinClasses, 2}),
          moved({regions_ + 1, regions_ + 1}) {}

    void compare() {
        Outcome b, o;
        while (true) {
            const std::uint64_t key = std::min(base_.key(), other_.key());
            if (key == Reader::kEnd) return;
            base_.take(key, b);
            other_.take(key, o);
            pair(b, o);
        }
    }

private:
    std::size_t place(RegionIndex host) const { return host == kAtHome ? regions_ : host; }

    void pair(Outcome& b, Outcome& o) {
        const Life& life = b.life != nullptr ? *b.life : *o.life;
        if (o.life != nullptr && o.life->weight != life.weight) {
            throw std::invalid_argument("a person stands for different numbers of people");
        }
        life_ = &life;
        const std::int64_t away = std::max(b.away(), o.away());
        // From the closest match on; each leaves fewer people to be matched.
        match(b, o, [](const Abroad& x, const Abroad& y) {
            return x.degree == y.degree && x.host == y.host && x.payer == y.payer;
        });
        match(b, o, [](const Abroad& x, const Abroad& y) {
            return x.degree == y.degree && x.host == y.host;
        });
        match(b, o, [](const Abroad&, const Abroad&) { return true; });
        for (const Abroad& x : b.abroad) {
            add(TwinClass::crowded_out, x.people, o.open(last_));
            moved(place(x.host), regions_) += x.people;
        }
        for (const Abroad& y : o.abroad) {
            add(TwinClass::newly_mobile, y.people, b.open(last_));
            moved(regions_, place(y.host)) += y.people;
        }
        const bool open = b.open(last_) || o.open(last_);
        const bool both = b.life != nullptr && o.life != nullptr;
        const bool granted = both && b.home_grant != o.home_grant && life.weight > away;
        // An agent that answers for more people than its own takes them from those at home.
        add(granted ? TwinClass::award_at_home : TwinClass::same_at_home, life.weight - away, open);
    }

    template <class Alike>
    void match(Outcome& b, Outcome& o, Alike alike) {
        for (Abroad& x : b.abroad) {
            for (Abroad& y : o.abroad) {
                const std::int64_t n = std::min(x.people, y.people);
                if (n == 0 || !alike(x, y)) continue;
                x.people -= n;
                y.people -= n;
                add(both_abroad(x, y), n, false);
                if (x.host != y.host) moved(place(x.host), place(y.host)) += n;
            }
        }
    }

    static TwinClass both_abroad(const Abroad& x, const Abroad& y) {
        if (x.degree != y.degree || x.host != y.host) return TwinClass::redirected;
        if (x.payer == y.payer) return TwinClass::same_abroad;
        return x.payer == kSelfFunded ? TwinClass::gone_anyway : TwinClass::award_changed;
    }

    void add(TwinClass which, std::int64_t n, bool open) {
        if (n == 0) return;
        people(life_->level - 1U, static_cast<std::size_t>(life_->year - cohort_), life_->cell,
               static_cast<std::size_t>(which), open ? 1U : 0U) += n;
    }

    std::size_t regions_;
    Year last_, cohort_;
    Reader base_, other_;
    const Life* life_ = nullptr;

public:
    Grid<std::int64_t, 5> people;  // [level - 1][years after the cohort's][cell][class][open]
    Grid<std::int64_t, 2> moved;
};

void add_cohort(const Cohort& cohort, std::size_t origin, Year year, TwinLedger& ledger) {
    const std::size_t cells = born_cell::count * kTwinClasses * 2;
    const auto from = static_cast<std::size_t>(year - ledger.first);
    for (std::size_t level = 0; level < 3; ++level) {
        for (std::size_t y = 0; y < kStudyYears && from + y < ledger.years(); ++y) {
            const std::int64_t* source = &cohort.people(level, y, 0U, 0U, 0U);
            std::int64_t* target = &ledger.people(origin, level, from + y, 0U, 0U, 0U);
            for (std::size_t k = 0; k < cells; ++k) target[k] += source[k];
        }
    }
    for (std::size_t b = 0; b <= ledger.regions(); ++b) {
        for (std::size_t o = 0; o <= ledger.regions(); ++o) {
            ledger.moved(origin, b, o) += cohort.moved(b, o);
        }
    }
}

}  // namespace

const std::array<TwinClassName, kTwinClasses>& twin_class_names() {
    static constexpr std::array<TwinClassName, kTwinClasses> names{
        {{"newly_mobile", "newly mobile"},
         {"crowded_out", "crowded out"},
         {"redirected", "redirected"},
         {"gone_anyway", "would have gone anyway, now with an award"},
         {"award_changed", "same host, award changed or lost"},
         {"same_abroad", "abroad, unchanged"},
         {"award_at_home", "at home, home grant gained or lost"},
         {"same_at_home", "at home, unchanged"}}};
    return names;
}

std::int64_t TwinLedger::count(std::size_t origin, TwinClass which) const {
    std::int64_t sum = 0;
    for (std::size_t level = 0; level < 3; ++level) {
        for (std::size_t y = 0; y < years(); ++y) {
            for (std::size_t cell = 0; cell < born_cell::count; ++cell) {
                for (std::size_t open = 0; open < 2; ++open) {
                    sum += people(origin, level, y, cell, static_cast<std::size_t>(which), open);
                }
            }
        }
    }
    return sum;
}

std::int64_t TwinLedger::count(TwinClass which) const {
    std::int64_t sum = 0;
    for (std::size_t o = 0; o < regions(); ++o) sum += count(o, which);
    return sum;
}

std::int64_t TwinLedger::population(std::size_t origin) const {
    std::int64_t sum = 0;
    for (std::size_t c = 0; c < kTwinClasses; ++c) sum += count(origin, static_cast<TwinClass>(c));
    return sum;
}

TwinLedger twin_ledger(const Lives& base, const Lives& other, Workers& workers) {
    if (base.regions() != other.regions() || base.first() != other.first() ||
        base.last() != other.last()) {
        throw std::invalid_argument("runs of different regions or years");
    }
    const std::size_t years =
        static_cast<std::size_t>(base.last()) + 1 - static_cast<std::size_t>(base.first());
    const std::size_t regions = base.regions();
    TwinLedger ledger{
        base.first(),
        Grid<std::int64_t, 6>({regions, 3, years, born_cell::count, kTwinClasses, std::size_t{2}}),
        Grid<std::int64_t, 3>({regions, regions + 1, regions + 1})};
    const std::array<Codes, 2> codes{codes_in(base, base), codes_in(base, other)};
    std::mutex adding;  // sums of integers: the order is no matter
    workers.for_each_index(regions * years, [&](std::size_t k) {
        const std::size_t origin = k / years;
        const Year year = base.first() + static_cast<Year>(k % years);
        Cohort cohort(base, other, codes, origin, year);
        cohort.compare();
        const std::lock_guard<std::mutex> lock(adding);
        add_cohort(cohort, origin, year, ledger);
    });
    return ledger;
}

}  // namespace keruen
