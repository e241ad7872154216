// SPDX-License-Identifier: MIT
#pragma once
#include <cstdint>
#include <span>
#include <vector>

#include "models/staff/faculty.hpp"
#include "models/state.hpp"

namespace keruen {

/// First position of the candidates for posts abroad, so that they are never a native candidate.
inline constexpr std::uint32_t kRecruitPosition = 0x80000000U;

/// Academics per row: one to one where students are, up to 50,000 people, else so many that the
/// region has at most about 5,000 rows. Depends on the data and the weights of students alone.
std::uint32_t staff_weight(const Setup& setup, std::size_t region);
/// The same for recruits, who come from every region: the finest of the students' weights.
std::uint32_t recruit_weight(const Setup& setup);

/// Of the region's candidates for a first post in the year, `staff.headroom` of its posts as the
/// data tell them, the `rows` whom a keyed order puts first. Nothing else about them depends on a
/// policy.
StaffBlock native_hires(const Setup& setup, std::size_t region, Year year, std::size_t rows);

/// Rows of the fixed pool of each origin who look at posts for foreigners in a year: `staff.pool`
/// people, at kRecruitPosition and after.
std::size_t recruit_rows(const Setup& setup);
/// Those of the pool at the positions listed, with the priority of each (lowest first).
struct Candidates {
    StaffBlock block;
    std::vector<std::uint32_t> priority;  ///< [row]
};
Candidates recruit_candidates(const Setup& setup, std::size_t origin, Year year,
                              const std::vector<std::uint32_t>& positions);

/// The staff of a region before the first year: equal cohorts that have not retired.
std::vector<StaffBlock> founders(const Setup& setup, std::size_t region);

/// Years of age at the end of the year.
double age_in(const StaffBlock& block, std::size_t row, Year year);
/// Keeps the rows of which `keep` is not 0, in order.
void keep_rows(StaffBlock& block, std::span<const std::uint8_t> keep);

}  // namespace keruen
