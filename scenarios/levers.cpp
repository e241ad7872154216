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
     "Stipend that P pays a student."},
    {"P.tuition_share", "share", 0, 1, "the programme's rules (data/programmes.csv)",
     "Share of the tuition that P pays."},
    {"P.travel", "nominal USD per year", 0, 2e4, "the programme's rules (data/programmes.csv)",
     "Travel money that P pays a student."},
    {"P.bond_years", "years", 0, 20, "the programme's rules (data/programmes.csv)",
     "Years of work at home owed by those who graduate with P in the year."},
    {"H.tuition_home", "nominal USD per year", 0, 2e5, "national fee rules (data)",
     "Mean price that a home student pays in region H."},
    {"H.promotion", "million nominal USD per year", 0, 1e4, "S0: Russia 80 million USD",
     "What H spends on making its universities known abroad."},
    {"H.work_hours", "hours per week in term", 0, 60, "visa and labour rules of the host",
     "Hours that foreign students may work in H."},
    {"H.post_study_months", "months", 0, 120, "visa rules of the host; model.md 4: [13][14]",
     "Months of work that H permits after graduation."},
    {"H.foreign_seats", "people per year", 0, kUnlimited, "admission rules of the host",
     "New foreign degree students that H admits; inf = no cap."},
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
    {"H.visit_grants", "people per year", 0, 1e6, "model.md 5: visit grants",
     "Grants for short teaching or research visits abroad."},
    {"H.visit_grant", "nominal USD", 0, 2e4, "model.md 5: visit grants", "Money of such a grant."},
    {"H.language_training", "people per year", 0, 1e6, "model.md 5: language training; S4",
     "Places in courses that enable academics to teach in a foreign language."},
    {"H.staff_awards", "people per year", 0, 1e6, "Bolashak for academic staff (model.md 2)",
     "Awards for a year of training abroad."},
    {"H.staff_stipend", "nominal USD per year", 0, 1e5, "Bolashak for academic staff (model.md 2)",
     "Money of such an award."},
    {"H.staff_bond", "years", 0, 20, "Bolashak: five years (data)",
     "Years of work at home owed after such an award."},
    {"H.foreign_posts", "people per year", 0, 1e6, "model.md 3, 11: foreign recruitment",
     "New posts for academics from abroad."},
    {"H.foreign_pay", "nominal USD per year", 0, 5e5, "model.md 3, 11: foreign recruitment",
     "Pay that they are offered."},
    {"H.invited", "people per year", 0, 1e6, "Kazakhstan's plan for 2023: 1,400 people (data)",
     "Academics from abroad who are invited for a time."},
    {"H.invited_cost", "nominal USD", 0, 1e5, "Kazakhstan's plan for 2023: 3.6 billion KZT (data)",
     "Money for each of them."},
    {"H.tuition_foreign.O", "nominal USD per year", 0, 2e5, "fee rules of the host by origin group",
     "Price that a student from O pays in H."},
    {"H.agreements.O", "agreements", 0, 1e4, "S2: 124 agreements between ministries in 2011",
     "Intergovernmental agreements between H and O."},
    {"H.refusal.O", "share", 0, 1, "visa statistics of the host",
     "Share of the visa applications of students from O that H refuses."},
    {"H.recognition.O", "share", 0, 1, "Lisbon convention and bilateral treaties; S4",
     "Share of the degrees of H that count in O."},
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
});

struct HostSeries {
    std::string_view pattern;
    Series Policy::*member;
};
constexpr auto kHost = std::to_array<HostSeries>({
    {"H.tuition_home", &Policy::tuition_home},
    {"H.promotion", &Policy::promotion},
    {"H.work_hours", &Policy::work_hours},
    {"H.post_study_months", &Policy::post_study_months},
    {"H.foreign_seats", &Policy::foreign_seats},
    {"H.border_open", &Policy::border_open},
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
    {"H.language_training", &StaffPolicy::language_training},
    {"H.staff_awards", &StaffPolicy::staff_awards},
    {"H.staff_stipend", &StaffPolicy::staff_stipend},
    {"H.staff_bond", &StaffPolicy::staff_bond},
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
