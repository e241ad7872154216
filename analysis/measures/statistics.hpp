// SPDX-License-Identifier: MIT
#pragma once
#include <cstddef>
#include <vector>

namespace keruen {

/// Mean and variance of a stream (Welford 1962): three numbers, whatever its length.
class Moments {
public:
    void add(double value) {
        ++count_;
        const double off = value - mean_;
        mean_ += off / static_cast<double>(count_);
        squares_ += off * (value - mean_);
    }
    std::size_t count() const { return count_; }
    double mean() const { return mean_; }
    /// Of the sample, n - 1 in the denominator; 0 of fewer than two values.
    double variance() const {
        return count_ < 2 ? 0.0 : squares_ / static_cast<double>(count_ - 1);
    }

private:
    std::size_t count_ = 0;
    double mean_ = 0, squares_ = 0;
};

/// Quantile p of a sample, interpolated between its values (type 7 of Hyndman and Fan 1996); NaN if
/// it is empty.
double quantile(std::vector<double> sample, double p);

}  // namespace keruen
