// SPDX-License-Identifier: MIT
#include "analysis/ensemble/quantiles.hpp"

#include "analysis/measures/statistics.hpp"

namespace keruen {

namespace ba = boost::accumulators;

void StreamQuantiles::add(double value) {
    if (estimate_) {
        (*estimate_)(value);
        return;
    }
    first_.push_back(value);
    if (first_.size() < exact) return;
    estimate_.emplace(ba::tag::extended_p_square::probabilities = levels);
    for (const double x : first_) (*estimate_)(x);
    first_.clear();
    first_.shrink_to_fit();
}

std::array<double, StreamQuantiles::levels.size()> StreamQuantiles::values() const {
    std::array<double, levels.size()> values{};
    for (std::size_t k = 0; k < levels.size(); ++k) {
        values[k] = estimate_ ? ba::extended_p_square(*estimate_)[static_cast<std::ptrdiff_t>(k)]
                              : quantile(first_, levels[k]);
    }
    return values;
}

}  // namespace keruen
