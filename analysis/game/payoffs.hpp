// SPDX-License-Identifier: MIT
#pragma once
#include <array>
#include <string_view>

#include "models/simulation.hpp"

namespace keruen {

/// What a region has of foreign students and of its own abroad, summed over the years of a game.
/// Foreign are those of other regions; study in another country of one's own region is none.
enum class Gain {
    fees,      ///< that foreign degree students pay, scholarships included
    living,    ///< spent by foreign students and exchange students
    awards,    ///< paid by the region's programmes, but for home grants
    teaching,  ///< full cost of teaching the foreign degree students
    talent,    ///< graduates gained: foreign ones who settle less own ones who settle abroad
    // People, not discounted
    students,  ///< foreign degree students in the last year
    stayed,    ///< foreign graduates who settled in the region
    returned,  ///< own graduates who came home from abroad, at graduation or later
    left       ///< own graduates who settled abroad
};
inline constexpr std::size_t kGains = 9;
inline constexpr std::size_t kPaid = 5;  ///< the first so many are weighed into the payoff

/// How a gain is told, and what it counts in the payoff. Money is present value in million USD.
struct GainDeclaration {
    std::string_view key, unit, prose;
    double scale = 0;          ///< from unit to million USD at weight 1, with its sign
    double weight = 0;         ///< default
    double low = 0, high = 0;  ///< range of the weight
    std::string_view source;   ///< of weight and range
};
const std::array<GainDeclaration, kGains>& gain_declarations();

/// A weight for each of the first kPaid gains.
using PayoffWeights = std::array<double, kPaid>;
PayoffWeights default_weights();

/// The payoff of gains, [Gain], million USD.
double payoff_of(const double* gains, const PayoffWeights& weights);

/// Sums the gains of every region over years; year y counts (1 + discount)^(first - y).
class GainAccount {
public:
    GainAccount(const Setup& setup, Year first, double discount);
    /// Years before the first count nothing.
    void add(Year year, const YearRecord& record);
    const Grid<double, 2>& gains() const { return gains_; }  ///< [region][Gain]

private:
    void add_students(std::size_t host, std::size_t t, double factor, const YearRecord& record);
    void add_awards(std::size_t region, double factor, const YearRecord& record);
    void add_talent(std::size_t region, double factor, const YearRecord& record);
    double& at(std::size_t region, Gain gain) {
        return gains_(region, static_cast<std::size_t>(gain));
    }

    const Setup& setup_;
    Year first_;
    double discount_;
    Grid<double, 2> gains_;
};

}  // namespace keruen
