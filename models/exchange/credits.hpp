// SPDX-License-Identifier: MIT
#pragma once
#include <cstdint>

#include "models/parameters.hpp"
#include "models/world/policy.hpp"

namespace keruen {

/// What counts as mobile within a degree taken at home (EHEA ministers 2009, 2012): 15 ECTS credits
/// or three months abroad in that cycle.
inline constexpr double kMobileEcts = 15, kMobileMonths = 3;

/// ECTS credits that `credits` of a national system are worth, by hours of work: a Kazakh credit is
/// 45 to 105 hours by level (S4), an ECTS credit 25 to 30.
double to_ects(double credits, double hours_per_credit, double hours_per_ects);

/// What the home institution makes of a stay.
enum class Recognition : std::uint8_t { full, partial, none };

/// Chances of full and of any recognition. 0.73 full, 0.24 partial, 0.03 none are those of
/// exchanges within Europe [26]; `effective` (0..1) is the share of credits that the institution
/// recognises in fact, 1 there. What is not recognised in full is partial or nothing in Europe's
/// proportion.
struct RecognitionChances {
    double full = 0, any = 0;
    Recognition outcome(double u) const {
        return u < full ? Recognition::full : u < any ? Recognition::partial : Recognition::none;
    }
};
RecognitionChances recognition_chances(const Parameters& parameters, double effective);

/// What a stay is worth at home.
struct StayCredits {
    double home = 0;  ///< credits of the home system recognised, whole ones
    double ects = 0;  ///< the same in ECTS
    double lost = 0;  ///< share of the studies abroad that does not count, 0..1
};

/// Credits of a stay of `months` at the full load of `exchange.semester_ects` in five months, under
/// the hours of the home system. Credits are recognised whole: a fraction of one is lost.
StayCredits stay_credits(const Parameters& parameters, double months, double home_hours,
                         Recognition recognition);

/// Whether a stay makes a graduate mobile; by credits alone, if `credits_only`.
bool counts_as_mobile(double months, double ects, bool credits_only);

/// People among `n` alike who apply, each with chance p, as the draw of the person who stands for
/// them says: the binomial distribution's quantile. Never fewer for a higher p.
std::uint32_t people_applying(std::uint32_t word, std::uint32_t n, double p);

}  // namespace keruen
