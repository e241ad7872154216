// SPDX-License-Identifier: MIT
#pragma once
#include <cstddef>
#include <string>
#include <vector>

#include "models/world/world.hpp"

namespace keruen {

enum class Level : std::uint8_t { none, bachelor, master, doctoral };
enum class Selection : std::uint8_t { merit, need, lottery };

/// A scholarship programme: data, not code (scenarios/data/programmes.csv).
struct Programme {
    std::string id;  ///< [a-z][a-z0-9-]*, the stem of its levers: "bolashak.places"
    std::string name;
    std::string sponsor;        ///< region code, or "EU"
    std::vector<bool> origins;  ///< [region] eligible origins
    std::vector<bool> hosts;    ///< [region] where it may be held; the sponsor's own = home grant
    std::vector<bool> levels;   ///< [Level]
    Selection selection = Selection::merit;
    std::vector<double> bond_years;  ///< [year] years of work owed at home by the year's graduates
    std::vector<double> places;      ///< [year] new awards a year, people
    std::vector<double> tuition_share;  ///< [year] share of tuition paid, 0..1
    std::vector<double> stipend;        ///< [year] nominal USD per year
    std::vector<double> travel;         ///< [year] nominal USD per year
};

/// What governments decide about academic staff, [region][year]. Money is nominal USD.
struct StaffPolicy {
    Series contact_hours;      ///< hours a year that a full post teaches
    Series load_cap;           ///< hours a year above which nobody can be spared for a visit
    Series substitution;       ///< hours of a visitor that others take over
    Series salary_floor;       ///< least pay of an academic a year
    Series visit_grants;       ///< grants for short visits a year, people
    Series visit_grant;        ///< money of a grant
    Series language_training;  ///< places in courses of a teaching language a year, people
    Series staff_awards;       ///< years of training abroad for staff, people a year
    Series staff_stipend;      ///< money of such an award
    Series staff_bond;         ///< years of work at home owed for it
    Series foreign_posts;      ///< new posts a year for academics from abroad, people
    Series foreign_pay;        ///< yearly pay that they are offered
    Series invited;            ///< academics from abroad invited for a time, people a year
    Series invited_cost;       ///< money for each of them
};

/// What governments decide, by year. `scenarios` fills it from data and then applies the dated
/// values of the scenario; the phase `govern` reads one year of it.
struct Policy {
    Cube tuition_foreign;      ///< [origin][host][year] nominal USD per year
    Series tuition_home;       ///< [region][year] mean price a home student pays, nominal USD
    Series promotion;          ///< [host][year] million nominal USD per year
    Cube agreements;           ///< [origin][host][year] intergovernmental agreements, count
    Cube refusal;              ///< [origin][host][year] share of visa applications refused, 0..1
    Cube recognition;          ///< [origin][host][year] share of foreign degrees recognised, 0..1
    Series work_hours;         ///< [host][year] permitted hours a week in term
    Series post_study_months;  ///< [host][year] months of work permitted after graduation
    Series foreign_seats;      ///< [host][year] new foreign degree students admitted; inf = no cap
    Series border_open;        ///< [host][year] 1 open .. 0 closed to new foreign students
    std::vector<Programme> programmes;
    StaffPolicy staff;
};

}  // namespace keruen
