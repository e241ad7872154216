// SPDX-License-Identifier: MIT
#include "analysis/sensitivity/prior_sample.hpp"

#include <fmt/format.h>

#include <random>

#include "analysis/sensitivity/prior.hpp"
#include "scenarios/sha256.hpp"

namespace keruen {

ParameterSample prior_sample(std::size_t draws, std::uint64_t seed) {
    ParameterSample sample;
    std::vector<Prior> priors;
    std::string text = fmt::format("seed {}\n", seed);
    for (const ParameterDeclaration& parameter : parameter_declarations()) {
        const std::optional<Prior> prior = Prior::of(parameter);
        if (!prior) continue;
        sample.parameters.push_back(&parameter);
        priors.push_back(*prior);
        text += fmt::format("{} {}\n", parameter.key, parameter.prior);
    }
    std::mt19937_64 random(seed);
    for (std::size_t d = 0; d < draws; ++d) {
        std::vector<double> draw;
        draw.reserve(priors.size());
        for (const Prior& prior : priors) {
            draw.push_back(prior.quantile(static_cast<double>(random() >> 11) * 0x1p-53));
        }
        sample.draws.push_back(std::move(draw));
    }
    sample.file = "priors";
    sample.sha256 = sha256_of(text);
    return sample;
}

}  // namespace keruen
