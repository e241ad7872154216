// SPDX-License-Identifier: MIT
#include "analysis/ensemble/discrepancy.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "analysis/validation/bands.hpp"
#include "models/purposes.hpp"

namespace keruen {

namespace {

using Values = YearNumbers::Values;

/// Multiplies an origin's numbers by host; what is not known stays so.
void scale(Values& numbers, std::size_t origin, const std::vector<double>& factors) {
    if (numbers.empty()) return;
    for (std::size_t h = 0; h < factors.size(); ++h) {
        numbers[origin * factors.size() + h] *= factors[h];
    }
}

/// An origin's numbers by host; nobody anywhere if they are not known.
std::vector<double> row(const Values& numbers, std::size_t regions, std::size_t origin) {
    if (numbers.empty()) return std::vector<double>(regions, 0.0);
    const auto from = numbers.begin() + static_cast<std::ptrdiff_t>(origin * regions);
    return {from, from + static_cast<std::ptrdiff_t>(regions)};
}

/// How many of `whole` are not among the people.
double rest(double whole, const std::vector<double>& people) {
    return std::max(0.0, whole - std::accumulate(people.begin(), people.end(), 0.0));
}

std::vector<double> times(std::vector<double> factors, double x) {
    for (double& factor : factors) factor *= x;
    return factors;
}

}  // namespace

std::vector<YearStrays> discrepancy_path(const DiscrepancyKey& key,
                                         std::span<const std::string> regions, std::size_t origin,
                                         std::span<const double> people, Year base, int years) {
    const auto path_of = [&](std::string_view host) {
        const StrayKey flow{key.seed, regions[origin], host, base, key.path, key.purpose};
        return strays(kRegionBand, stray_normals(flow, years));
    };
    const double all = stray_scale(kRegionBand, std::accumulate(people.begin(), people.end(), 0.0));
    std::vector<YearStrays> paths;
    for (const Stray& stray : path_of("*")) {
        paths.push_back({{all * stray.entrants, {}, {}}, {all * stray.stock, {}, {}}});
    }
    for (std::size_t h = 0; h < regions.size(); ++h) {
        // A host strays as far as the rule has it for flows of its size: with the whole and beyond.
        const double further = std::pow(stray_scale(kRegionBand, people[h]), 2) - all * all;
        const double own = std::sqrt(std::max(0.0, further));
        const std::vector<Stray> path = path_of(regions[h]);
        for (std::size_t k = 0; k < paths.size(); ++k) {
            const Stray variance = stray_variance(kRegionBand, static_cast<int>(k) + 1);
            paths[k].entrants.host.push_back(own * path[k].entrants);
            paths[k].entrants.variance.push_back(own * own * variance.entrants);
            paths[k].stock.host.push_back(own * path[k].stock);
            paths[k].stock.variance.push_back(own * own * variance.stock);
        }
    }
    return paths;
}

MobilityStrays mobility_strays(std::uint64_t seed, std::uint16_t path,
                               std::span<const std::string> regions, std::size_t origin,
                               const YearNumbers& base_numbers, Year base, int years) {
    const auto of = [&](std::uint16_t purpose, const Values& people) {
        return discrepancy_path({seed, path, purpose}, regions, origin,
                                row(people, regions.size(), origin), base, years);
    };
    return {of(purpose::degree_discrepancy, base_numbers.stock),
            of(purpose::credit_discrepancy, base_numbers.credit)};
}

OddsFactors odds_factors(std::span<const double> people, double others, const LogErrors& errors,
                         double side) {
    OddsFactors factors;
    double before = 0, weighted = 0;
    for (std::size_t h = 0; h < people.size(); ++h) {
        // The mean of exp of a normal number is one if half its variance is taken off.
        factors.host.push_back(std::exp(side * errors.host[h] - errors.variance[h] / 2));
        before += people[h];
        weighted += people[h] * factors.host[h];
    }
    if (!(before > 0)) return factors;
    const double more = std::exp(side * errors.all);
    factors.others = (before + others) / (before * more + others);
    factors.host = times(std::move(factors.host), more * factors.others * before / weighted);
    return factors;
}

void let_stray(YearNumbers& year, std::size_t origin, const YearStrays& degree,
               const YearStrays& credit, double side) {
    const auto of = [&](const Values& numbers) { return row(numbers, year.regions, origin); };
    double& home = year.home_students[origin];
    const OddsFactors students = odds_factors(of(year.stock), home, degree.stock, side);
    const OddsFactors semesters =
        odds_factors(of(year.credit), rest(home, of(year.credit)), credit.entrants, side);
    scale(year.stock, origin, students.host);
    scale(year.credit, origin, times(semesters.host, students.others));
    const double moved = home * (students.others - 1);  // those who are at home beyond what was
    const double enrolled = year.home_enrolment[origin];
    home += moved;
    year.home_enrolment[origin] += moved;
    year.university_enrolment[origin] *= (enrolled + moved) / enrolled;

    double& awards = year.home_graduates[origin];
    const OddsFactors graduates = odds_factors(of(year.graduates), awards, degree.stock, side);
    const OddsFactors recognised = odds_factors(
        of(year.credit_graduates), rest(awards, of(year.credit_graduates)), credit.stock, side);
    scale(year.graduates, origin, graduates.host);
    for (Values* numbers : {&year.credit_graduates, &year.credit_graduates_ects}) {
        scale(*numbers, origin, times(recognised.host, graduates.others));
    }
    awards *= graduates.others;

    const double cohort = year.bachelor_entrants[origin];
    const std::vector<double> firsts = of(year.first_degree), stays = of(year.first_credit);
    const OddsFactors entrants =
        odds_factors(of(year.entrants), rest(cohort, of(year.entrants)), degree.entrants, side);
    const OddsFactors first_stays = odds_factors(stays, rest(cohort, stays), credit.entrants, side);
    std::vector<double> either;  // who is mobile in both ways strays as their mixture
    for (std::size_t h = 0; h < year.regions; ++h) {
        const double all = firsts[h] + stays[h];
        either.push_back(
            all > 0 ? (firsts[h] * entrants.host[h] + stays[h] * first_stays.host[h]) / all : 1);
    }
    scale(year.entrants, origin, entrants.host);
    scale(year.first_degree, origin, entrants.host);
    scale(year.first_credit, origin, first_stays.host);
    scale(year.first_mobile, origin, either);
}

bool is_judged(const Definition& definition) {
    switch (definition.basis) {
        case Basis::stock:
        case Basis::university_stock:
        case Basis::uis_ratio:
        case Basis::university_ratio:
            return definition.kind == MobilityKind::degree &&
                   definition.switches == Switches{.without_china = true};
        default:
            return false;
    }
}

}  // namespace keruen
