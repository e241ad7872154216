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

    {&P::govern_weight_state, "govern.weight_state", "share", 0, 1, "uniform(0, 0.3)",
     "S2: Kazakh offices are not commercial",
     "Weight of revenue against enrolment in the objective of a host of the state sector that "
     "moves "
     "its fees by best response."},
    {&P::govern_weight_private, "govern.weight_private", "share", 0, 1, "uniform(0.4, 1)",
     "assumption", "The same of the private sector."},
    {&P::govern_fee_step, "govern.fee_step", "share of full cost per year", 0, 1,
     "uniform(0.05, 0.3)", "assumption",
     "Yearly change of a fee by best response, told as a share of the full cost of teaching, for "
     "each unit of the slope of the objective."},
    {&P::govern_lisbon, "govern.lisbon", "share of degrees", 0, 0.6, "uniform(0, 0.5)",
     "assumption: 0.9 within the EHEA against 0.6 without treaty (data/recognition.csv)",
     "Degrees that one EHEA member recognises of another because both are members. Pairs with a "
     "shared Soviet past have a treaty of their own."},
    {&P::govern_spillover_rate, "govern.spillover_rate", "per year", 0, 1, "uniform(0.05, 0.4)",
     "assumption; mechanism: Haas, after S0",
     "Share of the missing willingness that a full stance adds in a year where all is shared."},
    {&P::govern_spillover_recognition, "govern.spillover_recognition", "share", 0, 1,
     "uniform(0.2, 0.8)", "assumption; mechanism: Haas, after S0",
     "Share of the degrees not yet recognised that full willingness recognises."},
    {&P::govern_spillover_agreements, "govern.spillover_agreements", "ratio", 0, 5,
     "uniform(0.3, 2)", "assumption; mechanism: Haas, after S0",
     "Growth of the agreements of two regions that are both fully willing."},
    {&P::govern_veto, "govern.veto", "share", 0, 1, "uniform(0.2, 1)",
     "assumption; mechanism: Hoffmann, after S0",
     "Share of the recognition owed to a common membership that a fully intergovernmental region "
     "vetoes as high politics."},

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
});

}  // namespace

std::span<const ParameterDeclaration> parameter_declarations() {
    return kDeclarations;
}

}  // namespace keruen
