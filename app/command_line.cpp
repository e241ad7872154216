// SPDX-License-Identifier: MIT
#include "app/command_line.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace keruen {
namespace {

constexpr std::array<std::string_view, 7> kNoMatter{"--threads", "--output", "--out", "--csv",
                                                    "--json",    "--keep",   "--help"};

/// Every value of an option, each with its name.
std::string written(const CLI::Option& option) {
    std::string text;
    const std::string name = option.get_positional() ? "" : option.get_name();
    if (option.get_items_expected_max() == 0) return " " + name;  // a flag
    for (const std::string& value : option.results()) {
        const bool like_a_flag = !name.empty() && value.starts_with('-');
        text += name.empty() ? " " : " " + name + (like_a_flag ? "=" : " ");
        text += shell_word(value);
    }
    return text;
}

}  // namespace

std::string command_line(const CLI::App& subcommand) {
    std::string text = "keruen " + subcommand.get_name();
    for (const CLI::Option* option : subcommand.get_options()) {
        const std::string name = option->get_name();
        const bool matters = std::find(kNoMatter.begin(), kNoMatter.end(), name) == kNoMatter.end();
        if (option->count() > 0 && matters) text += written(*option);
    }
    return text;
}

std::string shell_word(const std::string& word) {
    constexpr std::string_view plain =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-+=:,./@%";
    if (!word.empty() && word.find_first_not_of(plain) == std::string::npos) return word;
    std::string text = "'";
    for (const char c : word) text += c == '\'' ? "'\\''" : std::string(1, c);
    return text + "'";
}

}  // namespace keruen
