// SPDX-License-Identifier: MIT
#pragma once
#include <cstdint>
#include <vector>

#include "models/options.hpp"

namespace keruen {

/// Synthetic students on a Sobol sequence over everything a choice depends on but taste.
struct Sample {
    std::vector<std::uint8_t> ability, income, traits;
    std::vector<std::vector<double>> awareness;  ///< [host][person] uniform, for consideration sets
    std::size_t size() const { return ability.size(); }
};

/// `n` students for `hosts` hosts; Boost's Sobol sequence.
Sample make_sample(const Parameters& parameters, std::size_t hosts, std::size_t n);

/// Who decides: `people` persons like those of the sample, all at `current`.
struct Deciders {
    RegionIndex current = kAtHome;
    double people = 0;
    std::vector<double> aspire;  ///< [person] probability of looking abroad
    std::vector<double> home;    ///< [option][person] exp(V) of home alternatives
    std::vector<double> abroad;  ///< [option][person] exp(V / lambda), 0 if not considered or if
                                 ///< the host has no target
    std::size_t size = 0;        ///< persons
};

/// Everything the inversion of one origin and level in one year needs.
struct ChoiceSet {
    std::vector<Option> options;                ///< as make_options gives them
    std::vector<std::vector<double>> entitled;  ///< [option][person] who may hold it, of restricted
                                                ///< ones: entitled_shares
    std::vector<double> permission;             ///< [host] chance of visa and border
    std::vector<double> target;                 ///< [host] entrants to be reached
    std::vector<double> delta;                  ///< [host] constants, updated
    std::vector<Deciders> groups;
    double stayers = 0;  ///< people entering at home who never look abroad: they seek home grants
    const Sample* sample = nullptr;
};

/// Share of the places of each capacity that people of a score get: 1 above `cut`, 0 below, a
/// fraction in the marginal score. Scores are bytes; lotteries give everybody the same share.
struct Availability {
    Selection selection = Selection::merit;
    double cut = 0;  ///< 0 (all) .. 256 (none)
    double of(std::uint8_t ability, std::uint8_t income) const;
    static std::uint8_t score(Selection selection, std::uint8_t ability, std::uint8_t income);
};

/// Demand for a capacity by score byte, people, if it were open to all.
using DemandByScore = std::vector<double>;  // [256]

/// Expected entrants by host under the present constants and availabilities; adds every rationed
/// programme's demand to `demand[programme]`, which may be empty where there is none.
std::vector<double> expected_entrants(const ChoiceSet& set, double lambda,
                                      const std::vector<Availability>& open,
                                      std::vector<DemandByScore>& demand);

/// One step of Berry's contraction, damped for the nest: delta += lambda ln(target / expected).
/// Returns the largest |ln(target / expected)|.
double berry_step(ChoiceSet& set, double lambda, const std::vector<double>& expected);

/// [person] share of those like the person who may hold the option, which depends on their field.
std::vector<double> entitled_shares(const Option& option, const Sample& sample);

/// Cut at which the demand by score meets `places`.
double clearing_cut(const DemandByScore& demand, Selection selection, double places);

/// Fills home and abroad of a group that is about to join the groups of the set, whose options and
/// targets are known; all groups have the same persons, in so far as they have them.
void tabulate_utilities(ChoiceSet& set, Deciders& group, const Parameters& parameters,
                        const IncomeTable& income, const std::vector<double>& consideration);

}  // namespace keruen
