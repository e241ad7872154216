// SPDX-License-Identifier: MIT
#pragma once
#include <array>
#include <boost/accumulators/accumulators.hpp>
#include <boost/accumulators/statistics/extended_p_square.hpp>
#include <boost/accumulators/statistics/stats.hpp>
#include <optional>
#include <vector>

namespace keruen {

/// Quantiles of a stream of any length in bounded memory: exact for the first values, from then on
/// estimated by the extended P-square algorithm (Jain and Chlamtac 1985, Raatikainen 1987), in the
/// order of the stream.
class StreamQuantiles {
public:
    static constexpr std::array<double, 5> levels{0.05, 0.25, 0.5, 0.75, 0.95};
    static constexpr std::size_t exact = 128;

    void add(double value);
    /// One a level; NaN of an empty stream.
    std::array<double, levels.size()> values() const;

private:
    using Estimate = boost::accumulators::accumulator_set<
        double, boost::accumulators::stats<boost::accumulators::tag::extended_p_square>>;
    std::vector<double> first_;
    std::optional<Estimate> estimate_;
};

}  // namespace keruen
