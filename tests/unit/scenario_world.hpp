// SPDX-License-Identifier: MIT
#pragma once
#include <string>
#include <vector>

#include "models/world/policy.hpp"
#include "scenarios/scenario_file.hpp"

namespace keruen {

/// The country codes that the scenario tests know.
inline std::vector<std::string> known_countries() {
    return {"KAZ", "RUS", "DEU", "FRA", "GBR", "TUR"};
}

/// Regions and years of a scenario, without any data.
inline World world_of(const ScenarioFile& scenario) {
    World world;
    world.first = scenario.first;
    world.last = scenario.last;
    world.base = scenario.base;
    for (const ScenarioRegion& entry : scenario.regions) world.regions.push_back(entry.region);
    return world;
}

/// A policy of that world in which every value is 0.5 and "bolashak" is the one programme.
inline Policy half_policy(const World& world) {
    const std::size_t regions = world.regions.size();
    const Series series({regions, world.years()}, 0.5);
    const Cube cube({regions, regions, world.years()}, 0.5);
    const std::vector<double> years(world.years(), 0.5);
    Policy policy;
    policy.tuition_foreign = policy.agreements = policy.refusal = policy.recognition = cube;
    policy.quota = cube;
    policy.spillover = policy.intergovernmental = series;
    policy.member.fill(series);
    policy.tuition_home = policy.promotion = policy.work_hours = series;
    policy.entry = policy.language_training = series;
    policy.visa_processing = policy.support = series;
    policy.post_study_months = policy.foreign_seats = policy.border_open = series;
    policy.staff = {series, series, series, series, series, series,
                    series, series, series, series, series};
    policy.office_posts = policy.office_salary = policy.office_training = policy.reporting = series;
    policy.bologna_offices = policy.office_association = policy.agreement_growth = series;
    policy.english_offer = policy.double_degrees = policy.branch_campuses = series;
    policy.autonomy = policy.public_funding = series;
    policy.credit_hours_bachelor = policy.credit_hours_master = policy.credit_hours_doctoral =
        series;
    policy.credit_recognition = policy.virtual_exchange = series;
    Programme bolashak;
    bolashak.id = "bolashak";
    bolashak.origins.assign(regions, true);
    bolashak.hosts = bolashak.origins;
    bolashak.levels.assign(4, true);
    bolashak.bond_years = bolashak.places = bolashak.tuition_share = years;
    bolashak.stipend = bolashak.travel = years;
    bolashak.selections = bolashak.min_ability = bolashak.years_paid = bolashak.budget = years;
    policy.programmes.push_back(bolashak);
    return policy;
}

}  // namespace keruen
