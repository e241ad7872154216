// SPDX-License-Identifier: MIT
#include "analysis/measures/statistics.hpp"

#include <algorithm>
#include <limits>

namespace keruen {

double quantile(std::vector<double> sample, double p) {
    if (sample.empty()) return std::numeric_limits<double>::quiet_NaN();
    std::sort(sample.begin(), sample.end());
    const double at = p * static_cast<double>(sample.size() - 1);
    const auto below = static_cast<std::size_t>(at);
    if (below + 1 >= sample.size() || sample[below] == sample[below + 1]) return sample[below];
    return sample[below] + (at - static_cast<double>(below)) * (sample[below + 1] - sample[below]);
}

}  // namespace keruen
