// SPDX-License-Identifier: MIT
#include "models/measures/definitions.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <span>

namespace keruen {

namespace {

using Values = YearNumbers::Values;

/// A basis in words and numbers. Numerators are [origin][host], denominators [origin]; awards,
/// students or entrants abroad of every host belong to the denominator if `abroad` says so.
struct BasisRule {
    Basis basis;
    const char* label;
    Values YearNumbers::*degree;
    Values YearNumbers::*credit;
    Values YearNumbers::*both;  ///< where a person may be both; null: the sum
    Values YearNumbers::*home;
    Values YearNumbers::*abroad;  ///< null: the denominator is `home` alone
    const char* degree_words;
    const char* credit_words;
    const char* both_words;
    const char* denominator_words;
};

using Y = YearNumbers;
constexpr const char* kStudents = "degree students abroad";
constexpr const char* kExchange = "students on credit mobility in the year";
constexpr const char* kStudentsBoth = "degree students abroad and students on credit mobility";
constexpr const char* kBegin = "people who began a degree abroad in the year";
constexpr const char* kBeginBoth =
    "people who began a degree abroad and students on credit mobility in the year";
constexpr const char* kEnrolment = "home enrolment of all nationalities";
constexpr const char* kUniversities = "home enrolment of universities, all nationalities";

constexpr auto kBases = std::to_array<BasisRule>({
    {Basis::graduates, "graduates", &Y::graduates, &Y::credit_graduates, nullptr,
     &Y::home_graduates, &Y::graduates, "awards taken abroad",
     "awards taken at home after credit mobility in that cycle",
     "awards taken abroad, or at home after credit mobility in that cycle",
     "all awards of the origin in the year"},
    {Basis::ects_graduates, "graduates by ECTS", &Y::graduates, &Y::credit_graduates_ects, nullptr,
     &Y::home_graduates, &Y::graduates, "awards taken abroad",
     "awards taken at home with 15 ECTS abroad recognised in that cycle",
     "awards taken abroad, or at home with 15 ECTS abroad recognised in that cycle",
     "all awards of the origin in the year"},
    {Basis::stock, "stock", &Y::stock, &Y::credit, nullptr, &Y::home_students, &Y::stock, kStudents,
     kExchange, kStudentsBoth, "students of the origin at home + degree students abroad"},
    {Basis::university_stock, "stock of universities", &Y::stock, &Y::credit, nullptr,
     &Y::university_enrolment, &Y::stock, kStudents, kExchange, kStudentsBoth,
     "students of universities at home + degree students abroad"},
    {Basis::uis_ratio, "UIS ratio", &Y::stock, &Y::credit, nullptr, &Y::home_enrolment, nullptr,
     kStudents, kExchange, kStudentsBoth, kEnrolment},
    {Basis::university_ratio, "UIS ratio of universities", &Y::stock, &Y::credit, nullptr,
     &Y::university_enrolment, nullptr, kStudents, kExchange, kStudentsBoth, kUniversities},
    {Basis::flow, "yearly flow", &Y::entrants, &Y::credit, nullptr, &Y::home_enrolment, nullptr,
     kBegin, kExchange, kBeginBoth, kEnrolment},
    {Basis::university_flow, "yearly flow of universities", &Y::entrants, &Y::credit, nullptr,
     &Y::university_enrolment, nullptr, kBegin, kExchange, kBeginBoth, kUniversities},
    {Basis::cohort, "cohort", &Y::first_degree, &Y::first_credit, &Y::first_mobile,
     &Y::bachelor_entrants, nullptr, "people abroad for a degree for the first time",
     "people on credit mobility for the first time", "people mobile for the first time",
     "bachelor entrants of the year, at home and abroad"},
});

const BasisRule& rule_of(Basis basis) {
    return kBases[static_cast<std::size_t>(basis)];
}

Definition make_definition(const BasisRule& rule, MobilityKind kind, const Switches& s) {
    constexpr std::array<const char*, 3> kKinds{"credit", "degree", "both"};
    const std::array<const char*, 3> words{rule.credit_words, rule.degree_words, rule.both_words};
    Definition d{rule.basis, kind, s, "", words[static_cast<std::size_t>(kind)]};
    d.label = std::string(rule.label) + ", " + kKinds[static_cast<std::size_t>(kind)];
    std::string only;
    auto add = [&](bool on, const char* label, const char* meaning) {
        if (!on) return;
        d.label += std::string(", ") + label;
        only += (only.empty() ? "" : ", ") + std::string(meaning);
    };
    add(s.ehea, "EHEA", "in members of the EHEA at the date");
    add(s.without_russia, "without Russia", "not in Russia");
    add(s.without_china, "without China", "not in China");
    add(s.full_time, "full-time", "full-time");
    if (!only.empty()) d.meaning += " (" + only + ")";
    d.meaning += std::string(" / ") + rule.denominator_words;
    return d;
}

/// Of the origin's people in [origin][host] numbers, those who count under the switches.
double counted(const Values& people, const YearNumbers& year, std::size_t origin,
               const Switches& on, bool credit) {
    std::array<const Values*, 4> all{};
    std::size_t n = 0;
    if (on.ehea) all[n++] = &year.ehea;
    if (on.without_russia) all[n++] = &year.outside_russia;
    if (on.without_china) all[n++] = &year.outside_china;
    if (on.full_time && !credit) all[n++] = &year.full_time;
    const std::span<const Values* const> shares(all.data(), n);
    const bool known = !people.empty() && std::none_of(shares.begin(), shares.end(),
                                                       [](const Values* s) { return s->empty(); });
    if (!known) return std::numeric_limits<double>::quiet_NaN();
    double sum = 0;
    for (std::size_t h = 0; h < year.regions; ++h) {
        const std::size_t k = origin * year.regions + h;
        double count = people[k];
        for (const Values* share : shares) count *= (*share)[k];
        sum += count;
    }
    return sum;
}

double numerator(const Definition& d, const YearNumbers& year, std::size_t origin) {
    const BasisRule& rule = rule_of(d.basis);
    auto degree = [&](Values Y::*which) {
        return counted(year.*which, year, origin, d.switches, false);
    };
    auto credit = [&](Values Y::*which) {
        return counted(year.*which, year, origin, d.switches, true);
    };
    switch (d.kind) {
        case MobilityKind::degree:
            return degree(rule.degree);
        case MobilityKind::credit:
            return credit(rule.credit);
        case MobilityKind::both:
            break;
    }
    if (rule.both == nullptr) return degree(rule.degree) + credit(rule.credit);
    // Of those who are mobile in both ways, only who goes for a degree may be part-time.
    const double part_time = credit(rule.degree) - degree(rule.degree);
    return credit(rule.both) - part_time;
}

}  // namespace

const std::vector<Definition>& definitions() {
    static const std::vector<Definition> all = [] {
        std::vector<Definition> list;
        for (const BasisRule& rule : kBases) {
            for (const auto kind :
                 {MobilityKind::credit, MobilityKind::degree, MobilityKind::both}) {
                for (unsigned on = 0; on < 16; ++on) {
                    list.push_back(make_definition(
                        rule, kind, {(on & 8) != 0, (on & 4) != 0, (on & 2) != 0, (on & 1) != 0}));
                }
            }
        }
        return list;
    }();
    return all;
}

const Definition* find_definition(std::string_view label) {
    const auto& all = definitions();
    const auto found =
        std::find_if(all.begin(), all.end(), [&](const Definition& d) { return d.label == label; });
    return found == all.end() ? nullptr : &*found;
}

bool is_headline(const Definition& d) {
    const Switches& s = d.switches;
    const int on = s.ehea + s.without_russia + s.without_china + s.full_time;
    const bool degree = d.kind == MobilityKind::degree, credit = d.kind == MobilityKind::credit;
    switch (d.basis) {
        case Basis::graduates:
            return on == 0 || (on == 1 && s.ehea && d.kind == MobilityKind::both);
        case Basis::stock:
            return (degree && on <= 1 && !s.ehea) || (on == 0 && !credit);
        case Basis::university_stock:
        case Basis::uis_ratio:
            return degree && on == 0;
        case Basis::flow:
            return credit && on == 0;
        case Basis::cohort:
            return !credit && on == 0;
        case Basis::ects_graduates:
        case Basis::university_ratio:
        case Basis::university_flow:
            return false;
    }
    return false;
}

double mobility_rate(const Definition& definition, const YearNumbers& year, std::size_t origin) {
    const BasisRule& rule = rule_of(definition.basis);
    const Values& home = year.*rule.home;
    double whole = home.empty() ? std::numeric_limits<double>::quiet_NaN() : home[origin];
    if (rule.abroad != nullptr) whole += sum_over_hosts(year.*rule.abroad, year.regions, origin);
    return ratio(numerator(definition, year, origin), whole);
}

}  // namespace keruen
