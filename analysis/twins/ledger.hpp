// SPDX-License-Identifier: MIT
#pragma once
#include <array>
#include <cstdint>
#include <string_view>

#include "analysis/twins/lives.hpp"
#include "sim/grid.hpp"

namespace keruen {

/// What a policy did to a person at one level of study: the pair of that person's outcomes in two
/// runs. Exactly one applies (docs/decisions/0021-twin-ledger.md).
enum class TwinClass : std::uint8_t {
    newly_mobile,   ///< abroad in the other run only
    crowded_out,    ///< abroad in the base only
    redirected,     ///< abroad in both, at another host, or for a degree in one only
    gone_anyway,    ///< abroad at the same host in both, and now with an award
    award_changed,  ///< the same with another award, or the award lost
    same_abroad,    ///< abroad in both with the same award or none
    award_at_home,  ///< at home in both, a home grant gained, lost or changed
    same_at_home    ///< neither abroad; nothing changed
};
inline constexpr std::size_t kTwinClasses = 8;

struct TwinClassName {
    std::string_view key;      ///< in JSON and CSV
    std::string_view meaning;  ///< for people
};
const std::array<TwinClassName, kTwinClasses>& twin_class_names();

/// People by what a policy did to them. A person counts once at each level at which that person
/// studies in either run; `year` is that of enrolment, in the base if there.
struct TwinLedger {
    Year first = 0;
    /// [origin][level - 1][year - first][born_cell][TwinClass][open]. Open: the person studies at
    /// home in one of the runs and may still go for a semester when they end, so that the class is
    /// not final.
    Grid<std::int64_t, 6> people;
    /// [origin][place in the base][place in the other]: of those whose place changed; the last
    /// place is home.
    Grid<std::int64_t, 3> moved;

    std::size_t regions() const { return people.extent(0); }
    std::size_t years() const { return people.extent(2); }
    /// People of the class, of one origin or of all.
    std::int64_t count(TwinClass which) const;
    std::int64_t count(std::size_t origin, TwinClass which) const;
    std::int64_t population(std::size_t origin) const;  ///< all classes
    bool operator==(const TwinLedger&) const = default;
};

/// Compares everybody's studies in two runs with the same regions and weights. Persons are matched
/// by origin, cohort and position; who is in one run only was not enrolled in the other. Of the
/// people for whom one agent answers, as many as possible do the same in both runs. Sums are exact:
/// the classes of a person add up to the person's weight. Throws std::invalid_argument if a person
/// has two weights.
TwinLedger twin_ledger(const Lives& base, const Lives& other, Workers& workers);

}  // namespace keruen
