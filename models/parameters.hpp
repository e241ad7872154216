// SPDX-License-Identifier: MIT
#pragma once
#include <span>
#include <string_view>

namespace keruen {

/// The constants of a run. Key, unit, bounds, prior, source and prose of each stand in
/// parameters.cpp, in the same order; a scenario sets them by key.
struct Parameters {
    // enter
    double enter_headroom = 1.25;
    double ability_income_correlation = 0.3;
    double female_share = 0.5;
    double urban_share = 0.6;
    double language_share = 0.35;
    // aspire
    double aspire_realisation = 0.45;
    double aspire_ceiling = 2.5;
    double aspire_ability = 0.8;
    double aspire_income = 1.2;
    double aspire_language = 0.6;
    double aspire_urban = 0.3;
    double aspire_home_seats = -1;
    // consider
    double consider_prior = 1.2;
    double consider_agreements = 0.5;
    double consider_promotion = 0.1;
    // choose
    double choose_price = -1.4;
    double choose_price_income = 0.5;
    double choose_surplus = 0.2;
    double choose_rate_pass_through = 0.3;
    double choose_home_living = 0.6;
    double choose_quality = 0.8;
    double choose_quality_half = 25;
    double choose_distance = -0.6;
    double choose_language = 0.8;
    double choose_speaks = 0.3;
    double choose_ex_ussr = 0.6;
    double choose_network = 0.32;
    double choose_diaspora = 0.2;
    double choose_work_rights = 0.4;
    double choose_visa_wait = -0.03;
    double choose_support = 0.4;
    double choose_recognition = 0.2;
    double choose_bloc = 0.15;
    double choose_stay = 2.0;
    double choose_nest = 0.8;
    // budget
    double budget_income_share = 0.5;
    double budget_household = 3.5;
    double budget_savings = 1.5;
    double budget_cheapest = 0.5;
    double budget_wage_to_living = 1.5;
    // apply
    double apply_awards = 4;
    double admit_seat_growth = 0.25;
    // progress
    double progress_dropout_home = 0.05;
    double progress_dropout_bachelor_abroad = 0.124;
    double progress_dropout_master_abroad = 0.15;
    double progress_dropout_doctoral = 0.06;
    double progress_delay = 0.2;
    double progress_continue_master = 0.2;
    double progress_continue_doctoral = 0.08;
    // settle
    double settle_stay = 1.0;
    double settle_work_rights = 0.2;
    double settle_wage_gap = 0.3;
    double settle_third = 0.05;
    double settle_return_hazard = 0.05;
    double settle_bond_default = 0.019;
    double settle_earlier_years = 12;
    // govern
    double govern_weight_state = 0.15;
    double govern_weight_private = 0.7;
    double govern_fee_step = 0.1;
    double govern_lisbon = 0.3;
    double govern_spillover_rate = 0.2;
    double govern_spillover_recognition = 0.5;
    double govern_spillover_agreements = 1;
    double govern_veto = 0.5;
    // account
    double account_tax = 0.6;
    // constants
    double entrants_bachelor_share = 0.74;
    double entrants_master_share = 0.22;
    double constants_record_error = 0.11;
    double constants_walk = 0.41;
    double constants_drift = 0.04;
    double constants_drift_fade = 10;
    // staff
    double staff_retirement = 65;
    double staff_headroom = 0.15;
    double staff_pool = 1000;
    double staff_rank_years = 10;
    double staff_rank_pay = 0.25;
    double staff_rank_load = 0.08;
    double staff_load_spread = 0.12;
    double staff_search = 0.1;
    double staff_home = 5;
    double staff_salary_motive = 0.54;
    double staff_development_motive = 0.52;
    double staff_career_motive = 0.38;
    double staff_pay_effect = 1;
    double staff_development_effect = 1;
    double staff_career_effect = 1;
    double staff_ties_effect = 0.7;
    double staff_ties = 0.1;
    double staff_return_hazard = 0.05;
    double staff_foreign_leave = 0.15;
    double staff_visit_rate = 0.05;
    double staff_load_elasticity = 1;
    double staff_visit_hours = 20;
    double staff_visit_cost = 1500;
    double staff_visit_ties = 0.7;
    double staff_visit_language = 0.7;
    double staff_grant_effect = 1.5;
    double staff_training_success = 0.5;
    double staff_reservations = 0.3;
    double staff_reservations_drain = 1;
    double staff_course_hours = 60;
    double staff_quality_load = 0.05;
    double staff_quality_ties = 0.1;
    // institutions: what they are
    double institutions_most = 200;
    double institutions_sample = 40;
    double institutions_size_sd = 0.9;
    double institutions_size_standing = 0.4;
    double institutions_top_share = 0.15;
    double institutions_middle_share = 0.45;
    double institutions_graduate_tilt = 1.5;
    double institutions_tuition_sd = 0.3;
    double institutions_branch_size = 0.15;
    double institutions_soviet_centralised = 0.7;
    // institutions: the office
    double office_slots = 30;
    double office_phase_gain = 0.15;
    double office_centralised = 0.85;
    double office_decentralised = 0.95;
    double office_skill_floor = 0.5;
    double office_size_sd = 0.4;
    double office_turnover = 0.15;
    double office_turnover_pay = 0.3;
    double office_hire_english = 0.4;
    double office_training_english = 0.3;
    double office_adjust = 0.3;
    double office_learning = 0.1;
    double office_split_relief = 0.6;
    double office_split_cost = 0.1;
    double office_agreements_per_post = 60;
    // institutions: agreements, recognition, programmes
    double agreements_seats = 0.8;
    double agreements_distance = -0.5;
    double agreements_spread = 0.7;
    double ects_adopt = 0.5;
    double ects_outside = 0.4;
    double ects_effect = 0.15;
    double english_rate = 0.15;
    double double_degrees_rate = 0.12;
    double digital_start = 0.2;
    double digital_rate = 0.06;
    double research_rate = 0.08;
    double research_autonomy = 0.3;
    double quality_rate = 0.1;
    double quality_autonomy = 0.1;
    // institutions: what students and fees feel
    double choose_english_offer = 0.4;
    double choose_english_home = 0.2;
    double fees_funding = 0.3;
    // institutions: full marks of the seven indicators, and the phases
    double maturity_foreign_students = 0.1;
    double maturity_foreign_teachers = 0.08;
    double maturity_exchange = 0.05;
    double maturity_visits = 0.3;
    double maturity_research = 1;
    double maturity_programmes = 4;
    double maturity_offer = 0.6;
    double maturity_birth = 0.1;
    double maturity_enforcement = 0.25;
    double maturity_managed = 0.45;
    double maturity_optimised = 0.7;
    // exchange
    double exchange_apply = 0.014;
    double exchange_ability = 1.5;
    double exchange_income = 1.0;
    double exchange_language = 0.8;
    double exchange_master = -1.0;
    double exchange_per_seat = 3;
    double exchange_choices = 5;
    double exchange_family_share = 0.3;
    double exchange_travel = 150;
    double exchange_months = 5;
    double exchange_full = 0.73;
    double exchange_partial = 0.24;
    double exchange_partial_share = 0.5;
    double exchange_delay = 0.5;
    double exchange_ects_hours = 27.5;
    double exchange_semester_ects = 30;
    bool operator==(const Parameters&) const = default;
};

/// One parameter, declared once: `keruen parameters`, validation, the docs page and the factors of
/// `keruen sensitivity` are generated from this.
struct ParameterDeclaration {
    double Parameters::*member;
    std::string_view key;
    std::string_view unit;
    double low, high;         ///< bounds that a scenario may not leave
    std::string_view prior;   ///< in words: "uniform(-2.8, -0.8)", "beta", "normal" or "fixed"
    std::string_view source;  ///< page or reference, or "assumption"
    std::string_view prose;
};

std::span<const ParameterDeclaration> parameter_declarations();

}  // namespace keruen
