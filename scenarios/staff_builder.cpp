// SPDX-License-Identifier: MIT
#include "scenarios/staff_builder.hpp"

#include <map>
#include <string_view>
#include <utility>

namespace keruen {

namespace {

/// The dated values of faculty_rules: a named country goes before "*".
class Rules {
public:
    explicit Rules(const Table& table) {
        for (std::size_t row = 0; row < table.rows(); ++row) {
            rows_[{table.text("key")[row], table.text("country")[row]}]
                 [static_cast<Year>(table.integer("from_year")[row])] = table.number("value")[row];
        }
    }

    bool knows(std::string_view key, std::string_view country) const {
        return rows_.contains({key, country}) || rows_.contains({key, "*"});
    }

    /// 0 before the first date.
    double at(std::string_view key, std::string_view country, Year year) const {
        for (const std::string_view who : {country, std::string_view("*")}) {
            const auto found = rows_.find({key, who});
            if (found == rows_.end()) continue;
            const auto after = found->second.upper_bound(year);
            if (after != found->second.begin()) return std::prev(after)->second;
        }
        return 0;
    }

private:
    std::map<std::pair<std::string_view, std::string_view>, std::map<Year, double>> rows_;
};

struct Named {
    std::string_view key;
    Series StaffPolicy::*member;
    bool people;  ///< summed over countries
};
constexpr Named kPolicies[] = {
    {"contact_hours", &StaffPolicy::contact_hours, false},
    {"load_cap", &StaffPolicy::load_cap, false},
    {"substitution", &StaffPolicy::substitution, false},
    {"salary_floor", &StaffPolicy::salary_floor, false},
    {"visit_grants", &StaffPolicy::visit_grants, true},
    {"visit_grant", &StaffPolicy::visit_grant, false},
    {"teacher_training", &StaffPolicy::teacher_training, true},
    {"foreign_posts", &StaffPolicy::foreign_posts, true},
    {"foreign_pay", &StaffPolicy::foreign_pay, false},
    {"invited", &StaffPolicy::invited, true},
    {"invited_cost", &StaffPolicy::invited_cost, false},
};

/// [region][year] of value(country, year index), summed with the weights given; a mean if the
/// weights of each region add up to one.
template <class F>
Series combine(const World& world, const CountryTables& tables, const std::vector<double>& weight,
               F&& value) {
    Series out({world.regions.size(), world.years()});
    for (std::size_t c = 0; c < tables.size(); ++c) {
        for (std::size_t t = 0; t < world.years(); ++t) {
            out(tables.region_of(c), t) += weight[c] * value(c, t);
        }
    }
    return out;
}

}  // namespace

void build_staff(World& world, Policy& policy, CountryTables& tables) {
    const auto people = tables.by_year("faculty", "staff", world.first, world.last, true);
    const auto pay = tables.by_year("faculty_pay", "pay_usd2017", world.first, world.last, true);
    const Table& dated = tables.table("faculty_rules");
    const Rules rules(dated);
    const std::vector<double> each(tables.size(), 1.0);
    world.staff = combine(world, tables, each, people);
    std::vector<double> share;
    const std::size_t base = world.index(world.base);
    for (std::size_t c = 0; c < tables.size(); ++c) {
        share.push_back(people(c, base) / world.staff(tables.region_of(c), base));
    }
    const auto rule = [&](std::string_view key, const std::vector<double>& weight) {
        for (std::size_t c = 0; c < tables.size(); ++c) {
            if (!rules.knows(key, tables.code(c))) tables.missing(dated, key, c);
        }
        return combine(world, tables, weight, [&](std::size_t c, std::size_t t) {
            return rules.at(key, tables.code(c), world.year(t));
        });
    };
    world.academic_pay = combine(world, tables, share, pay);
    world.contact_hours = rule("contact_hours", share);
    world.staff_english = rule("english_share", share);
    for (const Named& named : kPolicies) {
        policy.staff.*named.member = rule(named.key, named.people ? each : share);
    }
}

}  // namespace keruen
