// SPDX-License-Identifier: MIT
// Degree students, their money, and the places they compete for, in a result file.
#include <bit>

#include "analysis/experiments/datasets.hpp"

namespace keruen {

namespace {

using R = YearRecord;

void declare_flows(Datasets& data) {
    const auto people = [&](const char* name, const char* meaning, auto read) {
        data.add("flows", name, axes::kFlow, "people", meaning, read);
    };
    people("stock", "degree students of the origin enrolled at the host", &R::stock);
    people("entrants", "began a degree at the host in the year", &R::entrants);
    people("graduates", "took a degree at the host in the year", &R::graduates);
    people("returns", "came back from the host, with or without a degree", &R::returns);
    people("dropouts", "left the host's education without a degree", &R::dropouts);
    people("applicants", "applied with the host as best option", &R::applicants);
    people("refused", "had a place but no visa or open border", &R::refused);
    people("settled", "graduates who settled at the host in the year", &R::settled);
    people("diaspora", "graduates living at the host at the end of the year", &R::diaspora);
    const std::vector<std::string> levels{"year", "origin", "host", "level"};
    data.add("levels", "stock", levels, "people", "degree students by level", &R::stock_by_level);
    data.add("levels", "entrants", levels, "people", "entrants by level", &R::entrants_by_level);
}

void declare_home(Datasets& data) {
    const auto people = [&](const char* name, const char* meaning, auto read) {
        data.add("home", name, axes::kOrigin, "people", meaning, read);
    };
    people("entrants", "bachelor entrants at home", &R::home_entrants);
    people("graduates", "degrees taken at home", &R::home_graduates);
    people("dropouts", "left education at home without a degree", &R::home_left);
    people("candidates", "persons of the new cohort who may enter", &R::candidates);
    people("grants", "students at home on a home grant", &R::home_grants);
    people("enrolment", "students in the region of all nationalities, counts included",
           &YearNumbers::home_enrolment);
    data.add("home_levels", "students", {"year", "origin", "level"}, "people",
             "students of the origin at home, without counts", &R::home_students);
}

void declare_money(Datasets& data) {
    const auto add = [&](const char* group, const char* name, std::vector<std::string> axes,
                         const char* meaning, auto Ledger::*part) {
        data.add(
            group, name, axes, "USD",
            meaning, [part](const R& r) -> const auto& { return r.ledger.*part; });
    };
    add("money", "family_tuition", axes::kFlow,
        "fees paid by families; origin = host is study at home", &Ledger::family_tuition);
    add("money", "family_living", axes::kFlow, "living spending abroad paid by families",
        &Ledger::family_living);
    add("money", "aid", axes::kFlow, "paid by programmes, by whom they paid for", &Ledger::aid);
    add("income", "tuition", {"year", "host"},
        "fees received by universities, home students included", &Ledger::university_income);
    add("income", "living", {"year", "host"},
        "living spending of foreign students, and of academics in training",
        &Ledger::living_income);
    const std::vector<std::string> spending{"year", "programme", "host"};
    add("programme_money", "tuition", spending, "fees paid by the programme",
        &Ledger::programme_tuition);
    add("programme_money", "living", spending, "stipends and travel paid by the programme",
        &Ledger::programme_living);
}

void declare_places(Datasets& data) {
    const auto people = [&](const char* name, const char* meaning, auto read) {
        data.add("programmes", name, axes::kProgramme, "people", meaning, read);
    };
    people("places", "places offered", &R::places);
    people("awards", "places obtained", &R::awards);
    people("demand", "people whose best option it was; academics who qualify", &R::demand);
    people("holders", "people paid for in the year", &R::holders);
    people("bonded", "students and graduates who owe years of work at home", &R::bonded);
    people("defaulted", "graduates of the year who owed a return and stayed", &R::defaulted);
    const std::vector<std::string> capacity{"year", "capacity"};
    data.add("clearing", "cutoff", capacity, "1",
             "lowest priority admitted: bits of an unsigned integer; 0 admits everybody",
             [](const R& r) {
                 std::vector<std::int64_t> bits;
                 for (const std::uint64_t x : r.cutoff) {
                     bits.push_back(std::bit_cast<std::int64_t>(x));
                 }
                 return bits;
             });
    data.add("clearing", "demand", capacity, "people", "people whose best option it was",
             &R::capacity_demand);
}

}  // namespace

void declare_students(Datasets& data) {
    declare_flows(data);
    declare_home(data);
    declare_money(data);
    declare_places(data);
}

void declare_policy(Datasets& data) {
    const auto add = [&](const char* name, const char* meaning, const char* units, auto read) {
        data.add("policy", name, axes::kFlow, units, meaning, read);
    };
    add("fee", "fee in force at the host for students of the origin", "USD", &R::fee);
    add("agreements", "agreements in force of the origin with the host", "1", &R::agreements);
    add("recognition", "share of the host's degrees that count in the origin", "1",
        &R::recognition);
    add("soft_hard", "1 - mean net price of a student / full cost", "1", &R::soft_hard);
}

}  // namespace keruen
