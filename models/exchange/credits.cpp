// SPDX-License-Identifier: MIT
#include "models/exchange/credits.hpp"

#include <algorithm>
#include <cmath>

#include "sim/kernels/kernels.hpp"
#include "sim/random.hpp"

namespace keruen {

namespace {

constexpr double kSemesterMonths = 5;
constexpr double kYearEcts = 60;  // no stay is worth more than a year of studies

/// q^n by squaring: multiplications only, so the same on every machine.
double power(double q, std::uint32_t n) {
    double result = 1;
    for (; n > 0; n /= 2, q *= q) {
        if (n % 2 == 1) result *= q;
    }
    return result;
}

}  // namespace

double to_ects(double credits, double hours_per_credit, double hours_per_ects) {
    return credits * hours_per_credit / hours_per_ects;
}

RecognitionChances recognition_chances(const Parameters& p, double effective) {
    const double full = p.exchange_full * std::clamp(effective, 0.0, 1.0);
    const double partial = p.exchange_partial / (1 - p.exchange_full);
    return {full, full + (1 - full) * std::min(partial, 1.0)};
}

StayCredits stay_credits(const Parameters& p, double months, double home_hours,
                         Recognition recognition) {
    const double studied =
        std::min(p.exchange_semester_ects * months / kSemesterMonths, kYearEcts) *
        p.exchange_ects_hours;
    const double share = recognition == Recognition::full      ? 1.0
                         : recognition == Recognition::partial ? p.exchange_partial_share
                                                               : 0.0;
    StayCredits worth;
    worth.home = std::floor(share * studied / home_hours);
    worth.ects = to_ects(worth.home, home_hours, p.exchange_ects_hours);
    worth.lost = 1 - share;
    return worth;
}

bool counts_as_mobile(double months, double ects, bool credits_only) {
    return ects >= kMobileEcts || (!credits_only && months >= kMobileMonths);
}

std::uint32_t people_applying(std::uint32_t word, std::uint32_t n, double p) {
    if (p >= 1) return n;
    constexpr double kMany = 64;  // beyond this mean the normal quantile serves, and q^n may vanish
    const double mean = n * p;
    if (mean > kMany) {
        double z = 0;
        const std::uint32_t high = ~word;  // small words are many people, as below
        kernels().normal(1, &high, &z);
        const double people = std::floor(mean + z * std::sqrt(mean * (1 - p)) + 0.5);
        return static_cast<std::uint32_t>(std::clamp(people, 0.0, static_cast<double>(n)));
    }
    const double u = uniform(word);
    double exactly = power(1 - p, n);
    double tail = 1 - exactly;  // P(more than k)
    std::uint32_t k = 0;
    while (k < n && u < tail) {
        ++k;
        exactly *= (n - k + 1) * p / (k * (1 - p));
        tail -= exactly;
    }
    return k;
}

}  // namespace keruen
