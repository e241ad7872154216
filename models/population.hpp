// SPDX-License-Identifier: MIT
#pragma once
#include <cstdint>
#include <string_view>
#include <vector>

#include "models/exchange/stays.hpp"
#include "models/stage.hpp"
#include "models/world/world.hpp"

namespace keruen {

using RegionIndex = std::uint8_t;
using ProgrammeIndex = std::uint8_t;
inline constexpr RegionIndex kAtHome = 255;  ///< host of somebody who is not abroad
inline constexpr ProgrammeIndex kSelfFunded = 255;

/// Traits of a person in one byte.
namespace trait {
inline constexpr std::uint8_t female = 1, urban = 2, speaks = 4, ever_mobile = 8;
inline constexpr int field_shift = 4;  ///< ISCED-F broad field 0..9 in the upper half
inline constexpr int fields = 10;
/// Broad field from the traits lane of `birth`.
constexpr std::uint32_t field_of(std::uint32_t bits) {
    return ((bits >> 24) * static_cast<std::uint32_t>(fields)) >> 8;
}
}  // namespace trait

/// A person: origin, cohort and position in it; the same in every policy (ADR 0001).
/// `key` packs them: origin << 48 | cohort << 32 | position.
struct PersonId {
    RegionIndex origin;
    std::uint16_t cohort;
    std::uint32_t position;
    std::uint64_t key() const {
        return std::uint64_t{origin} << 48 | std::uint64_t{cohort} << 32 | position;
    }
};

/// Strata of potential movers (ADR 0004): the sixteenth with the strongest taste for the region
/// that a run is about, its focus, may be simulated by finer agents than the others.
enum class Stratum : std::uint8_t { all, keen, others };
inline constexpr std::uint32_t kKeenShare = 16;  ///< one in so many is keen
/// Where the positions of Stratum::others begin, beyond those of any cohort; others at 0.
inline constexpr std::uint32_t kOthersPosition = 1U << 28;

/// The potential movers of one stratum of one origin's cohort: slot i is the person at position
/// `first_position` + i, for ever; slots are never moved or compacted. 6 bytes a slot.
struct MoverBlock {
    RegionIndex origin = 0;
    Year cohort = 0;
    Stratum stratum = Stratum::all;
    std::uint32_t first_position = 0;
    std::uint32_t weight = 1;  ///< people per slot
    std::vector<std::uint8_t> stage;
    std::vector<RegionIndex> host;          ///< where the person lives; kAtHome
    std::vector<ProgrammeIndex> programme;  ///< award that pays now; kSelfFunded
    std::vector<std::uint8_t> ability;      ///< rank in the cohort, 0..255
    std::vector<std::uint8_t> income;       ///< rank of family income in the origin, 0..255
    std::vector<std::uint8_t> traits;
    std::vector<std::uint32_t> panel;  ///< slots that are in the panel sample, ascending
    // Who owes years of work at home for an award, by slot (governments/bonds.hpp).
    std::vector<std::uint32_t> bond_slot;        ///< ascending
    std::vector<ProgrammeIndex> bond_programme;  ///< the award that is owed for
    std::vector<std::uint8_t> bond_years;        ///< years still to be worked
    std::size_t size() const { return stage.size(); }
    PersonId person(std::uint32_t slot) const {
        return {origin, static_cast<std::uint16_t>(cohort), first_position + slot};
    }
};

/// The certain stayers of one origin's cohort: they study at home or not at all under every
/// policy, so their stage is all there is to keep. 1 byte a slot; slot i is the person at position
/// `first_position` + i.
struct StayerBlock {
    RegionIndex origin = 0;
    Year cohort = 0;
    std::uint32_t weight = 1;
    std::uint32_t first_position = 0;
    std::vector<std::uint8_t> stage;  ///< Stage, with kGrantBit while a home grant pays
    std::size_t size() const { return stage.size(); }
};
inline constexpr std::uint8_t kGrantBit = 0x80;

/// How many candidates a cohort has and how they are divided into strata. Depends on the origin,
/// the cohort and the data alone, never on a policy.
struct CohortSize {
    std::uint32_t movers = 0;   ///< may aspire to go abroad
    std::uint32_t stayers = 0;  ///< positions [stayer_position, +stayers) never do
    std::uint32_t stayer_position() const { return (movers + 63U) / 64U * 64U; }
};

/// Students per agent of one region, by stratum.
struct Weights {
    std::uint32_t mover = 1, stayer = 1;
    std::uint32_t keen = 1;  ///< movers keen on the focus
};

/// Everybody. Blocks are ordered by cohort, then origin, then stratum.
struct Population {
    std::vector<MoverBlock> movers;
    std::vector<StayerBlock> stayers;
    Stays stays;  ///< semesters abroad of those still in education
};

/// A cohort's years in the tables: stayers leave when the longest studies have ended, movers when
/// their settlement abroad is no longer followed; both leave as whole blocks.
inline constexpr int kStudyYears = 13;
inline constexpr int kFollowedYears = 20;

/// Calls f(name, column) for every column of a block, for checkpoints: one list, one place.
template <class Block, class F>
void for_each_column(Block& block, F&& f) {
    f(std::string_view("stage"), block.stage);
    if constexpr (requires { block.host; }) {
        f(std::string_view("host"), block.host);
        f(std::string_view("programme"), block.programme);
        f(std::string_view("ability"), block.ability);
        f(std::string_view("income"), block.income);
        f(std::string_view("traits"), block.traits);
        f(std::string_view("panel"), block.panel);
        f(std::string_view("bond_slot"), block.bond_slot);
        f(std::string_view("bond_programme"), block.bond_programme);
        f(std::string_view("bond_years"), block.bond_years);
    }
}

}  // namespace keruen
