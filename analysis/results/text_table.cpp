// SPDX-License-Identifier: MIT
#include "analysis/results/text_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <sstream>

namespace keruen {
namespace {

constexpr std::size_t kLine = 100;

/// Characters of UTF-8 text.
std::size_t width(std::string_view text) {
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
        return (static_cast<unsigned char>(c) >> 6) != 2;
    }));
}

}  // namespace

std::string TextTable::text(std::size_t indent) const {
    std::vector<std::size_t> widths(rows_.front().size(), 0);
    for (const auto& row : rows_) {
        for (std::size_t c = 0; c < row.size(); ++c) widths[c] = std::max(widths[c], width(row[c]));
    }
    std::size_t line = indent + 2 * (widths.size() - 1);
    for (const std::size_t column : widths) line += column;
    const std::size_t gap = line > kLine ? 1 : 2;
    std::string out;
    for (const auto& row : rows_) {
        std::string text(indent, ' ');
        for (std::size_t c = 0; c < row.size(); ++c) {
            const std::size_t pad = widths[c] - width(row[c]);
            if (c > 0) text.append(gap, ' ');
            if (c >= left_) text.append(pad, ' ');
            text += row[c];
            if (c < left_) text.append(pad, ' ');
        }
        text.erase(text.find_last_not_of(' ') + 1);
        out += text + '\n';
    }
    return out;
}

std::string wrapped(std::string_view paragraph, std::size_t indent) {
    std::istringstream words{std::string(paragraph)};
    std::string out, line, word;
    const auto end_line = [&] {
        if (!line.empty()) out += std::string(indent, ' ') + line + '\n';
        line.clear();
    };
    while (words >> word) {
        if (!line.empty() && indent + width(line) + 1 + width(word) > kLine) end_line();
        line += (line.empty() ? "" : " ") + word;
    }
    end_line();
    return out;
}

std::string thousands(std::int64_t number) {
    std::string digits = fmt::format("{}", number);
    const std::ptrdiff_t first = number < 0 ? 1 : 0;
    for (auto at = std::ssize(digits) - 3; at > first; at -= 3) {
        digits.insert(digits.begin() + at, ',');
    }
    return digits;
}

std::string percent(double share) {
    return std::isnan(share) ? "-" : fmt::format("{:.2f}", 100 * share);
}

}  // namespace keruen
