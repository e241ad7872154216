// SPDX-License-Identifier: MIT
// Semesters abroad within a degree at home, in a result file.
#include "analysis/experiments/datasets.hpp"

namespace keruen {

void declare_exchange(Datasets& data) {
    using X = ExchangeRecord;
    const auto of = [](auto X::*part) {
        return [part](const YearRecord& r) -> const auto& {
            return r.exchange.*part;
        };
    };
    const auto flow = [&](const char* name, const char* meaning, auto read) {
        data.add("flows", name, axes::kFlow, "people", meaning, read);
    };
    flow("credit", "exchange students: at the host for credits, enrolled at home",
         [](const YearRecord& r) { return r.exchange.people(); });
    flow("credit_graduates", "awards taken at home with 15 ECTS or three months at the host",
         of(&X::graduates));
    flow("credit_graduates_ects", "of these, with 15 ECTS recognised",
         of(&X::graduates_by_credits));
    flow("credit_first", "of flows/credit, for the first time", of(&X::first_stay));
    flow("credit_first_abroad", "of these, never before abroad for a degree", of(&X::first_abroad));
    flow("credit_then_degree", "enrolled for a degree, first abroad for credits in some year",
         of(&X::then_degree));
    flow("credit_refused", "had a seat for exchange but no visa or open border", of(&X::refused));
    data.add("exchange_payers", "people", {"year", "origin", "host", "payer"}, "people",
             "exchange students by who pays", of(&X::credit));
    const auto count = [&](const char* name, const char* meaning, auto part) {
        data.add("exchange", name, axes::kOrigin, "people", meaning, of(part));
    };
    count("applicants", "asked for a semester abroad", &X::applicants);
    count("nominated", "got a slot at their international office", &X::nominated);
    count("seated", "got a seat under an agreement", &X::seated);
    count("unaffordable", "had a seat but neither a grant nor the money", &X::unaffordable);
    count("virtual", "took a virtual exchange instead; nobody moved", &X::online);
    count("recognised", "stays recognised in full", &X::full);
    count("recognised_in_part", "stays recognised in part", &X::partial);
    count("unrecognised", "stays not recognised", &X::unrecognised);
    count("delayed", "will need a year more for it", &X::delayed);
}

}  // namespace keruen
