// SPDX-License-Identifier: MIT
#pragma once
#include <deque>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "scenarios/diagnostics.hpp"

namespace keruen {

/// A cell of a CSV file: its text without quotes, and the byte where it begins in the file.
struct CsvCell {
    std::string_view text;
    std::size_t offset = 0;
};

/// A CSV file (RFC 4180: commas, double quotes, UTF-8; LF or CRLF) split into cells that know
/// their place. Views stay valid while the object lives, also after a move.
class Csv {
public:
    /// Splits `text`, already checked by check_text. A misplaced or unterminated quote and empty
    /// lines are added to `diagnostics`; complete() is then false if reading had to stop.
    Csv(std::string text, std::string file, Diagnostics& diagnostics);

    std::size_t rows() const { return row_begin_.size() - 1; }
    std::span<const CsvCell> row(std::size_t row) const;
    bool complete() const { return complete_; }
    /// Line and column of a byte, by binary search over the lines.
    Place place(std::size_t offset) const;
    const std::string& file() const { return file_; }

private:
    friend struct CsvFeed;
    std::string file_;
    std::unique_ptr<const std::string> text_;
    std::deque<std::string> unescaped_;  ///< cells with doubled quotes: not a slice of the file
    std::vector<CsvCell> cells_;
    std::vector<std::size_t> row_begin_{0};   ///< first cell of each row, and one past the last
    std::vector<std::size_t> line_begin_{0};  ///< first byte of each line
    bool complete_ = true;
};

}  // namespace keruen
