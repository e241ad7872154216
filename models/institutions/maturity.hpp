// SPDX-License-Identifier: MIT
#pragma once
#include <array>
#include <string_view>

#include "models/institutions/institutions.hpp"

namespace keruen {

/// The seven indicators of an institution (docs/benchmark.md; S1, S3). NaN where no phase of the
/// run tells it.
using Indicators = std::array<double, 7>;
inline constexpr std::array<std::string_view, 7> kIndicatorNames{
    "foreign students", "foreign teachers", "exchange",     "staff visits",
    "joint research",   "joint programmes", "digital offer"};

/// Indicators of institution i at the end of a year: shares of students and of teachers; exchange
/// students out and in per student; visits per teacher; joint research, index; joint and
/// double-degree programmes an institution; mean of digital presence and English-taught share.
/// Teachers are told by region: an institution has the region's ratio times its standing over the
/// open institutions' mean.
Indicators indicators_of(const Institutions& institutions, const InstitutionYear& year,
                         std::size_t i);

/// The values that earn full marks, and the mean marks from which phases 2 to 5 are reached.
Indicators full_marks(const Parameters& parameters);
std::array<double, 4> phase_thresholds(const Parameters& parameters);

/// Mean mark 0..1 over the known indicators: each over the value that earns full marks
/// (`maturity.*`), at most 1. NaN if none is known.
double mean_mark(const Parameters& parameters, const Indicators& indicators);

/// Maturity 1 ad hoc, 2 birth of the process, 3 enforcement, 4 implemented management,
/// 5 optimisation (S0): one more than the number of thresholds that the mean mark reaches.
std::uint8_t maturity_phase(const Parameters& parameters, double mark);

}  // namespace keruen
