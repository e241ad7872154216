// SPDX-License-Identifier: MIT
#include "models/governments/bonds.hpp"

#include <algorithm>

namespace keruen {

std::size_t debt_of(const MoverBlock& block, std::uint32_t slot) {
    const auto at = std::lower_bound(block.bond_slot.begin(), block.bond_slot.end(), slot);
    if (at == block.bond_slot.end() || *at != slot) return kNoDebt;
    return static_cast<std::size_t>(at - block.bond_slot.begin());
}

void bind_to_return(MoverBlock& block, std::uint32_t slot, ProgrammeIndex programme, int years) {
    if (years <= 0) return;
    const auto length = static_cast<std::uint8_t>(std::min(years, 255));
    const std::size_t debt = debt_of(block, slot);
    if (debt == kNoDebt) {
        const auto at = std::lower_bound(block.bond_slot.begin(), block.bond_slot.end(), slot);
        const auto k = at - block.bond_slot.begin();
        block.bond_slot.insert(at, slot);
        block.bond_programme.insert(block.bond_programme.begin() + k, programme);
        block.bond_years.insert(block.bond_years.begin() + k, length);
    } else if (block.bond_years[debt] < length) {
        block.bond_programme[debt] = programme;
        block.bond_years[debt] = length;
    }
}

void work_off(Population& population, YearRecord& record) {
    for (MoverBlock& block : population.movers) {
        std::size_t kept = 0;
        for (std::size_t k = 0; k < block.bond_slot.size(); ++k) {
            const std::uint32_t slot = block.bond_slot[k];
            const bool works = block.stage[slot] == kLeft && block.host[slot] == kAtHome;
            const auto years = static_cast<std::uint8_t>(block.bond_years[k] - (works ? 1 : 0));
            if (years == 0) continue;
            block.bond_slot[kept] = slot;
            block.bond_programme[kept] = block.bond_programme[k];
            block.bond_years[kept++] = years;
            record.bonded[block.bond_programme[k]] += block.weight;
        }
        block.bond_slot.resize(kept);
        block.bond_programme.resize(kept);
        block.bond_years.resize(kept);
    }
}

}  // namespace keruen
