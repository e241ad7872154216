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

/// Standing of institution i over the mean of its region's open institutions, weighted by seats. It
/// rests on nothing that an institution can gain or lose, so that nobody's figure falls because
/// another's rises. A branch campus counts as the mean: opening one moves nobody either.
double relative_standing(const Institutions& all, std::size_t i) {
    if (all.branch[i] > 0) return 1;
    const std::size_t r = all.region[i];
    double seats = 0, weighted = 0;
    for (std::size_t k = all.begin[r]; k < all.begin[r + 1]; ++k) {
        if (all.open[k] == 0 || all.branch[k] > 0) continue;
        seats += all.size_share[k];
        weighted += all.size_share[k] * all.standing[k];
    }
    return weighted > 0 ? all.standing[i] * seats / weighted : 1;
}

}  // namespace

Indicators indicators_of(const Institutions& all, const InstitutionYear& year, std::size_t i) {
    const std::size_t r = all.region[i];
    const double standing = relative_standing(all, i);
    // The region's ratio, more of it where standing is higher: its sum over the seats of the open
    // institutions is the region's.
    const auto per_teacher = [&](const std::vector<double>& people) {
        return people.empty() || year.teachers.empty()
                   ? kUnknown
                   : standing * ratio(people[r], year.teachers[r]);
    };
    Indicators x;
    x[0] = ratio(all.foreign[i], all.students[i]);
    x[1] = per_teacher(year.foreign_teachers);
    x[2] = year.exchange_out.empty()
               ? kUnknown
               : ratio(year.exchange_out[i] + year.exchange_in[i], all.students[i]);
    x[3] = per_teacher(year.visits);
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
