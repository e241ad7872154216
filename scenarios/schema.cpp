// SPDX-License-Identifier: MIT
#define JSON_DIAGNOSTICS 1  // exceptions name the JSON pointer
#include "scenarios/schema.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>

#include "scenarios/text_file.hpp"

namespace keruen {
namespace {

using nlohmann::json;

/// A rule of the schema that is broken; `what` names the JSON pointer.
struct SchemaError : std::runtime_error {
    SchemaError(const std::string& found, std::string wanted, std::string hint = "")
        : std::runtime_error(found), expected(std::move(wanted)), suggestion(std::move(hint)) {}
    std::string expected, suggestion;
};

/// The library's message without its "[json.exception.type_error.302] ".
std::string plain(const std::exception& error) {
    const std::string_view what = error.what();
    const std::size_t prefix = what.starts_with("[json.") ? what.find("] ") + 2 : 0;
    return std::string(what.substr(prefix));
}

std::vector<std::string> string_or_list(const json& value) {
    if (value.is_string()) return {value.get<std::string>()};
    return value.get<std::vector<std::string>>();
}

FieldType field_type(const std::string& name) {
    static const std::vector<std::pair<std::string, FieldType>> types{
        {"string", FieldType::text},
        {"integer", FieldType::integer},
        {"number", FieldType::number},
        {"boolean", FieldType::boolean},
        {"year", FieldType::year}};
    std::vector<std::string> names;
    for (const auto& [known, type] : types) {
        if (known == name) return type;
        names.push_back(known);
    }
    throw SchemaError(fmt::format("the field type {}", in_quotes(name)),
                      fmt::format("one of {}", fmt::join(names, ", ")), did_you_mean(name, names));
}

double bound(const json& value) {
    // Frictionless allows bounds as text, because years and dates have no JSON type.
    if (!value.is_string()) return value.get<double>();
    const std::string text = value.get<std::string>();
    double number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size()) {
        throw SchemaError(fmt::format("the bound {}", in_quotes(text)), "a number");
    }
    return number;
}

void read_constraint(const std::string& key, const json& value, Field& field) {
    static const std::vector<std::string> known{"required", "minimum", "maximum", "pattern",
                                                "enum"};
    if (key == "required") {
        field.required = value.get<bool>();
    } else if (key == "minimum") {
        field.minimum = bound(value);
    } else if (key == "maximum") {
        field.maximum = bound(value);
    } else if (key == "pattern") {
        field.pattern_text = value.get<std::string>();
        field.pattern.emplace(field.pattern_text, std::regex::ECMAScript | std::regex::optimize);
    } else if (key == "enum") {
        for (const json& choice : value) {
            field.choices.push_back(choice.is_string() ? choice.get<std::string>() : choice.dump());
        }
    } else {
        throw SchemaError(
            fmt::format("the constraint {} of field {}", in_quotes(key), in_quotes(field.name)),
            fmt::format("one of {}", fmt::join(known, ", ")), did_you_mean(key, known));
    }
}

Field read_field(const json& value) {
    Field field;
    field.name = value.at("name").get<std::string>();
    field.type = field_type(value.at("type").get<std::string>());
    field.unit = value.value("unit", "");
    field.description = value.value("description", "");
    const json constraints = value.value("constraints", json::object());
    for (const auto& [key, constraint] : constraints.items()) {
        read_constraint(key, constraint, field);
    }
    return field;
}

void require_fields(const TableSchema& table, const std::vector<std::string>& names,
                    const std::string& where) {
    for (const std::string& name : names) {
        if (table.find(name) < table.fields.size()) continue;
        throw SchemaError(fmt::format("the field {} in the {} of resource {}", in_quotes(name),
                                      where, in_quotes(table.name)),
                          "a field of the schema", did_you_mean(name, table.field_names()));
    }
}

void read_keys(const json& resource, TableSchema& table) {
    const json& schema = resource.at("schema");
    if (schema.contains("primaryKey")) table.primary_key = string_or_list(schema["primaryKey"]);
    require_fields(table, table.primary_key, "primaryKey");
    for (const json& key : schema.value("foreignKeys", json::array())) {
        const json& reference = key.at("reference");
        ForeignKey foreign{string_or_list(key.at("fields")), reference.value("resource", ""),
                           string_or_list(reference.at("fields"))};
        require_fields(table, foreign.fields, "foreignKeys");
        if (foreign.fields.size() != foreign.reference_fields.size()) {
            throw SchemaError("a foreign key whose two lists of fields differ in length",
                              "as many fields here as there");
        }
        table.foreign_keys.push_back(std::move(foreign));
    }
    if (resource.contains("keruen:complete_years")) {
        table.complete_years = resource["keruen:complete_years"].get<std::pair<Year, Year>>();
        const auto [from, to] = *table.complete_years;
        if (from < 1900 || to > 2200 || from > to) {
            throw SchemaError(fmt::format("keruen:complete_years [{}, {}]", from, to),
                              "[first, last] between 1900 and 2200");
        }
        const bool has_year =
            std::any_of(table.primary_key.begin(), table.primary_key.end(),
                        [&](const auto& name) { return table.fields[table.find(name)].is_year(); });
        if (!has_year) {
            throw SchemaError(fmt::format("keruen:complete_years on resource {} whose primaryKey "
                                          "has no year",
                                          in_quotes(table.name)),
                              "a year in the primaryKey");
        }
    }
}

TableSchema read_resource(const json& resource) {
    TableSchema table;
    table.name = resource.at("name").get<std::string>();
    table.description = resource.value("description", "");
    table.path = resource.at("path").get<std::string>();
    const json& schema = resource.at("schema");
    for (const json& field : schema.at("fields")) table.fields.push_back(read_field(field));
    if (schema.contains("missingValues")) {
        table.missing_values = schema["missingValues"].get<std::vector<std::string>>();
    }
    read_keys(resource, table);
    return table;
}

void check_references(const std::vector<TableSchema>& tables, const std::string& file,
                      Diagnostics& diagnostics) {
    std::vector<std::string> names;
    names.reserve(tables.size());
    for (const TableSchema& table : tables) names.push_back(table.name);
    for (const TableSchema& table : tables) {
        for (const ForeignKey& key : table.foreign_keys) {
            const std::string& wanted = key.resource.empty() ? table.name : key.resource;
            const auto other = std::find(names.begin(), names.end(), wanted);
            try {
                if (other == names.end()) {
                    throw SchemaError(fmt::format("a foreign key of {} to the resource {}",
                                                  in_quotes(table.name), in_quotes(wanted)),
                                      "the name of a resource", did_you_mean(wanted, names));
                }
                require_fields(tables[static_cast<std::size_t>(other - names.begin())],
                               key.reference_fields, "foreignKeys that refer to it");
            } catch (const SchemaError& error) {
                diagnostics.add({file}, error.what(), error.expected, error.suggestion);
            }
        }
    }
}

}  // namespace

