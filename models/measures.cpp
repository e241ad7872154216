// SPDX-License-Identifier: MIT
#include "models/measures.hpp"

#include <cmath>
#include <limits>

namespace keruen {

namespace {

enum class Filter { all, no_russia, no_china, ehea, full_time };

bool is_country(const World& world, std::size_t region, std::string_view code) {
    const auto& countries = world.regions[region].countries;
    return countries.size() == 1 && countries.front() == code;
}

/// People of origin o in `flow` that the filter lets through.
double filtered(const World& world, const Flow& flow, std::size_t o, std::size_t t, Filter filter) {
    double sum = 0;
    for (std::size_t h = 0; h < world.regions.size(); ++h) {
        double share = 1;
        switch (filter) {
            case Filter::all:
                break;
            case Filter::no_russia:
                share = is_country(world, h, "RUS") ? 0 : 1;
                break;
            case Filter::no_china:
                share = is_country(world, h, "CHN") ? 0 : 1;
                break;
            case Filter::ehea:
                share = world.ehea_member(h, t);
                break;
            case Filter::full_time:
                share = world.full_time(o, h);
                break;
        }
        sum += share * static_cast<double>(flow(o, h));
    }
    return sum;
}

double ratio(double part, double whole) {
    return whole > 0 ? part / whole : std::numeric_limits<double>::quiet_NaN();
}

struct Labelled {
    Definition definition;
    Filter filter;
};

constexpr std::string_view kStock = "degree students abroad / (home students of the origin + them)";
constexpr std::string_view kUis = "degree students abroad / home enrolment of all nationalities";
constexpr std::string_view kGraduates =
    "awards taken abroad / all awards of the origin in the year";

const std::vector<Labelled>& stock_definitions() {
    static const std::vector<Labelled> list{
        {{"stock", kStock}, Filter::all},
        {{"stock, hosts without Russia", kStock}, Filter::no_russia},
        {{"stock, hosts without China", kStock}, Filter::no_china},
        {{"stock, hosts in the EHEA at the date", kStock}, Filter::ehea},
        {{"stock, full-time abroad", kStock}, Filter::full_time},
    };
    return list;
}

const std::vector<Labelled>& uis_definitions() {
    static const std::vector<Labelled> list{
        {{"stock, UIS ratio", kUis}, Filter::all},
        {{"stock, UIS ratio, hosts without China", kUis}, Filter::no_china},
    };
    return list;
}

const std::vector<Labelled>& graduate_definitions() {
    static const std::vector<Labelled> list{
        {{"graduates", kGraduates}, Filter::all},
        {{"graduates, hosts without Russia", kGraduates}, Filter::no_russia},
        {{"graduates, hosts without China", kGraduates}, Filter::no_china},
        {{"graduates, hosts in the EHEA at the date", kGraduates}, Filter::ehea},
    };
    return list;
}

double home_students_of(const YearRecord& record, std::size_t o) {
    double sum = 0;
    for (std::size_t level = 0; level < 3; ++level) {
        sum += static_cast<double>(record.home_students(o, level));
    }
    return sum;
}

/// First-time mobile people of the year over entrants of the year: what share of a cohort would
/// ever be mobile if every year were like this one.
double synthetic_cohort(const YearRecord& record, std::size_t o) {
    double entered = static_cast<double>(record.home_entrants[o]);
    for (std::size_t h = 0; h < record.stock.extent(1); ++h) {
        entered += static_cast<double>(record.entrants_by_level(o, h, 0));
    }
    return ratio(static_cast<double>(record.first_mobile[o]), entered);
}

}  // namespace

const std::vector<Definition>& definitions() {
    static const std::vector<Definition> all = [] {
        std::vector<Definition> list;
        for (const auto* group :
             {&stock_definitions(), &uis_definitions(), &graduate_definitions()}) {
            for (const Labelled& labelled : *group) list.push_back(labelled.definition);
        }
        list.push_back({"stock, university students only",
                        "degree students abroad / (home students of universities + them)"});
        list.push_back({"cohort, ever mobile",
                        "people abroad for a degree for the first time / entrants of the year"});
        return list;
    }();
    return all;
}

std::vector<double> home_enrolment(const World& world, const YearRecord& record, Year year) {
    const std::size_t t = world.index(year), regions = world.regions.size();
    std::vector<double> people(regions);
    for (std::size_t r = 0; r < regions; ++r) {
        people[r] =
            home_students_of(record, r) + world.count_share(r, t) * world.home_enrolment(r, t);
        for (std::size_t o = 0; o < regions; ++o)
            people[r] += static_cast<double>(record.stock(o, r));
    }
    return people;
}

Grid<double, 2> mobility_rates(const World& world, const YearRecord& record, Year year) {
    const std::size_t t = world.index(year), regions = world.regions.size();
    const std::vector<double> enrolment = home_enrolment(world, record, year);
    Grid<double, 2> rate({regions, definitions().size()});
    for (std::size_t o = 0; o < regions; ++o) {
        std::size_t d = 0;
        const double home =
            home_students_of(record, o) + world.count_share(o, t) * world.home_enrolment(o, t);
        for (const Labelled& labelled : stock_definitions()) {
            const double abroad = filtered(world, record.stock, o, t, labelled.filter);
            rate(o, d++) = ratio(abroad, home + abroad);
        }
        for (const Labelled& labelled : uis_definitions()) {
            rate(o, d++) =
                ratio(filtered(world, record.stock, o, t, labelled.filter), enrolment[o]);
        }
        for (const Labelled& labelled : graduate_definitions()) {
            const double abroad = filtered(world, record.graduates, o, t, labelled.filter);
            rate(o, d++) = ratio(abroad, abroad + static_cast<double>(record.home_graduates[o]));
        }
        const double abroad = filtered(world, record.stock, o, t, Filter::all);
        rate(o, d++) = ratio(abroad, world.university_enrolment(o, t) + abroad);
        rate(o, d++) = synthetic_cohort(record, o);
    }
    return rate;
}

}  // namespace keruen
