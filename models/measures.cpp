// SPDX-License-Identifier: MIT
#include "models/measures.hpp"

#include <algorithm>

namespace keruen {

namespace {

using Values = YearNumbers::Values;

template <class Numbers>
Values plain(const Numbers& numbers) {
    Values values;
    for (const auto x : numbers) values.push_back(static_cast<double>(x));
    return values;
}

/// Switches can leave out a region that is one country; in a region of several nobody knows who is
/// in which.
bool is_country(const World& world, std::size_t region, std::string_view code) {
    const auto& countries = world.regions[region].countries;
    return countries.size() == 1 && countries.front() == code;
}

void set_credit(const ExchangeRecord& record, YearNumbers& n) {
    const Flow people = record.people();
    n.credit = plain(people.values());
    n.credit_graduates = plain(record.graduates.values());
    n.credit_graduates_ects = plain(record.graduates_by_credits.values());
    n.first_credit = plain(record.first_stay.values());
    const Values abroad = plain(record.first_abroad.values());
    const Values degree = plain(record.then_degree.values());
    for (std::size_t k = 0; k < abroad.size(); ++k) {
        n.first_mobile.push_back(first_in_any_way(n.first_degree[k], abroad[k], degree[k]));
    }
}

void set_shares(const World& world, std::size_t t, YearNumbers& n) {
    for (std::size_t o = 0; o < n.regions; ++o) {
        for (std::size_t h = 0; h < n.regions; ++h) {
            n.ehea.push_back(world.ehea_member(h, t));
            n.outside_russia.push_back(is_country(world, h, "RUS") ? 0 : 1);
            n.outside_china.push_back(is_country(world, h, "CHN") ? 0 : 1);
        }
    }
    n.full_time = world.full_time.values();
    n.common_language = world.language.values();
}

void set_people_at_home(const World& world, const YearRecord& record, Year year, YearNumbers& n) {
    const std::vector<double> counts = home_counts(world, year);
    for (std::size_t r = 0; r < n.regions; ++r) {
        double students = counts[r];
        for (std::size_t level = 0; level < 3; ++level) {
            students += static_cast<double>(record.home_students(r, level));
        }
        double entrants = static_cast<double>(record.home_entrants[r]);
        for (std::size_t h = 0; h < n.regions; ++h) {
            entrants += static_cast<double>(record.entrants_by_level(r, h, 0));
        }
        n.home_students.push_back(students);
        n.home_enrolment.push_back(students + sum_over_origins(n.stock, n.regions, r));
        n.university_enrolment.push_back(world.university_enrolment(r, world.index(year)));
        n.bachelor_entrants.push_back(entrants);
    }
    n.home_graduates = plain(record.home_graduates);
}

void set_money(const YearRecord& record, YearNumbers& n) {
    n.family_tuition = plain(record.ledger.family_tuition.values());
    n.family_living = plain(record.ledger.family_living.values());
    n.aid = plain(record.ledger.aid.values());
    n.programme_tuition = plain(record.ledger.programme_tuition.values());
    n.programme_living = plain(record.ledger.programme_living.values());
    n.taxes_forgone = plain(record.taxes_forgone);
    n.holders = plain(record.holders);
}

}  // namespace

std::vector<double> home_counts(const World& world, Year year) {
    const std::size_t t = world.index(year);
    std::vector<double> people;
    for (std::size_t r = 0; r < world.regions.size(); ++r) {
        people.push_back(world.count_share(r, t) * world.home_enrolment(r, t));
    }
    return people;
}

YearNumbers year_numbers(const World& world, const ExpectedDiaspora& expected,
                         const YearRecord& record, Year year) {
    YearNumbers n;
    n.regions = world.regions.size();
    n.stock = plain(record.stock.values());
    n.entrants = plain(record.entrants.values());
    n.graduates = plain(record.graduates.values());
    n.first_degree = plain(record.first_mobile.values());
    n.stayed = plain(record.stayed.values());
    n.moved_on = plain(record.moved_on.values());
    n.graduate_returns = plain(record.graduate_returns.values());
    n.settled = plain(record.settled.values());
    n.diaspora = plain(record.diaspora.values());
    for (std::size_t k = 0; k < n.stock.size(); ++k) {
        n.earlier_diaspora.push_back(
            record.unfollowed.values()[k] +
            expected.earlier(k / n.regions, k % n.regions, world.index(year)));
    }
    n.diaspora_returns = plain(record.diaspora_returns.values());
    n.funded = plain(record.funded.values());
    n.group_entrants = plain(record.group_entrants.values());
    n.group_mobile = plain(record.group_mobile.values());
    set_credit(record.exchange, n);
    set_shares(world, world.index(year), n);
    set_people_at_home(world, record, year, n);
    set_money(record, n);
    return n;
}

Grid<double, 2> mobility_rates(const YearNumbers& year) {
    const std::vector<Definition>& all = definitions();
    Grid<double, 2> rate({year.regions, all.size()});
    for (std::size_t o = 0; o < year.regions; ++o) {
        for (std::size_t d = 0; d < all.size(); ++d) rate(o, d) = mobility_rate(all[d], year, o);
    }
    return rate;
}

}  // namespace keruen
