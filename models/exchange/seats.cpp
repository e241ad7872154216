// SPDX-License-Identifier: MIT
#include "models/exchange/seats.hpp"

#include <algorithm>
#include <functional>
#include <utility>

namespace keruen {

Seating seat(const SeatMarket& market) {
    const std::size_t n = market.people.size();
    std::vector<std::pair<std::uint64_t, std::uint32_t>> order(n);  // priority, applicant
    for (std::uint32_t i = 0; i < n; ++i) order[i] = {market.priority[i], i};
    std::sort(order.begin(), order.end(), std::greater<>());
    std::vector<std::int64_t> slots = market.slots;
    Grid<std::int64_t, 2> seats = market.seats, partner = market.partner_seats;
    Seating out;
    out.nominated.assign(n, 0);
    for (const auto& [priority, i] : order) {
        const std::uint32_t home = market.institution[i];
        std::int64_t left = std::clamp<std::int64_t>(slots[home], 0, market.people[i]);
        slots[home] -= left;
        out.nominated[i] = static_cast<std::uint32_t>(left);
        for (std::uint32_t k = market.first[i]; left > 0 && k < market.first[i + 1]; ++k) {
            const RegionIndex host = market.hosts[k];
            const std::int64_t taken =
                std::min({left, seats(home, host), partner(market.origin[i], host)});
            if (taken <= 0) continue;
            seats(home, host) -= taken;
            partner(market.origin[i], host) -= taken;
            left -= taken;
            out.seats.push_back({i, host, static_cast<std::uint32_t>(taken)});
        }
    }
    return out;
}

}  // namespace keruen
