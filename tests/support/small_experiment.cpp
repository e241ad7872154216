// SPDX-License-Identifier: MIT
#include "tests/support/small_experiment.hpp"

namespace keruen::test {

std::unique_ptr<Experiment> small_experiment(
    Workers& workers, const std::function<void(const World&, Policy&)>& change,
    const Parameters& parameters) {
    const World world = small_world();
    const auto ready = make_ready(workers, world, small_policy(world), parameters);
    auto e = std::make_unique<Experiment>();
    e->world = ready->world;
    e->reference = ready->policy;
    e->policy = ready->policy;
    change(e->world, e->policy);
    e->constants = ready->constants;
    e->last = e->world.last;
    e->setup = ready->setup;
    e->setup.world = &e->world;
    e->setup.policy = &e->policy;
    e->setup.reference = &e->reference;
    e->setup.constants = &e->constants;
    return e;
}

}  // namespace keruen::test
