// SPDX-License-Identifier: MIT
#pragma once
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "models/world/world.hpp"
#include "scenarios/diagnostics.hpp"
#include "scenarios/table.hpp"

namespace keruen {

/// The countries of a scenario's regions and how the data tables speak of them.
class CountryTables {
public:
    /// Throws InputError if the package cannot be read at all.
    CountryTables(DataPackage& data, const std::vector<Region>& regions, Diagnostics& diagnostics);

    std::size_t size() const { return codes_.size(); }
    std::size_t region_of(std::size_t country) const { return region_[country]; }
    const std::vector<std::size_t>& members(std::size_t region) const { return members_[region]; }
    const std::string& code(std::size_t country) const { return codes_[country]; }
    /// Position of a country, or size() if it is in no region.
    std::size_t find(std::string_view code) const;

    /// [country][first..last] of a number column; a missing cell is NaN and, if `required`, an
    /// error that names the country and the years. `where` keeps only rows of that value in a text
    /// column ("group" = "home").
    Grid<double, 2> by_year(const std::string& table, const std::string& column, Year first,
                            Year last, bool required, const std::string& where_column = "",
                            const std::string& where_value = "");
    /// [country] of a number column without years; required.
    std::vector<double> once(const std::string& table, const std::string& column);
    const Table& table(const std::string& name);
    /// Notes that a table says nothing of `what` for a country of the scenario.
    void missing(const Table& table, std::string_view what, std::size_t country);
    Diagnostics& diagnostics() { return diagnostics_; }

    /// Rows that hold from a year until the next of the same pair; `*` stands for any country, and
    /// the more exact row goes first: (a, b), (a, *), (*, b), (*, *).
    class Dated {
    public:
        double at(std::size_t a, std::size_t b, Year year, double otherwise) const;

    private:
        friend class CountryTables;
        static constexpr std::size_t kAny = static_cast<std::size_t>(-1);
        std::map<std::pair<std::size_t, std::size_t>, std::map<Year, double>> rows_;
    };
    Dated dated(const std::string& table, const std::string& a, const std::string& b,
                const std::string& year, const std::string& value);

private:
    DataPackage& data_;
    Diagnostics& diagnostics_;
    std::vector<std::string> codes_;
    std::vector<std::size_t> region_;
    std::vector<std::vector<std::size_t>> members_;
    std::map<std::string, std::size_t, std::less<>> index_;
};

}  // namespace keruen
