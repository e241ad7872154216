// SPDX-License-Identifier: MIT
#pragma once
#include <array>
#include <cstdint>
#include <span>

#include "models/institutions/institutions.hpp"
#include "models/state.hpp"

namespace keruen {

/// What of a student the institution depends on.
struct Placed {
    std::size_t origin = 0;
    Year cohort = 0;
    std::uint32_t position = 0;
    std::uint8_t ability = 0;  ///< rank byte, as drawn at birth
    Level level = Level::bachelor;
    Year entered = 0;            ///< year in which this level was begun
    RegionIndex host = kAtHome;  ///< kAtHome: in the origin; else among the host's foreign students
};

/// Year in which somebody at `stage` in `year` began the present level: stages advance by one a
/// year.
Year entered(Year year, int stage);

/// Strict priority at a tier's seats: ability, then the keyed tie (lane 0 of purpose::institution).
std::uint64_t tier_key(std::uint8_t ability, std::uint32_t tie);

/// The tier of a key, given the lowest keys of all tiers but the last.
std::size_t tier_of(std::span<const std::uint64_t> boundaries, std::uint64_t key);

/// The institution of somebody of that tier who enters in `year`: by size among the open ones.
/// `key` is that of purpose::institution, index 0, and `lanes` its draw for the person.
std::size_t institution_in(const Setup& setup, const Institutions& institutions, std::size_t region,
                           Level level, std::size_t tier, Year year, const DrawKey& key,
                           std::uint32_t position, const std::array<std::uint32_t, 4>& lanes);

/// The institution, an index into setup's Institutions, of a student within the region of study.
/// A keyed function of the person, the year of entry and the tables: recomputed, never stored. The
/// tier follows from ability, at home by the tiers' seats in the cohort, among foreign students by
/// the cutoffs that cleared the tiers' seats when the person entered; within the tier institutions
/// are drawn by size. One that opens takes students only from others, and one that closes loses
/// only its own. docs/phases/place.md
std::size_t institution_of(const Setup& setup, const Institutions& institutions,
                           const TierCutoffs& cutoffs, const Placed& student);

}  // namespace keruen
