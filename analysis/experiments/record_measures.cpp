// SPDX-License-Identifier: MIT
// The part of the recorder that measures rest on, and the measures themselves.
#include <fmt/format.h>

#include "analysis/experiments/recorder.hpp"
#include "models/measures.hpp"
#include "models/measures/indicators.hpp"

namespace keruen {

void Recorder::declare_measures() {
    const std::vector<std::string> flow{"year", "origin", "host"}, group{"year", "origin", "group"};
    Measures& m = measures_;
    auto people = [&](const char* name, const char* meaning) {
        return add("flows", name, flow, meaning, "people");
    };
    m.first_mobile = people("first_mobile", "went abroad for a degree for the first time");
    m.funded =
        people("funded", "at the host for a degree or for credits and paid for by a programme");
    m.stayed = people("stayed", "graduates of the host who settled there");
    m.moved_on = people("moved_on", "graduates of the host who settled in a third region");
    m.graduate_returns = people("graduate_returns", "graduates of the host who returned at once");
    m.earlier_diaspora =
        add("flows", "earlier_diaspora", flow,
            "graduates living at the host who entered before the first year: an expectation",
            "people", h5::ElementType::f64);
    m.diaspora_returns =
        people("diaspora_returns", "returned, of those who had settled at the host before");
    auto share = [&](const char* name, const char* meaning) {
        return add("shares", name, flow, meaning, "1", h5::ElementType::f64);
    };
    m.ehea = share("ehea", "part of the host that is in the EHEA in the year");
    m.outside_russia = share("outside_russia", "1, or 0 where the host is Russia");
    m.outside_china = share("outside_china", "1, or 0 where the host is China");
    m.full_time = share("full_time", "of the origin's degree students at the host: full-time");
    m.common_language =
        share("common_language", "of the same: in a country that shares a language with theirs");
    m.counts = add("home", "counts", {"year", "origin"},
                   "open, distance and college students of the region: counts, not agents",
                   "people", h5::ElementType::f64);
    m.universities = add("home", "university_enrolment", {"year", "origin"},
                         "students of universities in the region, where sourced", "people",
                         h5::ElementType::f64);
    m.group_entrants = add("access", "entrants", group,
                           "bachelor entrants of the origin, at home or abroad", "people");
    m.group_mobile =
        add("access", "first_mobile", group, "abroad for a degree for the first time", "people");
    m.group_funded = add("access", "funded", group,
                         "of these, those whom a programme pays for as they go", "people");
    m.aid = add("money", "aid", flow, "paid by programmes, by whom they paid for", "USD");
    m.taxes_forgone = add("home", "taxes_forgone", {"year", "origin"},
                          "what the diaspora would pay at home in taxes and contributions", "USD");
    m.cost = add("programmes", "cost_per_holder", {"year", "programme"},
                 "spending of the programme per person paid for", "USD", h5::ElementType::f64);
    m.indicators = add("indicators", "value", {"year", "region", "indicator"},
                       "measure of the region; formulas and units stand in provenance/indicators",
                       "", h5::ElementType::f64);
    std::string formulas;
    for (const Indicator& i : indicators()) {
        formulas += fmt::format("{} [{}]: {}\n", i.label, i.units, i.meaning);
    }
    writer_.add_text("indicators", formulas);
}

void Recorder::write_measures(const YearNumbers& n, const YearRecord& r, Year year) {
    const std::size_t t = world_.index(year);
    const Measures& m = measures_;
    auto put = [&]<class T>(ArrayId id, const std::vector<T>& values) {
        writer_.write_year(id, t, std::span<const T>(values));
    };
    put(m.first_mobile, r.first_mobile.values());
    put(m.funded, r.funded.values());
    put(m.stayed, r.stayed.values());
    put(m.moved_on, r.moved_on.values());
    put(m.graduate_returns, r.graduate_returns.values());
    put(m.earlier_diaspora, n.earlier_diaspora);
    put(m.diaspora_returns, r.diaspora_returns.values());
    put(m.ehea, n.ehea);
    put(m.outside_russia, n.outside_russia);
    put(m.outside_china, n.outside_china);
    put(m.full_time, n.full_time);
    put(m.common_language, n.common_language);
    put(m.counts, home_counts(world_, year));
    put(m.universities, n.university_enrolment);
    put(m.group_entrants, r.group_entrants.values());
    put(m.group_mobile, r.group_mobile.values());
    put(m.group_funded, r.group_funded.values());
    put(m.aid, r.ledger.aid.values());
    std::vector<double> cost, values;
    for (std::size_t q = 0; q < r.holders.size(); ++q) cost.push_back(cost_per_holder(n, q));
    for (std::size_t region = 0; region < n.regions; ++region) {
        for (const Indicator& i : indicators()) values.push_back(i.value(n, region));
    }
    put(m.taxes_forgone, r.taxes_forgone);
    put(m.cost, cost);
    put(m.indicators, values);
}

}  // namespace keruen
