// SPDX-License-Identifier: MIT
// What the model itself has wrong, as far as forecasts of the past tell (docs/ensemble.md).
#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "models/measures/definitions.hpp"
#include "models/world/world.hpp"

namespace keruen {

/// Log errors of one origin's mobility.
struct LogErrors {
    double all = 0;                ///< of all who are at some host
    std::vector<double> host;      ///< of each host around that
    std::vector<double> variance;  ///< of the latter
};
struct YearStrays {
    LogErrors entrants;  ///< of who sets out in the year
    LogErrors stock;     ///< of who is under way, or done
};

/// Which path of log errors. Nothing of the scenario's policy or parameters is in it: whoever has
/// the seed, and the region's code, has the same normal numbers. How far they lead follows from the
/// people of the base year, which parameters move a little.
struct DiscrepancyKey {
    std::uint64_t seed = 1;
    std::uint16_t path = 0;
    std::uint16_t purpose = 0;  ///< degree_discrepancy or credit_discrepancy
};

/// [year after the base - 1] By the rule of analysis/validation/bands.hpp; `people` [host] at the
/// base say how far the whole strays, and how much further each host.
std::vector<YearStrays> discrepancy_path(const DiscrepancyKey& key,
                                         std::span<const std::string> regions, std::size_t origin,
                                         std::span<const double> people, Year base, int years);

/// Log errors of an origin's mobility after the base year: [year after the base - 1].
struct MobilityStrays {
    std::vector<YearStrays> degree, credit;
};

/// Both kinds, from a run's numbers of the base year on.
MobilityStrays mobility_strays(std::uint64_t seed, std::uint16_t path,
                               std::span<const std::string> regions, std::size_t origin,
                               const YearNumbers& base_numbers, Year base, int years);

/// Factors of people at hosts and of the `others` of the same whole. The odds of being at some host
/// move by exp(side x errors.all) and the whole stays as large as it is; the shares of hosts move
/// such that each is expected to be what it is.
struct OddsFactors {
    std::vector<double> host;
    double others = 1;
};
OddsFactors odds_factors(std::span<const double> people, double others, const LogErrors& errors,
                         double side);

/// Lays log errors over a year's numbers of an origin: entrants and stocks abroad, awards, credit
/// mobility. Who is not abroad is at home. `side` is 1, or -1 for the mirror image.
void let_stray(YearNumbers& year, std::size_t origin, const YearStrays& degree,
               const YearStrays& credit, double side);

/// Whether hindcasts judged this numerator, and for how many years ahead (docs/hindcasts.md):
/// degree students abroad, without China.
bool is_judged(const Definition& definition);
inline constexpr int kJudgedYears = 9;

}  // namespace keruen
