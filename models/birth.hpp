// SPDX-License-Identifier: MIT
#pragma once
#include <cmath>
#include <cstdint>

#include "models/state.hpp"

namespace keruen {

/// What a person is born with.
struct Born {
    std::uint8_t ability = 0, income = 0;  ///< ranks, 0..255
    std::uint8_t traits = 0;
    bool speaks() const { return (traits & trait::speaks) != 0; }
    int field() const { return traits >> trait::field_shift; }  ///< broad field 0..9
};

/// How the lanes of the draw `birth` make a person: byte thresholds of the traits lane, whose four
/// bytes decide sex, town, language and field, and of the income lane's low bits, below which the
/// rank of income is that of ability. Of those who could not study in a foreign language some are
/// trained to.
class BirthDraw {
public:
    BirthDraw(const Setup& setup, std::size_t origin, Year cohort);
    Born born(std::uint32_t ability, std::uint32_t income, std::uint32_t traits) const;

private:
    std::uint32_t female_, urban_, speaks_, same_rank_;
};

/// Share of a cohort who can study in a foreign language, those trained for it included.
inline double language_share(const Setup& setup, std::size_t origin, Year cohort) {
    const double untrained = 1 - setup.parameters.language_share;
    return 1 -
           untrained * (1 - setup.policy->language_training(origin, setup.world->index(cohort)));
}

inline BirthDraw::BirthDraw(const Setup& setup, std::size_t origin, Year cohort) {
    const Parameters& p = setup.parameters;
    const auto part = [](double share, double of) {
        return static_cast<std::uint32_t>(std::lround(share * of));
    };
    female_ = part(p.female_share, 256);
    urban_ = part(p.urban_share, 256);
    speaks_ = part(language_share(setup, origin, cohort), 256);
    same_rank_ = part(p.ability_income_correlation, 65536);
}

inline Born BirthDraw::born(std::uint32_t ability, std::uint32_t income,
                            std::uint32_t traits) const {
    Born born;
    born.ability = static_cast<std::uint8_t>(ability >> 24);
    born.income =
        (income & 0xffffU) < same_rank_ ? born.ability : static_cast<std::uint8_t>(income >> 24);
    std::uint32_t bits = trait::field_of(traits) << trait::field_shift;
    if ((traits & 0xffU) < female_) bits |= trait::female;
    if (((traits >> 8) & 0xffU) < urban_) bits |= trait::urban;
    if (((traits >> 16) & 0xffU) < speaks_) bits |= trait::speaks;
    born.traits = static_cast<std::uint8_t>(bits);
    return born;
}

}  // namespace keruen
