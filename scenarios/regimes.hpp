// SPDX-License-Identifier: MIT
#pragma once
#include <array>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "models/world/policy.hpp"
#include "scenarios/diagnostics.hpp"

namespace keruen {

/// What a regime says about one lever, or about several alike.
struct RegimeValue {
    enum class Of {
        given,    ///< the value itself
        cost,     ///< share of the region's full cost of teaching a student in the year
        schedule  ///< times what the scenario has in the year
    };
    /// As a file of regimes says it: "value" for a bare number.
    static constexpr std::array<std::string_view, 3> words{"value", "of_cost", "times"};
    std::string_view word() const { return words[static_cast<std::size_t>(of)]; }

    std::string pattern;  ///< "H.tuition_foreign": H is the region; P each of its scholarships
    Of of = Of::given;
    double value = 0;
    Place place;
};

/// A way in which a region can treat foreign students: values of its levers from a year on.
struct Regime {
    std::string name, title, source;
    Year from = 0;  ///< first year in which it holds
    std::vector<RegimeValue> levers;
};

/// Reads a file of regimes, a table each (docs/game.md). Adds every mistake to `diagnostics`.
std::vector<Regime> read_regimes(const std::filesystem::path& file, Diagnostics& diagnostics);

/// Every foreigner pays this share of the full cost of teaching; nothing else is touched.
Regime fee_regime(double share_of_cost, Year from);

/// Degree programmes that a region pays for and that foreigners can hold in it.
std::vector<std::size_t> own_scholarships(const World& world, const Policy& policy,
                                          std::size_t region);

/// Gives `policy`, ready to be simulated, the regime of one region. Regimes of different regions
/// set different levers, so their order is of no matter. Adds to `diagnostics` what is no lever of
/// the region or out of its bounds.
void apply_regime(const Regime& regime, std::size_t region, const World& world, Policy& policy,
                  Diagnostics& diagnostics);

}  // namespace keruen
