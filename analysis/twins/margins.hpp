// SPDX-License-Identifier: MIT
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "analysis/twins/ledger.hpp"

namespace keruen {

/// A ledger by the groups of one division: rows add up to the whole.
struct Margin {
    std::string division;  ///< "income", "ability", "sex", "town", "level", "year" or "origin"
    std::vector<std::string> groups;
    Grid<std::int64_t, 2> people;  ///< [group][TwinClass]
    std::int64_t of(std::size_t group, TwinClass which) const {
        return people(group, static_cast<std::size_t>(which));
    }
    std::int64_t population(std::size_t group) const;
};

/// A ledger without groups: [TwinClass][open], of one origin or of all.
Grid<std::int64_t, 2> class_totals(const TwinLedger& ledger, std::optional<std::size_t> origin);

/// [origin][TwinClass]
Grid<std::int64_t, 2> people_by_origin(const TwinLedger& ledger);

/// Every division of one origin's people, or of everybody; `origins` are the regions' codes.
std::vector<Margin> margins(const TwinLedger& ledger, std::optional<std::size_t> origin,
                            const std::vector<std::string>& origins);

/// The groups of every division but the origin, in the order of margins().
struct Group {
    std::string division, name;
};
std::vector<Group> groups_of(Year first, Year last);
/// [origin][group of groups_of][TwinClass]
Grid<std::int64_t, 3> people_by_group(const TwinLedger& ledger);

/// One cell of a ledger in words, for tables that others read.
struct LedgerCell {
    std::size_t origin, level, year, cell, which, open;
    std::int64_t people;
};
/// Every cell that is not empty, in the order of the grid.
std::vector<LedgerCell> cells(const TwinLedger& ledger);

const std::vector<std::string>& level_names();  ///< bachelor, master, doctoral
const std::vector<std::string>& fifth_names();  ///< lowest fifth .. highest fifth
const std::vector<std::string>& sex_names();    ///< male, female
const std::vector<std::string>& town_names();   ///< rural, urban

}  // namespace keruen
