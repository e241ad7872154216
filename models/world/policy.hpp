// SPDX-License-Identifier: MIT
#pragma once
#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "models/world/rules.hpp"
#include "models/world/world.hpp"

namespace keruen {

enum class Level : std::uint8_t { none, bachelor, master, doctoral };
enum class Selection : std::uint8_t { merit, need, lottery };
/// What a programme pays for: study for a degree, a stay within a degree taken at home, or a year
/// of training of an academic (docs/phases/staff.md). Only degree programmes are alternatives of
/// the choice where to enrol. Of a staff programme, levels, ability, selection, share of tuition
/// and years paid mean nothing.
enum class ProgrammeKind : std::uint8_t { degree, credit, staff };
/// Their names in data, scenarios and result files.
inline constexpr std::array<std::string_view, 3> kProgrammeKinds{"degree", "credit", "staff"};

/// A scholarship programme: data, not code (scenarios/data/programmes.csv, or [programmes.NAME] of
/// a scenario). docs/adding-a-programme.md
struct Programme {
    std::string id;     ///< [a-z][a-z0-9-]*, the stem of its levers: "bolashak.places"
    std::string draws;  ///< name of its random draws; "" = the id (options.hpp: separate_draws)
    std::string name;
    std::string sponsor;  ///< region code, country code, or "EU"
    ProgrammeKind kind = ProgrammeKind::degree;
    double months = 12;         ///< [0, 12] paid of a year: the length of a stay for credits
    int requires_bloc = -1;     ///< Bloc of which origin and host must be members; -1 none
    std::vector<bool> origins;  ///< [region] eligible origins
    std::vector<bool> hosts;    ///< [region] where it may be held; the sponsor's own = home grant
    std::vector<bool> levels;   ///< [Level]
    std::uint16_t fields = kAllFields;  ///< bit f: open to broad field f
    bool foreign_language = false;  ///< asks for study in a foreign language where none is common
    Selection selection = Selection::merit;  ///< of the year in force
    std::vector<double> selections;          ///< [year] Selection as a number
    std::vector<double> min_ability;    ///< [year] share of the cohort below the threshold, 0..1
    std::vector<double> years_paid;     ///< [year] most years that the year's awards pay for
    std::vector<double> bond_years;     ///< [year] years of work at home owed for the year's awards
    std::vector<double> places;         ///< [year] new awards a year, people
    std::vector<double> budget;         ///< [year] million nominal USD a year; inf = no limit
    std::vector<double> tuition_share;  ///< [year] share of tuition paid, 0..1
    std::vector<double> stipend;        ///< [year] nominal USD per year
    std::vector<double> travel;         ///< [year] nominal USD per year
    /// Programmes held together as one award; empty for a single one. Cover, eligibility and bond
    /// of a bundle follow from its members (governments/bundles.hpp).
    std::vector<std::size_t> members;
    bool is_bundle() const { return !members.empty(); }

    static constexpr std::uint16_t kAllFields = 0x3ff;
};

/// What governments decide about academic staff, [region][year]. Money is nominal USD.
struct StaffPolicy {
    Series contact_hours;     ///< hours a year that a full post teaches
    Series load_cap;          ///< hours a year above which nobody can be spared for a visit
    Series substitution;      ///< hours of a visitor that others take over
    Series salary_floor;      ///< least pay of an academic a year
    Series visit_grants;      ///< grants for short visits a year, people
    Series visit_grant;       ///< money of a grant
    Series teacher_training;  ///< places in courses of a teaching language a year, people
    Series foreign_posts;     ///< new posts a year for academics from abroad, people
    Series foreign_pay;       ///< yearly pay that they are offered
    Series invited;           ///< academics from abroad invited for a time, people a year
    Series invited_cost;      ///< money for each of them
};

/// What a government decides, by year. `scenarios` fills it from data and then applies the dated
/// values of the scenario: the schedule. The phase `govern` makes the policy in force of a year
/// from it, which is what every later phase reads.
struct Policy {
    Cube tuition_foreign;      ///< [origin][host][year] nominal USD per year
    Series tuition_home;       ///< [region][year] mean price a home student pays, nominal USD
    Series promotion;          ///< [host][year] million nominal USD per year
    Cube agreements;           ///< [origin][host][year] intergovernmental agreements, count
    Cube refusal;              ///< [origin][host][year] share of visa applications refused, 0..1
    Cube recognition;          ///< [origin][host][year] share of foreign degrees recognised, 0..1
    Cube quota;                ///< [origin][host][year] new students let in a year; inf = no quota
    Series work_hours;         ///< [host][year] permitted hours a week in term
    Series post_study_months;  ///< [host][year] months of work permitted after graduation
    Series visa_processing;    ///< [host][year] weeks from the application to the visa
    Series support;            ///< [host][year] foreign students with a place in a dormitory and
                               ///< services that look after them, share 0..1
    Series foreign_seats;      ///< [host][year] new foreign degree students admitted; inf = no cap
    Series entry;              ///< [region][year] entrants over those expected, ratio
    Series language_training;  ///< [region][year] of those who could not: learn to study abroad
    Series border_open;        ///< [host][year] 1 open .. 0 closed to new foreign students
    Cube same_bloc;            ///< [origin][host][year] both in the EHEA or both in the EAEU, 0..1
    Series spillover;          ///< [region][year] strength of the stance, 0..1 (govern.md)
    Series intergovernmental;  ///< [region][year] strength of the stance, 0..1
    std::array<Series, kBlocs.size()>
        member;  ///< [Bloc][region][year] share that is a member, 0..1
    std::vector<Programme> programmes;

    // Institutions, [region][year] (docs/phases/institutions.md)
    Series office_posts;        ///< posts of international offices per 1,000 students
    Series office_salary;       ///< pay of office staff over that of better-paid sectors, ratio
    Series office_training;     ///< share of untrained office staff trained in a year, 0..1
    Series reporting;           ///< share of office time that reports to the ministry take, 0..1
    Series bologna_offices;     ///< share of institutions with a separate Bologna office, 0..1
    Series office_association;  ///< 1 a national association of offices exists .. 0 none
    Series agreement_growth;    ///< wished growth of agreements between institutions, per year
    Series english_offer;       ///< wished share of teaching in English, 0..1
    Series double_degrees;      ///< wished joint and double-degree programmes an institution
    Series branch_campuses;     ///< branch campuses of foreign universities, count
    Series autonomy;            ///< share of institutions that are autonomous, 0..1
    Series public_funding;      ///< public funding of institutions over that of the data, ratio
    // Exchange, [region][year] (docs/phases/exchange.md)
    Series credit_hours_bachelor;  ///< hours of work in a credit of the region's degrees
    Series credit_hours_master;
    Series credit_hours_doctoral;
    Series credit_recognition;  ///< least share of credits from abroad that institutions recognise
    Series virtual_exchange;    ///< share of those left without a semester abroad who study online
    std::vector<TargetRule> target_rules;
    std::vector<FeeRule> fee_rules;
    std::vector<BudgetRule> budget_rules;
    StaffPolicy staff;
};

inline std::vector<std::string> programme_ids(const Policy& policy) {
    std::vector<std::string> list;
    for (const Programme& programme : policy.programmes) list.push_back(programme.id);
    return list;
}

inline const Series& credit_hours(const Policy& policy, Level level) {
    return level == Level::bachelor ? policy.credit_hours_bachelor
           : level == Level::master ? policy.credit_hours_master
                                    : policy.credit_hours_doctoral;
}

}  // namespace keruen
