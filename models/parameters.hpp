// SPDX-License-Identifier: MIT
#pragma once
#include <span>
#include <string_view>

namespace keruen {

struct Parameters;

/// One parameter, declared once: `keruen parameters`, validation, the docs page and, later, the
/// sensitivity analysis are generated from this.
struct ParameterDeclaration {
    double Parameters::*member;
    std::string_view key;
    std::string_view unit;
    double low, high;          ///< bounds that a scenario may not leave
    std::string_view prior;    ///< distribution in words: "uniform(-2.8, -0.8)"
    std::string_view source;   ///< model.md section and reference, or "assumption"
    std::string_view prose;
};

std::span<const ParameterDeclaration> parameter_declarations();

}  // namespace keruen
