// SPDX-License-Identifier: MIT
#pragma once
#include <array>
#include <cstdint>
#include <vector>

#include "models/parameters.hpp"
#include "models/population.hpp"
#include "models/world/policy.hpp"

namespace keruen {

/// One alternative of the choice: a host and how it is paid for.
struct Option {
    RegionIndex host =
        kAtHome;  ///< kAtHome, or a region (the origin itself = another country of it)
    ProgrammeIndex programme = kSelfFunded;
    std::uint8_t capacity = 0;    ///< index into the year's capacities; kNoCapacity for staying
    std::uint16_t code = 0;       ///< keyed draws of this option; the same in every policy and year
    double utility = 0;           ///< common part of the utility, without price and constant
    double log_cost = 0;          ///< ln C, C in constant-2017 origin money (2017 USD)
    double cost = 0;              ///< C
    double earnings = 0;          ///< permitted earnings at the host, origin money per year
    double quality = 0;           ///< host quality 0..1
    double foreign_language = 0;  ///< 1 - common language
    std::uint16_t fields = Programme::kAllFields;  ///< bit f: open to broad field f
    std::uint16_t min_ability = 0;                 ///< lowest ability byte that is eligible
    bool needs_language = false;                   ///< only for those who speak a foreign one
    bool restricted() const {
        return fields != Programme::kAllFields || min_ability > 0 || needs_language;
    }
};

/// Whether the rules of an option's award admit somebody; traits as in population.hpp.
inline bool eligible(const Option& option, std::uint8_t ability, std::uint8_t traits) {
    return ability >= option.min_ability &&
           (option.fields >> (traits >> trait::field_shift) & 1U) != 0 &&
           (!option.needs_language || (traits & trait::speaks) != 0);
}

/// Share of the people of that ability and language, of all fields alike, who are eligible.
double eligible_share(const Option& option, std::uint8_t ability, std::uint8_t traits);
inline constexpr std::uint8_t kNoCapacity = 255;
inline constexpr std::size_t kMostOptions = 255;

/// Capacities of a year: one a programme (its places), then one a host (its self-funded seats).
struct CapacityLayout {
    std::size_t programmes = 0, regions = 0;
    std::size_t count() const { return programmes + regions; }
    std::uint8_t of(const Option& option) const {
        return option.programme != kSelfFunded
                   ? option.programme
                   : static_cast<std::uint8_t>(programmes + option.host);
    }
};

/// 16-bit code of an option's draws from the codes of its region and programme ("" = self-funded).
std::uint16_t option_code(std::string_view host, std::string_view programme);

/// The alternatives of one origin and level in one year. options[0] is staying at home unaided;
/// then the home grants; then the foreign ones. `network[h]` is N, people of the origin at host h
/// last year per 1,000 of its cohort. Formula and sources: docs/phases/choose.md.
std::vector<Option> make_options(const World& world, const Policy& policy, const Parameters& p,
                                 std::size_t origin, Level level, std::size_t t,
                                 const std::vector<double>& network);

/// What the reception of foreigners adds to study at a host, degree or semester: the weeks that a
/// visa takes, for those who need one, and places in dormitories with support, both against the
/// reference policy, in whose constants they are already. Nothing under that policy.
double reception_utility(const World& world, const Policy& policy, const Policy& reference,
                         const Parameters& p, std::size_t origin, std::size_t host, std::size_t t);

/// Whether origin and host are members of the bloc that a programme requires, in year index t.
bool belong(const Policy& policy, const Programme& programme, std::size_t origin, std::size_t host,
            std::size_t t);

/// Programmes that pay for study at home ("home grants") of an origin.
bool is_home_grant(const Programme& programme, std::size_t origin);

/// Throws std::invalid_argument if a world is beyond the engine's compact codes: 32 regions, 64
/// capacities, one home grant an origin, draws of two regions that coincide.
void require_engine_limits(const World& world, const Policy& policy);

/// Names the draws of every programme: by its id, or where a 16-bit code is taken already by the id
/// and a number. Who comes first keeps the name, so that added programmes move nobody's draws.
void separate_draws(const World& world, Policy& policy);

/// The name under which a programme draws.
const std::string& draws_of(const Programme& programme);

/// What depends on a person's income rank alone, [256].
struct IncomeTable {
    std::array<double, 256> price{};   ///< utility per log cost
    std::array<double, 256> budget{};  ///< money a family can spend a year, origin money
};
IncomeTable income_table(const World& world, const Parameters& p, std::size_t origin,
                         std::size_t t);

/// Centre of a rank byte in (0, 1).
constexpr double rank(std::uint8_t byte) {
    return (byte + 0.5) / 256.0;
}

/// The part of the logit of aspiring that depends on the person; `traits` as in population.hpp.
double aspiration(const Parameters& p, std::uint8_t ability, std::uint8_t income,
                  std::uint8_t traits);

/// Utility of an option to a person, without the constant, the person's taste and the pull of a
/// host where the person already is. `price` is the person's utility per log cost, `ability` a rank
/// in (0, 1), `speaks` 1 or 0.
inline double person_utility(const Option& option, const Parameters& p, double price,
                             double ability, double speaks) {
    return option.utility + price * option.log_cost + p.choose_quality * option.quality * ability +
           p.choose_speaks * option.foreign_language * speaks;
}

/// Whether a family can pay for the cheapest acceptable offer of a foreign option.
inline bool affordable(const Option& option, const Parameters& p, double budget) {
    return p.budget_cheapest * option.cost <= budget + option.earnings;
}

/// Rate of considering host h: P = 1 - exp(-rate) (docs/phases/consider.md).
double consideration_rate(const Policy& policy, const Parameters& p, std::size_t origin,
                          std::size_t host, std::size_t t);

/// Chance that an admitted person gets the visa and passes the border.
double entry_permission(const Policy& policy, std::size_t origin, std::size_t host, std::size_t t);

}  // namespace keruen
