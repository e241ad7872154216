// SPDX-License-Identifier: MIT
#pragma once
#include <cstdint>
#include <span>

namespace keruen {

/// Choice probabilities of the logit family for one small set of J options, by fixed operations:
/// the same bits on every machine. Utilities `v` [J] are finite where `available` [J] is not 0 and
/// ignored elsewhere; any size is safe. Writes `probability` [J]: 0 where unavailable, the sum is 1
/// unless nothing is available. Returns the inclusive value, the expected greatest utility less
/// Euler's constant; minus infinity if nothing is available.

/// Multinomial logit, U = v + Gumbel: P_j proportional to exp(v_j).
double multinomial_logit(std::span<const double> v, std::span<const std::uint8_t> available,
                         std::span<double> probability);

/// Nested logit of two levels (McFadden 1978; Train 2009, section 4.2). `nest` [J] is the nest of
/// each option, `lambda` [K] in (0, 1] the dissimilarity of each nest; 1 throughout gives the
/// multinomial logit. With I_k = ln sum over j in k of exp(v_j / lambda_k),
/// P_j = exp(v_j / lambda_k - I_k) * exp(lambda_k I_k) / sum over l of exp(lambda_l I_l).
double nested_logit(std::span<const double> v, std::span<const std::uint8_t> nest,
                    std::span<const double> lambda, std::span<const std::uint8_t> available,
                    std::span<double> probability);

}  // namespace keruen
