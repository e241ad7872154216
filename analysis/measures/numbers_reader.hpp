// SPDX-License-Identifier: MIT
#pragma once
#include <map>
#include <string>
#include <vector>

#include "analysis/results/result_file.hpp"
#include "models/measures/numbers.hpp"

namespace keruen {

/// Reads a result file as the numbers that measures are computed from, so that a file written
/// before a measure was thought of can be asked for it. What the file does not hold stays unknown.
class NumbersReader {
public:
    explicit NumbersReader(const ResultFile& result);

    /// Numbers of the year at position `t` of result.years(); t < years_finished().
    YearNumbers year(std::size_t t) const;

private:
    /// One year of a dataset; empty if the file has none.
    YearNumbers::Values slice(const std::string& dataset, std::size_t t) const;

    std::size_t years_, regions_;
    std::map<std::string, std::vector<double>> data_;  ///< by path
};

}  // namespace keruen
