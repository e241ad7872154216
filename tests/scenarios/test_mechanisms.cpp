// SPDX-License-Identifier: MIT
// Directions of the scenarios that show the mechanisms of staff, credits, rules of governments,
// awards and bargains, one each. Exact comparisons of coupled runs: no false alarms.
#include <catch2/catch.hpp>

#include "tests/scenarios/pair.hpp"

using namespace keruen;
using namespace keruen::test;

TEST_CASE("faculty-pay-and-recruits: fewer leave, more return, visit, train, arrive; at a price") {
    const Pair pair("faculty-pay-and-recruits");
    CHECK(pair.ratio("staff/emigrated", 2027, 2031, "KAZ") < 0.8);
    CHECK(pair.change("staff/returned", 2027, 2031, "KAZ") > 0);
    const double visits = pair.change("staff_flows/visits", 2027, 2031, "KAZ");
    CHECK(visits > 0);
    CHECK(pair.change("staff_outcome/value", 2027, 2031, "KAZ", "free_load_share") > 0);
    CHECK(pair.change("staff_counts/visit_grants", 2027, 2031, "KAZ") > 0);
    CHECK(pair.ratio("staff_counts/away", 2027, 2031, "KAZ") == Approx(500.0 / 74).epsilon(0.1));
    CHECK(pair.ratio("staff/foreign", 2028, 2031, "KAZ") > 1.5);
    CHECK(pair.ratio("staff_counts/invited", 2027, 2031, "KAZ") == Approx(2).epsilon(0.01));
    CHECK(pair.change("staff_outcome/value", 2028, 2031, "KAZ", "ties_share") > 0);
    for (const char* item : {"visit grants", "invited visitors", "foreign posts", "salary floor"}) {
        INFO(item);
        CHECK(pair.change("staff_money/spending", 2027, 2031, "KAZ", item) > 0);
    }
    CHECK(pair.change("programme_money/living", 2027, 2031, "bolashak-staff") > 0);
}

TEST_CASE("credit-reform: the same semesters count for more, and more foreigners come for one") {
    const Pair pair("credit-reform");
    CHECK(pair.ratio("flows/credit", 2027, 2031, "KAZ") == Approx(1).epsilon(0.02));
    CHECK(pair.ratio("exchange/recognised", 2027, 2031, "KAZ") > 1.1);
    CHECK(pair.change("exchange/recognised_in_part", 2027, 2031, "KAZ") < 0);
    CHECK(pair.change("exchange/unrecognised", 2027, 2031, "KAZ") < 0);
    CHECK(pair.ratio("exchange/delayed", 2027, 2031, "KAZ") < 0.9);
    CHECK(pair.change("flows/credit", 2028, 2031, "", "KAZ") > 0);
    CHECK(pair.ratio("exchange/virtual", 2027, 2031, "KAZ") > 3);
    // By ECTS more graduates are mobile than the stays recognised in full explain: half of a
    // semester is 15 now.
    CHECK(pair.change("flows/credit_graduates_ects", 2028, 2031, "KAZ") >
          pair.change("exchange/recognised", 2027, 2031, "KAZ"));
}

TEST_CASE("fees-by-best-response: fees and revenue climb year by year, and fewer come") {
    const Pair pair("fees-by-best-response");
    for (const char* origin : {"RUS", "CHN", "CAS", "ROW"}) {
        INFO(origin);
        double before = pair.parent.sum("policy/fee", 2026, 2026, origin, "KAZ");
        for (Year year = 2027; year <= 2031; ++year) {
            const double fee = pair.child.sum("policy/fee", year, year, origin, "KAZ");
            CHECK(fee > before);
            before = fee;
        }
    }
    CHECK(pair.change("policy/soft_hard", 2031, 2031, "CAS", "KAZ") < 0);
    CHECK(pair.change("flows/entrants", 2027, 2031, "", "KAZ") < 0);
    CHECK(pair.change("money/family_tuition", 2027, 2031, "CAS", "KAZ") > 0);
}

TEST_CASE("grants-by-best-response: more grants every year, and as many more who come") {
    const Pair pair("grants-by-best-response");
    const auto spent = [&](Year year) {
        return pair.child.sum("programme_money/tuition", year, year, "kz-grants-foreigners") +
               pair.child.sum("programme_money/living", year, year, "kz-grants-foreigners");
    };
    for (Year year = 2027; year <= 2030; ++year) {
        INFO(year);
        CHECK(spent(year) > spent(year - 1));
        CHECK(spent(year) < 1.05 * 20e6);  // last year's cost of a holder is a guess
        CHECK(pair.change("flows/entrants", year, year, "", "KAZ") > 0);
    }
    CHECK(pair.change("flows/entrants", 2027, 2031, "", "KAZ") >
          0.7 * pair.change("programmes/awards", 2027, 2031, "kz-grants-foreigners"));
    CHECK(pair.change("policy/soft_hard", 2031, 2031, "CAS", "KAZ") > 0);
    CHECK(pair.change("policy/fee", 2027, 2031, "", "KAZ") == 0);
}

