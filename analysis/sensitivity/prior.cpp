// SPDX-License-Identifier: MIT
#include "analysis/sensitivity/prior.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/math/distributions/beta.hpp>
#include <boost/math/distributions/normal.hpp>
#include <cmath>
#include <regex>
#include <stdexcept>

namespace keruen {

namespace {

constexpr double kCut = 0.025;  ///< left out at each end
constexpr double kDecimals = 1e6;

}  // namespace

std::optional<Prior> Prior::of(const ParameterDeclaration& parameter) {
    if (parameter.prior == "fixed") return std::nullopt;
    static const std::regex wording(R"((uniform|beta|normal)\(([-+.0-9e]+), ([-+.0-9e]+)\))");
    const std::string text(parameter.prior);
    std::smatch match;
    if (!std::regex_match(text, match, wording)) {
        throw std::logic_error(fmt::format("{}: unknown prior {}", parameter.key, text));
    }
    Prior prior;
    prior.kind_ = match[1] == "uniform" ? Kind::uniform
                  : match[1] == "beta"  ? Kind::beta
                                        : Kind::normal;
    prior.first_ = std::stod(match[2]);
    prior.second_ = std::stod(match[3]);
    prior.low_ = parameter.low;
    prior.high_ = parameter.high;
    return prior;
}

double Prior::quantile(double p) const {
    double value = first_ + p * (second_ - first_);
    if (kind_ != Kind::uniform) {
        const double inner = kCut + (1 - 2 * kCut) * p;
        value =
            kind_ == Kind::beta
                ? boost::math::quantile(boost::math::beta_distribution<>(first_, second_), inner)
                : boost::math::quantile(boost::math::normal_distribution<>(first_, second_), inner);
        value = std::round(value * kDecimals) / kDecimals;
    }
    return std::clamp(value, low_, high_);
}

std::pair<double, double> prior_ends(std::string_view key) {
    for (const ParameterDeclaration& parameter : parameter_declarations()) {
        if (parameter.key != key) continue;
        const auto prior = Prior::of(parameter);
        if (prior) return {prior->quantile(0), prior->quantile(1)};
    }
    throw std::logic_error("no prior of a parameter " + std::string(key));
}

}  // namespace keruen
