// SPDX-License-Identifier: MIT
#include "analysis/flows/panel.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <set>
#include <utility>

namespace keruen {

namespace {

constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();

const Table& table_of(DataPackage& data, const std::string& name, Diagnostics& diagnostics) {
    const Table* table = data.table(name, diagnostics);
    diagnostics.throw_if_any();
    return *table;
}

using Cells = std::map<std::pair<std::string, std::string>, std::map<Year, double>>;

FlowPanel panel_of(const Cells& cells) {
    FlowPanel panel;
    bool any = false;
    for (const auto& [pair, known] : cells) {
        panel.series.push_back({pair.first, pair.second});
        const Year from = known.begin()->first, to = known.rbegin()->first;
        panel.first = any ? std::min(panel.first, from) : from;
        panel.last = any ? std::max(panel.last, to) : to;
        any = true;
    }
    if (!any) return panel;
    const auto years = static_cast<std::size_t>(panel.last - panel.first) + 1;
    panel.students = Grid<double, 2>({cells.size(), years}, kUnknown);
    std::size_t s = 0;
    for (const auto& [pair, known] : cells) {
        for (const auto& [year, value] : known) panel.students(s, year - panel.first) = value;
        ++s;
    }
    return panel;
}

double between(double before, double after, double share) {
    if (before > 0 && after > 0) return before * std::pow(after / before, share);
    return before + (after - before) * share;
}

}  // namespace

double FlowPanel::at(std::size_t s, Year year) const {
    return year < first || year > last ? kUnknown : students(s, year - first);
}

FlowPanel FlowPanel::until(Year year) const {
    FlowPanel known{series, first, std::min(last, year), {}};
    const auto years = static_cast<std::size_t>(std::max(0, known.last - first + 1));
    known.students = Grid<double, 2>({series.size(), years}, kUnknown);
    for (std::size_t s = 0; s < series.size(); ++s) {
        for (std::size_t t = 0; t < years; ++t) known.students(s, t) = students(s, t);
    }
    return known;
}

FlowPanel FlowPanel::bridged() const {
    FlowPanel filled = *this;
    const std::size_t years = students.extent(1);
    for (std::size_t s = 0; s < series.size(); ++s) {
        std::size_t before = years;
        for (std::size_t t = 0; t < years; ++t) {
            if (std::isnan(students(s, t))) continue;
            for (std::size_t hole = before + 1; before < years && hole < t; ++hole) {
                const double share =
                    static_cast<double>(hole - before) / static_cast<double>(t - before);
                filled.students(s, hole) = between(students(s, before), students(s, t), share);
            }
            before = t;
        }
    }
    return filled;
}

double FlowPanel::latest(std::size_t s, int oldest) const {
    for (int age = 0; age <= oldest; ++age) {
        const double value = at(s, last - age);
        if (!std::isnan(value)) return value;
    }
    return kUnknown;
}

FlowPanel recorded_flows(DataPackage& data, Diagnostics& diagnostics) {
    const Table& flows = table_of(data, "flows", diagnostics);
    const Table& territories = table_of(data, "territories", diagnostics);
    std::set<std::string_view> parts{"XXX"};  // origins that no source names
    for (const std::string_view code : territories.text("territory")) parts.insert(code);
    Cells cells;
    for (std::size_t row = 0; row < flows.rows(); ++row) {
        const std::string_view origin = flows.text("origin")[row], host = flows.text("host")[row];
        if (flows.text("status")[row] != "observed" || flows.integer("flagged")[row] == 1) continue;
        if (host == "CHN" || parts.contains(origin) || parts.contains(host)) continue;
        const auto year = static_cast<Year>(flows.integer("year")[row]);
        cells[{std::string(origin), std::string(host)}][year] = flows.number("students")[row];
    }
    return panel_of(cells);
}

FlowPanel recorded_totals(DataPackage& data, Diagnostics& diagnostics) {
    const Table& outbound = table_of(data, "outbound", diagnostics);
    const Table& territories = table_of(data, "territories", diagnostics);
    std::set<std::string_view> parts;
    for (const std::string_view code : territories.text("territory")) parts.insert(code);
    Cells cells;
    for (std::size_t row = 0; row < outbound.rows(); ++row) {
        const std::string_view origin = outbound.text("origin")[row];
        if (outbound.text("status")[row] != "observed" || parts.contains(origin)) continue;
        const auto year = static_cast<Year>(outbound.integer("year")[row]);
        cells[{std::string(origin), "*"}][year] = outbound.number("students")[row];
    }
    return panel_of(cells);
}

}  // namespace keruen
