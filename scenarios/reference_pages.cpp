// SPDX-License-Identifier: MIT
#include "scenarios/reference_pages.hpp"

#include <fmt/format.h>

#include <cmath>

#include "models/parameters.hpp"
#include "scenarios/levers.hpp"

namespace keruen {
namespace {

// In two parts: this file names its own licence once (scripts/check-text).
const std::string kLicence =
    "<!-- SPDX-License-"
    "Identifier: MIT -->\n";

/// 1000000 as "1000000", not "1e+06"; pipes would end the cell.
std::string cell(double value) {
    const bool plain = std::abs(value) < 1e9 && value == std::round(value);
    return plain ? fmt::format("{:.0f}", value) : fmt::format("{}", value);
}

}  // namespace

std::string levers_page() {
    std::string page =
        "<!-- SPDX-License-Identifier: MIT -->\n# Policy levers\n\n"
        "Generated from `scenarios/levers.cpp`; edit there. `keruen levers` lists the levers of a\n"
        "scenario with their values. P is a programme (`bolashak`), H a host region (`RUS`), O an\n"
        "origin (`KAZ`).\n\n"
        "A scenario sets levers under `[policy]`, by a number for all years or by dated values, "
        "each\n"
        "from its year on:\n\n"
        "```toml\n"
        "[policy]\n"
        "\"bolashak.places\" = { 2024 = 600, 2027 = 1200 }\n"
        "\"RUS.tuition_foreign\" = 2500\n"
        "\"RUS.tuition_foreign.KAZ\" = { 2025 = 3000.0 }\n"
        "```\n\n"
        "A lever that ends in `.O` has a broad form without it, which sets every origin but the\n"
        "region itself; a specific lever overrides the broad one wherever it stands. A child\n"
        "scenario's values replace its parent's from their first date on.\n\n"
        "| key | unit | from | to | what it sets | source |\n"
        "|---|---|---|---|---|---|\n";
    for (const LeverFamily& family : lever_families()) {
        page += fmt::format("| `{}` | {} | {} | {} | {} | {} |\n", family.pattern, family.unit,
                            cell(family.low), cell(family.high), family.prose, family.source);
    }
    return page;
}

std::string parameters_page() {
    std::string page =
        "<!-- SPDX-License-Identifier: MIT -->\n# Parameters\n\n"
        "Generated from `models/parameters.cpp`; edit there. A scenario sets them under\n"
        "`[parameters]`, with the key in quotes: `\"choose.price\" = -1.4`. Sources `[n]` and S0 "
        "to S4\n"
        "are those of `docs/model.md`.\n\n"
        "| key | unit | default | from | to | prior | meaning | source |\n"
        "|---|---|---|---|---|---|---|---|\n";
    const Parameters defaults;
    for (const ParameterDeclaration& known : parameter_declarations()) {
        page += fmt::format("| `{}` | {} | {} | {} | {} | {} | {} | {} |\n", known.key, known.unit,
                            cell(defaults.*known.member), cell(known.low), cell(known.high),
                            known.prior, known.prose, known.source);
    }
    return page;
}

}  // namespace keruen
