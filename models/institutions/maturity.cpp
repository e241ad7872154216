// SPDX-License-Identifier: MIT
#include "models/institutions/maturity.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace keruen {

namespace {

constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();

double ratio(double part, double whole) {
    return whole > 0 ? part / whole : kUnknown;
}

/// What region r's total of `people` comes to at institution i, shared out by `weight`.
template <class Weight>
double share_of(const Institutions& all, std::size_t i, double people, Weight weight) {
    const std::size_t r = all.region[i];
    double total = 0;
    for (std::size_t k = all.begin[r]; k < all.begin[r + 1]; ++k) total += weight(k);
    return total > 0 ? people * weight(i) / total : 0;
}

}  // namespace

Indicators indicators_of(const Institutions& all, const InstitutionYear& year, std::size_t i) {
    const std::size_t r = all.region[i];
    const double teachers =
        year.teachers.empty()
            ? 0
            : share_of(all, i, year.teachers[r], [&](std::size_t k) { return all.students[k]; });
    Indicators x;
    x[0] = ratio(all.foreign[i], all.students[i]);
    x[1] =
        year.foreign_teachers.empty()
            ? kUnknown
            : ratio(share_of(all, i, year.foreign_teachers[r],
                             [&](std::size_t k) { return all.students[k] * all.english_share[k]; }),
                    teachers);
    x[2] = year.exchange_out.empty()
               ? kUnknown
               : ratio(year.exchange_out[i] + year.exchange_in[i], all.students[i]);
    x[3] = year.visits.empty()
               ? kUnknown
               : ratio(share_of(all, i, year.visits[r],
                                [&](std::size_t k) { return all.students[k] * all.research[k]; }),
                       teachers);
    x[4] = all.research[i];
    x[5] = all.double_degrees[i] / all.stands_for[i];
    x[6] = (all.digital[i] + all.english_share[i]) / 2;
    return x;
}

Indicators full_marks(const Parameters& p) {
    return {p.maturity_foreign_students,
            p.maturity_foreign_teachers,
            p.maturity_exchange,
            p.maturity_visits,
            p.maturity_research,
            p.maturity_programmes,
            p.maturity_offer};
}

std::array<double, 4> phase_thresholds(const Parameters& p) {
    return {p.maturity_birth, p.maturity_enforcement, p.maturity_managed, p.maturity_optimised};
}

double mean_mark(const Parameters& p, const Indicators& x) {
    const Indicators full = full_marks(p);
    double sum = 0;
    int known = 0;
    for (std::size_t k = 0; k < x.size(); ++k) {
        if (std::isnan(x[k])) continue;
        sum += std::min(x[k] / full[k], 1.0);
        ++known;
    }
    return known > 0 ? sum / known : kUnknown;
}

std::uint8_t maturity_phase(const Parameters& p, double mark) {
    std::uint8_t phase = 1;
    for (const double threshold : phase_thresholds(p)) {
        if (mark >= threshold) ++phase;
    }
    return phase;
}

}  // namespace keruen
