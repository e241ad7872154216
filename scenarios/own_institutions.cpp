// SPDX-License-Identifier: MIT
#include "scenarios/own_institutions.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "scenarios/table.hpp"
#include "scenarios/text_file.hpp"

namespace keruen {

namespace {

constexpr double kMost = std::numeric_limits<double>::infinity();

struct NumberColumn {
    const char* name;
    const char* unit;
    double most;
    double ImportedInstitution::*member;
};
constexpr auto kNumbers = std::to_array<NumberColumn>({
    {"foreign_students", "people", kMost, &ImportedInstitution::foreign},
    {"tuition_relative", "ratio", 100, &ImportedInstitution::tuition_relative},
    {"ministry_support", "share", 1, &ImportedInstitution::ministry_support},
    {"quality", "index", 1, &ImportedInstitution::quality},
    {"office_posts", "posts", 1000, &ImportedInstitution::office_fte},
    {"bologna_office", "0 or 1", 1, &ImportedInstitution::bologna_office},
    {"office_english", "share", 1, &ImportedInstitution::english},
    {"office_trained", "share", 1, &ImportedInstitution::trained},
    {"agreements", "agreements", 10'000, &ImportedInstitution::agreements},
    {"ects_formal", "share", 1, &ImportedInstitution::ects_formal},
    {"ects_effective", "share", 1, &ImportedInstitution::ects_effective},
    {"english_share", "share", 1, &ImportedInstitution::english_share},
    {"double_degrees", "programmes", 1000, &ImportedInstitution::double_degrees},
    {"digital", "index", 1, &ImportedInstitution::digital},
    {"research", "index", 1, &ImportedInstitution::research},
});

Field text_field(std::string name, std::vector<std::string> choices) {
    Field field;
    field.name = std::move(name);
    field.required = true;
    field.choices = std::move(choices);
    return field;
}

Field number_field(std::string name, std::string unit, double least, double most, bool required) {
    Field field;
    field.name = std::move(name);
    field.type = FieldType::number;
    field.unit = std::move(unit);
    field.required = required;
    field.minimum = least;
    field.maximum = most;
    return field;
}

template <class Kind>
std::vector<std::string> names_of(std::initializer_list<Kind> kinds) {
    std::vector<std::string> names;
    for (const Kind kind : kinds) names.emplace_back(name_of(kind));
    return names;
}

const std::vector<std::string>& sectors() {
    static const auto names = names_of({Sector::state, Sector::private_});
    return names;
}
const std::vector<std::string>& models() {
    static const auto names =
        names_of({OriginModel::classical, OriginModel::former_soviet, OriginModel::adopted_foreign,
                  OriginModel::intergovernmental, OriginModel::nazarbayev});
    return names;
}
const std::vector<std::string>& managements() {
    static const auto names =
        names_of({Management::centralised, Management::semi, Management::decentralised});
    return names;
}

template <class Kind>
Kind kind_of(const std::vector<std::string>& names, std::string_view name) {
    return static_cast<Kind>(std::find(names.begin(), names.end(), name) - names.begin());
}

/// The region of a row, told with its place if the scenario has none of that code.
std::size_t region_of(const Table& table, std::size_t row, const std::vector<Region>& regions,
                      Diagnostics& diagnostics) {
    const std::string code(table.text("region")[row]);
    std::vector<std::string> codes;
    for (std::size_t r = 0; r < regions.size(); ++r) {
        if (regions[r].code == code) return r;
        codes.push_back(regions[r].code);
    }
    diagnostics.add(table.place(row, "region"), "region = " + in_quotes(code),
                    fmt::format("one of {}", fmt::join(codes, ", ")), did_you_mean(code, codes));
    return 0;
}

ImportedInstitution read_row(const Table& table, std::size_t row) {
    ImportedInstitution out;
    out.id = table.text("id")[row];
    out.year = static_cast<int>(table.integer("year")[row]);
    out.sector = kind_of<Sector>(sectors(), table.text("sector")[row]);
    out.origin_model = kind_of<OriginModel>(models(), table.text("origin_model")[row]);
    out.management = kind_of<Management>(managements(), table.text("management")[row]);
    out.students = table.number("students")[row];
    for (const NumberColumn& column : kNumbers) {
        out.*column.member = table.number(column.name)[row];
    }
    return out;
}

void check_row(const Table& table, std::size_t row, const ImportedInstitution& own,
               Diagnostics& diagnostics) {
    if (own.foreign > own.students) {
        diagnostics.add(table.place(row, "foreign_students"),
                        fmt::format("foreign_students = {}", own.foreign),
                        fmt::format("at most students = {}", own.students));
    }
    if (own.bologna_office != 0 && own.bologna_office != 1 && !std::isnan(own.bologna_office)) {
        diagnostics.add(table.place(row, "bologna_office"),
                        fmt::format("bologna_office = {}", own.bologna_office), "0 or 1");
    }
    if (own.ects_effective > own.ects_formal) {
        diagnostics.add(table.place(row, "ects_effective"),
                        fmt::format("ects_effective = {}", own.ects_effective),
                        fmt::format("at most ects_formal = {}", own.ects_formal),
                        "what is recognised in fact is part of what is recognised on paper");
    }
}

}  // namespace

const TableSchema& own_institutions_schema() {
    static const TableSchema schema = [] {
        TableSchema s;
        s.name = "institutions";
        s.path = "institutions.csv";
        Field id = text_field("id", {});
        id.pattern_text = "[A-Za-z0-9-]{1,24}";
        id.pattern = std::regex(id.pattern_text);
        Field year = text_field("year", {});
        year.type = FieldType::year;
        s.fields = {id,
                    text_field("region", {}),
                    year,
                    text_field("sector", sectors()),
                    text_field("origin_model", models()),
                    text_field("management", managements()),
                    number_field("students", "people", 1, kMost, true)};
        for (const NumberColumn& column : kNumbers) {
            s.fields.push_back(number_field(column.name, column.unit, 0, column.most, false));
        }
        s.primary_key = {"id"};
        return s;
    }();
    return schema;
}

std::vector<ImportedInstitution> read_own_institutions(const std::string& text,
                                                       const std::string& file,
                                                       const std::vector<Region>& regions,
                                                       Year first, Year last,
                                                       Diagnostics& diagnostics) {
    Diagnostics found;
    const Table table(own_institutions_schema(), text, file, found);
    std::vector<ImportedInstitution> list;
    for (std::size_t row = 0; found.empty() && row < table.rows(); ++row) {
        list.push_back(read_row(table, row));
    }
    for (std::size_t row = 0; row < list.size(); ++row) {
        list[row].region = region_of(table, row, regions, found);
        if (list[row].id.starts_with(regions[list[row].region].code + "-")) {
            found.add(table.place(row, "id"), "id = " + in_quotes(list[row].id),
                      "another beginning", "ids of synthetic institutions begin so");
        }
        check_row(table, row, list[row], found);
        if (list[row].year >= first && list[row].year <= last) continue;
        found.add(table.place(row, "year"), fmt::format("year = {}", list[row].year),
                  fmt::format("a year of the run, {} to {}", first, last));
    }
    for (const Diagnostic& one : found.list()) {
        diagnostics.add(one.place, one.found, one.expected, one.suggestion);
    }
    return found.empty() ? list : std::vector<ImportedInstitution>{};
}

}  // namespace keruen
