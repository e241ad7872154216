// SPDX-License-Identifier: MIT
#include "models/measures/indicators.hpp"

#include <array>
#include <limits>
#include <vector>

#include "models/measures/formulas.hpp"
#include "models/measures/groups.hpp"

namespace keruen {

namespace {

using Values = YearNumbers::Values;
constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();
constexpr int kLaterYears = 4;  // of the five after graduation, those that follow the decision

Values hosts_of(const YearNumbers& year, std::size_t origin) {
    if (year.stock.empty()) return {};
    const auto first = year.stock.begin() + static_cast<std::ptrdiff_t>(origin * year.regions);
    return {first, first + static_cast<std::ptrdiff_t>(year.regions)};
}

Values origins_of(const YearNumbers& year, std::size_t host) {
    Values people;
    for (std::size_t k = host; k < year.stock.size(); k += year.regions) {
        people.push_back(year.stock[k]);
    }
    return people;
}

double hosts_herfindahl(const YearNumbers& year, std::size_t r) {
    return herfindahl(hosts_of(year, r));
}
double hosts_entropy(const YearNumbers& year, std::size_t r) {
    return entropy(hosts_of(year, r));
}
double origins_herfindahl(const YearNumbers& year, std::size_t r) {
    return herfindahl(origins_of(year, r));
}
double origins_entropy(const YearNumbers& year, std::size_t r) {
    return entropy(origins_of(year, r));
}

/// Of the stock, those in a country that shares a language with their own.
Values sharing_language(const YearNumbers& year) {
    Values people;
    for (std::size_t k = 0; k < year.stock.size() && k < year.common_language.size(); ++k) {
        people.push_back(year.stock[k] * year.common_language[k]);
    }
    return people;
}

double language_abroad(const YearNumbers& year, std::size_t r) {
    return ratio(sum_over_hosts(sharing_language(year), year.regions, r),
                 sum_over_hosts(year.stock, year.regions, r));
}
double language_hosted(const YearNumbers& year, std::size_t r) {
    return ratio(sum_over_origins(sharing_language(year), year.regions, r),
                 sum_over_origins(year.stock, year.regions, r));
}

std::span<const double> groups(const Values& people, std::size_t region, std::size_t first,
                               std::size_t count) {
    if (people.empty()) return {};
    return std::span(people).subspan(region * kGroups + first, count);
}

double access_by_income(const YearNumbers& year, std::size_t r) {
    return concentration_index(groups(year.group_entrants, r, kIncomeGroup, kFifths),
                               groups(year.group_mobile, r, kIncomeGroup, kFifths));
}
double access_by_ability(const YearNumbers& year, std::size_t r) {
    return concentration_index(groups(year.group_entrants, r, kAbilityGroup, kFifths),
                               groups(year.group_mobile, r, kAbilityGroup, kFifths));
}

/// Rate of the second of two groups over that of the first.
double rate_ratio(const YearNumbers& year, std::size_t region, std::size_t first) {
    const auto entrants = groups(year.group_entrants, region, first, 2);
    const auto mobile = groups(year.group_mobile, region, first, 2);
    if (entrants.empty() || mobile.empty()) return kUnknown;
    return ratio(ratio(mobile[1], entrants[1]), ratio(mobile[0], entrants[0]));
}
double women_to_men(const YearNumbers& year, std::size_t r) {
    return rate_ratio(year, r, kSexGroup);
}
double town_to_country(const YearNumbers& year, std::size_t r) {
    return rate_ratio(year, r, kTownGroup);
}

using Sum = double (*)(const Values&, std::size_t, std::size_t, bool);

/// Graduates of the year who decided where to live, and the yearly return of the settled; over
/// hosts of an origin or origins of a host.
struct Settling {
    double stayed, moved_on, returned, leaving;
    double decided() const { return stayed + moved_on + returned; }
};
Settling settling(const YearNumbers& year, std::size_t r, Sum sum) {
    auto people = [&](const Values& v) { return sum(v, year.regions, r, true); };
    const double gone = people(year.diaspora_returns);
    // Who was there when the year's returns were drawn: not who settled after it.
    const double exposed = people(year.diaspora) - people(year.settled) + gone;
    return {people(year.stayed), people(year.moved_on), people(year.graduate_returns),
            exposed > 0 ? gone / exposed : 0.0};
}

double home_after_five(const YearNumbers& year, std::size_t r) {
    const Settling s = settling(year, r, sum_over_hosts);
    return 1 - ratio(s.stayed + s.moved_on, s.decided()) * remaining(s.leaving, kLaterYears);
}
double there_after_five(const YearNumbers& year, std::size_t r) {
    const Settling s = settling(year, r, sum_over_origins);
    return ratio(s.stayed, s.decided()) * remaining(s.leaving, kLaterYears);
}
double returns_per_emigrant(const YearNumbers& year, std::size_t r) {
    // Those told in expectation return as the others do.
    const double leaving = settling(year, r, sum_over_hosts).leaving;
    const double earlier =
        sum_over_hosts(year.earlier_diaspora, year.regions, r) * ratio(leaving, 1 - leaving);
    return ratio(sum_over_hosts(year.diaspora_returns, year.regions, r) + earlier,
                 sum_over_hosts(year.settled, year.regions, r));
}
double diaspora(const YearNumbers& year, std::size_t r) {
    return sum_over_hosts(year.diaspora, year.regions, r) +
           sum_over_hosts(year.earlier_diaspora, year.regions, r);
}
double net_settlement(const YearNumbers& year, std::size_t r) {
    if (year.home_graduates.empty()) return kUnknown;
    const double gained = sum_over_origins(year.settled, year.regions, r, false);
    const double lost = sum_over_hosts(year.settled, year.regions, r, false);
    return ratio(gained - lost,
                 year.home_graduates[r] + sum_over_hosts(year.graduates, year.regions, r));
}

double taxes_forgone(const YearNumbers& year, std::size_t r) {
    return year.taxes_forgone.empty() ? kUnknown : year.taxes_forgone[r];
}

// Money abroad is told without a region's flow to itself, in which study at home is counted too.
double mobile_students(const YearNumbers& year, std::size_t r) {
    return sum_over_hosts(year.stock, year.regions, r, false) +
           sum_over_hosts(year.credit, year.regions, r, false);
}
double spending_per_student(const YearNumbers& year, std::size_t r) {
    const double spent = sum_over_hosts(year.family_tuition, year.regions, r, false) +
                         sum_over_hosts(year.family_living, year.regions, r, false) +
                         sum_over_hosts(year.aid, year.regions, r, false);
    return ratio(spent, mobile_students(year, r));
}
double aid_per_funded(const YearNumbers& year, std::size_t r) {
    return ratio(sum_over_hosts(year.aid, year.regions, r, false),
                 sum_over_hosts(year.funded, year.regions, r, false));
}
double aid_per_student(const YearNumbers& year, std::size_t r) {
    return ratio(sum_over_hosts(year.aid, year.regions, r, false), mobile_students(year, r));
}

constexpr auto kIndicators = std::to_array<Indicator>({
    {"hosts, HHI", "1", "sum of squared shares of hosts in the region's degree students abroad",
     hosts_herfindahl, true},
    {"hosts, entropy", "1", "- sum of s ln s of the same shares s", hosts_entropy, false},
    {"origins, HHI", "1", "sum of squared shares of origins in the region's foreign students",
     origins_herfindahl, true},
    {"origins, entropy", "1", "- sum of s ln s of the same shares s", origins_entropy, false},
    {"common language abroad", "1",
     "share of the region's degree students abroad in a country that shares a language with theirs",
     language_abroad, true},
    {"common language hosted", "1",
     "share of the region's foreign students whose country shares a language with it",
     language_hosted, false},
    {"access by income", "1",
     "concentration index over fifths of family income: first-time mobile per bachelor entrant",
     access_by_income, true},
    {"access by ability", "1", "the same over fifths of ability", access_by_ability, true},
    {"access, women to men", "1",
     "first-time mobile per bachelor entrant, of women over that of men", women_to_men, false},
    {"access, urban to rural", "1",
     "first-time mobile per bachelor entrant, of townspeople over that of others", town_to_country,
     true},
    {"home after five years", "1",
     "share of graduates abroad who live at home after five years, at the year's rates",
     home_after_five, true},
    {"hosted there after five years", "1",
     "share of foreign graduates of the region who live in it after five years, at the year's "
     "rates",
     there_after_five, true},
    {"diaspora", "people", "graduates of the region who live abroad", diaspora, true},
    {"returns per emigrant", "1",
     "people returning from the diaspora in the year per graduate who settled abroad in it",
     returns_per_emigrant, true},
    {"net settlement", "1",
     "foreigners who settled here less own graduates who settled abroad, per award of the region",
     net_settlement, false},
    {"spending per student abroad", "USD",
     "fees and living paid by families and programmes, per student in another region, for a degree "
     "or for credits",
     spending_per_student, true},
    {"aid per student abroad", "USD",
     "paid by programmes, per student in another region, paid for or not", aid_per_student, false},
    {"aid per student paid for", "USD",
     "paid by programmes, per student in another region whom one pays for: an average, not the "
     "price "
     "of one more",
     aid_per_funded, true},
    {"taxes forgone", "USD",
     "what the diaspora would pay at home in taxes and contributions in the year", taxes_forgone,
     false},
});

}  // namespace

std::span<const Indicator> indicators() {
    return kIndicators;
}

double cost_per_holder(const YearNumbers& year, std::size_t programme) {
    if (year.holders.empty() || year.programme_tuition.empty() || year.programme_living.empty()) {
        return kUnknown;
    }
    double spent = 0;
    for (std::size_t h = 0; h < year.regions; ++h) {
        const std::size_t k = programme * year.regions + h;
        spent += year.programme_tuition[k] + year.programme_living[k];
    }
    return ratio(spent, year.holders[programme]);
}

}  // namespace keruen
