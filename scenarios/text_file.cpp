// SPDX-License-Identifier: MIT
#include "scenarios/text_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <sstream>
#include <utility>

namespace keruen {
namespace {

bool is_continuation(char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
}

/// Length of the well-formed UTF-8 sequence at `at` (Unicode 15, table 3-7), 0 if there is none.
std::size_t sequence_length(std::string_view text, std::size_t at) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[at + i]); };
    const unsigned char lead = byte(0);
    if (lead < 0x80) return 1;
    const std::size_t length = lead >= 0xC2 && lead <= 0xDF   ? 2
                               : lead >= 0xE0 && lead <= 0xEF ? 3
                               : lead >= 0xF0 && lead <= 0xF4 ? 4
                                                              : 0;
    if (length == 0 || at + length > text.size()) return 0;
    for (std::size_t i = 1; i < length; ++i) {
        if (!is_continuation(text[at + i])) return 0;
    }
    const unsigned char second = byte(1);
    const bool overlong = (lead == 0xE0 && second < 0xA0) || (lead == 0xF0 && second < 0x90);
    const bool surrogate = lead == 0xED && second > 0x9F;
    const bool beyond = lead == 0xF4 && second > 0x8F;
    return overlong || surrogate || beyond ? 0 : length;
}

/// Offset of the first byte that is not UTF-8, or npos.
std::size_t first_invalid(std::string_view text) {
    std::size_t at = 0;
    while (at < text.size()) {
        const std::size_t length = sequence_length(text, at);
        if (length == 0) return at;
        at += length;
    }
    return std::string_view::npos;
}

std::vector<std::string> names_in(const std::filesystem::path& folder) {
    std::vector<std::string> names;
    std::error_code error;
    for (const auto& entry : std::filesystem::directory_iterator(folder, error)) {
        names.push_back(entry.path().filename().string());
    }
    std::sort(names.begin(), names.end());
    return names;
}

}  // namespace

std::optional<std::string> read_text(const std::filesystem::path& path, Diagnostics& diagnostics) {
    const std::string file = path.string();
    std::error_code error;
    const auto status = std::filesystem::status(path, error);
    if (!std::filesystem::exists(status)) {
        const auto folder = path.has_parent_path() ? path.parent_path() : ".";
        diagnostics.add({file}, "no such file", "a file that can be read",
                        did_you_mean(path.filename().string(), names_in(folder)));
        return std::nullopt;
    }
    if (std::filesystem::is_directory(status)) {
        diagnostics.add({file}, "a folder", "a file");
        return std::nullopt;
    }
    std::ifstream in(path, std::ios::binary);
    if (!in) {
        diagnostics.add({file}, std::string("a file that cannot be read: ") + std::strerror(errno),
                        "a file that can be read");
        return std::nullopt;
    }
    std::ostringstream all;
    all << in.rdbuf();
    if (all.bad()) {
        diagnostics.add({file}, "an error while reading", "a file that can be read");
        return std::nullopt;
    }
    std::string text = std::move(all).str();
    if (!check_text(text, file, diagnostics)) return std::nullopt;
    return text;
}

bool check_text(std::string_view text, const std::string& file, Diagnostics& diagnostics) {
    using namespace std::string_view_literals;
    const std::string expected = "UTF-8 text without a byte order mark";
    const auto begins = [&](std::string_view mark) { return text.substr(0, mark.size()) == mark; };
    if (text.empty()) {
        diagnostics.add({file}, "an empty file", expected);
    } else if (begins("\xEF\xBB\xBF"sv)) {
        diagnostics.add({file, 1, 1}, "a UTF-8 byte order mark", expected,
                        "save the file as UTF-8 without BOM");
    } else if (begins("\xFF\xFE"sv) || begins("\xFE\xFF"sv)) {
        diagnostics.add({file, 1, 1}, "a UTF-16 byte order mark", expected,
                        "save the file as UTF-8");
    } else if (const std::size_t bad = first_invalid(text); bad != std::string_view::npos) {
        diagnostics.add(
            place_of(text, bad, file),
            fmt::format("the byte 0x{:02X}, which is not UTF-8",
                        static_cast<unsigned char>(text[bad])),
            expected, "save the file as UTF-8 (it may be in Windows-1251, Windows-1252 or UTF-16)");
    } else {
        return true;
    }
    return false;
}

std::size_t characters(std::string_view text) {
    return static_cast<std::size_t>(
        std::count_if(text.begin(), text.end(), [](char c) { return !is_continuation(c); }));
}

Place place_of(std::string_view text, std::size_t offset, const std::string& file) {
    const std::string_view before = text.substr(0, offset);
    const std::size_t newline = before.rfind('\n');
    const std::string_view line =
        newline == std::string_view::npos ? before : before.substr(newline + 1);
    return {file, static_cast<std::size_t>(std::count(before.begin(), before.end(), '\n')) + 1,
            characters(line) + 1};
}

std::string in_quotes(std::string_view text) {
    constexpr std::size_t most = 40;
    std::string out = "\"";
    std::size_t shown = 0;
    for (const char c : text) {
        if (!is_continuation(c) && ++shown > most) {
            out += "...";
            break;
        }
        const bool control = static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
        out += control ? ' ' : c;
    }
    return out + '"';
}

std::string did_you_mean(std::string_view word, const std::vector<std::string>& candidates,
                         std::string otherwise) {
    const std::string near = nearest(word, candidates);
    return near.empty() ? std::move(otherwise) : fmt::format("did you mean \"{}\"?", near);
}

}  // namespace keruen
