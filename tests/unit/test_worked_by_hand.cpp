// SPDX-License-Identifier: MIT
// The amounts that docs/measures.md works by hand, and the mark and phase of docs/benchmark.md,
// come out of the functions that make results.
#include <catch2/catch.hpp>
#include <cmath>
#include <fstream>
#include <limits>
#include <map>

#include "models/governments/soft_hard.hpp"
#include "models/institutions/maturity.hpp"
#include "models/measures.hpp"
#include "models/measures/indicators.hpp"
#include "models/phases/account.hpp"
#include "tests/support/page_rows.hpp"
#include "tests/support/small_world.hpp"

using namespace keruen;
using namespace keruen::test;

namespace {

/// Rows of the tables of a page whose first heading is `head`, by their first cell, from the
/// heading `from` on.
std::map<std::string, Cells> table(const std::string& name, const std::string& from,
                                   const std::string& head) {
    std::ifstream page(std::string(KERUEN_SOURCE_DIR) + "/docs/" + name);
    std::map<std::string, Cells> rows;
    bool reached = false, inside = false;
    for (std::string line; std::getline(page, line);) {
        reached = reached || line == from;
        if (!reached || !line.starts_with("|")) {
            inside = false;
        } else if (!line.starts_with("|---")) {
            const Cells cells = cells_of(line);
            if (inside) rows[cells[0]] = cells;
            inside = inside || cells[0] == head;
        }
    }
    return rows;
}

constexpr std::size_t kOrigin = 0, kHost = 1, kProgramme = 0, kOwnMoney = 0;

}  // namespace

TEST_CASE("the money that docs/measures.md works by hand is that of the ledger") {
    const std::string section = "### By hand: students of one origin at one host";
    const auto given = table("measures.md", section, "given");
    const auto amounts = table("measures.md", section, "amount");
    REQUIRE(given.size() == 9);
    const auto number = [&](const char* what) { return std::stod(given.at(what)[1]); };
    Workers workers(1);
    const auto ready = make_ready(workers);
    const std::size_t t = 0;
    const Year year = ready->world.first;
    ready->policy.tuition_foreign(kOrigin, kHost, t) = number("fee, USD a year");
    ready->world.living(kHost, t) = number("living, USD a year");
    ready->world.student_cost(kHost, t) = number("full cost of teaching a student");
    Programme& programme = ready->policy.programmes[kProgramme];
    programme.sponsor = ready->world.regions[kHost].code;
    programme.tuition_share[t] = number("share of the fee that the programme pays");
    programme.stipend[t] = number("its stipend");
    programme.travel[t] = number("its travel money");
    const auto holders = static_cast<std::int64_t>(number("of them on a programme of the host"));
    YearRecord record(ready->world.regions.size(), ready->policy.programmes.size());
    record.held(kOrigin, kHost, kProgramme + 1, 0) = holders;
    record.held(kOrigin, kHost, kOwnMoney, 1) =
        static_cast<std::int64_t>(number("students for a degree")) - holders;
    record.holders[kProgramme] = holders;
    record.exchange.credit(kOrigin, kHost, kOwnMoney) =
        static_cast<std::int64_t>(number("exchange students for five months, on their own money"));

    account(ready->setup, year, record);

    const Ledger& ledger = record.ledger;
    const YearNumbers numbers = year_numbers(ready->world, ready->constants.diaspora, record, year);
    const double soft_hard = record.soft_hard(kOrigin, kHost);
    programme.sponsor = ready->world.regions[kOrigin].code;
    const std::map<std::string, double> results{
        {"fee revenue of the host", ledger.university_income[kHost]},
        {"living spend at the host", ledger.living_income[kHost]},
        {"fees paid by families", ledger.family_tuition(kOrigin, kHost)},
        {"living paid by families", ledger.family_living(kOrigin, kHost)},
        {"fees paid by the programme", ledger.programme_tuition(kProgramme, kHost)},
        {"stipends and travel paid by the programme", ledger.programme_living(kProgramme, kHost)},
        {"cost of the programme per holder", cost_per_holder(numbers, kProgramme)},
        {"soft-hard index of the host", soft_hard},
        {"the same, were the programme the origin's",
         soft_hard_index(ready->setup, t, record)(kOrigin, kHost)}};
    CHECK(amounts.size() == results.size());
    for (const auto& [what, cells] : amounts) {
        INFO(what);
        CHECK(results.at(what) == Approx(std::stod(cells[2])).epsilon(1e-12));
    }
}

TEST_CASE("the mark and phase that docs/benchmark.md works by hand are those of an institution") {
    const auto rows = table("benchmark.md", "## By hand", "indicator");
    REQUIRE(rows.size() == kIndicatorNames.size());
    const Parameters defaults;
    const Indicators full = full_marks(defaults);
    Indicators values;
    for (std::size_t k = 0; k < values.size(); ++k) {
        const Cells& cells = rows.at(std::string(kIndicatorNames[k]));
        INFO(cells[0]);
        CHECK(std::stod(cells[2]) == full[k]);
        values[k] =
            cells[1] == "-" ? std::numeric_limits<double>::quiet_NaN() : std::stod(cells[1]);
        if (cells[1] == "-") continue;
        Indicators alone;
        alone.fill(std::numeric_limits<double>::quiet_NaN());
        alone[k] = values[k];
        CHECK(mean_mark(defaults, alone) == Approx(std::stod(cells[3])));
    }
    const double mark = mean_mark(defaults, values);
    CHECK(mark == Approx(0.4));
    CHECK(maturity_phase(defaults, mark) == 3);
    CHECK(phase_thresholds(defaults)[1] == 0.25);
    CHECK(phase_thresholds(defaults)[2] == 0.45);
}
