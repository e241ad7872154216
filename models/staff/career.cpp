// SPDX-License-Identifier: MIT
#include "models/staff/career.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

#include "models/purposes.hpp"
#include "sim/kernels/kernels.hpp"

namespace keruen {

namespace {

constexpr double kYoungest = 25, kStartSpan = 10;  // first post at 25 to 34 years
constexpr double kOneToOne = 50'000;  // people; larger staffs have at most about 5,000 agents
constexpr double kAgentsPerRegion = 5'000;
constexpr double kLongestEarlierCareer = 25;  // years, of recruits

std::uint8_t byte_of(std::uint32_t bits, int k) {
    return static_cast<std::uint8_t>(bits >> (8 * k));
}

bool has(std::uint8_t byte, double share) {
    return rank(byte) < share;
}

std::uint8_t motives(const Parameters& p, std::uint32_t bits) {
    std::uint8_t traits = 0;
    if (has(byte_of(bits, 0), p.staff_salary_motive)) traits |= staff_trait::salary;
    if (has(byte_of(bits, 1), p.staff_development_motive)) traits |= staff_trait::development;
    if (has(byte_of(bits, 2), p.staff_career_motive)) traits |= staff_trait::career;
    if (has(byte_of(bits, 3), p.staff_ties)) traits |= staff_trait::ties;
    return traits;
}

std::vector<std::uint32_t> positions(std::uint32_t first, std::size_t n) {
    std::vector<std::uint32_t> list(n);
    std::iota(list.begin(), list.end(), first);
    return list;
}

DrawKey birth_key(const Setup& setup, const StaffBlock& block, std::uint16_t index) {
    return setup.key(block.origin, block.cohort, block.cohort, purpose::staff_birth, index);
}

Candidates born(const Setup& setup, StaffBlock block, const std::vector<std::uint32_t>& positions) {
    const World& world = *setup.world;
    const std::size_t n = positions.size();
    std::vector<std::uint32_t> lane[4], other(n), earlier(n);
    for (auto& bits : lane) bits.resize(n);
    kernels().draw_list(birth_key(setup, block, 0), 0, positions.data(), n, lane[0].data(),
                        lane[1].data(), lane[2].data(), lane[3].data());
    kernels().draw_list(birth_key(setup, block, 1), 0, positions.data(), n, other.data(),
                        earlier.data(), nullptr, nullptr);
    const Year then = std::clamp(block.cohort, world.first, world.last);
    const double share = world.staff_english(block.origin, world.index(then));
    for_each_staff_column([&](const char*, auto member) { (block.*member).reserve(n); });
    const std::uint64_t speaks = threshold(block.recruits ? 1.0 : share);
    for (std::size_t i = 0; i < n; ++i) {
        block.position.push_back(positions[i]);
        block.post.push_back(static_cast<std::uint8_t>(Post::home));
        block.place.push_back(kAtHome);
        block.start.push_back(byte_of(lane[0][i], 0));
        block.pace.push_back(byte_of(lane[0][i], 1));
        block.spread.push_back(byte_of(lane[0][i], 2));
        block.doubt.push_back(byte_of(lane[0][i], 3));
        const std::uint8_t language = lane[1][i] < speaks ? staff_trait::speaks : 0;
        block.traits.push_back(language | motives(setup.parameters, lane[2][i]));
        block.bond.push_back(0);
        block.field.push_back(static_cast<std::uint8_t>((other[i] >> 16) * trait::fields >> 16));
        block.institution.push_back(static_cast<std::uint16_t>(other[i]));
        const double years = block.recruits ? kLongestEarlierCareer * uniform(earlier[i]) : 0;
        block.seniority.push_back(static_cast<std::uint8_t>(years));
    }
    return {std::move(block), std::move(lane[3])};
}

int career_years(const StaffBlock& block, std::size_t row, Year year) {
    return year - block.cohort + block.seniority[row];
}

}  // namespace

std::uint32_t staff_weight(const Setup& setup, std::size_t region) {
    const World& world = *setup.world;
    const std::uint32_t students = setup.weights[region].mover;
    const double people = world.staff(region, world.index(world.base));
    if (students == 1 && people <= kOneToOne) return 1;
    return std::max(students, static_cast<std::uint32_t>(std::ceil(people / kAgentsPerRegion)));
}

std::uint32_t recruit_weight(const Setup& setup) {
    std::uint32_t finest = setup.weights.front().mover;
    for (const Weights& w : setup.weights) finest = std::min(finest, w.mover);
    return finest;
}

StaffBlock native_hires(const Setup& setup, std::size_t region, Year year, std::size_t rows) {
    StaffBlock block;
    block.origin = static_cast<RegionIndex>(region);
    block.cohort = year;
    block.weight = staff_weight(setup, region);
    const double posts = setup.world->staff(region, setup.world->index(year)) / block.weight;
    const auto n = static_cast<std::size_t>(std::ceil(setup.parameters.staff_headroom * posts));
    std::vector<std::uint32_t> priority(n), order = positions(0, n);
    kernels().draw_range(birth_key(setup, block, 0), 0, n, nullptr, nullptr, nullptr,
                         priority.data());
    if (rows < n) {
        std::nth_element(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(rows),
                         order.end(), [&](std::uint32_t a, std::uint32_t b) {
                             return std::pair(priority[a], a) < std::pair(priority[b], b);
                         });
        order.resize(rows);
        std::sort(order.begin(), order.end());
    }
    return born(setup, std::move(block), order).block;
}

std::size_t recruit_rows(const Setup& setup) {
    return static_cast<std::size_t>(
        std::round(setup.parameters.staff_pool / recruit_weight(setup)));
}

Candidates recruit_candidates(const Setup& setup, std::size_t origin, Year year,
                              const std::vector<std::uint32_t>& positions) {
    StaffBlock block;
    block.origin = static_cast<RegionIndex>(origin);
    block.cohort = year;
    block.weight = recruit_weight(setup);
    block.recruits = true;
    return born(setup, std::move(block), positions);
}

std::vector<StaffBlock> founders(const Setup& setup, std::size_t region) {
    const World& world = *setup.world;
    const Parameters& p = setup.parameters;
    const std::uint32_t weight = staff_weight(setup, region);
    // Rather too few than too many: the first year's hires fill what is vacant.
    const double career = p.staff_retirement - kYoungest - kStartSpan / 2;
    const auto n = static_cast<std::size_t>(world.staff(region, 0) / weight / career);
    const auto longest = static_cast<int>(p.staff_retirement - kYoungest);
    std::vector<StaffBlock> blocks;
    for (int k = longest; k >= 1; --k) {
        StaffBlock block;
        block.origin = static_cast<RegionIndex>(region);
        block.cohort = world.first - k;
        block.weight = weight;
        blocks.push_back(born(setup, std::move(block), positions(0, n)).block);
        std::vector<std::uint8_t> young;
        for (std::size_t i = 0; i < n; ++i) {
            young.push_back(age_in(blocks.back(), i, world.first) < p.staff_retirement);
        }
        keep_rows(blocks.back(), young);
    }
    return blocks;
}

double age_in(const StaffBlock& block, std::size_t row, Year year) {
    return kYoungest + kStartSpan * rank(block.start[row]) + career_years(block, row, year);
}

void keep_rows(StaffBlock& block, std::span<const std::uint8_t> keep) {
    for_each_staff_column([&](const char*, auto member) {
        auto& column = block.*member;
        std::size_t kept = 0;
        for (std::size_t i = 0; i < keep.size(); ++i) {
            if (keep[i] != 0) column[kept++] = column[i];
        }
        column.resize(kept);
    });
}

}  // namespace keruen
