// SPDX-License-Identifier: MIT
#pragma once
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "models/staff/faculty.hpp"
#include "models/state.hpp"

namespace keruen {

/// What a year's academics of all regions face; computed once a year.
struct StaffConditions {
    const Setup* setup = nullptr;
    Year year = 0;
    std::size_t t = 0;
    Grid<double, 2> log_pay;        ///< [region][rank] ln of yearly pay, the floor included
    Grid<double, 2> log_free_pay;   ///< the same without a floor
    std::vector<double> floor_gap;  ///< [region * ranks + rank] pay up to the floor, nominal USD
    Matrix pull;  ///< [origin][host] utility of a host but for pay and quality; -inf: impossible
    std::vector<double>
        log_size;  ///< [region] ln of its share of all posts: more posts, more offers
    Matrix stays;  ///< [origin][host] chance that somebody trained there without a bond stays
    std::vector<std::int64_t> posts;       ///< [region] posts wanted, people
    std::vector<double> hours;             ///< [region] contact hours to be taught in the year
    std::vector<double> enrolment;         ///< [region] students, people
    std::vector<double> doubt;             ///< [region] share of staff with reservations
    std::vector<std::uint16_t> host_code;  ///< [region] code of the draws that concern a host
    std::uint16_t home_code = 0;
    const Parameters& parameters() const { return setup->parameters; }
    bool simulated(std::size_t region) const { return setup->world->regions[region].home; }
};

StaffConditions staff_conditions(const Setup& setup, Year year, const YearTables& tables,
                                 const StaffMemory& memory, const YearRecord& record);

/// Utility of a post in `host` at `log_pay` to somebody with one at home, beside the taste for the
/// host and `staff.home`. Formula: docs/phases/staff.md.
double post_utility(const StaffConditions& c, const StaffBlock& block, std::size_t row,
                    std::size_t rank, std::size_t host, double log_pay);

enum class Taste : std::uint8_t { post, visit };  ///< lane of the draws for a host

/// For each listed row, the region whose utility(row, region) plus Gumbel taste is highest; kAtHome
/// where none is above `at_home` plus its own taste (-inf: home is no alternative) or all are -inf.
std::vector<RegionIndex> best_regions(
    const StaffConditions& c, const StaffBlock& block, std::span<const std::uint32_t> rows,
    Taste taste, double at_home,
    const std::function<double(std::uint32_t row, std::size_t region)>& utility);

}  // namespace keruen
