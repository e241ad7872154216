// SPDX-License-Identifier: MIT
#include "tests/support/small_world.hpp"

#include <cmath>
#include <limits>

namespace keruen::test {

namespace {

constexpr std::size_t kRegions = 3;

Series constant(const World& world, double a, double b, double c) {
    Series series({kRegions, world.years()});
    for (std::size_t t = 0; t < world.years(); ++t) {
        series(0, t) = a;
        series(1, t) = b;
        series(2, t) = c;
    }
    return series;
}

void set_stocks(World& world) {
    const double start[kRegions][kRegions] = {
        {std::nan(""), 3000, 1500}, {600, std::nan(""), 2500}, {150, 800, 4000}};
    world.stock = Cube({kRegions, kRegions, world.years()});
    world.stock_mark = Grid<Mark, 3>({kRegions, kRegions, world.years()});
    world.momentum = Matrix({kRegions, kRegions}, 0.03);
    for (std::size_t o = 0; o < kRegions; ++o) {
        for (std::size_t h = 0; h < kRegions; ++h) {
            for (std::size_t t = 0; t < world.years(); ++t) {
                world.stock(o, h, t) = start[o][h] * std::pow(1.03, static_cast<double>(t));
            }
        }
    }
}

Programme programme(const World& world, std::string id, double places, double stipend) {
    Programme p;
    p.id = std::move(id);
    p.name = p.id;
    p.sponsor = "HOM";
    p.origins = {true, false, false};
    p.hosts = {false, true, true};
    p.levels = {false, true, true, true};
    p.bond_years.assign(world.years(), 0);
    p.places.assign(world.years(), places);
    p.tuition_share.assign(world.years(), 1);
    p.stipend.assign(world.years(), stipend);
    p.travel.assign(world.years(), 0);
    p.selections.assign(world.years(), 0);
    p.min_ability.assign(world.years(), 0);
    p.years_paid.assign(world.years(), 5);
    p.budget.assign(world.years(), std::numeric_limits<double>::infinity());
    return p;
}

}  // namespace

World small_world(Year last) {
    World world;
    world.regions = {{"HOM", "Home", true, {"KAZ"}},
                     {"NEA", "Near", true, {"RUS"}},
                     {"FAR", "Far", false, {"DEU", "FRA"}}};
    world.first = 2003;
    world.base = 2014;
    world.last = last;
    world.cohort = constant(world, 30'000, 60'000, 80'000);
    world.home_enrolment = constant(world, 60'000, 120'000, 200'000);
    world.university_enrolment = constant(world, 50'000, std::nan(""), std::nan(""));
    world.count_share = constant(world, 0.1, 0.1, 0);
    world.outbound_known = constant(world, 4500, 3100, 950);
    set_stocks(world);
    world.living = constant(world, 3000, 4000, 9000);
    world.real_rate = constant(world, 1, 1, 1);
    world.income = constant(world, 4000, 6000, 20'000);
    world.income_log_sd = constant(world, 0.7, 0.7, 0.6);
    world.log_distance = Matrix({kRegions, kRegions}, 1.0);
    world.language = Matrix({kRegions, kRegions}, 0.0);
    world.language(0, 1) = world.language(1, 0) = 1;
    world.ex_ussr = world.language;
    world.quality = constant(world, 0.2, 0.4, 0.9);
    world.same_bloc = Cube({kRegions, kRegions, world.years()});
    world.visa_needed = Cube({kRegions, kRegions, world.years()}, 1);
    for (std::size_t t = 0; t < world.years(); ++t) {
        world.visa_needed(0, 1, t) = world.visa_needed(1, 0, t) = 0;
    }
    world.ehea_member = constant(world, 1, 1, 1);
    for (std::size_t bloc = 0; bloc < kBlocs.size(); ++bloc) {
        world.member[bloc] = constant(world, bloc == kEhea ? 1 : 0, bloc == kEhea ? 1 : 0, 0);
        world.bloc_pairs[bloc] = world.same_bloc;
    }
    for (std::size_t t = 0; t < world.years(); ++t) {
        world.bloc_pairs[kEhea](0, 1, t) = world.bloc_pairs[kEhea](1, 0, t) = 1;
    }
    world.student_cost = constant(world, 2500, 4000, 15'000);
    world.full_time = Matrix({kRegions, kRegions}, 1.0);
    world.full_time(0, 1) = 0.67;
    world.stay_rate = constant(world, 0.3, 0.4, 0.6);
    world.staff = constant(world, 4000, 8000, 12'000);
    world.academic_pay = constant(world, 5000, 8000, 50'000);
    world.contact_hours = constant(world, 650, 600, 300);
    world.staff_english = constant(world, 0.3, 0.3, 0.5);
    InstitutionFacts& facts = world.institutions;
    facts.number = constant(world, 12, 20, 400);
    facts.state_share = {0.5, 0.6, 0.8};
    facts.state_size = {2, 2, 2};
    facts.adopted_share = {0.1, 0, 0};
    facts.intergovernmental_share = facts.nazarbayev_share = {0.1, 0, 0};
    facts.soviet_share = {0.5, 0.5, 0};
    facts.agreements = {20, 30, 60};
    facts.unsupported = {0.2, 0.2, 0.2};
    return world;
}

Policy small_policy(const World& world) {
    Policy policy;
    const std::array<std::size_t, 3> cube{kRegions, kRegions, world.years()};
    policy.tuition_foreign = Cube(cube, 3000);
    policy.tuition_home = constant(world, 1500, 2000, 1000);
    policy.promotion = constant(world, 0, 10, 50);
    policy.agreements = Cube(cube, 1);
    policy.refusal = Cube(cube, 0.1);
    policy.recognition = Cube(cube, 0.5);
    policy.work_hours = constant(world, 20, 20, 20);
    policy.post_study_months = constant(world, 0, 6, 18);
    policy.visa_processing = constant(world, 4, 6, 8);
    policy.support = constant(world, 0.3, 0.3, 0.5);
    policy.foreign_seats =
        constant(world, std::numeric_limits<double>::infinity(),
                 std::numeric_limits<double>::infinity(), std::numeric_limits<double>::infinity());
    policy.border_open = constant(world, 1, 1, 1);
    StaffPolicy& staff = policy.staff;
    staff.contact_hours = world.contact_hours;
    staff.load_cap = constant(world, 700, 700, 350);
    staff.substitution = staff.salary_floor = staff.visit_grants = constant(world, 0, 0, 0);
    staff.teacher_training = staff.foreign_posts = staff.invited = staff.visit_grants;
    staff.visit_grant = constant(world, 1000, 1000, 1000);
    staff.foreign_pay = constant(world, 20'000, 20'000, 60'000);
    staff.invited_cost = constant(world, 3000, 3000, 3000);
    policy.entry = policy.border_open;
    policy.language_training = constant(world, 0, 0, 0);
    policy.office_posts = constant(world, 1, 1, 1);
    policy.office_salary = constant(world, 0.7, 0.8, 1);
    policy.office_training = constant(world, 0.1, 0.1, 0.1);
    policy.reporting = constant(world, 0.3, 0.2, 0.1);
    policy.bologna_offices = constant(world, 0.3, 0, 0);
    policy.office_association = constant(world, 0, 0, 1);
    policy.agreement_growth = constant(world, 0.03, 0.03, 0.03);
    policy.english_offer = constant(world, 0.1, 0.1, 0.3);
    policy.double_degrees = constant(world, 1, 1, 3);
    policy.branch_campuses = constant(world, 0, 0, 0);
    policy.autonomy = constant(world, 0.2, 0.3, 0.8);
    policy.public_funding = constant(world, 1, 1, 1);
    policy.credit_hours_bachelor = policy.credit_hours_master = policy.credit_hours_doctoral =
        constant(world, 45, 36, 27.5);
    policy.credit_recognition = policy.virtual_exchange = constant(world, 0, 0, 0);
    policy.quota = Cube(cube, std::numeric_limits<double>::infinity());
    policy.spillover = policy.intergovernmental = constant(world, 0, 0, 0);
    policy.member = world.member;
    policy.same_bloc = world.same_bloc;
    policy.programmes.push_back(programme(world, "abroad-award", 200, 9000));
    policy.programmes.back().bond_years.assign(world.years(), 5);
    policy.programmes.push_back(programme(world, "home-grant", 3000, 500));
    policy.programmes.back().hosts = {true, false, false};
    return policy;
}

Programme& add_training(Policy& policy, double places, Year from, double bond) {
    const World world = small_world();
    Programme p = policy.programmes.front();
    p.id = p.draws = "training";
    p.kind = ProgrammeKind::staff;
    p.origins = {true, false, false};
    p.hosts.assign(3, true);
    p.requires_bloc = -1;
    p.fields = Programme::kAllFields;
    p.foreign_language = true;
    for (auto* series : {&p.places, &p.stipend, &p.travel, &p.bond_years}) {
        series->assign(world.years(), 0);
    }
    for (std::size_t t = world.index(from); t < world.years(); ++t) {
        p.places[t] = places;
        p.stipend[t] = 20'000;
        p.travel[t] = 1'000;
        p.bond_years[t] = bond;
    }
    return policy.programmes.emplace_back(std::move(p));
}

std::unique_ptr<Ready> make_ready(Workers& workers, World world, Policy policy,
                                  const Parameters& parameters) {
    auto ready = std::make_unique<Ready>();
    ready->world = std::move(world);
    ready->policy = std::move(policy);
    ready->reference = ready->policy;
    ready->constants = estimate_constants(ready->world, ready->policy, parameters, workers);
    Setup& setup = ready->setup;
    setup.world = &ready->world;
    setup.policy = &ready->policy;
    setup.reference = &ready->reference;
    setup.constants = &ready->constants;
    setup.parameters = parameters;
    setup.weights.assign(kRegions, Weights{});
    for (const Region& region : ready->world.regions) {
        setup.origin_keys.push_back(origin_key(region.code));
    }
    return ready;
}

std::unique_ptr<Ready> make_ready(Workers& workers) {
    const World world = small_world();
    return make_ready(workers, world, small_policy(world));
}

std::vector<YearRecord> simulate(const Setup& setup, Workers& workers, bool check) {
    State state = initial_state(setup);
    Schedule<YearWork> schedule = academic_year(setup, workers);
    std::vector<YearRecord> years;
    while (state.next <= setup.world->last) {
        years.push_back(simulate_year(setup, schedule, state, check));
    }
    return years;
}

std::uint64_t fingerprint(const std::vector<YearRecord>& years, bool with_events) {
    std::uint64_t hash = 14695981039346656037U;
    auto add = [&](std::uint64_t value) { hash = (hash ^ value) * 1099511628211U; };
    auto add_all = [&](const auto& values) {
        for (const auto value : values) add(static_cast<std::uint64_t>(value));
    };
    for (const YearRecord& r : years) {
        for (const Flow* flow : {&r.stock,
                                 &r.entrants,
                                 &r.graduates,
                                 &r.dropouts,
                                 &r.returns,
                                 &r.applicants,
                                 &r.refused,
                                 &r.settled,
                                 &r.diaspora,
                                 &r.home_students,
                                 &r.ledger.family_tuition,
                                 &r.ledger.family_living,
                                 &r.ledger.programme_tuition,
                                 &r.ledger.programme_living,
                                 &r.ledger.aid,
                                 &r.first_mobile,
                                 &r.stayed,
                                 &r.moved_on,
                                 &r.graduate_returns,
                                 &r.diaspora_returns,
                                 &r.group_entrants,
                                 &r.group_mobile,
                                 &r.group_funded}) {
            add_all(flow->values());
        }
        for (const auto* list :
             {&r.home_entrants, &r.home_graduates, &r.home_left, &r.awards, &r.home_grants}) {
            add_all(*list);
        }
        add_all(r.cutoff);
        for (const auto* count : {&r.staff.staff, &r.staff.abroad, &r.staff.hired, &r.staff.moves,
                                  &r.staff.visits, &r.staff.spending, &r.training}) {
            add_all(count->values());
        }
        add_all(r.exchange.credit.values());
        add_all(r.exchange.graduates.values());
        add_all(r.exchange.first_abroad.values());
        add_all(r.exchange.then_degree.values());
        for (const auto* list : {&r.exchange.applicants, &r.exchange.nominated, &r.exchange.delayed,
                                 &r.exchange.online}) {
            add_all(*list);
        }
        if (!with_events) continue;
        for (const Event& e : r.events) {
            add(e.person);
            add(static_cast<std::uint64_t>(e.kind) << 24 | std::uint64_t{e.from} << 16 |
                std::uint64_t{e.to} << 8 | e.programme);
        }
        for (const PanelRow& row : r.panel) {
            add(row.person);
            add(std::uint64_t{row.stage} << 16 | std::uint64_t{row.host} << 8 | row.programme);
        }
    }
    return hash;
}

}  // namespace keruen::test
