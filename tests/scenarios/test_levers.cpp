// SPDX-License-Identifier: MIT
// Directions of the scenarios that act on exchange, institutions, entry and integration; what comes
// before their first date is compared by test_library.cpp. Exact comparisons of coupled runs: no
// false alarms.
#include <catch2/catch.hpp>

#include "tests/scenarios/pair.hpp"

using namespace keruen;
using namespace keruen::test;

TEST_CASE("mobility-grants-x10: more semesters abroad, but offices and seats let few more go") {
    const Pair pair("mobility-grants-x10");
    const double more = pair.change("flows/credit", 2027, 2031, "KAZ");
    const double awards = pair.change("programmes/awards", 2027, 2031, "kz-academic-mobility");
    CHECK(more > 0);
    CHECK(awards > 2 * more);  // most would have gone anyway
    CHECK(pair.ratio("programmes/awards", 2027, 2031, "kz-academic-mobility") < 5);
    CHECK(pair.ratio("exchange/unaffordable", 2027, 2031, "KAZ") < 0.5);
    CHECK(pair.ratio("exchange/seated", 2027, 2031, "KAZ") == Approx(1).epsilon(0.02));
}

TEST_CASE("turkey-mevlana: awards both ways, for students who would mostly have gone anyway") {
    const Pair pair("turkey-mevlana");
    const double to = pair.change("programmes/awards", 2027, 2031, "mevlana");
    const double from = pair.change("programmes/awards", 2027, 2031, "mevlana-from-turkey");
    CHECK(to > 0);
    CHECK(from > 0);
    const double more = pair.change("flows/credit", 2027, 2031, "", "TUR") +
                        pair.change("flows/credit", 2027, 2031, "TUR");
    CHECK(more >= 0);
    CHECK(more < 0.1 * (to + from));  // seats bind
}

TEST_CASE("io-capacity: offices nominate many more students, of whom seats let some go") {
    const Pair pair("io-capacity");
    CHECK(pair.change("exchange/nominated", 2027, 2027, "KAZ") == 0);  // filled at the year's end
    CHECK(pair.ratio("exchange/nominated", 2028, 2031, "KAZ") > 1.3);
    CHECK(pair.change("flows/credit", 2028, 2031, "KAZ") > 0);
    CHECK(pair.ratio("flows/credit", 2028, 2031, "KAZ") <
          pair.ratio("exchange/nominated", 2028, 2031, "KAZ"));
}

TEST_CASE("double-degrees-and-branches: more of both; some need not leave, some come for it") {
    const Pair pair("double-degrees-and-branches");
    CHECK(pair.change("institutions/double_degrees", 2027, 2031) > 0);
    CHECK(pair.change("institutions/english_share", 2027, 2031) > 0);
    CHECK(pair.change("flows/entrants", 2028, 2031, "KAZ") < 0);
    const Pair fine("double-degrees-and-branches", Detail::inbound);
    CHECK(fine.change("flows/entrants", 2028, 2035, "", "KAZ") > 0);
}

TEST_CASE("autonomy: better institutions, and not one degree student elsewhere") {
    const Pair pair("autonomy");
    CHECK(pair.change("institutions/autonomous", 2027, 2031) > 0);
    CHECK(pair.change("institutions/quality", 2027, 2031) > 0);
    CHECK(pair.change("institutions/phase", 2027, 2031) > 0);
    CHECK(pair.change("institutions/throughput", 2027, 2031) > 0);
    for (const char* flow : {"flows/stock", "flows/entrants", "flows/graduates", "home/entrants"}) {
        INFO(flow);
        CHECK(pair.child.file().read<std::int64_t>(flow) ==
              pair.parent.file().read<std::int64_t>(flow));
    }
    CHECK(pair.ratio("flows/credit", 2027, 2031, "KAZ") == Approx(1).epsilon(0.01));  // seats bind
}

TEST_CASE("autonomy: no office is less mature for it, handles fewer students or nominates fewer") {
    const Pair pair("autonomy");
    for (Year year = 2027; year <= 2031; ++year) {
        CHECK(pair.change("institutions/phase", year, year) >= 0);
        CHECK(pair.change("institutions/throughput", year, year) >= 0);
        CHECK(pair.change("exchange/nominated", year, year, "KAZ") >= 0);
        CHECK(pair.change("flows/credit", year, year, "KAZ") >= 0);
    }
}

