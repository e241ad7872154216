// SPDX-License-Identifier: MIT
#pragma once
#include <nlohmann/json_fwd.hpp>
#include <string>

#include "analysis/twins/compare.hpp"

namespace keruen {

/// Tables for people, in lines of at most 100 characters, of one origin and of all.
std::string compare_text(const Comparison& comparison, std::size_t origin);
nlohmann::ordered_json compare_json(const Comparison& comparison, std::size_t origin);

}  // namespace keruen
