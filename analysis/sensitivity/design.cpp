// SPDX-License-Identifier: MIT
#include "analysis/sensitivity/design.hpp"

#include <boost/random/uniform_int_distribution.hpp>
#include <cmath>

#include "analysis/measures/statistics.hpp"

namespace keruen {

std::size_t below(std::mt19937_64& random, std::size_t n) {
    return boost::random::uniform_int_distribution<std::size_t>(0, n - 1)(random);
}

void resample(std::size_t n, std::uint64_t seed,
              const std::function<void(std::span<const std::size_t>)>& f) {
    std::mt19937_64 random(seed);
    std::vector<std::size_t> indices(n);
    for (int replicate = 0; replicate < kReplicates && n > 0; ++replicate) {
        for (std::size_t& index : indices) index = below(random, n);
        f(indices);
    }
}

Estimate percentile_interval(double value, std::vector<double> replicates) {
    std::erase_if(replicates, [](double x) { return std::isnan(x); });
    return {value, quantile(replicates, 0.025), quantile(replicates, 0.975)};
}

}  // namespace keruen
