// SPDX-License-Identifier: MIT
#include "models/constants/diaspora.hpp"

#include "models/settling.hpp"

namespace keruen {

namespace {

/// What a graduate a year leaves settled after `years` years, the last of whom settled just now.
double settled_over(double years, double hazard) {
    double sum = 0, left = 1;
    for (int year = 0; year < static_cast<int>(years); ++year) {
        sum += left;
        left *= 1 - hazard;
    }
    return sum;
}

}  // namespace

ExpectedDiaspora expected_diaspora(const World& world, const Policy& reference, const Parameters& p,
                                   const ImpliedEntrants& implied) {
    const std::size_t regions = world.regions.size(), base = world.index(world.base);
    ExpectedDiaspora out{Cube({regions, regions, world.years()}), {}};
    out.earlier = out.all;
    const double before = settled_over(p.settle_earlier_years, p.settle_return_hazard);
    Matrix all({regions, regions}), earlier = all;
    for (std::size_t t = 0; t < world.years(); ++t) {
        const Matrix stays =
            t <= base ? stay_probability(world, reference, reference, p, t) : Matrix{};
        for (std::size_t o = 0; o < regions; ++o) {
            for (std::size_t h = 0; h < regions; ++h) {
                double& a = all(o, h);
                double& e = earlier(o, h);
                if (t <= base) {
                    const double settled = implied.steady_graduates(o, h, t) * stays(o, h) * before;
                    a += settled;
                    e += settled;
                }
                a *= 1 - p.settle_return_hazard;
                e *= 1 - p.settle_return_hazard;
                if (t <= base) {
                    a += implied.graduates(o, h, t) * stays(o, h);
                    e += implied.earlier_graduates(o, h, t) * stays(o, h);
                    out.all(o, h, t) = a;
                }
                out.earlier(o, h, t) = e;
            }
        }
    }
    return out;
}

}  // namespace keruen
