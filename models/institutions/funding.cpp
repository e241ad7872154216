// SPDX-License-Identifier: MIT
#include "models/institutions/funding.hpp"

#include "sim/kernels/fixed.hpp"

namespace keruen {

void answer_funding(const World& world, const Parameters& parameters, Policy& policy) {
    for (std::size_t h = 0; h < world.regions.size(); ++h) {
        for (std::size_t t = 0; t < world.years(); ++t) {
            const double ratio = policy.public_funding(h, t);
            if (ratio == 1) continue;
            const double factor = fixed_exp(-parameters.fees_funding * fixed_log(ratio));
            policy.tuition_home(h, t) *= factor;
            for (std::size_t o = 0; o < world.regions.size(); ++o) {
                policy.tuition_foreign(o, h, t) *= factor;
            }
        }
    }
}

}  // namespace keruen
