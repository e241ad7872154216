// SPDX-License-Identifier: MIT
#include "scenarios/programmes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "models/governments/bundles.hpp"
#include "scenarios/levers.hpp"
#include "scenarios/text_file.hpp"

namespace keruen {
namespace {

/// The region of a country or of that code, or regions.size().
std::size_t region_of(const World& world, std::string_view code) {
    for (std::size_t r = 0; r < world.regions.size(); ++r) {
        const auto& countries = world.regions[r].countries;
        if (world.regions[r].code == code ||
            std::find(countries.begin(), countries.end(), code) != countries.end()) {
            return r;
        }
    }
    return world.regions.size();
}

std::vector<std::string_view> views(const std::vector<Placed<std::string>>& list) {
    std::vector<std::string_view> out;
    out.reserve(list.size());
    for (const auto& item : list) out.emplace_back(item.value);
    return out;
}

std::vector<std::string> codes(const World& world) {
    std::vector<std::string> list;
    for (const Region& region : world.regions) {
        list.push_back(region.code);
        list.insert(list.end(), region.countries.begin(), region.countries.end());
    }
    return list;
}

void check_codes(const World& world, const std::vector<Placed<std::string>>& list,
                 Diagnostics& diagnostics) {
    for (const auto& item : list) {
        if (item.value == "*" && list.size() == 1) continue;
        if (region_of(world, item.value) != world.regions.size()) continue;
        diagnostics.add(item.place, fmt::format("the code {}", in_quotes(item.value)),
                        "a country or region of this scenario",
                        did_you_mean(item.value, codes(world)));
    }
}

/// Who pays decides who "*" is and whose money it is: a region, a country, or the European Union.
void check_sponsor(const World& world, const ScenarioProgramme& from, Diagnostics& diagnostics) {
    if (from.sponsor == "EU" || region_of(world, from.sponsor) != world.regions.size()) return;
    diagnostics.add(from.place, fmt::format("sponsor = {}", in_quotes(from.sponsor)),
                    "a country or region of this scenario, or EU",
                    did_you_mean(from.sponsor, codes(world)));
}

bool codes_known(const World& world, const ScenarioProgramme& from) {
    const auto known = [&](const Placed<std::string>& code) {
        return code.value == "*" || region_of(world, code.value) != world.regions.size();
    };
    return std::all_of(from.origins.begin(), from.origins.end(), known) &&
           std::all_of(from.hosts.begin(), from.hosts.end(), known);
}

/// Only home regions have academics, and nobody trains at home.
void check_academics(const ScenarioProgramme& from, const World& world, const Programme& programme,
                     Diagnostics& diagnostics) {
    if (programme.kind != ProgrammeKind::staff) return;
    const std::size_t regions = world.regions.size();
    std::vector<std::string> home;
    for (std::size_t o = 0; o < regions; ++o) {
        if (!world.regions[o].home) continue;
        home.push_back(world.regions[o].code);
        for (std::size_t h = 0; h < regions; ++h) {
            const bool abroad = h != o || world.regions[o].has_inner_mobility();
            if (programme.origins[o] && programme.hosts[h] && abroad) return;
        }
    }
    diagnostics.add(
        from.place,
        fmt::format("nobody whom the staff programme {} could send abroad", in_quotes(from.id)),
        fmt::format("an origin with academics of its own ({}) and another region as host",
                    fmt::join(home, ", ")));
}

void add_members(const ScenarioProgramme& from, Policy& policy, Programme& into,
                 Diagnostics& diagnostics) {
    std::vector<std::string> known;
    for (const Programme& p : policy.programmes) {
        if (p.kind == ProgrammeKind::degree && !p.is_bundle()) known.push_back(p.id);
    }
    for (const auto& member : from.members) {
        const auto at = std::find(known.begin(), known.end(), member.value);
        const auto q = std::find_if(policy.programmes.begin(), policy.programmes.end(),
                                    [&](const Programme& p) { return p.id == member.value; });
        const auto index = static_cast<std::size_t>(q - policy.programmes.begin());
        const bool twice =
            std::find(into.members.begin(), into.members.end(), index) != into.members.end();
        if (at == known.end() || twice) {
            diagnostics.add(member.place, fmt::format("the member {}", in_quotes(member.value)),
                            "a programme for a degree, described before, each once",
                            did_you_mean(member.value, known));
        } else {
            into.members.push_back(index);
        }
    }
    if (from.members.size() < 2) {
        diagnostics.add(from.place, fmt::format("a bundle of {}", from.members.size()),
                        "two programmes or more");
    }
}

/// A bundle that nobody may hold is a mistake.
void check_shared(const ScenarioProgramme& from, const Programme& bundle,
                  Diagnostics& diagnostics) {
    auto any = [](const std::vector<bool>& list) {
        return std::find(list.begin(), list.end(), true) != list.end();
    };
    if (any(bundle.origins) && any(bundle.hosts) && any(bundle.levels) && bundle.fields != 0)
        return;
    diagnostics.add(from.place,
                    fmt::format("the bundle {} of programmes that nobody may hold together",
                                in_quotes(from.id)),
                    "members with an origin, a host, a level and a field in common");
}

Programme make_programme(const ScenarioProgramme& from, const World& world) {
    Programme p = empty_programme(world);
    p.id = from.id;
    p.name = from.name;
    p.sponsor = from.sponsor;
    p.kind = kind_named(from.kind);
    p.months = from.months;
    p.requires_bloc = bloc_named(from.requires_bloc);
    p.origins = regions_in(world, views(from.origins), from.sponsor);
    p.hosts = regions_in(world, views(from.hosts), "");
    p.levels = levels_named(views(from.levels));
    p.fields = from.fields.empty() ? Programme::kAllFields
                                   : fields_named({from.fields.begin(), from.fields.end()});
    p.foreign_language = from.language == "foreign";
    p.selection = selection_named(from.selection);
    std::fill(p.selections.begin(), p.selections.end(), static_cast<double>(p.selection));
    return p;
}

}  // namespace

Programme empty_programme(const World& world) {
    Programme p;
    const std::size_t years = world.years();
    p.origins.assign(world.regions.size(), false);
    p.hosts = p.origins;
    p.levels.assign(4, false);
    p.selections.assign(years, 0);
    p.min_ability.assign(years, 0);
    p.years_paid.assign(years, kLongestStudies);
    p.bond_years.assign(years, 0);
    p.places.assign(years, 0);
    p.budget.assign(years, std::numeric_limits<double>::infinity());
    p.tuition_share.assign(years, 0);
    p.stipend.assign(years, 0);
    p.travel.assign(years, 0);
    return p;
}

ProgrammeKind kind_named(std::string_view word) {
    const auto* const at = std::find(kProgrammeKinds.begin(), kProgrammeKinds.end(), word);
    return static_cast<ProgrammeKind>(at - kProgrammeKinds.begin());
}

Selection selection_named(std::string_view word) {
    if (word == "need") return Selection::need;
    return word == "lottery" ? Selection::lottery : Selection::merit;
}

int bloc_named(std::string_view word) {
    for (std::size_t b = 0; b < kBlocs.size(); ++b) {
        if (kBlocs[b] == word) return static_cast<int>(b);
    }
    return -1;
}

std::vector<bool> levels_named(const std::vector<std::string_view>& words) {
    std::vector<bool> in(4, false);
    for (const std::string_view level : words) {
        if (level == "bachelor") in[1] = true;
        if (level == "master") in[2] = true;
        if (level == "doctoral") in[3] = true;
    }
    return in;
}

std::uint16_t fields_named(const std::vector<std::string_view>& words) {
    if (words.size() == 1 && words.front() == "*") return Programme::kAllFields;
    unsigned bits = 0;
    for (const std::string_view word : words) bits |= 1U << (word[0] - '0');
    return static_cast<std::uint16_t>(bits);
}

std::vector<std::string_view> split(std::string_view list) {
    std::vector<std::string_view> parts;
    while (!list.empty()) {
        const std::size_t end = std::min(list.find(';'), list.size());
        parts.push_back(list.substr(0, end));
        list.remove_prefix(std::min(end + 1, list.size()));
    }
    return parts;
}

std::vector<bool> regions_in(const World& world, const std::vector<std::string_view>& list,
                             std::string_view sponsor) {
    const std::size_t regions = world.regions.size();
    if (list.size() == 1 && list.front() == "*") {
        std::vector<bool> in(regions, true);
        const std::size_t own = region_of(world, sponsor);
        if (own != regions && world.regions[own].countries.size() == 1) in[own] = false;
        return in;
    }
    std::vector<bool> in(regions, false);
    for (const std::string_view code : list) {
        const std::size_t r = region_of(world, code);
        if (r != regions) in[r] = true;
    }
    return in;
}

void add_programmes(const std::vector<ScenarioProgramme>& list, const World& world, Policy& policy,
                    Diagnostics& diagnostics) {
    std::vector<PolicyValue> values;
    for (const ScenarioProgramme& from : list) {
        const bool taken = std::any_of(policy.programmes.begin(), policy.programmes.end(),
                                       [&](const Programme& p) { return p.id == from.id; });
        if (taken) {
            diagnostics.add(from.place, fmt::format("the programme {}", in_quotes(from.id)),
                            "a name that no programme of the data has",
                            fmt::format("change that one by its levers: \"{}.places\"", from.id));
            continue;
        }
        check_codes(world, from.origins, diagnostics);
        check_codes(world, from.hosts, diagnostics);
        if (from.members.empty()) check_sponsor(world, from, diagnostics);
        Programme p = make_programme(from, world);
        const bool known = codes_known(world, from);
        if (known && from.members.empty()) check_academics(from, world, p, diagnostics);
        if (!from.members.empty()) {
            add_members(from, policy, p, diagnostics);
            join_eligibility(policy, p);
            check_shared(from, p, diagnostics);
        }
        policy.programmes.push_back(std::move(p));
        values.insert(values.end(), from.values.begin(), from.values.end());
    }
    apply_policy(values, world, policy, diagnostics);
}

}  // namespace keruen
