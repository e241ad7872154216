// SPDX-License-Identifier: MIT
#include "models/exchange/record.hpp"

namespace keruen {

ExchangeRecord::ExchangeRecord(std::size_t regions, std::size_t programmes)
    : credit({regions, regions, programmes + 1}),
      graduates({regions, regions}),
      graduates_by_credits({regions, regions}),
      refused({regions, regions}),
      first_stay({regions, regions}),
      first_abroad({regions, regions}),
      then_degree({regions, regions}),
      applicants(regions),
      nominated(regions),
      seated(regions),
      unaffordable(regions),
      online(regions),
      full(regions),
      partial(regions),
      unrecognised(regions),
      delayed(regions) {}

Grid<std::int64_t, 2> ExchangeRecord::people() const {
    Grid<std::int64_t, 2> sum({credit.extent(0), credit.extent(1)});
    for (std::size_t o = 0; o < credit.extent(0); ++o) {
        for (std::size_t h = 0; h < credit.extent(1); ++h) {
            for (std::size_t payer = 0; payer < credit.extent(2); ++payer) {
                sum(o, h) += credit(o, h, payer);
            }
        }
    }
    return sum;
}

}  // namespace keruen
