// SPDX-License-Identifier: MIT
#include "scenarios/assumptions.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace keruen {

namespace {

struct RangedColumn {
    const char *table, *column;
    const char* by = "";  ///< each value of this column is a group of its own
    const char *low = "low", *high = "high";
};

constexpr auto kColumns = std::to_array<RangedColumn>({
    {"cohorts", "persons"},
    {"enrolment", "students"},
    {"study_mode", "count_share"},
    {"tuition", "value_usd", "group"},
    {"student_cost", "value_usd"},
    {"living", "value_usd"},
    {"income", "gini", "", "gini_low", "gini_high"},
    {"pairs", "km"},
    {"quality", "top500"},
    {"work_rights", "hours_per_week", "", "hours_low", "hours_high"},
    {"work_rights", "post_study_months", "", "months_low", "months_high"},
    {"visa", "refusal"},
    {"reception", "value", "key"},
    {"closures", "open"},
    {"programme_values", "value", "key"},
    {"agreements", "count"},
    {"recognition", "share"},
    {"credit_hours", "hours"},
    {"virtual_exchange", "share"},
    {"promotion", "million_usd"},
    {"full_time", "share"},
    {"institutions", "number"},
    {"institution_values", "value", "key"},
    {"stay_rates", "five_year_share"},
    {"faculty", "staff"},
    {"faculty_pay", "pay_usd2017"},
    {"faculty_rules", "value", "key"},
});

/// Rows of a group: assumed, with a value inside a range that is not empty.
std::vector<std::size_t> rows_of(const Table& table, const Assumption& of) {
    std::vector<std::size_t> rows;
    const auto& status = table.text("status");
    const auto& value = table.number(of.column);
    const auto& low = table.number(of.low);
    const auto& high = table.number(of.high);
    for (std::size_t row = 0; row < table.rows(); ++row) {
        const bool in_group = of.by.empty() || table.text(of.by)[row] == of.group;
        const bool ranged =
            low[row] <= value[row] && value[row] <= high[row] && low[row] < high[row];
        if (status[row] == "assumed" && in_group && ranged) rows.push_back(row);
    }
    return rows;
}

std::vector<std::string> groups_of(const Table& table, const std::string& by) {
    if (by.empty()) return {""};
    std::vector<std::string> groups;
    for (const std::string_view group : table.text(by)) {
        if (std::find(groups.begin(), groups.end(), group) == groups.end()) {
            groups.emplace_back(group);
        }
    }
    return groups;
}

}  // namespace

std::vector<Assumption> assumptions(DataPackage& data, Diagnostics& diagnostics) {
    std::vector<Assumption> list;
    for (const RangedColumn& column : kColumns) {
        const Table* table = data.table(column.table, diagnostics);
        if (table == nullptr || !diagnostics.empty()) continue;
        for (const std::string& group : groups_of(*table, column.by)) {
            Assumption one{.key = fmt::format("data.{}.{}", column.table,
                                              group.empty() ? column.column : group),
                           .table = column.table,
                           .column = column.column,
                           .low = column.low,
                           .high = column.high,
                           .by = column.by,
                           .group = group};
            one.rows = rows_of(*table, one).size();
            if (one.rows > 0) list.push_back(std::move(one));
        }
    }
    return list;
}

void move_assumption(DataPackage& data, const Assumption& assumption, double position) {
    if (position == 0.5) return;
    Diagnostics diagnostics;
    const Table* table = data.table(assumption.table, diagnostics);
    diagnostics.throw_if_any();
    std::vector<double> values = table->number(assumption.column);
    const auto& end = table->number(position < 0.5 ? assumption.low : assumption.high);
    const double part = position < 0.5 ? 1 - 2 * position : 2 * position - 1;
    for (const std::size_t row : rows_of(*table, assumption)) {
        values[row] += part * (end[row] - values[row]);
    }
    data.replace(table->with(assumption.column, std::move(values)),
                 fmt::format("{} at {}", assumption.key, position));
}

}  // namespace keruen
