// SPDX-License-Identifier: MIT
#pragma once
#include <cstdint>
#include <functional>
#include <vector>

#include "models/exchange/applications.hpp"
#include "sim/grid.hpp"

namespace keruen {

/// What institutions offer to exchange students in one year.
struct ExchangeSupply {
    std::vector<std::uint32_t> begin;  ///< [regions + 1] those of region r: [begin[r], begin[r+1])
    std::vector<double> slots;      ///< [institution] people that its office can send in the year
    Grid<double, 2> seats_out;      ///< [institution][partner region] places for its students
    Grid<double, 2> seats_in;       ///< [institution][partner region] places for theirs
    std::vector<double> effective;  ///< [institution] credits recognised in fact, share 0..1
    /// The institution at which somebody studies at home; called from several threads.
    std::function<std::size_t(const ExchangeApplicant&)> institution_of;

    std::size_t institutions() const { return slots.size(); }
    std::size_t regions() const { return begin.size() - 1; }
    /// [origin][host] places under the agreements of all institutions of the origin with the host,
    /// or of all those of the host with the origin.
    Grid<double, 2> offered_out() const;
    Grid<double, 2> offered_in() const;
};

/// The year's supply from the institutions that are open. Of the seats under their agreements,
/// their own students can take as many as credits are recognised on paper; what that is worth they
/// learn when they are back. Partners look at the facts: they send as many as credits are counted
/// in fact (S4), and as teaching is in a language that theirs follow. Refers to the arguments.
ExchangeSupply exchange_supply(const Setup& setup, Year year, const Institutions& institutions,
                               const TierCutoffs& cutoffs);

}  // namespace keruen
