// SPDX-License-Identifier: MIT
#pragma once
#include <optional>
#include <string_view>
#include <utility>

#include "models/parameters.hpp"

namespace keruen {

/// The prior of a parameter as its declaration words it: uniform(low, high), beta(a, b) or
/// normal(mean, standard deviation). The latter two are cut to their central 95 %, so that both
/// ends are values to be met with, and all to the parameter's bounds.
class Prior {
public:
    /// Nothing if the parameter is "fixed". Throws std::logic_error on any other wording.
    static std::optional<Prior> of(const ParameterDeclaration& parameter);

    /// Quantile of the (cut) prior, p in [0, 1]. Of six decimals where it is not uniform, so that
    /// the mathematical library of the machine leaves no trace.
    double quantile(double p) const;

private:
    enum class Kind { uniform, beta, normal };
    Kind kind_ = Kind::uniform;
    double first_ = 0, second_ = 1;  ///< as worded
    double low_ = 0, high_ = 1;      ///< bounds of the parameter
};

/// Both ends of the prior of a parameter, which must have one: lowest, highest.
std::pair<double, double> prior_ends(std::string_view key);

}  // namespace keruen
