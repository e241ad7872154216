// SPDX-License-Identifier: MIT
#pragma once
#include <nlohmann/json_fwd.hpp>
#include <string>

#include "analysis/results/result_file.hpp"

namespace keruen {

/// A line on where the file lies and how much of its run it holds.
std::string status_text(const ResultFile& result);

/// All that `keruen show` says of a file: state, provenance, headline of `origin`, datasets.
std::string show_text(const ResultFile& result, const std::string& origin);
nlohmann::ordered_json show_json(const ResultFile& result, const std::string& origin);
/// State, provenance and datasets of a collection.
std::string collection_text(const ResultFile& result);
nlohmann::ordered_json collection_json(const ResultFile& result);

}  // namespace keruen
