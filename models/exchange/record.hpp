// SPDX-License-Identifier: MIT
#pragma once
#include <cstdint>
#include <vector>

#include "sim/grid.hpp"

namespace keruen {

/// What a year's exchanges leave behind, people. Exchange students are enrolled at home throughout
/// and in no count of degree students.
struct ExchangeRecord {
    Grid<std::int64_t, 3> credit;     ///< [origin][host][programme + 1] studied abroad for credits
    Grid<std::int64_t, 2> graduates;  ///< [origin][host] awards taken at home with a stay in the
                                      ///< cycle that counts as mobile: 15 ECTS or three months
    Grid<std::int64_t, 2> graduates_by_credits;  ///< [origin][host] of those, by 15 ECTS alone
    Grid<std::int64_t, 2> refused;               ///< [origin][host] had a seat, but no visa
    Grid<std::int64_t, 2> first_stay;            ///< [origin][host] of `credit`, for the first time
    Grid<std::int64_t, 2> first_abroad;  ///< [origin][host] of those, never before for a degree
    Grid<std::int64_t, 2> then_degree;  ///< [origin][host] enrolled there for a degree, having been
                                        ///< counted in `first_abroad` of some year
    // [origin]
    std::vector<std::int64_t> applicants;    ///< asked their international office for a semester
    std::vector<std::int64_t> nominated;     ///< got a slot at the office
    std::vector<std::int64_t> seated;        ///< got a seat under an agreement
    std::vector<std::int64_t> unaffordable;  ///< had a seat, but neither a grant nor the money
    std::vector<std::int64_t> online;        ///< virtual exchange: nobody moved
    std::vector<std::int64_t> full, partial, unrecognised;  ///< what became of the credits
    std::vector<std::int64_t> delayed;                      ///< of these, need a year more for it

    ExchangeRecord(std::size_t regions, std::size_t programmes);
    /// [origin][host] over all payers.
    Grid<std::int64_t, 2> people() const;
};

}  // namespace keruen
