// SPDX-License-Identifier: MIT
#pragma once
#include <vector>

#include "models/state.hpp"

namespace keruen {

/// What a semester at a host means to every student of an origin.
struct ExchangeTerms {
    double utility = 0;           ///< distance, language, Soviet past, bloc; without the price
    double log_cost = 0;          ///< ln of the family's cost if it pays alone, origin money
    double cost = 0;              ///< the same
    double foreign_language = 0;  ///< 1 - common language
    double quality = 0;           ///< of the host, 0..1
};

/// What a family of the origin pays for a stay of `months` at the host: living there and travel,
/// less a grant (nominal USD in all), less what the student would cost at home; at least 5 % of the
/// living cost. In origin money (constant-2017, told in 2017 dollars). Fees are paid at home, and
/// the host waives its own: that is what an agreement is.
double exchange_cost(const Setup& setup, std::size_t origin, std::size_t host, std::size_t t,
                     double months, double grant_usd);

/// What a credit programme pays for one stay, nominal USD.
double stay_grant(const Programme& programme, std::size_t t);

/// [origin][host] terms of a self-funded semester of `exchange.months`.
Grid<ExchangeTerms, 2> exchange_terms(const Setup& setup, std::size_t t);

/// Whether a family of this income rank can pay the cost.
bool can_pay(const Setup& setup, const IncomeTable& income, std::uint8_t income_rank, double cost);

/// Credit programmes open to a student of the origin and level at the host in the year, those that
/// leave the family least to pay first; with that cost.
struct ExchangeGrant {
    ProgrammeIndex programme;
    double cost;
};
std::vector<ExchangeGrant> exchange_grants(const Setup& setup, std::size_t origin, std::size_t host,
                                           Level level, std::size_t t);

}  // namespace keruen
