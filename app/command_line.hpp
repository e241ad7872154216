// SPDX-License-Identifier: MIT
#pragma once
#include <CLI/CLI.hpp>
#include <string>

namespace keruen {

/// What was written after `keruen`, as one line for a shell, without what no answer depends on:
/// threads, the form in which it is printed, where it is written or kept.
std::string command_line(const CLI::App& subcommand);

/// A text as one word of a shell.
std::string shell_word(const std::string& text);

}  // namespace keruen
