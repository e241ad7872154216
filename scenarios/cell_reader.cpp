// SPDX-License-Identifier: MIT
#include "scenarios/cell_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <system_error>

#include "scenarios/table.hpp"
#include "scenarios/text_file.hpp"

namespace keruen {
namespace {

bool is_number(std::string_view text) {
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc() && end == text.data() + text.size() && std::isfinite(value);
}

/// What to do about a cell that is no number as it stands.
std::string number_hint(std::string_view cell, bool whole) {
    std::string plain(cell);
    std::erase_if(plain, [](char c) { return c == ' ' || c == '\t' || c == '+'; });
    if (whole && plain.ends_with(".0")) plain.resize(plain.size() - 2);
    // 1,5 is a decimal comma; 1,500 may be fifteen hundred, and nobody can tell.
    const std::size_t comma = plain.find(',');
    if (!whole && comma != std::string::npos && plain.size() - comma != 4) plain[comma] = '.';
    return plain != cell && is_number(plain) ? "write " + plain : "";
}

}  // namespace

void MistakeCounter::finish(const std::string& file) const {
    if (count_ > most) {
        diagnostics_.add({file}, fmt::format("{} more {}", count_ - most, kind_), "none");
    }
}

bool CellReader::is_missing(std::string_view cell, CellMistake& mistake) const {
    if (std::find(missing_.begin(), missing_.end(), cell) == missing_.end()) return false;
    if (field_.required) mistake = {in_quotes(cell), "a value: this column may not be empty", ""};
    return true;
}

bool CellReader::matches(std::string_view cell) {
    constexpr std::size_t longest = 200;  // std::regex recurses a character at a time
    const auto [at, is_new] = matched_.try_emplace(cell, false);
    if (is_new && cell.size() <= longest) {
        at->second = std::regex_match(cell.begin(), cell.end(), *field_.pattern);
    }
    return at->second;
}

void CellReader::check_text(std::string_view cell, CellMistake& mistake) {
    if (field_.pattern && !matches(cell)) {
        mistake = {in_quotes(cell), fmt::format("text of the form {}", field_.pattern_text), ""};
    }
    const auto& choices = field_.choices;
    if (!choices.empty() && std::find(choices.begin(), choices.end(), cell) == choices.end()) {
        mistake = {in_quotes(cell), fmt::format("one of {}", fmt::join(choices, ", ")),
                   did_you_mean(cell, choices)};
    }
}

void CellReader::check_bounds(double value, std::string_view cell, CellMistake& mistake) const {
    const std::string unit = field_.unit.empty() ? "" : " " + field_.unit;
    if (value < field_.minimum) {
        mistake = {std::string(cell), fmt::format("at least {}{}", field_.minimum, unit), ""};
    } else if (value > field_.maximum) {
        mistake = {std::string(cell), fmt::format("at most {}{}", field_.maximum, unit), ""};
    }
}

std::string_view CellReader::text(std::string_view cell, CellMistake& mistake) {
    if (is_missing(cell, mistake)) return {};
    check_text(cell, mistake);
    return cell;
}

double CellReader::number(std::string_view cell, CellMistake& mistake) {
    constexpr double nothing = std::numeric_limits<double>::quiet_NaN();
    if (is_missing(cell, mistake)) return nothing;
    double value = 0;
    const auto [end, error] = std::from_chars(cell.data(), cell.data() + cell.size(), value);
    if (error == std::errc::result_out_of_range) {
        mistake = {in_quotes(cell), "a number that fits a double (1e-307 to 1e308)", ""};
        return nothing;
    }
    if (error != std::errc() || end != cell.data() + cell.size()) {
        mistake = {in_quotes(cell), "a number", number_hint(cell, false)};
        return nothing;
    }
    if (!std::isfinite(value)) {
        mistake = {in_quotes(cell), "a finite number", "leave the cell empty if it is unknown"};
        return nothing;
    }
    check_bounds(value, cell, mistake);
    if (mistake.found.empty()) check_text(cell, mistake);
    return value;
}

std::int64_t CellReader::integer(std::string_view cell, CellMistake& mistake) {
    if (is_missing(cell, mistake)) return Table::no_integer;
    if (field_.type == FieldType::boolean) {
        const bool yes = cell == "true" || cell == "1";
        if (!yes && cell != "false" && cell != "0") {
            mistake = {in_quotes(cell), "true or false", did_you_mean(cell, {"true", "false"})};
        }
        return yes;
    }
    const bool is_year = field_.type == FieldType::year;
    const std::string expected = is_year ? "a year of four digits" : "a whole number";
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(cell.data(), cell.data() + cell.size(), value);
    if (error == std::errc::result_out_of_range) {
        mistake = {in_quotes(cell), expected + " that fits 64 bits", ""};
    } else if (error != std::errc() || end != cell.data() + cell.size()) {
        mistake = {in_quotes(cell), expected, number_hint(cell, true)};
    } else if (is_year && (cell.size() != 4 || value < 1000)) {
        mistake = {in_quotes(cell), expected, ""};
    } else {
        check_bounds(static_cast<double>(value), cell, mistake);
        if (mistake.found.empty()) check_text(cell, mistake);
    }
    return mistake.found.empty() ? value : Table::no_integer;
}

}  // namespace keruen
