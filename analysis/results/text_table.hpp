// SPDX-License-Identifier: MIT
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace keruen {

/// A table for people: the first columns aligned left, the others right.
class TextTable {
public:
    /// One title a column, of which the first `left` are aligned left.
    explicit TextTable(std::vector<std::string> titles, std::size_t left = 1)
        : left_(left), rows_{std::move(titles)} {}

    /// One cell a column; a row with fewer leaves the rest empty.
    void add(std::vector<std::string> cells) { rows_.push_back(std::move(cells)); }
    std::size_t rows() const { return rows_.size(); }  ///< with the titles
    /// Lines that end in a line feed, each after `indent` spaces. Columns stand two spaces apart,
    /// or one where two would make lines longer than 100 characters.
    std::string text(std::size_t indent = 0) const;

private:
    std::size_t left_;
    std::vector<std::vector<std::string>> rows_;
};

/// Paragraph in lines of at most 100 characters, each after `indent` spaces.
std::string wrapped(std::string_view paragraph, std::size_t indent);

std::string thousands(std::int64_t number);  ///< -1234567 -> "-1,234,567"
std::string percent(double share);           ///< 0.1234 -> "12.34"; NaN -> "-"

}  // namespace keruen
