// SPDX-License-Identifier: MIT
#pragma once
#include <span>

#include "models/institutions/institutions.hpp"

namespace keruen {

/// A number of every institution and year that result files hold, declared once.
struct InstitutionColumn {
    const char* name;
    const char* units;
    const char* meaning;
    double (*value)(const Institutions& all, const Parameters& p, const InstitutionYear& year,
                    std::size_t i);
    bool of_closed = false;  ///< told of those that take no new students too; else 0
};
std::span<const InstitutionColumn> institution_columns();

/// Fills year.recorded, in single precision: more would be noise that fills the disk.
void record_columns(const Institutions& all, const Parameters& p, InstitutionYear& year);

}  // namespace keruen
