// SPDX-License-Identifier: MIT
#pragma once
#include "models/constants/implied.hpp"
#include "models/parameters.hpp"
#include "models/world/policy.hpp"

namespace keruen {

/// Graduates who live abroad at the end of each year, in expectation, people.
struct ExpectedDiaspora {
    Cube all;      ///< [origin][host][year], up to the base year; 0 after it
    Cube earlier;  ///< [origin][host][year] of all years: those whom no agent stands for, because
                   ///< they entered before the first year
};

/// Past stocks times the stay curve: each flow's graduates settle by stay_probability and return by
/// the yearly hazard. Before its first record a flow is taken as steady for `settle.earlier_years`.
/// Bonds and third regions are left out.
ExpectedDiaspora expected_diaspora(const World& world, const Policy& reference,
                                   const Parameters& parameters, const ImpliedEntrants& implied);

/// N of the network among compatriots: students at the host, and graduates living there at the
/// weight `choose.diaspora`, per 1,000 of the origin's cohort.
inline double network_size(const Parameters& p, double students, double settled, double cohort) {
    return 1000 * (students + p.choose_diaspora * settled) / cohort;
}

}  // namespace keruen
