// SPDX-License-Identifier: MIT
#pragma once
#include <filesystem>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "app/commands.hpp"

namespace keruen {

/// Index of the region that --origin names; of KAZ, or else the first, if it names none. Throws
/// InputError if there is no such region.
std::size_t chosen_region(const std::string& wanted, const std::vector<std::string>& codes);

/// Refuses, before anything is computed, what could not be written afterwards: files, and a folder
/// that may have to be made; "" is none. Leaves nothing behind. Throws InputError.
void require_writable(const std::vector<std::string>& files, const std::string& folder = "");

/// Writes a whole file, over any that is there. Throws std::runtime_error.
void write_text(const std::string& path, const std::string& text);

/// A folder that is there now, if it was not. Throws FileError.
std::filesystem::path made_folder(const std::string& path);

/// With what an answer can be repeated to the digit: program, data and the command, each begun on a
/// line of its own after an empty one.
std::string repeat_text(const Asked& asked, const std::string& data_sha256);
/// The same for programs, to be put first in the provenance.
nlohmann::ordered_json repeat_json(const Asked& asked, const std::string& data_sha256);

}  // namespace keruen