TEST_CASE("bolashak-by-budget: places follow the budget, which grows as the target stays far") {
    const Pair pair("bolashak-by-budget");
    const auto spent = [&](Year year) {
        return pair.child.sum("programme_money/tuition", year, year, "bolashak") +
               pair.child.sum("programme_money/living", year, year, "bolashak");
    };
    CHECK(spent(2027) == Approx(20e6).epsilon(0.15));  // last year's cost of a holder is a guess
    CHECK(spent(2031) > 1.5 * spent(2027));
    CHECK(pair.child.sum("programmes/places", 2031, 2031, "bolashak") < 2000);
    CHECK(pair.child.sum("programmes/awards", 2031, 2031, "bolashak") >
          pair.child.sum("programmes/awards", 2027, 2027, "bolashak"));
    const double more = pair.change("flows/stock", 2031, 2031, "KAZ");
    CHECK(more > 0);
    CHECK(more < 0.6 * pair.change("programmes/holders", 2031, 2031, "bolashak"));
    CHECK(pair.change("mobility/rate", 2031, 2031, "KAZ", "stock, both") > 0);
    CHECK(pair.child.sum("mobility/rate", 2031, 2031, "KAZ", "stock, both") < 0.16);
}

TEST_CASE("bolashak-without-bond: the same awards, fewer returns, a larger diaspora") {
    const Pair pair("bolashak-without-bond");
    CHECK(pair.change("programmes/awards", 2027, 2031, "bolashak") == 0);
    CHECK(pair.change("flows/entrants", 2027, 2028, "KAZ") == 0);
    CHECK(pair.ratio("programmes/bonded", 2031, 2031, "bolashak") < 0.5);
    CHECK(pair.change("flows/returns", 2028, 2031, "KAZ") < 0);
    CHECK(pair.change("flows/settled", 2028, 2031, "KAZ") > 0);
    CHECK(pair.change("flows/diaspora", 2031, 2031, "KAZ") > 0);
}

TEST_CASE("awards-by-need-and-lot: as many awards, for the poor by need, for the weak by lot") {
    const Pair pair("awards-by-need-and-lot");
    CHECK(pair.change("programmes/awards", 2027, 2031, "bolashak") == 0);
    const auto change = [&](Year from, Year to, const char* group) {
        return pair.change("access/funded", from, to, "KAZ", group) / (to - from + 1);
    };
    CHECK(change(2027, 2029, "income 1") > 0);
    CHECK(change(2027, 2029, "ability 5") < 0);
    CHECK(change(2030, 2031, "income 1") < change(2027, 2029, "income 1"));
    CHECK(change(2030, 2031, "ability 1") > 0);
    CHECK(pair.change("access/first_mobile", 2027, 2029, "KAZ", "income 1") > 0);
    CHECK(pair.change("flows/entrants", 2027, 2029, "KAZ") > 0);
}

TEST_CASE("silk-road-topped-up: two awards as one draw to China, mostly from other hosts") {
    const Pair pair("silk-road-topped-up");
    CHECK(pair.child.sum("programmes/awards", 2027, 2031, "silk-road-topped-up") == 5 * 200);
    CHECK(pair.child.sum("programmes/awards", 2027, 2031, "silk-stipend") == 0);  // none alone
    CHECK(pair.child.sum("programme_money/living", 2027, 2031, "silk-stipend", "CHN") > 0);
    CHECK(pair.child.sum("programme_money/tuition", 2027, 2031, "silk-stipend", "CHN") == 0);
    CHECK(pair.child.sum("programmes/bonded", 2031, 2031, "silk-road-topped-up") > 0);
    CHECK(pair.change("programmes/awards", 2027, 2031, "silk-road") < 0);
    const double to_china = pair.change("flows/entrants", 2027, 2031, "KAZ", "CHN");
    CHECK(to_china > 0);
    CHECK(to_china < 5 * 200);
    CHECK(pair.change("flows/entrants", 2027, 2031, "KAZ", "RUS") < 0);
    CHECK(pair.change("flows/entrants", 2027, 2031, "KAZ") < to_china);
}

TEST_CASE("public-funding-cut: dearer at home for all, so more leave and fewer come") {
    const Pair pair("public-funding-cut");
    CHECK(pair.change("policy/fee", 2030, 2030, "CAS", "KAZ") > 0);
    CHECK(pair.change("income/tuition", 2027, 2031, "KAZ") > 0);
    CHECK(pair.change("home/entrants", 2027, 2031, "KAZ") < 0);
    CHECK(pair.change("flows/entrants", 2027, 2031, "KAZ") > 0);
    CHECK(pair.change("flows/entrants", 2027, 2031, "KAZ", "RUS") > 0);
    CHECK(pair.change("flows/entrants", 2027, 2031, "", "KAZ") < 0);
}

TEST_CASE("bilateral-bargains: a quota keeps people from Russia, agreements send some to Turkey") {
    const Pair pair("bilateral-bargains");
    CHECK(pair.parent.sum("flows/refused", 2027, 2031, "KAZ", "RUS") == 0);
    CHECK(pair.child.sum("flows/refused", 2027, 2031, "KAZ", "RUS") > 0);
    CHECK(pair.ratio("flows/entrants", 2027, 2031, "KAZ", "RUS") < 0.95);
    CHECK(pair.change("policy/agreements", 2027, 2027, "KAZ", "TUR") > 0);
    CHECK(pair.ratio("flows/entrants", 2027, 2031, "KAZ", "TUR") > 1.02);
    CHECK(pair.change("flows/entrants", 2027, 2031, "KAZ") < 0);
}
