// SPDX-License-Identifier: MIT
#pragma once
#include "analysis/ensemble/draws.hpp"

namespace keruen {

/// Independent draws of every parameter that is not fixed from its prior. The first of a sample are
/// those of any longer one of the same seed, and so they share their SHA-256, of seed and priors.
ParameterSample prior_sample(std::size_t draws, std::uint64_t seed);

}  // namespace keruen
