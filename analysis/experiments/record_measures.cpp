// SPDX-License-Identifier: MIT
// What measures rest on, and the measures themselves, in a result file.
#include <fmt/format.h>

#include "analysis/experiments/datasets.hpp"
#include "models/measures.hpp"
#include "models/measures/groups.hpp"
#include "models/measures/indicators.hpp"

namespace keruen {

namespace {

using R = YearRecord;
using N = YearNumbers;

void declare_terms(Datasets& data) {
    const auto flow = [&](const char* name, const char* meaning, auto read) {
        data.add("flows", name, axes::kFlow, "people", meaning, read);
    };
    flow("first_mobile", "went abroad for a degree for the first time", &R::first_mobile);
    flow("funded", "at the host for a degree or for credits and paid for by a programme",
         &R::funded);
    flow("stayed", "graduates of the host who settled there", &R::stayed);
    flow("moved_on", "graduates of the host who settled in a third region", &R::moved_on);
    flow("graduate_returns", "graduates of the host who returned at once", &R::graduate_returns);
    flow("earlier_diaspora",
         "graduates living at the host whom no agent stands for: an expectation",
         &N::earlier_diaspora);
    flow("diaspora_returns", "returned, of those who had settled at the host before",
         &R::diaspora_returns);
    const auto share = [&](const char* name, const char* meaning, auto read) {
        data.add("shares", name, axes::kFlow, "1", meaning, read);
    };
    share("ehea", "part of the host that is in the EHEA in the year", &N::ehea);
    share("outside_russia", "1, or 0 where the host is Russia", &N::outside_russia);
    share("outside_china", "1, or 0 where the host is China", &N::outside_china);
    share("full_time", "of the origin's degree students at the host: full-time", &N::full_time);
    share("common_language", "of the same: in a country that shares a language with theirs",
          &N::common_language);
}

void declare_access(Datasets& data) {
    data.add_dimension("group", {kGroupLabels.begin(), kGroupLabels.end()},
                       "fifth by income or ability, sex, town or country");
    const auto add = [&](const char* name, const char* meaning, auto read) {
        data.add("access", name, {"year", "origin", "group"}, "people", meaning, read);
    };
    add("entrants", "bachelor entrants of the origin, at home or abroad", &R::group_entrants);
    add("first_mobile", "abroad for a degree for the first time", &R::group_mobile);
    add("funded", "of these, those whom a programme pays for as they go", &R::group_funded);
}

std::vector<double> costs(const N& year) {
    std::vector<double> list;
    for (std::size_t q = 0; q < year.holders.size(); ++q) list.push_back(cost_per_holder(year, q));
    return list;
}

std::vector<double> indicator_values(const N& year) {
    std::vector<double> list;
    for (std::size_t region = 0; region < year.regions; ++region) {
        for (const Indicator& i : indicators()) list.push_back(i.value(year, region));
    }
    return list;
}

}  // namespace

void declare_measures(Datasets& data, const World& world) {
    declare_terms(data);
    declare_access(data);
    std::vector<std::string> labels;
    std::string meanings, formulas;
    for (const Definition& d : definitions()) {
        labels.emplace_back(d.label);
        meanings += fmt::format("{}: {}\n", d.label, d.meaning);
    }
    data.add_dimension("definition", labels, "definition of mobile");
    data.add_text("definitions", meanings);
    data.add("mobility", "rate", {"year", "origin", "definition"}, "1",
             "share mobile under each definition", &mobility_rates);
    labels.clear();
    for (const Indicator& i : indicators()) {
        labels.emplace_back(i.label);
        formulas += fmt::format("{} [{}]: {}\n", i.label, i.units, i.meaning);
    }
    data.add_dimension("indicators/indicator", labels, "measure of a region");
    data.add_text("indicators", formulas);
    data.add("indicators", "value", {"year", "region", "indicator"}, "",
             "measure of the region; formulas and units stand in provenance/indicators",
             &indicator_values);
    data.add("home", "counts", axes::kOrigin, "people",
             "open, distance and college students of the region: counts, not agents",
             [&world](const FinishedYear& y) { return home_counts(world, y.year); });
    data.add("home", "university_enrolment", axes::kOrigin, "people",
             "students of universities in the region, where sourced", &N::university_enrolment);
    data.add("home", "taxes_forgone", axes::kOrigin, "USD",
             "what the diaspora would pay at home in taxes and contributions", &R::taxes_forgone);
    data.add("programmes", "cost_per_holder", axes::kProgramme, "USD",
             "spending of the programme per person paid for", &costs);
}

}  // namespace keruen
