// SPDX-License-Identifier: MIT
#pragma once
#include <filesystem>
#include <limits>
#include <optional>
#include <regex>
#include <string>
#include <utility>
#include <vector>

#include "models/world/world.hpp"
#include "scenarios/diagnostics.hpp"

namespace keruen {

enum class FieldType { text, integer, number, boolean, year };

/// One column as a Frictionless Table Schema declares it.
struct Field {
    std::string name;
    FieldType type = FieldType::text;
    std::string unit;         ///< the data package's own property "unit"
    std::string description;  ///< one line for people
    bool required = false;    ///< constraint: no cell may be empty
    double minimum = -std::numeric_limits<double>::infinity();
    double maximum = std::numeric_limits<double>::infinity();
    std::string pattern_text;
    std::optional<std::regex> pattern;  ///< the whole cell must match
    std::vector<std::string> choices;   ///< constraint "enum", compared as text; empty = any

    /// Holds years: of that type, or an integer of that name.
    bool is_year() const {
        return type == FieldType::year || (type == FieldType::integer && name == "year");
    }
};

/// The cells of `fields` must occur together in the columns `reference_fields` of another table.
struct ForeignKey {
    std::vector<std::string> fields;
    std::string resource;  ///< "" = this table
    std::vector<std::string> reference_fields;
};

/// A table of the data package.
struct TableSchema {
    std::string name;
    std::string description;  ///< the rules by which it is made
    std::string path;         ///< relative to the folder of datapackage.json
    std::vector<Field> fields;
    std::vector<std::string> missing_values{""};
    std::vector<std::string> primary_key;
    std::vector<ForeignKey> foreign_keys;
    /// "keruen:complete_years": [from, to]: every key (without its year) has a row for each of
    /// these years.
    std::optional<std::pair<Year, Year>> complete_years;

    /// Position of a column, or fields.size().
    std::size_t find(const std::string& field) const;
    std::vector<std::string> field_names() const;
};

/// Reads the resources of a Frictionless data package. Only what the table reader checks is
/// accepted as a type or constraint: a rule that nobody checks would be a promise nobody keeps.
std::vector<TableSchema> read_datapackage(const std::filesystem::path& file,
                                          Diagnostics& diagnostics);
/// The same from text; `file` names it in messages.
std::vector<TableSchema> parse_datapackage(const std::string& text, const std::string& file,
                                           Diagnostics& diagnostics);

}  // namespace keruen
