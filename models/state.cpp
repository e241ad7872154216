// SPDX-License-Identifier: MIT
#include "models/state.hpp"

#include <numeric>

#include "models/measures/groups.hpp"

namespace keruen {

namespace {

std::int64_t sum(const std::vector<std::int64_t>& values) {
    return std::accumulate(values.begin(), values.end(), std::int64_t{0});
}

}  // namespace

std::int64_t Ledger::paid() const {
    return sum(family_tuition.values()) + sum(family_living.values()) +
           sum(programme_tuition.values()) + sum(programme_living.values());
}

std::int64_t Ledger::received() const {
    return sum(university_income) + sum(living_income);
}

YearRecord::YearRecord(std::size_t regions, std::size_t programmes)
    : stock({regions, regions}),
      entrants(stock),
      graduates(stock),
      dropouts(stock),
      returns(stock),
      applicants(stock),
      refused(stock),
      settled(stock),
      diaspora(stock),
      stock_by_level({regions, regions, 3}),
      entrants_by_level(stock_by_level),
      home_students({regions, 3}),
      home_entrants(regions),
      home_graduates(regions),
      home_left(regions),
      candidates(regions),
      awards(programmes),
      demand(programmes),
      places(programmes),
      holders(programmes),
      capacity_demand(programmes + regions),
      cutoff(programmes + regions),
      held({regions, regions, programmes + 1, 3}),
      bonded(programmes),
      defaulted(programmes),
      fee({regions, regions}),
      agreements(fee),
      recognition(fee),
      soft_hard(fee),
      home_grants(regions),
      exchange(regions, programmes),
      first_mobile(stock),
      funded(stock),
      sought(stock),
      unfollowed(fee),
      stayed(stock),
      moved_on(stock),
      graduate_returns(stock),
      diaspora_returns(stock),
      group_entrants({regions, kGroups}),
      group_mobile(group_entrants),
      group_funded(group_entrants),
      taxes_forgone(regions),
      staff(regions) {
    ledger.family_tuition = stock;
    ledger.family_living = stock;
    ledger.aid = stock;
    ledger.programme_tuition = Flow({programmes, regions});
    ledger.programme_living = ledger.programme_tuition;
    training = ledger.programme_tuition;
    ledger.university_income.resize(regions);
    ledger.living_income.resize(regions);
}

}  // namespace keruen
