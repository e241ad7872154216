// SPDX-License-Identifier: MIT
#include "models/phases/consider.hpp"

#include "models/purposes.hpp"
#include "sim/kernels/kernels.hpp"

namespace keruen {

std::vector<Run> runs(const Applicants& applicants, std::size_t most) {
    std::vector<Run> list;
    const std::size_t n = applicants.size();
    for (std::size_t begin = 0; begin < n;) {
        std::size_t end = begin + 1;
        while (end < n && end - begin < most && applicants.block[end] == applicants.block[begin]) {
            ++end;
        }
        list.push_back({begin, end});
        begin = end;
    }
    return list;
}

void consider(const Setup& setup, Year year, const YearTables& tables, const Population& population,
              Applicants& applicants, Workers& workers) {
    applicants.considers.assign(applicants.size(), 0);
    const std::vector<Run> list = runs(applicants, 4096);
    workers.for_each_index(list.size(), [&](std::size_t k) {
        const auto [begin, end] = list[k];
        const MoverBlock& block = population.movers[applicants.block[begin]];
        std::vector<std::uint32_t> draw(end - begin);
        for (std::size_t h = 0; h < setup.regions(); ++h) {
            const std::uint64_t below = threshold(tables.consideration(block.origin, h));
            const DrawKey key = setup.key(block, year, purpose::option, tables.host_code[h]);
            kernels().draw_list(key, applicants.slot.data() + begin, end - begin, nullptr,
                                draw.data(), nullptr, nullptr);
            for (std::size_t i = begin; i < end; ++i) {
                const bool aware = draw[i - begin] < below || block.host[applicants.slot[i]] == h;
                if (aware && applicants.aspires[i] != 0) applicants.considers[i] |= 1U << h;
            }
        }
    });
}

}  // namespace keruen
