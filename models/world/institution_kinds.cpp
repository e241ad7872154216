// SPDX-License-Identifier: MIT
#include "models/world/institution_kinds.hpp"

#include <array>

namespace keruen {

std::string_view name_of(Sector sector) {
    return sector == Sector::state ? "state" : "private";
}

std::string_view name_of(OriginModel model) {
    constexpr std::array<std::string_view, 6> names{"classical",       "former-soviet",
                                                    "adopted-foreign", "intergovernmental",
                                                    "nazarbayev",      "branch-campus"};
    return names[static_cast<std::size_t>(model)];
}

std::string_view name_of(Management management) {
    constexpr std::array<std::string_view, 3> names{"centralised", "semi", "decentralised"};
    return names[static_cast<std::size_t>(management)];
}

}  // namespace keruen
