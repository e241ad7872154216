// SPDX-License-Identifier: MIT
#pragma once
#include <cstddef>
#include <vector>

#include "models/simulation.hpp"

namespace keruen::test {

/// What all people of a made-up class have in common.
struct Alike {
    std::size_t origin = 0;
    Level level = Level::bachelor;
    std::uint8_t ability = 128, income = 128, traits = 0;
    RegionIndex host = kAtHome;  ///< where the last degree was taken
};

/// A population of one block: `n` people alike who decide in `year`, one person a slot.
Population population_of(const Alike& alike, std::size_t n, Year year);

/// A fresh bachelor cohort of every origin as the phase `enter` draws it under the setup's seed.
/// Each third person is made a candidate for a master's degree, half of these abroad, so that every
/// kind of decider is there.
Population mixed_population(const Setup& setup, Year year, Workers& workers);

/// Runs aspire, consider and choose; and award-admit, if `admit`. People of the population who do
/// not aspire begin their studies at home.
Applicants decide(const Setup& setup, Year year, const YearTables& tables, Population& population,
                  Workers& workers, bool admit = false);

/// The option each person of one block likes best: [slot] index into the options of the person's
/// origin and level, 0 (staying unaided) for those who rank none or do not apply.
std::vector<std::size_t> best_options(const Applicants& applicants, std::size_t block,
                                      std::size_t slots);

}  // namespace keruen::test
