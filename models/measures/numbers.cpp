// SPDX-License-Identifier: MIT
#include "models/measures/numbers.hpp"

#include <limits>

namespace keruen {

namespace {

constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();

}  // namespace

double ratio(double part, double whole) {
    return whole > 0 ? part / whole : kUnknown;
}

double sum_over_hosts(const YearNumbers::Values& numbers, std::size_t regions, std::size_t origin,
                      bool own) {
    if (numbers.empty()) return kUnknown;
    double sum = 0;
    for (std::size_t h = 0; h < regions; ++h) {
        if (own || h != origin) sum += numbers[origin * regions + h];
    }
    return sum;
}

double sum_over_origins(const YearNumbers::Values& numbers, std::size_t regions, std::size_t host,
                        bool own) {
    if (numbers.empty()) return kUnknown;
    double sum = 0;
    for (std::size_t o = 0; o < regions; ++o) {
        if (own || o != host) sum += numbers[o * regions + host];
    }
    return sum;
}

}  // namespace keruen
