// SPDX-License-Identifier: MIT
#include "scenarios/table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <set>
#include <stdexcept>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "scenarios/cell_reader.hpp"
#include "scenarios/sha256.hpp"
#include "scenarios/text_file.hpp"

namespace keruen {
namespace {

/// "2004-2006, 2010"
std::string ranges(const std::vector<Year>& years) {
    std::string out;
    for (std::size_t i = 0; i < years.size();) {
        std::size_t j = i;
        while (j + 1 < years.size() && years[j + 1] == years[j] + 1) ++j;
        if (!out.empty()) out += ", ";
        out += j > i ? fmt::format("{}-{}", years[i], years[j]) : fmt::format("{}", years[i]);
        i = j + 1;
    }
    return out;
}

/// A key as a person writes it: "KAZ, 2014".
std::string readable(const std::string& key) {
    std::string out;
    for (const char c : key) out += c == '\x1f' ? std::string(", ") : std::string(1, c);
    return in_quotes(out);
}

/// Mistakes are found column by column; people mend them line by line.
void add_in_order(const Diagnostics& found, Diagnostics& diagnostics) {
    std::vector<Diagnostic> list = found.list();
    std::stable_sort(list.begin(), list.end(), [](const Diagnostic& a, const Diagnostic& b) {
        // What concerns the file as a whole (line 0) comes last: the counts of what was left out.
        return std::pair(a.place.line - 1, a.place.column) <
               std::pair(b.place.line - 1, b.place.column);
    });
    for (Diagnostic& one : list) {
        diagnostics.add(std::move(one.place), std::move(one.found), std::move(one.expected),
                        std::move(one.suggestion));
    }
}

}  // namespace

Table::Table(const TableSchema& schema, std::string text, std::string file,
             Diagnostics& diagnostics)
    : schema_(std::make_shared<const TableSchema>(schema)),
      csv_(std::make_shared<const Csv>(std::move(text), std::move(file), diagnostics)) {
    columns_.resize(schema_->fields.size());
    Diagnostics found;
    if (read_header(found)) {
        keep_whole_rows(found);
        for (std::size_t i = 0; i < columns_.size(); ++i) {
            read_column(schema_->fields[i], columns_[i], found);
        }
        check_primary_key(found);
        if (csv_->complete() && rows() + 1 == csv_->rows()) check_years(found);
    }
    add_in_order(found, diagnostics);
}

/// Finds the columns by name; false if one is missing, as then no row can be read.
bool Table::read_header(Diagnostics& diagnostics) {
    if (csv_->rows() == 0) {
        if (csv_->complete()) {
            diagnostics.add({csv_->file(), 1, 1}, "no header",
                            fmt::format("columns {}", fmt::join(schema_->field_names(), ",")));
        }
        return false;
    }
    const auto header = csv_->row(0);
    if (header.size() == 1 && header[0].text.find_first_of(";\t") != std::string_view::npos) {
        diagnostics.add(
            csv_->place(header[0].offset), fmt::format("the header {}", in_quotes(header[0].text)),
            "cells separated by commas", "save the table with commas and decimal points");
        return false;
    }
    const std::vector<std::string> names = schema_->field_names();
    std::vector<std::size_t> at(names.size(), header.size());
    std::vector<std::string> meant;  // what unknown columns are called in truth
    for (std::size_t i = 0; i < header.size(); ++i) {
        const std::string name(header[i].text);
        const std::size_t field = schema_->find(name);
        if (field == names.size()) {
            meant.push_back(nearest(name, names));
            diagnostics.add(csv_->place(header[i].offset),
                            fmt::format("the unknown column {}", in_quotes(name)),
                            fmt::format("columns {}", fmt::join(names, ",")),
                            did_you_mean(name, names));
        } else if (at[field] < header.size()) {
            diagnostics.add(csv_->place(header[i].offset),
                            fmt::format("the column {} a second time", in_quotes(name)),
                            "each column once",
                            fmt::format("the first is at column {} of the line",
                                        csv_->place(header[at[field]].offset).column));
        } else {
            at[field] = i;
        }
    }
    bool all = true;
    for (std::size_t i = 0; i < names.size(); ++i) {
        columns_[i].cell = at[i];
        if (at[i] < header.size()) continue;
        all = false;
        const bool misspelt = std::find(meant.begin(), meant.end(), names[i]) != meant.end();
        if (misspelt) continue;
        diagnostics.add({csv_->file(), 1, 1}, fmt::format("no column {}", in_quotes(names[i])),
                        fmt::format("columns {}", fmt::join(names, ",")));
    }
    return all;
}

void Table::keep_whole_rows(Diagnostics& diagnostics) {
    const std::size_t width = csv_->row(0).size();
    MistakeCounter mistakes(diagnostics, "rows with a wrong number of cells");
    rows_.reserve(csv_->rows());
    for (std::size_t i = 1; i < csv_->rows(); ++i) {
        const auto row = csv_->row(i);
        if (row.size() == width) {
            rows_.push_back(i);
        } else if (mistakes.next()) {
            const std::size_t at = std::min(row.size() - 1, width);
            diagnostics.add(csv_->place(row[at].offset), fmt::format("{} cells", row.size()),
                            fmt::format("{}, as in the header", width),
                            row.size() > width ? "put a cell with a comma in double quotes" : "");
        }
    }
    mistakes.finish(csv_->file());
}

void Table::read_column(const Field& field, Column& column, Diagnostics& diagnostics) {
    CellReader reader(field, schema_->missing_values);
    MistakeCounter mistakes(diagnostics,
                            fmt::format("mistakes in column {}", in_quotes(field.name)));
    const auto read = [&](auto& values, auto parse) {
        values.reserve(rows_.size());
        for (std::size_t row = 0; row < rows_.size(); ++row) {
            const CsvCell& at = cell(row, column);
            CellMistake mistake;
            values.push_back(parse(at.text, mistake));
            if (!mistake.found.empty() && mistakes.next()) {
                diagnostics.add(csv_->place(at.offset), field.name + " = " + mistake.found,
                                mistake.expected, mistake.suggestion);
            }
        }
    };
    if (field.type == FieldType::text) {
        read(column.text, [&](auto text, auto& mistake) { return reader.text(text, mistake); });
    } else if (field.type == FieldType::number) {
        read(column.numbers,
             [&](auto text, auto& mistake) { return reader.number(text, mistake); });
    } else {
        read(column.integers,
             [&](auto text, auto& mistake) { return reader.integer(text, mistake); });
    }
    mistakes.finish(csv_->file());
}

void Table::check_primary_key(Diagnostics& diagnostics) const {
    if (schema_->primary_key.empty()) return;
    MistakeCounter mistakes(diagnostics, "duplicate keys");
    std::unordered_map<std::string, std::size_t> seen;
    seen.reserve(rows());
    for (std::size_t row = 0; row < rows(); ++row) {
        std::string cells = key(row, schema_->primary_key);
        const auto [first, is_new] = seen.try_emplace(std::move(cells), row);
        if (is_new || !mistakes.next()) continue;
        const std::string& lead = schema_->primary_key.front();
        diagnostics.add(place(row, lead),
                        fmt::format("a second row for {} = {}",
                                    fmt::join(schema_->primary_key, ", "), readable(first->first)),
                        "one row a key",
                        fmt::format("the first is in line {}", place(first->second, lead).line));
    }
    mistakes.finish(csv_->file());
}

void Table::check_years(Diagnostics& diagnostics) const {
    if (!schema_->complete_years) return;
    const auto [from, to] = *schema_->complete_years;
    std::vector<std::string> others;
    std::string year_field;
    for (const std::string& name : schema_->primary_key) {
        const bool is_year = schema_->fields[schema_->find(name)].is_year();
        if (is_year && year_field.empty()) {
            year_field = name;
        } else {
            others.push_back(name);
        }
    }
    struct Group {
        std::size_t first_row;
        std::set<Year> years;
    };
    std::map<std::string, Group> groups;
    const std::vector<std::int64_t>& years = integer(year_field);
    if (std::find(years.begin(), years.end(), no_integer) != years.end()) return;  // reported
    for (std::size_t row = 0; row < rows(); ++row) {
        Group& group = groups.try_emplace(key(row, others), Group{row, {}}).first->second;
        if (years[row] >= from && years[row] <= to) {
            group.years.insert(static_cast<Year>(years[row]));
        }
    }
    if (rows() == 0) groups.try_emplace("", Group{0, {}});
    MistakeCounter mistakes(diagnostics, "gaps in years");
    for (const auto& [key, group] : groups) {
        std::vector<Year> missing;
        for (Year year = from; year <= to; ++year) {
            if (!group.years.contains(year)) missing.push_back(year);
        }
        if (missing.empty() || !mistakes.next()) continue;
        const std::string who = key.empty() ? "" : " for " + readable(key);
        diagnostics.add(rows() > 0 ? place(group.first_row, year_field) : Place{csv_->file()},
                        fmt::format("no row{} in {}", who, ranges(missing)),
                        fmt::format("a row for every year {}-{}", from, to));
    }
    mistakes.finish(csv_->file());
}

const Table::Column& Table::column(const std::string& name) const {
    const std::size_t at = schema_->find(name);
    if (at == columns_.size()) {
        throw std::logic_error(fmt::format("table {} declares no column {}", schema_->name, name));
    }
    return columns_[at];
}

const CsvCell& Table::cell(std::size_t row, const Column& column) const {
    return csv_->row(rows_[row])[column.cell];
}

namespace {

/// The values of a column, which are of another type if their number is not that of the rows.
template <class T>
const std::vector<T>& typed(const std::vector<T>& values, std::size_t rows,
                            const std::string& name) {
    if (values.size() != rows) throw std::logic_error("column " + name + " has another type");
    return values;
}

}  // namespace

const std::vector<std::string_view>& Table::text(const std::string& name) const {
    return typed(column(name).text, rows(), name);
}

const std::vector<double>& Table::number(const std::string& name) const {
    return typed(column(name).numbers, rows(), name);
}

const std::vector<std::int64_t>& Table::integer(const std::string& name) const {
    return typed(column(name).integers, rows(), name);
}

Place Table::place(std::size_t row, const std::string& name) const {
    return csv_->place(cell(row, column(name)).offset);
}

Table Table::with(const std::string& name, std::vector<double> numbers) const {
    static_cast<void>(typed(numbers, rows(), name));
    static_cast<void>(number(name));
    Table changed = *this;
    changed.columns_[schema_->find(name)].numbers = std::move(numbers);
    return changed;
}

std::string Table::key(std::size_t row, const std::vector<std::string>& names) const {
    const std::vector<std::string>& missing = schema_->missing_values;
    std::string out;
    bool empty = true;
    for (const std::string& name : names) {
        const std::string_view text = cell(row, column(name)).text;
        if (&name != &names.front()) out += '\x1f';  // the unit separator, in no table
        if (std::find(missing.begin(), missing.end(), text) != missing.end()) continue;
        empty = false;
        out += text;
    }
    return empty ? "" : out;
}

DataPackage::DataPackage(std::filesystem::path folder, Diagnostics& diagnostics)
    : folder_(std::move(folder)),
      schemas_(read_datapackage(folder_ / "datapackage.json", diagnostics)) {}

DataPackage::Loaded& DataPackage::load(const TableSchema& schema, Diagnostics& diagnostics) {
    const auto [at, is_new] = loaded_.try_emplace(schema.name);
    if (is_new) {
        const std::filesystem::path path = folder_ / schema.path;
        if (auto text = read_text(path, diagnostics)) {
            at->second.table =
                std::make_shared<const Table>(schema, std::move(*text), path.string(), diagnostics);
        }
    }
    return at->second;
}

const Table* DataPackage::table(const std::string& name, Diagnostics& diagnostics) {
    const auto schema = std::find_if(schemas_.begin(), schemas_.end(),
                                     [&](const TableSchema& known) { return known.name == name; });
    if (schema == schemas_.end()) {
        std::vector<std::string> names;
        for (const TableSchema& known : schemas_) names.push_back(known.name);
        diagnostics.add({(folder_ / "datapackage.json").string()},
                        fmt::format("no resource {}", in_quotes(name)), "a table of this name",
                        did_you_mean(name, names));
        return nullptr;
    }
    Loaded& loaded = load(*schema, diagnostics);
    if (loaded.table && !loaded.references_checked) {
        loaded.references_checked = true;
        check_references(*loaded.table, diagnostics);
    }
    return loaded.table.get();
}

void DataPackage::check_references(const Table& table, Diagnostics& diagnostics) {
    for (const ForeignKey& foreign : table.schema().foreign_keys) {
        const std::string& wanted =
            foreign.resource.empty() ? table.schema().name : foreign.resource;
        const auto schema =
            std::find_if(schemas_.begin(), schemas_.end(),
                         [&](const TableSchema& known) { return known.name == wanted; });
        if (schema == schemas_.end()) continue;  // reported by read_datapackage
        const Table* const other = load(*schema, diagnostics).table.get();
        if (other == nullptr || other->rows() == 0) continue;  // reported while reading
        std::unordered_set<std::string> known;
        for (std::size_t row = 0; row < other->rows(); ++row) {
            known.insert(other->key(row, foreign.reference_fields));
        }
        std::vector<std::string> candidates(known.begin(), known.end());
        std::sort(candidates.begin(), candidates.end());
        MistakeCounter mistakes(diagnostics,
                                fmt::format("values that are not in {}", in_quotes(schema->path)));
        for (std::size_t row = 0; row < table.rows(); ++row) {
            const std::string cells = table.key(row, foreign.fields);
            if (cells.empty() || known.contains(cells) || !mistakes.next()) continue;
            const std::string near = nearest(cells, candidates);
            diagnostics.add(
                table.place(row, foreign.fields.front()),
                fmt::format("{} = {}", fmt::join(foreign.fields, ", "), readable(cells)),
                fmt::format("a value of {} in {}", fmt::join(foreign.reference_fields, ", "),
                            schema->path),
                near.empty() ? "" : fmt::format("did you mean {}?", readable(near)));
        }
        mistakes.finish(table.file());
    }
}

void DataPackage::replace(Table table, const std::string& change) {
    const std::string name = table.schema().name;
    loaded_[name] = {std::make_shared<const Table>(std::move(table)), true};
    changes_ += change + '\n';
}

std::string DataPackage::sha256() const {
    std::string all = changes_;
    auto add = [&](const std::filesystem::path& file) {
        std::ifstream in(file, std::ios::binary);
        all.append(std::istreambuf_iterator<char>(in), {});
    };
    add(folder_ / "datapackage.json");
    for (const TableSchema& schema : schemas_) add(folder_ / schema.path);
    return sha256_of(all);
}

void DataPackage::check(Diagnostics& diagnostics) {
    for (const TableSchema& schema : schemas_) table(schema.name, diagnostics);
}

}  // namespace keruen