TEST_CASE("language-training: more leave for a degree, and more ask for a semester abroad") {
    const Pair pair("language-training");
    CHECK(pair.change("flows/entrants", 2027, 2031, "KAZ") > 0);
    CHECK(pair.change("exchange/applicants", 2028, 2031, "KAZ") > 0);
    CHECK(pair.ratio("flows/entrants", 2027, 2031, "KAZ", "TUR") >
          pair.ratio("flows/entrants", 2027, 2031, "KAZ", "RUS"));
}

TEST_CASE("state-order: more students at home and abroad, and a smaller share of them abroad") {
    const Pair pair("state-order");
    CHECK(pair.ratio("home/entrants", 2027, 2031, "KAZ") > 1.1);
    CHECK(pair.change("flows/entrants", 2027, 2031, "KAZ") > 0);
    CHECK(pair.change("mobility/rate", 2028, 2031, "KAZ", "stock, both") < 0);
}

TEST_CASE("erasmus-closed: fewer semesters in the EHEA and joint masters; who came comes anyway") {
    const Pair pair("erasmus-closed");
    CHECK(pair.change("flows/credit", 2027, 2031, "KAZ", "EHEA") < 0);
    CHECK(pair.ratio("flows/credit", 2027, 2031, "EHEA", "KAZ") == Approx(1).epsilon(0.02));
    CHECK(pair.parent.sum("programmes/awards", 2027, 2031, "erasmus-mundus") > 0);
    CHECK(pair.child.sum("programmes/awards", 2027, 2031, "erasmus-mundus") == 0);
    CHECK(pair.child.sum("programmes/awards", 2027, 2031, "bolashak") > 0);
}

TEST_CASE(
    "bologna-exit: less recognition, fewer degrees in the EHEA, Turkey, Britain, more elsewhere") {
    const Pair pair("bologna-exit");
    for (const char* member : {"EHEA", "TUR"}) {
        INFO(member);  // govern.lisbon, less the share of pairs with a treaty of their own
        const double lost = pair.change("policy/recognition", 2031, 2031, "KAZ", member);
        CHECK(lost < -0.15);
        CHECK(lost > -0.301);
    }
    CHECK(pair.change("policy/recognition", 2027, 2031, "KAZ", "CHN") == 0);
    for (const char* member : {"EHEA", "TUR", "GBR"}) {
        INFO(member);
        CHECK(pair.ratio("flows/entrants", 2027, 2031, "KAZ", member) < 0.95);
    }
    for (const char* other : {"RUS", "CHN"}) {
        INFO(other);
        CHECK(pair.change("flows/entrants", 2027, 2031, "KAZ", other) > 0);
    }
    CHECK(pair.change("flows/entrants", 2027, 2031, "KAZ") < 0);
}

TEST_CASE("spillover: recognition and agreements grow, and with them the students abroad") {
    const Pair pair("spillover");
    for (const char* shared : {"policy/recognition", "policy/agreements"}) {
        INFO(shared);
        CHECK(pair.change(shared, 2028, 2031, "KAZ", "CHN") > 0);
        for (Year year = 2028; year <= 2031; ++year) {
            INFO(year);
            CHECK(pair.change(shared, year, year, "KAZ", "EHEA") >
                  pair.change(shared, year - 1, year - 1, "KAZ", "EHEA"));
        }
    }
    CHECK(pair.change("flows/entrants", 2028, 2031, "KAZ") > 0);
}

TEST_CASE("intergovernmental: a veto on recognition and reciprocity keep students at home") {
    const Pair pair("intergovernmental");
    CHECK(pair.change("policy/recognition", 2027, 2031, "KAZ", "EHEA") < 0);
    for (const auto& [a, b] : {std::pair{"KAZ", "RUS"}, {"KAZ", "CHN"}, {"TUR", "RUS"}}) {
        INFO(a << " and " << b);
        CHECK(pair.child.sum("policy/agreements", 2027, 2031, a, b) ==
              pair.child.sum("policy/agreements", 2027, 2031, b, a));
    }
    CHECK(pair.change("flows/entrants", 2027, 2031, "KAZ") < 0);
}

TEST_CASE("azerbaijan-office-open: Erasmus+ goes on, and some go abroad who would not without it") {
    const Pair pair("azerbaijan-office-open");
    const double awards = pair.change("programmes/awards", 2026, 2031, "erasmus-icm-azerbaijan");
    const double more = pair.change("flows/credit", 2026, 2031, "AZE");
    CHECK(pair.parent.sum("programmes/awards", 2020, 2025, "erasmus-icm-azerbaijan") > 0);
    CHECK(pair.parent.sum("programmes/awards", 2026, 2031, "erasmus-icm-azerbaijan") == 0);
    CHECK(awards > 0);
    CHECK(more > 0);
    CHECK(more < awards);
}
