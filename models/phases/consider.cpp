// SPDX-License-Identifier: MIT
#include "models/phases/consider.hpp"

#include <algorithm>

#include "models/purposes.hpp"
#include "sim/kernels/kernels.hpp"

namespace keruen {

std::vector<Run> runs(const Applicants& applicants, std::size_t most) {
    std::vector<Run> list;
    const std::size_t n = applicants.size();
    for (std::size_t begin = 0; begin < n;) {
        const auto first = applicants.block.begin() + static_cast<std::ptrdiff_t>(begin);
        const auto last = first + static_cast<std::ptrdiff_t>(std::min(most, n - begin));
        const auto end =
            begin + static_cast<std::size_t>(std::upper_bound(first, last, *first) - first);
        list.push_back({begin, end});
        begin = end;
    }
    return list;
}

namespace {

/// Sets of one run. Only who aspires draws.
struct Sets {
    std::vector<std::size_t> row;
    std::vector<std::uint32_t> slot, current, draw, set;

    void gather(const MoverBlock& block, const Applicants& applicants, const Run& run) {
        for (std::size_t i = run.begin; i < run.end; ++i) {
            if (applicants.aspires[i] == 0) continue;
            row.push_back(i);
            slot.push_back(applicants.slot[i]);
            current.push_back(block.host[applicants.slot[i]]);
        }
        draw.resize(row.size());
        set.assign(row.size(), 0);
    }

    void add(std::uint32_t host, std::uint64_t below) {
        const auto always = static_cast<std::uint32_t>(below > ~std::uint32_t{0});
        const auto limit = static_cast<std::uint32_t>(below);
        for (std::size_t k = 0; k < row.size(); ++k) {
            const auto aware = static_cast<std::uint32_t>(draw[k] < limit) | always |
                               static_cast<std::uint32_t>(current[k] == host);
            set[k] |= aware << host;
        }
    }
};

}  // namespace

void consider(const Setup& setup, Year year, const YearTables& tables, const Population& population,
              Applicants& applicants, Workers& workers) {
    applicants.considers.assign(applicants.size(), 0);
    const std::vector<Run> list = runs(applicants, 4096);
    workers.for_each_index(list.size(), [&](std::size_t r) {
        const MoverBlock& block = population.movers[applicants.block[list[r].begin]];
        Sets sets;
        sets.gather(block, applicants, list[r]);
        for (std::size_t h = 0; h < setup.regions(); ++h) {
            const DrawKey key = setup.key(block, year, purpose::option, tables.host_code[h]);
            kernels().draw_list(key, block.first_position, sets.slot.data(), sets.slot.size(),
                                nullptr, sets.draw.data(), nullptr, nullptr);
            // Nobody sets out for a border that is known to be closed.
            const bool shut = !(tables.permission(block.origin, h) > 0);
            sets.add(static_cast<std::uint32_t>(h),
                     shut ? 0 : threshold(tables.consideration(block.origin, h)));
        }
        for (std::size_t k = 0; k < sets.row.size(); ++k) {
            applicants.considers[sets.row[k]] = sets.set[k];
        }
    });
}

}  // namespace keruen
