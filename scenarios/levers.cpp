// SPDX-License-Identifier: MIT
#include "scenarios/levers.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <limits>
#include <string>
#include <unordered_map>
#include <utility>

#include "scenarios/text_file.hpp"

namespace keruen {
namespace {

constexpr double kUnlimited = std::numeric_limits<double>::infinity();

// The order is that of the tables below. Sources are those of docs/model.md.
constexpr auto kFamilies = std::to_array<LeverFamily>({
    {"P.places", "people per year", 0, 1e6, "the programme's rules (data/programmes.csv)",
     "New awards of programme P in the year."},
    {"P.stipend", "nominal USD per year", 0, 1e5, "the programme's rules (data/programmes.csv)",
     "Stipend that P pays a holder."},
    {"P.tuition_share", "share", 0, 1, "the programme's rules (data/programmes.csv)",
     "Share of the tuition that P pays."},
    {"P.travel", "nominal USD per year", 0, 2e4, "the programme's rules (data/programmes.csv)",
     "Travel money that P pays a holder."},
    {"P.bond_years", "years", 0, 20, "the programme's rules (data/programmes.csv)",
     "Years of work at home owed by those who are awarded P in the year."},
    {"P.selection", "0 merit, 1 need, 2 lottery", 0, 2, "docs/phases/award-admit.md",
     "How P chooses among those who apply, rounded to a whole number."},
    {"P.min_ability", "share of the cohort", 0, 1, "the programme's rules",
     "Threshold of ability: the share of the cohort that is below it and may not hold P."},
    {"P.years_paid", "years", 1, 5, "the programme's rules",
     "Most years that an award of the year pays for; then the holder pays."},
    {"P.budget", "million nominal USD per year", 0, kUnlimited, "budget laws",
     "What P may spend in the year, running awards included; inf = no limit."},
    {"H.entry", "ratio", 0.1, 2, "state order (docs/scenarios/state-order.md)",
     "Entrants to higher education among H's own people over those expected; at most "
     "enter.headroom."},
    {"H.language_training", "share", 0, 1, "S2: language is a barrier",
     "Of H's new cohort who could not study in a foreign language: are trained so that they can."},
    {"H.tuition_home", "nominal USD per year", 0, 2e5, "national fee rules (data)",
     "Mean price that a home student pays in region H."},
    {"H.promotion", "million nominal USD per year", 0, 1e4, "S0: Russia 80 million USD",
     "What H spends on making its universities known abroad."},
    {"H.work_hours", "hours per week in term", 0, 60, "visa and labour rules of the host",
     "Hours that foreign students may work in H."},
    {"H.post_study_months", "months", 0, 120, "visa rules of the host; docs/model.md 11: [13][14]",
     "Months of work that H permits after graduation."},
    {"H.visa_processing", "weeks", 0, 52,
     "S0: visas draw students; assumption (data/reception.csv)",
     "Weeks that H takes to give a foreign student a visa."},
    {"H.support", "share", 0, 1, "S0: dormitories draw students; assumption (data/reception.csv)",
     "Foreign students with a place in a dormitory of H and services that look after them."},
    {"H.foreign_seats", "people per year", 0, kUnlimited, "admission rules of the host",
     "New foreign degree students that H admits, but for awards that could be held elsewhere; "
     "inf = no cap."},
    {"H.border_open", "share", 0, 1, "entry rules of the host",
     "1 = open, 0 = closed to new foreign students."},
    {"H.contact_hours", "hours per year", 50, 1200, "S4: 600 to 700 hours in Kazakhstan",
     "Contact hours of a full academic post; fewer need more posts."},
    {"H.load_cap", "hours per year", 0, 2000, "S4: visits are feasible within 600 to 700 hours",
     "Contact hours above which an academic cannot be spared for a visit."},
    {"H.substitution", "hours per year", 0, 600, "S4; docs/phases/staff.md",
     "Contact hours of an academic that others take over during a visit."},
    {"H.salary_floor", "nominal USD per year", 0, 2e5,
     "Kazakhstan: floors of 2022 and 2023 (data/faculty_rules.csv)", "Least pay of an academic."},
    {"H.visit_grants", "people per year", 0, 1e6, "a question; docs/phases/staff.md",
     "Grants for short teaching or research visits abroad."},
    {"H.visit_grant", "nominal USD", 0, 2e4, "a question; docs/phases/staff.md",
     "Money of such a grant."},
    {"H.teacher_training", "people per year", 0, 1e6, "S4: languages of teachers",
     "Places in courses that enable academics to teach in a foreign language."},
    {"H.foreign_posts", "people per year", 0, 1e6, "foreign recruitment; docs/phases/staff.md",
     "New posts for academics from abroad."},
    {"H.foreign_pay", "nominal USD per year", 0, 5e5, "foreign recruitment; docs/phases/staff.md",
     "Pay that they are offered."},
    {"H.invited", "people per year", 0, 1e6, "Kazakhstan's plan for 2023: 1,400 people (data)",
     "Academics from abroad who are invited for a time."},
    {"H.invited_cost", "nominal USD", 0, 1e5, "Kazakhstan's plan for 2023: 3.6 billion KZT (data)",
     "Money for each of them."},
    {"H.spillover", "strength of the stance", 0, 1, "Haas, after S0",
     "How far H lets shared recognition raise its readiness to recognise more."},
    {"H.intergovernmental", "strength of the stance", 0, 1, "Hoffmann, after S0",
     "How far H binds agreements and recognition to reciprocity and its veto."},
    {"H.tuition_foreign.O", "nominal USD per year", 0, 2e5, "fee rules of the host by origin group",
     "Price that a student from O pays in H."},
    {"H.agreements.O", "agreements", 0, 1e4, "S2: 124 agreements between ministries in 2011",
     "Intergovernmental agreements between H and O."},
    {"H.refusal.O", "share", 0, 1, "visa statistics of the host",
     "Share of the visa applications of students from O that H refuses."},
    {"H.recognition.O", "share", 0, 1, "Lisbon convention and bilateral treaties; S4",
     "Share of the degrees of H that count in O."},
    {"H.office_posts", "posts per 1,000 students", 0, 10, "S2; size: assumption",
     "Full-time posts of the international offices of H's institutions."},
    {"H.office_salary", "ratio", 0.1, 3, "S2: staff leave for better-paid sectors",
     "Pay of office staff over that of better-paid sectors."},
    {"H.office_training", "share per year", 0, 1, "S2: 95 % ask for seminars abroad",
     "Untrained office staff who are trained in a year."},
    {"H.reporting", "share", 0, 0.9, "S2: quarterly reports to the ministry",
     "Share of office time that reports take."},
    {"H.bologna_offices", "share", 0, 1, "S2: one office or two",
     "Institutions with a separate Bologna office beside the international one."},
    {"H.office_association", "share", 0, 1, "S2: 54 % of offices ask for one",
     "1 = a national association of international offices exists."},
    {"H.agreement_growth", "per year", -0.5, 1, "S2: 8,000 agreements in 2011",
     "Wished growth of the agreements between H's institutions and foreign ones."},
    {"H.english_offer", "share", 0, 1, "S4: English-taught programmes",
     "Wished share of teaching that is offered in English."},
    {"H.double_degrees", "programmes an institution", 0, 50,
     "S4: 117 programmes at 45 universities in 2025",
     "Wished joint and double-degree programmes of an institution."},
    {"H.branch_campuses", "campuses", 0, 40, "S4; data: 23 in 2025",
     "Branch campuses of foreign universities in H; regions simulated as home only."},
    {"H.autonomy", "share", 0, 1, "S4: 2015 research, 2016 national, 2018 wider",
     "Institutions that are autonomous; the most selective ones come first."},
    {"H.public_funding", "ratio", 0.1, 3, "docs/phases/institutions.md: [61]",
     "Public funding of institutions over that of the data; fees answer it."},
    {"H.credit_hours_bachelor", "hours", 10, 200, "S4: 45 in Kazakhstan; ECTS 25 to 30",
     "Hours of work in a credit of H's bachelor degrees."},
    {"H.credit_hours_master", "hours", 10, 200, "S4: 60 or 75 in Kazakhstan; ECTS 25 to 30",
     "Hours of work in a credit of H's master degrees."},
    {"H.credit_hours_doctoral", "hours", 10, 200, "S4: 105 in Kazakhstan; ECTS 25 to 30",
     "Hours of work in a credit of H's doctoral degrees."},
    {"H.credit_recognition", "share", 0, 1, "S4: ECTS adopted, on paper",
     "Least share of credits from abroad that H's institutions recognise in fact; 0 leaves it to "
     "them."},
    {"H.virtual_exchange", "share", 0, 1, "S1: digital platforms",
     "Share of H's students left without a semester abroad who take a virtual one instead."},
    {"H.quota.O", "people per year", 0, kUnlimited, "bilateral quotas; Hoffmann, after S0",
     "New students from O whom H lets in, measured on last year's who sought to enter; inf = no "
     "quota."},
    {"H.member.B", "share of the region", 0, 1, "memberships (data/memberships.csv); S4",
     "1 = member of bloc B (EHEA, EAEU, SCO, GATS, ERASMUS), 0 = not."},
});

struct ProgrammeSeries {
    std::string_view pattern;
    std::vector<double> Programme::*member;
};
constexpr auto kProgramme = std::to_array<ProgrammeSeries>({
    {"P.places", &Programme::places},
    {"P.stipend", &Programme::stipend},
    {"P.tuition_share", &Programme::tuition_share},
    {"P.travel", &Programme::travel},
    {"P.bond_years", &Programme::bond_years},
    {"P.selection", &Programme::selections},
    {"P.min_ability", &Programme::min_ability},
    {"P.years_paid", &Programme::years_paid},
    {"P.budget", &Programme::budget},
});

struct HostSeries {
    std::string_view pattern;
    Series Policy::*member;
};
constexpr auto kHost = std::to_array<HostSeries>({
    {"H.entry", &Policy::entry},
    {"H.language_training", &Policy::language_training},
    {"H.tuition_home", &Policy::tuition_home},
    {"H.promotion", &Policy::promotion},
    {"H.work_hours", &Policy::work_hours},
    {"H.post_study_months", &Policy::post_study_months},
    {"H.visa_processing", &Policy::visa_processing},
    {"H.support", &Policy::support},
    {"H.foreign_seats", &Policy::foreign_seats},
    {"H.border_open", &Policy::border_open},
    {"H.office_posts", &Policy::office_posts},
    {"H.office_salary", &Policy::office_salary},
    {"H.office_training", &Policy::office_training},
    {"H.reporting", &Policy::reporting},
    {"H.bologna_offices", &Policy::bologna_offices},
    {"H.office_association", &Policy::office_association},
    {"H.agreement_growth", &Policy::agreement_growth},
    {"H.english_offer", &Policy::english_offer},
    {"H.double_degrees", &Policy::double_degrees},
    {"H.branch_campuses", &Policy::branch_campuses},
    {"H.autonomy", &Policy::autonomy},
    {"H.public_funding", &Policy::public_funding},
    {"H.credit_hours_bachelor", &Policy::credit_hours_bachelor},
    {"H.credit_hours_master", &Policy::credit_hours_master},
    {"H.credit_hours_doctoral", &Policy::credit_hours_doctoral},
    {"H.credit_recognition", &Policy::credit_recognition},
    {"H.virtual_exchange", &Policy::virtual_exchange},
    {"H.spillover", &Policy::spillover},
    {"H.intergovernmental", &Policy::intergovernmental},
});

struct StaffSeries {
    std::string_view pattern;
    Series StaffPolicy::*member;
};
constexpr auto kStaff = std::to_array<StaffSeries>({
    {"H.contact_hours", &StaffPolicy::contact_hours},
    {"H.load_cap", &StaffPolicy::load_cap},
    {"H.substitution", &StaffPolicy::substitution},
    {"H.salary_floor", &StaffPolicy::salary_floor},
    {"H.visit_grants", &StaffPolicy::visit_grants},
    {"H.visit_grant", &StaffPolicy::visit_grant},
    {"H.teacher_training", &StaffPolicy::teacher_training},
    {"H.foreign_posts", &StaffPolicy::foreign_posts},
    {"H.foreign_pay", &StaffPolicy::foreign_pay},
    {"H.invited", &StaffPolicy::invited},
    {"H.invited_cost", &StaffPolicy::invited_cost},
});

struct PairSeries {
    std::string_view pattern;
    Cube Policy::*member;
};
constexpr auto kPair = std::to_array<PairSeries>({
    {"H.tuition_foreign.O", &Policy::tuition_foreign},
    {"H.agreements.O", &Policy::agreements},
    {"H.refusal.O", &Policy::refusal},
    {"H.recognition.O", &Policy::recognition},
    {"H.quota.O", &Policy::quota},
});

const LeverFamily* family(std::string_view pattern) {
    return &*std::find_if(kFamilies.begin(), kFamilies.end(),
                          [&](const LeverFamily& known) { return known.pattern == pattern; });
}

/// "H.refusal.O" -> "refusal"
std::string_view stem(std::string_view pattern) {
    pattern.remove_prefix(2);
    return pattern.substr(0, pattern.find('.'));
}

void add_pair_levers(const World& world, Policy& policy, std::size_t host,
                     std::vector<Lever>& list) {
    const std::size_t regions = world.regions.size();
    for (const auto& [pattern, member] : kPair) {
        const std::string key = fmt::format("{}.{}", world.regions[host].code, stem(pattern));
        Lever broad{key, family(pattern), true, {}};
        std::vector<Lever> specific;
        for (std::size_t origin = 0; origin < regions; ++origin) {
            if (origin == host && !world.regions[host].has_inner_mobility()) continue;
            const std::span<double> series(&(policy.*member)(origin, host, 0), world.years());
            if (origin != host) broad.series.push_back(series);
            specific.push_back({fmt::format("{}.{}", key, world.regions[origin].code),
                                family(pattern),
                                false,
                                {series}});
        }
        list.push_back(std::move(broad));
        list.insert(list.end(), specific.begin(), specific.end());
    }
}

void add_member_levers(const World& world, Policy& policy, std::size_t host,
                       std::vector<Lever>& list) {
    for (std::size_t bloc = 0; bloc < kBlocs.size(); ++bloc) {
        list.push_back({fmt::format("{}.member.{}", world.regions[host].code, kBlocs[bloc]),
                        family("H.member.B"),
                        false,
                        {std::span<double>(&policy.member[bloc](host, 0), world.years())}});
    }
}

/// A bundle has its own places and selection; the rest follows from its members. Awards of
/// academics pay no tuition, last a year, and are drawn by lot.
bool has_lever(const Programme& programme, std::string_view pattern) {
    constexpr std::string_view of_students[] = {"P.tuition_share", "P.selection", "P.min_ability",
                                                "P.years_paid"};
    if (programme.kind == ProgrammeKind::staff) {
        return std::find(std::begin(of_students), std::end(of_students), pattern) ==
               std::end(of_students);
    }
    return !programme.is_bundle() || pattern == "P.places" || pattern == "P.selection";
}

/// Sets one lever's years; a date before the run holds from its first year on.
void apply(const PolicyValue& value, const Lever& lever, const World& world) {
    for (const DatedValue& date : value.dates) {
        if (date.year > world.last) break;
        const std::size_t from = world.index(std::max(date.year, world.first));
        for (const std::span<double> series : lever.series) {
            std::fill(series.begin() + static_cast<std::ptrdiff_t>(from), series.end(), date.value);
        }
    }
}

bool in_bounds(const PolicyValue& value, const LeverFamily& family, Diagnostics& diagnostics) {
    bool all = true;
    for (const DatedValue& date : value.dates) {
        if (date.value >= family.low && date.value <= family.high) continue;
        const bool dated = date.year != DatedValue::always;
        diagnostics.add(date.place,
                        fmt::format("{} = {}{}", value.key, date.value,
                                    dated ? fmt::format(" in {}", date.year) : ""),
                        fmt::format("{} to {} ({})", family.low, family.high, family.unit));
        all = false;
    }
    return all;
}

}  // namespace

std::span<const LeverFamily> lever_families() {
    return kFamilies;
}

std::vector<Lever> levers(const World& world, Policy& policy) {
    std::vector<Lever> list;
    for (Programme& programme : policy.programmes) {
        for (const auto& [pattern, member] : kProgramme) {
            if (!has_lever(programme, pattern)) continue;
            list.push_back({fmt::format("{}.{}", programme.id, stem(pattern)),
                            family(pattern),
                            false,
                            {std::span<double>(programme.*member)}});
        }
    }
    for (std::size_t host = 0; host < world.regions.size(); ++host) {
        for (const auto& [pattern, member] : kHost) {
            list.push_back({fmt::format("{}.{}", world.regions[host].code, stem(pattern)),
                            family(pattern),
                            false,
                            {std::span<double>(&(policy.*member)(host, 0), world.years())}});
        }
        for (const auto& [pattern, member] : kStaff) {
            list.push_back({fmt::format("{}.{}", world.regions[host].code, stem(pattern)),
                            family(pattern),
                            false,
                            {std::span<double>(&(policy.staff.*member)(host, 0), world.years())}});
        }
        add_pair_levers(world, policy, host, list);
        add_member_levers(world, policy, host, list);
    }
    return list;
}

std::vector<KnobLever> knob_levers(const World& world, const Policy& policy) {
    std::vector<KnobLever> list;
    for (std::size_t q = 0; q < policy.programmes.size(); ++q) {
        for (const auto& [pattern, member] : kProgramme) {
            // Rules of choice are no quantities, and running awards keep the years they were given.
            const bool quantity = pattern != "P.selection" && pattern != "P.years_paid";
            if (!quantity || !has_lever(policy.programmes[q], pattern)) continue;
            list.push_back({fmt::format("{}.{}", policy.programmes[q].id, stem(pattern)),
                            {member, nullptr, q},
                            family(pattern)->low,
                            family(pattern)->high});
        }
    }
    for (std::size_t host = 0; host < world.regions.size(); ++host) {
        for (const auto& [pattern, member] : kHost) {
            // The cohort comes into being before governments act in the year; fees have answered
            // public funding before the first year.
            if (pattern == "H.entry" || pattern == "H.language_training" ||
                pattern == "H.public_funding") {
                continue;
            }
            list.push_back({fmt::format("{}.{}", world.regions[host].code, stem(pattern)),
                            {nullptr, member, host},
                            family(pattern)->low,
                            family(pattern)->high});
        }
    }
    return list;
}

void apply_policy(const std::vector<PolicyValue>& values, const World& world, Policy& policy,
                  Diagnostics& diagnostics) {
    const std::vector<Lever> known = levers(world, policy);
    std::unordered_map<std::string_view, const Lever*> by_key;
    std::vector<std::string> keys;
    for (const Lever& lever : known) {
        by_key.emplace(lever.key, &lever);
        keys.push_back(lever.key);
    }
    std::vector<std::pair<const PolicyValue*, const Lever*>> valid;
    for (const PolicyValue& value : values) {
        const auto lever = by_key.find(value.key);
        if (lever == by_key.end()) {
            diagnostics.add(value.place, fmt::format("the unknown lever {}", in_quotes(value.key)),
                            "a lever of this world",
                            did_you_mean(value.key, keys, "`keruen levers` lists them"));
        } else if (in_bounds(value, *lever->second->family, diagnostics)) {
            valid.emplace_back(&value, lever->second);
        }
    }
    std::stable_partition(valid.begin(), valid.end(),
                          [](const auto& entry) { return entry.second->broad; });
    for (const auto& [value, lever] : valid) apply(*value, *lever, world);
}

}  // namespace keruen
