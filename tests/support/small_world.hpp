// SPDX-License-Identifier: MIT
#pragma once
#include <memory>

#include "models/simulation.hpp"

namespace keruen::test {

/// A made-up world of three regions for unit tests: HOM (one country, a home grant and a foreign
/// scholarship), NEA (near, cheap, common language) and FAR (two countries, dear, good), with
/// smoothly growing flows. Not data: it exists so that laws can be tested in milliseconds.
World small_world(Year last = 2020);
Policy small_policy(const World& world);

/// Adds a programme of HOM's own that sends academics who speak to any region, from a year on; pays
/// 20,000 a year and 1,000 of travel.
Programme& add_training(Policy& policy, double places, Year from, double bond = 3);

/// A world ready to run, with everything it points to.
struct Ready {
    World world;
    Policy policy, reference;
    Constants constants;
    Setup setup;
};
std::unique_ptr<Ready> make_ready(Workers& workers, World world, Policy policy,
                                  const Parameters& parameters = {});
std::unique_ptr<Ready> make_ready(Workers& workers);

/// The records of all years.
std::vector<YearRecord> simulate(const Setup& setup, Workers& workers, bool check = true);

/// A number that differs if any flow, count, ledger entry, event or panel row does.
std::uint64_t fingerprint(const std::vector<YearRecord>& years, bool with_events = true);

}  // namespace keruen::test
