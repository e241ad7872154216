// SPDX-License-Identifier: MIT
#include "models/institutions/institutions.hpp"

#include <algorithm>

namespace keruen {

bool takes_students(const Institutions& institutions, const World& world, const Policy& policy,
                    std::size_t i, Year year) {
    if (year < institutions.opened[i] || year >= institutions.closed[i]) return false;
    if (institutions.branch[i] == 0) return true;
    const std::size_t t = world.index(std::clamp(year, world.first, world.last));
    return institutions.branch[i] <= policy.branch_campuses(institutions.region[i], t) + 0.5;
}

double number_open(const Institutions& institutions, std::size_t region) {
    double number = 0;
    for (std::size_t i = institutions.begin[region]; i < institutions.begin[region + 1]; ++i) {
        if (institutions.open[i] != 0 && institutions.branch[i] == 0) {
            number += institutions.stands_for[i];
        }
    }
    return number;
}

}  // namespace keruen
