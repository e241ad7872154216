// SPDX-License-Identifier: MIT
#include "models/staff/tables.hpp"

#include <algorithm>
#include <cmath>

#include "models/options.hpp"
#include "sim/kernels/fixed.hpp"
#include "sim/random.hpp"

namespace keruen {

namespace {

constexpr double kMeanRank = 1.5;

}  // namespace

CareerTable::CareerTable(const Parameters& p) {
    for (std::size_t byte = 0; byte < 256; ++byte) {
        const double share = keruen::rank(static_cast<std::uint8_t>(byte));
        for (std::size_t k = 1; k < kRanks; ++k) {
            const double years = static_cast<double>(k) * p.staff_rank_years * (0.5 + share);
            from[byte][k - 1] = static_cast<int>(std::ceil(years));
        }
        for (std::size_t k = 0; k < kRanks; ++k) {
            const double by_rank = 1 - p.staff_rank_load * (static_cast<double>(k) - kMeanRank);
            const double own = 1 + p.staff_load_spread * (2 * share - 1);
            load[k][byte] = static_cast<std::int32_t>(std::llround(by_rank * own * kLoadUnit));
        }
    }
}

HostTable::HostTable(std::size_t kinds, std::size_t regions, double looking, double stay,
                     const std::function<double(std::size_t kind, std::size_t region)>& utility)
    : regions_(regions), going_(kinds), below_(kinds * regions) {
    std::vector<double> weight(regions);
    for (std::size_t kind = 0; kind < kinds; ++kind) {
        for (std::size_t h = 0; h < regions; ++h) weight[h] = utility(kind, h);
        const double best = *std::max_element(weight.begin(), weight.end());
        if (best == kNever) continue;
        for (double& w : weight) w -= best;
        kernels().exp(regions, weight.data(), weight.data());
        double all = 0;
        for (const double w : weight) all += w;
        const double home = stay == kNever ? 0 : fixed_exp(stay - best);
        going_[kind] = threshold(looking * all / (all + home));
        double sum = 0;
        for (std::size_t h = 0; h < regions; ++h) {
            sum += weight[h];
            below_[kind * regions + h] = threshold(sum / all);
        }
    }
}

RegionIndex HostTable::host(std::size_t kind, std::uint32_t bits) const {
    const std::uint64_t* below = below_.data() + kind * regions_;
    for (std::size_t h = 0; h < regions_; ++h) {
        if (bits < below[h]) return static_cast<RegionIndex>(h);
    }
    return kAtHome;
}

}  // namespace keruen
