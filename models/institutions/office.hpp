// SPDX-License-Identifier: MIT
#pragma once
#include "models/institutions/institutions.hpp"

namespace keruen {

/// Exchange slots that the international office of institution i can handle in the year, people:
/// posts x slots per post x productivity(maturity phase, management, skill) x (1 - reporting share)
/// (S2). Those who come later than that wait for the next year. Its figures are assumptions; what
/// is known is their direction. docs/phases/institutions.md
double office_throughput(const Institutions& institutions, std::size_t i,
                         const Parameters& parameters);

/// Share of an office's skill, 0..1: staff who are trained and work in English.
double office_skill(const Institutions& institutions, std::size_t i);

}  // namespace keruen
