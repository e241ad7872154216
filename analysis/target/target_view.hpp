// SPDX-License-Identifier: MIT
#pragma once
#include <nlohmann/json_fwd.hpp>
#include <string>

#include "analysis/target/package_runs.hpp"

namespace keruen {

/// What an answer is about.
struct TargetQuestion {
    const PackageRunOptions& runs;
    const TargetPlan& plan;
    std::string origin, payer, definition;
};

/// The package, how sure it is, what it costs, and the front of cost and mobility. Lines of at most
/// 100 characters.
std::string target_text(const TargetAnswer& answer, const TargetQuestion& question);
/// Every simulated package, confirmation and point of the front.
nlohmann::ordered_json target_json(const TargetAnswer& answer, const TargetQuestion& question);
std::string target_csv(const TargetAnswer& answer, const TargetQuestion& question);

/// "found", "unconfirmed", "unreachable", "interrupted"
std::string status_word(TargetStatus status);

}  // namespace keruen
