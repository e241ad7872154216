// SPDX-License-Identifier: MIT
#include "models/measures/formulas.hpp"

#include <limits>
#include <numeric>

#include "sim/kernels/fixed.hpp"

namespace keruen {

namespace {

constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();

double total(std::span<const double> parts) {
    return std::accumulate(parts.begin(), parts.end(), 0.0);
}

}  // namespace

double herfindahl(std::span<const double> parts) {
    const double whole = total(parts);
    if (!(whole > 0)) return kUnknown;
    double sum = 0;
    for (const double part : parts) sum += part / whole * (part / whole);
    return sum;
}

double entropy(std::span<const double> parts) {
    const double whole = total(parts);
    if (!(whole > 0)) return kUnknown;
    double sum = 0;
    for (const double part : parts) {
        if (part <= 0) continue;
        const double share = part / whole;
        sum -= share * fixed_log(share);
    }
    return sum;
}

double concentration_index(std::span<const double> people, std::span<const double> cases) {
    const double everybody = total(people), all = total(cases);
    if (!(everybody > 0) || !(all > 0)) return kUnknown;
    double below = 0, sum = 0;
    for (std::size_t g = 0; g < people.size(); ++g) {
        const double share = people[g] / everybody;
        sum += cases[g] / all * (below + share / 2);  // f h / mu = the group's share of the cases
        below += share;
    }
    return 2 * sum - 1;
}

double remaining(double leaving, int years) {
    double share = 1;
    for (int year = 0; year < years; ++year) share *= 1 - leaving;
    return share;
}

}  // namespace keruen
