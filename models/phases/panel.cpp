// SPDX-License-Identifier: MIT
#include "models/phases/panel.hpp"

namespace keruen {

void look(const Setup& setup, const Population& population, YearRecord& record) {
    if (!setup.events) return;
    for (const MoverBlock& block : population.movers) {
        for (const std::uint32_t i : block.panel) {
            if (block.stage[i] == kOutside) continue;
            const PersonId person = block.person(i);
            record.panel.push_back({person.key(), block.stage[i], block.host[i], block.programme[i],
                                    block.ability[i], block.income[i], block.traits[i]});
        }
    }
}

}  // namespace keruen
