// SPDX-License-Identifier: MIT
#include "models/parameters.hpp"

#include <array>

namespace keruen {

namespace {

using P = Parameters;

// Sources: "[n]" and "S0".."S4" are those of docs/model.md; "assumption" has no published value and
// its range goes into the sensitivity analysis.
constexpr auto kDeclarations = std::to_array<ParameterDeclaration>({
    {&P::enter_headroom, "enter.headroom", "ratio", 1.05, 2, "fixed", "design: bound of entry",
     "Candidates per expected entrant of a cohort. Who enters is a keyed threshold below this "
     "bound, "
     "so that a policy that raises entry adds people without renumbering anybody."},
    {&P::ability_income_correlation, "enter.ability_income", "rank correlation", 0, 0.9,
     "uniform(0.1, 0.5)", "assumption",
     "Share of people whose income rank equals their ability rank; the others' ranks are "
     "independent. Equals Spearman's correlation."},
    {&P::female_share, "enter.female_share", "share", 0.3, 0.7, "uniform(0.45, 0.57)", "assumption",
     "Women among students of every origin."},
    {&P::urban_share, "enter.urban_share", "share", 0.1, 0.95, "uniform(0.5, 0.75)", "assumption",
     "Students from towns among students of every origin."},
    {&P::language_share, "enter.language_share", "share", 0.05, 0.95, "uniform(0.2, 0.5)",
     "assumption", "Students who can study in a language that is not their origin's."},

    {&P::aspire_realisation, "aspire.realisation", "share", 0.2, 0.95, "uniform(0.24, 0.5)",
     "docs/model.md 11, 3: [47][48]",
     "Share of those who aspire to study abroad who do so, in the base year; sets the mean "
     "aspiration of each origin from its observed entrants abroad."},
    {&P::aspire_ceiling, "aspire.ceiling", "ratio", 1.5, 10, "uniform(2, 4)", "assumption",
     "Largest share of a cohort that can ever aspire, as a multiple of the base year's aspiration. "
     "Bounds the stratum of potential movers; the rest are certain stayers."},
    {&P::aspire_ability, "aspire.ability", "logit per ability range", 0, 3, "uniform(0.3, 1.5)",
     "assumption", "Effect of ability rank (0..1, centred) on the logit of aspiring."},
    {&P::aspire_income, "aspire.income", "logit per income range", 0, 4, "uniform(0.6, 2)",
     "docs/model.md 11, 3: [24]",
     "Effect of family income rank (0..1, centred). Most of the social gap arises here, not at "
     "selection."},
    {&P::aspire_language, "aspire.language", "logit", 0, 2, "uniform(0.2, 1)", "assumption",
     "Effect of being able to study in a foreign language."},
    {&P::aspire_urban, "aspire.urban", "logit", -0.5, 1.5, "uniform(0, 0.6)", "assumption",
     "Effect of coming from a town."},
    {&P::aspire_home_seats, "aspire.home_seats", "logit per log point", -2, 0,
     "uniform(-1.4, -0.6)",
     "docs/model.md 11: flows follow the cohort (0.81), not enrolment (-0.14)",
     "Effect of the log of entry to higher education per person of the cohort, against the base "
     "year: more room "
     "at home, fewer who look abroad. At -1 a growing home system sends nobody more abroad."},

    {&P::consider_prior, "consider.prior", "rate", 0, 5, "uniform(0.5, 2)", "assumption",
     "Awareness of a host that needs no agreement or promotion: d in 1 - exp(-(b a + c p + d))."},
    {&P::consider_agreements, "consider.agreements", "rate per agreement", 0, 3, "uniform(0.1, 1)",
     "assumption", "Awareness added by an intergovernmental agreement (log of 1 + their number)."},
    {&P::consider_promotion, "consider.promotion", "rate per log million USD", 0, 1,
     "uniform(0, 0.3)", "assumption; S0: Russia's 80 million USD",
     "Awareness added by the host's promotion budget, log of 1 + million USD a year."},

    {&P::choose_price, "choose.price", "utility per log cost", -4, 0, "uniform(-2.8, -0.8)",
     "docs/model.md 11: fee experiments, SE -1.4 to -2.4, BW -0.8",
     "The one price term: utility of the log of yearly cost, at the median income."},
    {&P::choose_price_income, "choose.price_income", "ratio", 0, 0.95, "uniform(0.2, 0.8)",
     "docs/model.md 11, 5; size: assumption",
     "How much the price term falls with income: the poorest respond by 1 + this, the richest by "
     "1 - this."},
    {&P::choose_surplus, "choose.surplus", "utility per living cost", 0, 2, "uniform(0, 0.5)",
     "assumption", "Utility of a stipend beyond all costs, in units of the host's living cost."},
    {&P::choose_rate_pass_through, "choose.rate_pass_through", "share", 0, 1, "uniform(0, 0.6)",
     "docs/model.md 11: about zero on entrants; fee experiments higher",
     "Share of a change of the real exchange rate between origin and host against the base years "
     "that students answer "
     "like a fee."},
    {&P::choose_home_living, "choose.home_living", "share", 0.2, 1, "uniform(0.4, 0.8)",
     "assumption",
     "Living cost of a student at home as a share of the origin's student living "
     "cost: many live with their parents."},
    {&P::choose_quality, "choose.quality", "utility", 0, 3, "uniform(0.3, 1.5)",
     "docs/model.md 11: [8][9]; scale: assumption",
     "Utility of host quality (0..1) times ability rank (0..1)."},
    {&P::choose_quality_half, "choose.quality_half", "universities", 5, 200, "uniform(10, 60)",
     "docs/model.md 11: [9], diminishing in top-500 share; size: assumption",
     "Universities in the QS top 500 at which a host's quality index is one half."},
    {&P::choose_distance, "choose.distance", "utility per log km", -2, 0, "uniform(-1.2, -0.3)",
     "docs/model.md 11: [5]",
     "Utility of log distance. Absorbed by the constants of observed flows; "
     "moves only new alternatives."},
    {&P::choose_language, "choose.language", "utility", 0, 2, "uniform(0.4, 1.2)",
     "docs/model.md 11: [5]", "Utility of a common language of origin and host."},
    {&P::choose_speaks, "choose.speaks", "utility", 0, 2, "uniform(0, 0.8)", "assumption",
     "Utility of speaking a foreign language where no common language helps."},
    {&P::choose_ex_ussr, "choose.ex_ussr", "utility", 0, 2, "uniform(0.3, 1.2)", "docs/model.md 11",
     "Utility of a shared Soviet past (recognised school system, family ties)."},
    {&P::choose_network, "choose.network", "utility per log point", 0, 0.6, "uniform(0.15, 0.5)",
     "docs/model.md 11: [3][6]; docs/model.md 11: 0.32 (0.12)",
     "Utility of ln(1 + N), N = last year's compatriots at the host per 1,000 of the origin's "
     "cohort."},
    {&P::choose_work_rights, "choose.work_rights", "utility per 12 months", 0, 1.5,
     "uniform(0.05, 0.67)", "docs/model.md 11: [13][14]",
     "Utility of post-study work permission, saturating at 24 months."},
    {&P::choose_recognition, "choose.recognition", "utility", 0, 1, "uniform(0, 0.5)", "assumption",
     "Utility of the host's degree being recognised at home (share, 0..1)."},
    {&P::choose_bloc, "choose.bloc", "utility", 0, 0.5, "uniform(0, 0.3)", "docs/model.md 11: [17]",
     "Utility of origin and host belonging to the same bloc (EHEA or EAEU)."},
    {&P::choose_stay, "choose.stay", "utility", 0, 5, "uniform(1, 3)", "assumption",
     "Utility of continuing at the present host for somebody who took the last degree there."},
    {&P::choose_nest, "choose.nest", "dissimilarity", 0.3, 1, "uniform(0.5, 1)", "assumption",
     "Dissimilarity of the nest of foreign alternatives; 1 is the multinomial logit."},

    {&P::budget_income_share, "budget.income_share", "share", 0.1, 1, "uniform(0.3, 0.7)",
     "assumption",
     "Largest share of a household's yearly income that it can spend on one student."},
    {&P::budget_household, "budget.household", "persons", 1, 7, "uniform(3, 4.5)", "assumption",
     "Persons whose income per head is a student's family income."},
    {&P::budget_savings, "budget.savings", "share", 0, 4, "uniform(0.5, 2.5)", "assumption",
     "Savings and credit that a family can use in a year, as a share of its income."},
    {&P::budget_cheapest, "budget.cheapest", "share", 0.1, 1, "uniform(0.3, 0.8)", "assumption",
     "Cost of the cheapest acceptable offer of a host over its mean cost: what a family must be "
     "able "
     "to pay."},
    {&P::budget_wage_to_living, "budget.wage_to_living", "ratio", 0, 4, "uniform(1, 2.5)",
     "assumption",
     "Full-time earnings of a student at the host over its student living cost; "
     "permitted hours over 40 of it can be earned."},

    {&P::apply_awards, "apply.awards", "programmes", 0, 8, "uniform(2, 6)", "assumption",
     "Programmes that a student applies to beside self-funded study; rounded down. Those who apply "
     "to fewer may be kept from an award that the constants count on."},
    {&P::admit_seat_growth, "admit.seat_growth", "share per year", 0.05, 2, "uniform(0.1, 0.5)",
     "assumption",
     "Fastest yearly growth of the seats that a host offers to new foreign students, "
     "on its largest intake so far."},

    {&P::progress_dropout_home, "progress.dropout_home", "per year", 0, 0.3, "uniform(0.03, 0.08)",
     "assumption", "Hazard of leaving without a degree at home, every level and year."},
    {&P::progress_dropout_bachelor_abroad, "progress.dropout_bachelor_abroad", "per year", 0, 0.3,
     "uniform(0.08, 0.15)", "docs/model.md 11, 9: [55], 41 % over four years",
     "Hazard of leaving without a degree as a bachelor student abroad."},
    {&P::progress_dropout_master_abroad, "progress.dropout_master_abroad", "per year", 0, 0.3,
     "uniform(0.1, 0.18)", "docs/model.md 11, 9: [55], 28 % over two years",
     "Hazard of leaving without a degree as a master student abroad."},
    {&P::progress_dropout_doctoral, "progress.dropout_doctoral", "per year", 0, 0.3,
     "uniform(0.03, 0.12)", "assumption",
     "Hazard of leaving without a degree as a doctoral student abroad."},
    {&P::progress_delay, "progress.delay", "share", 0, 0.6, "uniform(0.1, 0.3)", "assumption",
     "Share of those in their last regular year who need one more."},
    {&P::progress_continue_master, "progress.continue_master", "share", 0.02, 0.8,
     "uniform(0.12, 0.4)", "assumption", "Bachelor graduates who seek a master place next year."},
    {&P::progress_continue_doctoral, "progress.continue_doctoral", "share", 0.01, 0.5,
     "uniform(0.04, 0.15)", "assumption", "Master graduates who seek a doctoral place next year."},

    {&P::settle_stay, "settle.stay", "ratio", 0, 1.5, "uniform(0.7, 1.2)",
     "docs/model.md 11, 10: [19][20]; transfer to other hosts: assumption",
     "Scales the host's five-year stay share in the year after graduation."},
    {&P::settle_work_rights, "settle.work_rights", "logit per 12 months", 0, 1.5, "uniform(0, 0.5)",
     "assumption; model.md 3.10",
     "Effect on the logit of staying of a change of the host's post-study work permission since "
     "the "
     "base year."},
    {&P::settle_wage_gap, "settle.wage_gap", "logit per log point", 0, 1.5, "uniform(0, 0.6)",
     "assumption; model.md 3.10",
     "Effect on the logit of staying of the log of host over origin income, against the host's "
     "mean "
     "over origins."},
    {&P::settle_third, "settle.third", "share", 0, 0.3, "uniform(0.02, 0.1)", "assumption",
     "Graduates who do not stay and settle in a third region instead of returning."},
    {&P::settle_return_hazard, "settle.return_hazard", "per year", 0, 0.3, "uniform(0.02, 0.1)",
     "assumption", "Yearly hazard of returning home for settled graduates."},
    {&P::settle_bond_default, "settle.bond_default", "share", 0, 0.5, "uniform(0.005, 0.05)",
     "docs/model.md 11, 10: [54], Bolashak non-return 1.9 %",
     "Share of bonded award holders who do not return on graduation."},

    {&P::entrants_bachelor_share, "constants.bachelor_share", "share", 0.4, 0.95,
     "uniform(0.6, 0.8)", "S1: mobility mostly bachelor; size: assumption",
     "Bachelor entrants among all degree entrants abroad."},
    {&P::entrants_master_share, "constants.master_share", "share", 0.02, 0.5, "uniform(0.15, 0.3)",
     "assumption", "Master entrants among all degree entrants abroad; the rest are doctoral."},
    {&P::constants_drift, "constants.drift", "log points per year", -0.05, 0.15,
     "normal(0.04, 0.01)", "docs/model.md 11",
     "Growth of every foreign alternative's constant after the base year, fading linearly."},
    {&P::constants_drift_fade, "constants.drift_fade", "years", 1, 30, "uniform(7, 15)",
     "docs/model.md 11", "Years in which the drift fades to zero."},

    {&P::staff_retirement, "staff.retirement", "years", 55, 75, "uniform(62, 68)", "assumption",
     "Age at which academics retire."},
    {&P::staff_headroom, "staff.headroom", "share per year", 0.02, 1, "fixed",
     "design: bound of hires",
     "Candidates for a first post a year, as a share of the region's posts. Who is hired is a "
     "keyed "
     "order among them; a region that wants more people than that has vacancies."},
    {&P::staff_pool, "staff.pool", "people per year", 0, 20000, "fixed", "design: fixed pool",
     "Academics of each origin who look at posts for foreigners in a year."},
    {&P::staff_rank_years, "staff.rank_years", "years", 3, 20, "uniform(8, 12)",
     "assumption; 48 % of Kazakhstan's staff hold degrees (faculty data)",
     "Mean years in a rank before the next: assistant, lecturer, associate professor, professor."},
    {&P::staff_rank_pay, "staff.rank_pay", "log points per rank", 0, 0.8, "uniform(0.1, 0.4)",
     "assumption", "How much more a rank is paid than the one below."},
    {&P::staff_rank_load, "staff.rank_load", "share per rank", 0, 0.3, "uniform(0, 0.15)",
     "assumption", "How much less a rank teaches than the one below."},
    {&P::staff_load_spread, "staff.load_spread", "share", 0, 0.5, "uniform(0.05, 0.2)",
     "assumption", "Half the width of the spread of contact hours between persons of a rank."},
    {&P::staff_search, "staff.search", "share per year", 0, 1, "uniform(0.05, 0.2)", "assumption",
     "Academics who look at posts abroad in a year."},
    {&P::staff_home, "staff.home", "utility", 0, 15, "uniform(4, 6)", "assumption",
     "What speaks for the post at home, to somebody who looks at posts abroad."},
    {&P::staff_salary_motive, "staff.salary_motive", "share", 0, 1, "uniform(0.49, 0.59)",
     "docs/model.md 11: [57]; other regions: as Kazakhstan",
     "Academics for whom pay is a motive for going abroad."},
    {&P::staff_development_motive, "staff.development_motive", "share", 0, 1, "uniform(0.47, 0.57)",
     "docs/model.md 11: [57]; other regions: as Kazakhstan",
     "Academics for whom professional development is a motive for going abroad."},
    {&P::staff_career_motive, "staff.career_motive", "share", 0, 1, "uniform(0.33, 0.43)",
     "docs/model.md 11: [57]; other regions: as Kazakhstan",
     "Academics for whom a career is a motive for going abroad."},
    {&P::staff_pay_effect, "staff.pay_effect", "utility per log point", 0, 3, "uniform(0.5, 1.5)",
     "assumption", "Effect of the log of pay there over pay here, for those whose motive it is."},
    {&P::staff_development_effect, "staff.development_effect", "utility", 0, 5, "uniform(0.5, 2)",
     "assumption", "Effect of the host's quality (0..1) over the origin's, likewise."},
    {&P::staff_career_effect, "staff.career_effect", "utility", 0, 5, "uniform(0.5, 1.5)",
     "assumption", "Effect of three ranks still to climb, likewise."},
    {&P::staff_ties_effect, "staff.ties_effect", "utility", 0, 3, "uniform(0.3, 1.2)", "assumption",
     "Effect of knowing colleagues abroad on the utility of a post there."},
    {&P::staff_ties, "staff.ties", "share", 0, 1, "uniform(0.05, 0.2)", "assumption",
     "Newly hired academics who know colleagues abroad; visits and training add others."},
    {&P::staff_return_hazard, "staff.return_hazard", "per year", 0.001, 0.5, "uniform(0.02, 0.1)",
     "assumption", "Chance in a year that somebody with a post abroad takes one at home again."},
    {&P::staff_foreign_leave, "staff.foreign_leave", "per year", 0, 1, "uniform(0.08, 0.3)",
     "assumption", "Chance in a year that a recruit from abroad leaves."},
    {&P::staff_visit_rate, "staff.visit_rate", "share per year", 0.001, 0.5, "uniform(0.01, 0.15)",
     "assumption: no counts of visits found",
     "Academics without ties or language who go on a short visit in a year, if they teach just the "
     "hours at which they can still be spared."},
    {&P::staff_load_elasticity, "staff.load_elasticity", "logit per log point", 0, 5,
     "uniform(0, 3)", "free: no published value",
     "How the wish to visit falls with the log of contact hours over the cap."},
    {&P::staff_visit_hours, "staff.visit_hours", "hours", 0, 100, "uniform(10, 40)", "assumption",
     "Contact hours that a short visit costs."},
    {&P::staff_visit_cost, "staff.visit_cost", "nominal USD", 100, 10000, "uniform(800, 3000)",
     "assumption", "What a short visit costs: a grant of this size pays it all."},
    {&P::staff_visit_ties, "staff.visit_ties", "logit", 0, 3, "uniform(0.3, 1.2)", "assumption",
     "Effect of knowing colleagues abroad on the wish to visit."},
    {&P::staff_visit_language, "staff.visit_language", "logit", 0, 3, "uniform(0.3, 1.2)",
     "assumption", "Effect of being able to teach in a foreign language on the wish to visit."},
    {&P::staff_grant_effect, "staff.grant_effect", "logit", 0, 5, "uniform(0.5, 2.5)", "assumption",
     "Effect of a grant that pays the whole visit on the wish to visit."},
    {&P::staff_training_success, "staff.training_success", "share", 0, 1, "uniform(0.3, 0.7)",
     "assumption", "Participants who can teach in the language after a course."},
    {&P::staff_reservations, "staff.reservations", "share", 0, 1, "uniform(0.15, 0.5)",
     "S4: teachers' reservations about identity and brain drain; size: assumption",
     "Academics with reservations about teaching in a foreign language."},
    {&P::staff_reservations_drain, "staff.reservations_drain", "share per share", 0, 10,
     "uniform(0, 3)", "S4: for fear of brain drain; size: assumption",
     "Growth of these reservations with the region's academics abroad over those at home."},
    {&P::staff_course_hours, "staff.course_hours", "hours", 0, 300, "uniform(30, 90)", "assumption",
     "Contact hours of one more course."},
    {&P::staff_quality_load, "staff.quality_load", "quality per log point", 0, 1, "uniform(0, 0.1)",
     "assumption",
     "Fall of the quality index (0..1) with the log of contact hours over the base year's."},
    {&P::staff_quality_ties, "staff.quality_ties", "quality", 0, 1, "uniform(0, 0.2)", "assumption",
     "Rise of the quality index with the share of staff with ties abroad, against the base year."},
});

}  // namespace

std::span<const ParameterDeclaration> parameter_declarations() {
    return kDeclarations;
}

}  // namespace keruen
