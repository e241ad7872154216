// SPDX-License-Identifier: MIT
#include "scenarios/country_tables.hpp"

#include <fmt/format.h>

#include <cmath>
#include <limits>

namespace keruen {

CountryTables::CountryTables(DataPackage& data, const std::vector<Region>& regions,
                             Diagnostics& diagnostics)
    : data_(data), diagnostics_(diagnostics) {
    for (std::size_t r = 0; r < regions.size(); ++r) {
        members_.emplace_back();
        for (const std::string& code : regions[r].countries) {
            members_.back().push_back(codes_.size());
            index_.emplace(code, codes_.size());
            codes_.push_back(code);
            region_.push_back(r);
        }
    }
}

std::size_t CountryTables::find(std::string_view code) const {
    const auto at = index_.find(code);
    return at == index_.end() ? size() : at->second;
}

const Table& CountryTables::table(const std::string& name) {
    const Table* found = data_.table(name, diagnostics_);
    diagnostics_.throw_if_any();
    return *found;
}

Grid<double, 2> CountryTables::by_year(const std::string& name, const std::string& column,
                                       Year first, Year last, bool required,
                                       const std::string& where_column,
                                       const std::string& where_value) {
    const Table& source = table(name);
    // "country", or "origin" in tables of flows
    const auto& country = source.text(source.schema().primary_key.front());
    const auto& year = source.integer("year");
    const auto& value = source.number(column);
    const auto years = static_cast<std::size_t>(last - first) + 1;
    Grid<double, 2> out({size(), years}, std::numeric_limits<double>::quiet_NaN());
    for (std::size_t row = 0; row < source.rows(); ++row) {
        const std::size_t c = find(country[row]);
        if (c == size() || year[row] < first || year[row] > last) continue;
        if (!where_column.empty() && source.text(where_column)[row] != where_value) continue;
        out(c, year[row] - first) = value[row];
    }
    if (!required) return out;
    for (std::size_t c = 0; c < size(); ++c) {
        for (std::size_t t = 0; t < years; ++t) {
            if (!std::isnan(out(c, t))) continue;
            diagnostics_.add(
                {source.file()},
                fmt::format("no {} of {} in {}", column, codes_[c], first + static_cast<Year>(t)),
                fmt::format("a row for every year {} to {}", first, last),
                "add it to the table, or take the country out of its region");
            break;
        }
    }
    return out;
}

std::vector<double> CountryTables::once(const std::string& name, const std::string& column) {
    const Table& source = table(name);
    std::vector<double> out(size(), std::numeric_limits<double>::quiet_NaN());
    for (std::size_t row = 0; row < source.rows(); ++row) {
        const std::size_t c = find(source.text("country")[row]);
        if (c != size()) out[c] = source.number(column)[row];
    }
    for (std::size_t c = 0; c < size(); ++c) {
        if (std::isnan(out[c])) missing(source, column, c);
    }
    return out;
}

void CountryTables::missing(const Table& table, std::string_view what, std::size_t country) {
    diagnostics_.add({table.file()}, fmt::format("no {} of {}", what, codes_[country]),
                     "a row for every country of the scenario",
                     "add it to the table, or take the country out of its region");
}

CountryTables::Dated CountryTables::dated(const std::string& name, const std::string& a,
                                          const std::string& b, const std::string& year,
                                          const std::string& value) {
    const Table& source = table(name);
    Dated out;
    auto side = [&](std::string_view code) { return code == "*" ? Dated::kAny : find(code); };
    for (std::size_t row = 0; row < source.rows(); ++row) {
        const std::size_t left = side(source.text(a)[row]), right = side(source.text(b)[row]);
        if (left == size() || right == size()) continue;
        out.rows_[{left, right}][static_cast<Year>(source.integer(year)[row])] =
            source.number(value)[row];
    }
    return out;
}

double CountryTables::Dated::at(std::size_t a, std::size_t b, Year year, double otherwise) const {
    for (const auto& key : {std::pair{a, b}, {a, kAny}, {kAny, b}, {kAny, kAny}}) {
        const auto found = rows_.find(key);
        if (found == rows_.end()) continue;
        auto after = found->second.upper_bound(year);
        if (after != found->second.begin()) return std::prev(after)->second;
    }
    return otherwise;
}

}  // namespace keruen
