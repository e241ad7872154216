// SPDX-License-Identifier: MIT
#pragma once
#include <filesystem>
#include <optional>
#include <string>

#include "models/simulation.hpp"

namespace keruen {

/// Saves the state before `state.next`; `run_key` says of which run. Throws FileError.
void save_state(const std::filesystem::path& path, const State& state, const std::string& run_key);

/// The saved state, or nothing if there is none of this run that can be read.
std::optional<State> load_state(const std::filesystem::path& path, const Setup& setup,
                                const std::string& run_key);

}  // namespace keruen
