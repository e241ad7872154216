// SPDX-License-Identifier: MIT
#pragma once
#include <functional>
#include <memory>

#include "analysis/experiments/run.hpp"
#include "tests/support/small_world.hpp"

namespace keruen::test {

/// The small world as an experiment, under its policy and whatever `change` makes of it; constants
/// are those of the unchanged policy.
std::unique_ptr<Experiment> small_experiment(
    Workers& workers,
    const std::function<void(const World&, Policy&)>& change = [](const World&, Policy&) {},
    const Parameters& parameters = {});

}  // namespace keruen::test
