// SPDX-License-Identifier: MIT
#pragma once
#include <array>
#include <vector>

#include "models/parameters.hpp"
#include "models/world/world.hpp"

namespace keruen {

/// Entrants abroad that the observed stocks imply, by level, up to the base year.
struct ImpliedEntrants {
    /// [level - 1](origin, host, year) people entering a level abroad in the year
    std::vector<Cube> entrants;
    /// Same shape: people abroad who took a degree the year before and look for a place in this
    /// level now (the pool of those who continue from abroad). Bachelor: all 0.
    std::vector<Cube> continuing;
    /// Entrants of the base year that are consistent with momentum g* instead of the noisy last
    /// difference: S (1 - (1 - d) exp(-g*)), at least 0.15 d S (docs/model.md 6). d is the exit
    /// rate of a steady flow: that of the base year depends on how young its students happen to be,
    /// and entrants found with it would let an old flow grow for years.
    std::vector<Matrix> momentum;
    std::vector<double> exit;  ///< [origin] share of a steady flow that leaves in a year
    /// [origin][host][year] people abroad who take their last degree at the end of the year; of
    /// these, those who entered before the flow's first record. And in the year of that record
    /// alone: as many as took one in each of the steady years before.
    Cube graduates, earlier_graduates, steady_graduates;
};

/// Shares of bachelor, master and doctoral level among entrants abroad.
using LevelShares = std::array<double, 3>;
LevelShares level_shares(const Parameters& parameters);

/// Follows each flow's stages in expectation: entrants of a year = stock - those of last year who
/// are still studying, at least 0.15 of the yearly exits. The stock is the most likely one behind
/// the records up to the base (models/constants/record.hpp). Unknown stocks imply none. Before the
/// first year a flow is taken as steady.
/// `shares` are those of each origin.
ImpliedEntrants implied_entrants(const World& world, const Parameters& parameters,
                                 const std::vector<LevelShares>& shares);

}  // namespace keruen
