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
/// region has at most about 10,000 rows. Depends on the data and the weights of students alone.
std::uint32_t staff_weight(const Setup& setup, std::size_t region);
/// The same for recruits, who come from every region: the finest of the students' weights.
std::uint32_t recruit_weight(const Setup& setup);

/// Candidates with everything that follows from who they are, at home, and the priority with which
/// each is hired (lowest first). Nothing here depends on a policy.
struct Candidates {
    StaffBlock block;
    std::vector<std::uint32_t> priority;  ///< [row]
};
/// Who may be hired in the region in the year: `staff.headroom` of its posts as the data tell them.
Candidates native_candidates(const Setup& setup, std::size_t region, Year year);
/// Who of the origin looks for a post abroad in the year: the fixed pool, `staff.pool` people.
Candidates recruit_candidates(const Setup& setup, std::size_t origin, Year year);

/// The staff of a region before the first year: equal cohorts that have not retired.
std::vector<StaffBlock> founders(const Setup& setup, std::size_t region);

/// Rank 0..3 in the year: years of career / (`staff.rank_years` x the person's pace in 0.5..1.5).
std::size_t rank_in(const Parameters& p, const StaffBlock& block, std::size_t row, Year year);
/// Years of age at the end of the year.
double age_in(const StaffBlock& block, std::size_t row, Year year);
/// A person's share of the contact hours, about 1: less with rank, spread between persons.
double load_factor(const Parameters& p, const StaffBlock& block, std::size_t row,
                   std::size_t rank_now);

/// Keeps the rows of which `keep` is not 0, in order.
void keep_rows(StaffBlock& block, std::span<const std::uint8_t> keep);

}  // namespace keruen
