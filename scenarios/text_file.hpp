// SPDX-License-Identifier: MIT
#pragma once
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "scenarios/diagnostics.hpp"

namespace keruen {

/// The text of a file that a person wrote, checked to be UTF-8 without a byte order mark and not
/// empty. Otherwise adds what is wrong (missing file: with the nearest name in its folder) and
/// returns nothing.
std::optional<std::string> read_text(const std::filesystem::path& path, Diagnostics& diagnostics);

/// The same checks on text that is already in memory; `file` names it in messages.
bool check_text(std::string_view text, const std::string& file, Diagnostics& diagnostics);

/// Line and column (in characters, both from 1) of a byte of UTF-8 text.
Place place_of(std::string_view text, std::size_t offset, const std::string& file);

/// Number of characters in UTF-8 text.
std::size_t characters(std::string_view text);

/// `text` in quotes, cut after 40 characters and with control characters replaced, for messages.
std::string in_quotes(std::string_view text);

/// `did you mean "..."?`, or `otherwise` if no candidate is near.
std::string did_you_mean(std::string_view word, const std::vector<std::string>& candidates,
                         std::string otherwise = "");

}  // namespace keruen
