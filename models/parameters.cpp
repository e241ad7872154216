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
    {&P::choose_diaspora, "choose.diaspora", "students per graduate", 0, 1, "uniform(0, 0.5)",
     "assumption; [3] finds that educated compatriots who live at a host draw students",
     "What a graduate settled at the host counts in N against a student there."},
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
    {&P::settle_earlier_years, "settle.earlier_years", "years", 0, 20, "uniform(5, 15)",
     "assumption: since about 1991",
     "Years before a flow's first record in which as many graduates settled abroad as the record "
     "implies: the diaspora that a run begins with. Rounded down."},

    {&P::account_tax, "account.tax", "ratio", 0, 3, "uniform(0.3, 1.2)", "assumption",
     "Taxes and contributions that a graduate would pay a year at home, over the mean household "
     "income per head: about a quarter of earnings of twice to three times that income."},

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

    {&P::institutions_most, "institutions.most", "institutions", 20, 5000, "fixed",
     "design: file size", "Most institutions of a home region that are simulated one to one."},
    {&P::institutions_sample, "institutions.sample", "agents", 10, 5000, "fixed",
     "design: file size",
     "Institution agents of the other regions; each stands for the same number."},
    {&P::institutions_size_sd, "institutions.size_sd", "log points", 0.1, 2, "uniform(0.6, 1.2)",
     "assumption", "Standard deviation of the log of an institution's size."},
    {&P::institutions_size_standing, "institutions.size_standing", "weight", 0, 1,
     "uniform(0, 0.7)", "assumption",
     "How much selectivity goes with size: standing is this times the size score plus one minus "
     "this times a score of its own."},
    {&P::institutions_top_share, "institutions.top_share", "share", 0.02, 0.5, "uniform(0.1, 0.2)",
     "assumption", "Share of a region's seats in the ability tier that students prefer to all."},
    {&P::institutions_middle_share, "institutions.middle_share", "share", 0.1, 0.9,
     "uniform(0.3, 0.6)", "assumption", "Share of a region's seats in the second ability tier."},
    {&P::institutions_graduate_tilt, "institutions.graduate_tilt", "ratio", 1, 4, "uniform(1, 2.5)",
     "assumption",
     "Seats of the next level per seat of the level below, top tier over second tier and second "
     "over third."},
    {&P::institutions_tuition_sd, "institutions.tuition_sd", "log points", 0, 1,
     "uniform(0.1, 0.6)", "assumption",
     "Standard deviation of the log of an institution's fee over the region's mean."},
    {&P::institutions_branch_size, "institutions.branch_size", "ratio", 0.01, 1,
     "uniform(0.05, 0.3)", "assumption",
     "Size of a branch campus of a foreign university over the region's mean institution."},

    {&P::institutions_soviet_centralised, "institutions.soviet_centralised", "share", 0, 1,
     "uniform(0.5, 0.9)", "assumption; S2, S4",
     "Institutions of former Soviet ways whose international work is managed centrally; of the "
     "rest each manner has a third."},

    {&P::office_slots, "office.slots", "people per post and year", 2, 200, "uniform(10, 60)",
     "assumption",
     "Exchange students, out and in, that one post of a semi-centralised office in the first "
     "maturity phase with full skill and no reports can handle."},
    {&P::office_phase_gain, "office.phase_gain", "ratio per phase", 0, 1, "uniform(0, 0.4)",
     "assumption; S0", "Productivity of an office gained with each maturity phase."},
    {&P::office_centralised, "office.centralised", "ratio", 0.3, 1.5, "uniform(0.6, 1)",
     "assumption; S2", "Productivity of a centralised office over a semi-centralised one."},
    {&P::office_decentralised, "office.decentralised", "ratio", 0.3, 1.5, "uniform(0.7, 1.1)",
     "assumption; S2", "Productivity of a decentralised office over a semi-centralised one."},
    {&P::office_skill_floor, "office.skill_floor", "share", 0.1, 1, "uniform(0.3, 0.8)",
     "assumption", "Productivity of an office without trained or English-speaking staff."},
    {&P::office_size_sd, "office.size_sd", "log points", 0, 1, "uniform(0.2, 0.6)", "assumption",
     "Standard deviation of the log of posts per student between offices."},
    {&P::office_turnover, "office.turnover", "per year", 0.01, 0.8, "uniform(0.08, 0.3)",
     "assumption; S2: staff leave for better-paid sectors",
     "Share of office staff who leave in a year where pay equals that of other sectors."},
    {&P::office_turnover_pay, "office.turnover_pay", "per year", 0, 1, "uniform(0.1, 0.6)",
     "assumption; S2", "Turnover added by pay that is lower by all of it; pay above cuts it."},
    {&P::office_hire_english, "office.hire_english", "share", 0, 1, "uniform(0.2, 0.7)",
     "assumption", "Share of newly hired office staff who work in English."},
    {&P::office_training_english, "office.training_english", "share", 0, 1, "uniform(0.1, 0.5)",
     "assumption; S2: training abroad",
     "Share of those trained in a year who learn to work in English by it."},
    {&P::office_adjust, "office.adjust", "per year", 0.05, 1, "uniform(0.15, 0.6)", "assumption",
     "Share of the gap between posts wished and filled that closes in a year."},
    {&P::office_learning, "office.learning", "per year", 0, 1, "uniform(0, 0.25)",
     "assumption; S0, S2: 54 % of offices want an association",
     "Share of its gap to the mean of the better half that an office closes in a year where an "
     "association of offices exists."},
    {&P::office_split_relief, "office.split_relief", "ratio", 0.1, 1, "uniform(0.4, 0.9)",
     "assumption; S2",
     "Reporting left to the international office that has a Bologna office "
     "beside it."},
    {&P::office_split_cost, "office.split_cost", "share", 0, 0.5, "uniform(0, 0.25)",
     "assumption; S2", "Posts that a separate Bologna office takes from the international one."},
    {&P::office_agreements_per_post, "office.agreements_per_post", "agreements", 2, 500,
     "uniform(20, 150)", "assumption",
     "Agreements that one post can keep alive: growth of agreements fades as it is reached."},

    {&P::agreements_seats, "agreements.seats", "people per year", 0.1, 10, "uniform(0.3, 3)",
     "assumption", "Exchange places of one agreement between institutions, in each direction."},
    {&P::agreements_distance, "agreements.distance", "log points per log km", -2, 0,
     "uniform(-1, 0)", "assumption",
     "How the number of agreements of an institution falls with the distance of the partner."},
    {&P::agreements_spread, "agreements.spread", "log points", 0, 2, "uniform(0.3, 1)",
     "assumption", "Standard deviation of the log of an institution's agreements with a partner."},
    {&P::ects_adopt, "ects.adopt", "per year", 0.05, 1, "uniform(0.2, 1)",
     "assumption; S4: adopted on paper",
     "Share of institutions without formal recognition of credits that take it up in a year of "
     "EHEA membership."},
    {&P::ects_outside, "ects.outside", "share", 0, 1, "uniform(0.2, 0.7)", "assumption",
     "Credits that institutions outside the EHEA recognise on paper by agreements of their own."},
    {&P::ects_effect, "ects.effect", "per year", 0, 1, "uniform(0.05, 0.3)",
     "assumption; S4: effective recognition lags",
     "Share of the gap between formal and effective recognition that a fully skilled office "
     "closes in a year."},
    {&P::english_rate, "english.rate", "per year", 0, 1, "uniform(0.05, 0.3)", "assumption",
     "Share of the gap between the wished and the actual English-taught offer that closes in a "
     "year if no teacher has reservations and all can teach in English."},
    {&P::english_reservations, "english.reservations", "share", 0, 0.95, "uniform(0.1, 0.6)",
     "assumption; S4: identity, brain drain",
     "How much teachers' reservations slow English-taught and double-degree programmes."},
    {&P::double_degrees_rate, "doubles.rate", "per year", 0, 1, "uniform(0.05, 0.3)", "assumption",
     "Share of the gap between wished and actual double-degree programmes that closes in a year."},
    {&P::digital_start, "digital.start", "index", 0, 1, "uniform(0, 0.4)", "assumption; S1",
     "Digital presence at the start of a run, mean over institutions."},
    {&P::digital_rate, "digital.rate", "per year", 0, 0.5, "uniform(0.02, 0.12)", "assumption; S1",
     "Share of the gap to full digital presence that closes in a year."},
    {&P::research_rate, "research.rate", "per year", 0, 0.5, "uniform(0.03, 0.2)", "assumption",
     "Share of the gap between an institution's joint research and what its standing and autonomy "
     "allow that closes in a year."},
    {&P::research_autonomy, "research.autonomy", "index points", 0, 1, "uniform(0, 0.5)",
     "assumption; S4: autonomy of research universities 2015",
     "Joint research that autonomy adds, of a possible 1."},
    {&P::quality_rate, "quality.rate", "per year", 0, 1, "uniform(0.03, 0.2)", "assumption",
     "Share of the gap between an institution's quality and its target that closes in a year."},
    {&P::quality_autonomy, "quality.autonomy", "ratio", 0, 1, "uniform(0, 0.2)", "assumption; S4",
     "Target quality added by autonomy, as a share of it."},

    {&P::choose_english_offer, "choose.english_offer", "utility", 0, 3, "uniform(0, 1)",
     "assumption; S4",
     "Utility of a foreign region whose whole offer is English-taught against one without, to "
     "those who do not share its language; counted from what the reference policy brings."},
    {&P::choose_english_home, "choose.english_home", "utility", 0, 3, "uniform(0, 0.5)",
     "assumption",
     "The same for study at home: English-taught programmes and branch campuses "
     "replace going abroad."},
    {&P::fees_funding, "fees.funding", "elasticity", 0, 1, "uniform(0, 0.6)",
     "docs/model.md 11: [61], US evidence; size: assumption",
     "How fees rise as public funding falls: fee x funding ratio to the power of minus this."},

    {&P::maturity_foreign_students, "maturity.foreign_students", "share", 0.01, 1, "fixed",
     "assumption", "Foreign among all students that earn full marks."},
    {&P::maturity_foreign_teachers, "maturity.foreign_teachers", "share", 0.01, 1, "fixed",
     "assumption", "Foreign among all teachers that earn full marks."},
    {&P::maturity_exchange, "maturity.exchange", "people per student", 0.001, 1, "fixed",
     "assumption; EHEA target of 20 % of graduates over a cycle of four years",
     "Exchange students of a year, out and in, per student that earn full marks."},
    {&P::maturity_visits, "maturity.visits", "visits per teacher", 0.01, 5, "fixed", "assumption",
     "Visits abroad of a year per teacher that earn full marks."},
    {&P::maturity_research, "maturity.research", "index", 0.1, 1, "fixed", "assumption",
     "Index of joint research that earns full marks."},
    {&P::maturity_programmes, "maturity.programmes", "programmes", 0.5, 50, "fixed",
     "assumption; S4: 117 programmes at 45 universities",
     "Joint and double-degree programmes that earn full marks."},
    {&P::maturity_offer, "maturity.offer", "index", 0.05, 1, "fixed", "assumption",
     "Mean of digital presence and English-taught share that earns full marks."},
    {&P::maturity_birth, "maturity.birth", "score", 0, 1, "fixed", "S0; threshold: assumption",
     "Mean mark from which the process is born (phase 2); below it is ad hoc (phase 1)."},
    {&P::maturity_enforcement, "maturity.enforcement", "score", 0, 1, "fixed",
     "S0; threshold: assumption", "Mean mark from which rules are enforced (phase 3)."},
    {&P::maturity_managed, "maturity.managed", "score", 0, 1, "fixed", "S0; threshold: assumption",
     "Mean mark from which the process is managed (phase 4)."},
    {&P::maturity_optimised, "maturity.optimised", "score", 0, 1, "fixed",
     "S0; threshold: assumption", "Mean mark from which the process is optimised (phase 5)."},
    {&P::exchange_apply, "exchange.apply", "share per year", 0.0005, 0.3, "uniform(0.004, 0.03)",
     "assumption; S2: offices report few applicants",
     "Chance that a bachelor student of the second year or later, of median ability and income and "
     "without a foreign language, asks for a semester abroad, where seats are plenty."},
    {&P::exchange_ability, "exchange.ability", "logit per ability range", 0, 5, "uniform(0.5, 2.5)",
     "model.md 3.8: grades; size: assumption", "Effect of ability rank (0..1, centred)."},
    {&P::exchange_income, "exchange.income", "logit per income range", 0, 4, "uniform(0.5, 2)",
     "docs/model.md 11: [24]; size: assumption",
     "Effect of family income rank (0..1, centred): the social gap arises at application."},
    {&P::exchange_language, "exchange.language", "logit", 0, 3, "uniform(0.3, 1.3)",
     "model.md 3.8; size: assumption", "Effect of being able to study in a foreign language."},
    {&P::exchange_master, "exchange.master", "logit", -4, 2, "uniform(-2, 0)",
     "S1: mobility mostly bachelor; size: assumption",
     "Applying as a master student in the last regular year, against a bachelor student."},
    {&P::exchange_per_seat, "exchange.per_seat", "people per seat", 0.2, 20, "uniform(1.5, 6)",
     "assumption",
     "Applicants that a seat draws: where seats are few, fewer students hear of them."},
    {&P::exchange_choices, "exchange.choices", "hosts", 1, 8, "uniform(2, 6)", "assumption",
     "Hosts that an applicant names; rounded down. Who finds no seat there stays at home."},
    {&P::exchange_family_share, "exchange.family_share", "share", 0.01, 1, "uniform(0.1, 0.4)",
     "assumption",
     "Largest part of what a family can spend on a student in a year (budget.*) that it gives for "
     "a semester abroad."},
    {&P::exchange_travel, "exchange.travel", "nominal USD per 1,000 km", 0, 1000,
     "uniform(80, 300)", "assumption", "Travel there and back, by distance."},
    {&P::exchange_months, "exchange.months", "months", 1, 12, "uniform(4, 6)",
     "S0: academic mobility is one semester; length: assumption",
     "Length of a stay that the family pays for."},
    {&P::exchange_full, "exchange.full", "share", 0, 0.99, "beta(73, 27)", "docs/model.md 11: [26]",
     "Stays recognised in full where recognition is as good as within Europe."},
    {&P::exchange_partial, "exchange.partial", "share", 0, 1, "beta(24, 76)",
     "docs/model.md 11: [26]",
     "Stays recognised in part there; with `exchange.full` at most 1, the rest not at all."},
    {&P::exchange_partial_share, "exchange.partial_share", "share", 0, 1, "uniform(0.3, 0.7)",
     "assumption", "Credits that a recognition in part counts."},
    {&P::exchange_delay, "exchange.delay", "share", 0, 1, "uniform(0.2, 0.9)", "assumption",
     "Chance that a semester not recognised at all costs a year more; in part, in proportion to "
     "what is lost."},
    {&P::exchange_ects_hours, "exchange.ects_hours", "hours per credit", 25, 30, "uniform(25, 30)",
     "S4: 25 to 30 hours", "Hours of work in an ECTS credit."},
    {&P::exchange_semester_ects, "exchange.semester_ects", "ECTS credits", 10, 40,
     "uniform(25, 30)", "ECTS: 60 credits a year; load abroad: assumption",
     "Credits studied abroad in five months; other lengths in proportion, at most 60."},
});

}  // namespace

std::span<const ParameterDeclaration> parameter_declarations() {
    return kDeclarations;
}

}  // namespace keruen