std::size_t TableSchema::find(const std::string& field) const {
    const auto found = std::find_if(fields.begin(), fields.end(),
                                    [&](const Field& known) { return known.name == field; });
    return static_cast<std::size_t>(found - fields.begin());
}

std::vector<std::string> TableSchema::field_names() const {
    std::vector<std::string> names;
    for (const Field& field : fields) names.push_back(field.name);
    return names;
}

std::vector<TableSchema> parse_datapackage(const std::string& text, const std::string& file,
                                           Diagnostics& diagnostics) {
    std::vector<TableSchema> tables;
    json package;
    try {
        package = json::parse(text);
    } catch (const json::parse_error& error) {
        const std::string_view what = error.what();
        const std::size_t message = what.find(": ");
        diagnostics.add(place_of(text, error.byte > 0 ? error.byte - 1 : 0, file),
                        std::string(what.substr(message == what.npos ? 0 : message + 2)),
                        "valid JSON");
        return tables;
    } catch (const json::exception& error) {  // a number that no double holds
        diagnostics.add({file}, plain(error), "valid JSON");
        return tables;
    }
    const std::string expected = "a Frictionless data package";
    if (!package.is_object() || !package.contains("resources") ||
        !package["resources"].is_array()) {
        diagnostics.add({file}, "no list \"resources\"", expected);
        return tables;
    }
    for (const json& resource : package["resources"]) {
        try {
            tables.push_back(read_resource(resource));
        } catch (const SchemaError& error) {
            diagnostics.add({file}, error.what(), error.expected, error.suggestion);
        } catch (const std::exception& error) {  // wrong JSON type, missing member, bad pattern
            diagnostics.add({file},
                            fmt::format("{} in resource {}", plain(error),
                                        resource.is_object() ? resource.value("name", json()).dump()
                                                             : resource.dump()),
                            expected);
        }
    }
    check_references(tables, file, diagnostics);
    return tables;
}

std::vector<TableSchema> read_datapackage(const std::filesystem::path& file,
                                          Diagnostics& diagnostics) {
    const auto text = read_text(file, diagnostics);
    return text ? parse_datapackage(*text, file.string(), diagnostics) : std::vector<TableSchema>{};
}

}  // namespace keruen
