// SPDX-License-Identifier: MIT
#include "analysis/twins/margins.hpp"

namespace keruen {

namespace {

std::vector<std::string> year_names(Year first, Year last) {
    std::vector<std::string> names;
    for (Year year = first; year <= last; ++year) names.push_back(std::to_string(year));
    return names;
}

/// Every division but the origin, without people.
std::vector<Margin> divisions(Year first, Year last) {
    return {{"income", fifth_names(), {}}, {"ability", fifth_names(), {}},
            {"sex", sex_names(), {}},      {"town", town_names(), {}},
            {"level", level_names(), {}},  {"year", year_names(first, last), {}}};
}
constexpr std::size_t kGroupings = 6;

/// The group of a cell in each of them.
std::array<std::size_t, kGroupings> groups_of(const LedgerCell& c) {
    return {born_cell::income(c.cell),
            born_cell::ability(c.cell),
            born_cell::female(c.cell) ? 1U : 0U,
            born_cell::urban(c.cell) ? 1U : 0U,
            c.level,
            c.year};
}

Year last_year(const TwinLedger& ledger) {
    return ledger.first + static_cast<Year>(ledger.years()) - 1;
}

}  // namespace

const std::vector<std::string>& level_names() {
    static const std::vector<std::string> names{"bachelor", "master", "doctoral"};
    return names;
}
const std::vector<std::string>& fifth_names() {
    static const std::vector<std::string> names{"lowest fifth", "second fifth", "middle fifth",
                                                "fourth fifth", "highest fifth"};
    return names;
}
const std::vector<std::string>& sex_names() {
    static const std::vector<std::string> names{"male", "female"};
    return names;
}
const std::vector<std::string>& town_names() {
    static const std::vector<std::string> names{"rural", "urban"};
    return names;
}

std::int64_t Margin::population(std::size_t group) const {
    std::int64_t sum = 0;
    for (std::size_t c = 0; c < kTwinClasses; ++c) sum += people(group, c);
    return sum;
}

std::vector<LedgerCell> cells(const TwinLedger& ledger) {
    std::vector<LedgerCell> list;
    const auto& extents = ledger.people.extents();
    std::size_t k = 0;
    for (const std::int64_t people : ledger.people.values()) {
        const std::size_t at = k++;
        if (people == 0) continue;
        std::size_t rest = at;
        std::array<std::size_t, 6> index{};
        for (std::size_t d = 6; d-- > 0;) {
            index[d] = rest % extents[d];
            rest /= extents[d];
        }
        list.push_back({index[0], index[1], index[2], index[3], index[4], index[5], people});
    }
    return list;
}

Grid<std::int64_t, 2> class_totals(const TwinLedger& ledger, std::optional<std::size_t> origin) {
    Grid<std::int64_t, 2> totals({kTwinClasses, 2});
    for (const LedgerCell& c : cells(ledger)) {
        if (!origin || *origin == c.origin) totals(c.which, c.open) += c.people;
    }
    return totals;
}

Grid<std::int64_t, 2> people_by_origin(const TwinLedger& ledger) {
    Grid<std::int64_t, 2> people({ledger.regions(), kTwinClasses});
    for (const LedgerCell& c : cells(ledger)) people(c.origin, c.which) += c.people;
    return people;
}

std::vector<Group> groups_of(Year first, Year last) {
    std::vector<Group> list;
    for (const Margin& m : divisions(first, last)) {
        for (const std::string& name : m.groups) list.push_back({m.division, name});
    }
    return list;
}

Grid<std::int64_t, 3> people_by_group(const TwinLedger& ledger) {
    std::vector<std::size_t> first;  // group of each division
    std::size_t groups = 0;
    for (const Margin& m : divisions(ledger.first, last_year(ledger))) {
        first.push_back(groups);
        groups += m.groups.size();
    }
    Grid<std::int64_t, 3> people({ledger.regions(), groups, kTwinClasses});
    for (const LedgerCell& c : cells(ledger)) {
        const auto group = groups_of(c);
        for (std::size_t d = 0; d < kGroupings; ++d) {
            people(c.origin, first[d] + group[d], c.which) += c.people;
        }
    }
    return people;
}

std::vector<Margin> margins(const TwinLedger& ledger, std::optional<std::size_t> origin,
                            const std::vector<std::string>& origins) {
    std::vector<Margin> list = divisions(ledger.first, last_year(ledger));
    list.push_back({"origin", origins, {}});
    for (Margin& m : list) m.people = Grid<std::int64_t, 2>({m.groups.size(), kTwinClasses});
    for (const LedgerCell& c : cells(ledger)) {
        if (origin && *origin != c.origin) continue;
        const auto group = groups_of(c);
        for (std::size_t d = 0; d < kGroupings; ++d) list[d].people(group[d], c.which) += c.people;
        list.back().people(c.origin, c.which) += c.people;
    }
    return list;
}

}  // namespace keruen
