// SPDX-License-Identifier: MIT
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "scenarios/diagnostics.hpp"
#include "scenarios/schema.hpp"

namespace keruen {

/// What is wrong with a cell; `found` is empty if nothing is.
struct CellMistake {
    std::string found, expected, suggestion;
};

/// Turns the cells of one column into values and checks type and constraints.
class CellReader {
public:
    CellReader(const Field& field, const std::vector<std::string>& missing_values)
        : field_(field), missing_(missing_values) {}

    /// A missing value gives "", NaN or Table::no_integer.
    std::string_view text(std::string_view cell, CellMistake& mistake);
    double number(std::string_view cell, CellMistake& mistake);
    std::int64_t integer(std::string_view cell, CellMistake& mistake);

private:
    bool is_missing(std::string_view cell, CellMistake& mistake) const;
    void check_text(std::string_view cell, CellMistake& mistake);
    void check_bounds(double value, std::string_view cell, CellMistake& mistake) const;
    bool matches(std::string_view cell);

    const Field& field_;
    const std::vector<std::string>& missing_;
    std::unordered_map<std::string_view, bool> matched_;  ///< std::regex is slow, values repeat
};

/// Lets the first mistakes of a kind through and counts the rest, so that one wrong column of a
/// long table does not bury the others.
class MistakeCounter {
public:
    MistakeCounter(Diagnostics& diagnostics, std::string kind)
        : diagnostics_(diagnostics), kind_(std::move(kind)) {}
    bool next() { return ++count_ <= most; }
    void finish(const std::string& file) const;

private:
    static constexpr std::size_t most = 10;
    Diagnostics& diagnostics_;
    std::string kind_;
    std::size_t count_ = 0;
};

}  // namespace keruen
