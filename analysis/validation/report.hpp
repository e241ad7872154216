// SPDX-License-Identifier: MIT
// The page on how far the model can be believed, docs/validation.md: its data, and its text.
#pragma once
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "analysis/validation/attribution.hpp"
#include "analysis/validation/fees.hpp"
#include "analysis/validation/hindcast.hpp"
#include "analysis/validation/judged_patterns.hpp"

namespace keruen {

/// All that the page tells.
struct ValidationReport {
    std::string scenario;
    std::string command;  ///< by which the same report is made again
    std::string data_sha256;
    int seeds = 0;
    double scale = 1;
    Hindcast hindcast;
    std::vector<Attribution> attributions;  ///< the scenario's parameters first
    std::vector<FeeRow> fees;
    std::vector<JudgedPattern> patterns;
};

/// What the page and its figures are made from, numbers cut to five significant digits.
nlohmann::ordered_json report_json(const ValidationReport& report);

/// The page in Markdown; figures are the files figures/`stem`-*.svg beside it.
std::string report_page(const nlohmann::ordered_json& report, const std::string& stem);

}  // namespace keruen
