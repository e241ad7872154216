// SPDX-License-Identifier: MIT
#pragma once
#include <cstdint>
#include <filesystem>
#include <limits>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "scenarios/csv.hpp"
#include "scenarios/diagnostics.hpp"
#include "scenarios/schema.hpp"

namespace keruen {

/// A CSV table checked against its schema, by column. Rows count from 0 and leave out the header.
/// Asking for a column that the schema does not declare with that type is a mistake of the
/// program and throws std::logic_error.
class Table {
public:
    /// Value of an empty cell in an integer, year or boolean column (in numbers: NaN).
    static constexpr std::int64_t no_integer = std::numeric_limits<std::int64_t>::min();

    /// Reads `text` (already checked by check_text) and adds every mistake to `diagnostics`: cells
    /// that are wrong, duplicate keys, missing years. With any mistake the values are unusable.
    Table(const TableSchema& schema, std::string text, std::string file, Diagnostics& diagnostics);

    std::size_t rows() const { return rows_.size(); }
    const TableSchema& schema() const { return *schema_; }
    const std::string& file() const { return csv_->file(); }
    const std::vector<std::string_view>& text(const std::string& column) const;
    const std::vector<double>& number(const std::string& column) const;
    /// Also years and booleans (0 or 1).
    const std::vector<std::int64_t>& integer(const std::string& column) const;
    /// Where a cell stands in the file.
    Place place(std::size_t row, const std::string& column) const;

    /// The same table with other values in a number column, one a row.
    Table with(const std::string& column, std::vector<double> numbers) const;

    /// The cells of some columns, joined: equal if and only if the cells are. Empty if all
    /// are missing.
    std::string key(std::size_t row, const std::vector<std::string>& columns) const;

private:
    struct Column {
        std::size_t cell = 0;  ///< position in the file's rows
        std::vector<std::string_view> text;
        std::vector<double> numbers;
        std::vector<std::int64_t> integers;
    };
    bool read_header(Diagnostics& diagnostics);
    void keep_whole_rows(Diagnostics& diagnostics);
    void read_column(const Field& field, Column& column, Diagnostics& diagnostics);
    void check_primary_key(Diagnostics& diagnostics) const;
    void check_years(Diagnostics& diagnostics) const;
    const Column& column(const std::string& name) const;
    const CsvCell& cell(std::size_t row, const Column& column) const;

    std::shared_ptr<const TableSchema> schema_;
    std::shared_ptr<const Csv> csv_;  ///< copies share the text that their cells are views of
    std::vector<std::size_t> rows_;   ///< rows of the file with the right number of cells
    std::vector<Column> columns_;     ///< as in the schema
};

/// A folder with datapackage.json and its tables, each read when first asked for. Copies share the
/// tables read so far.
class DataPackage {
public:
    DataPackage(std::filesystem::path folder, Diagnostics& diagnostics);

    const std::vector<TableSchema>& schemas() const { return schemas_; }
    /// Reads and checks a table, foreign keys included; nullptr if it cannot be read at all.
    /// A name that the package does not declare is a mistake in datapackage.json.
    const Table* table(const std::string& name, Diagnostics& diagnostics);
    /// Puts a table in the place of the one of its name; `change` says how it differs, for
    /// sha256().
    void replace(Table table, const std::string& change);
    /// SHA-256 over datapackage.json, every table file and the changes, 64 hexadecimal digits.
    std::string sha256() const;
    /// Reads and checks every table.
    void check(Diagnostics& diagnostics);

private:
    struct Loaded {
        std::shared_ptr<const Table> table;
        bool references_checked = false;
    };
    Loaded& load(const TableSchema& schema, Diagnostics& diagnostics);
    void check_references(const Table& table, Diagnostics& diagnostics);

    std::filesystem::path folder_;
    std::vector<TableSchema> schemas_;
    std::map<std::string, Loaded> loaded_;
    std::string changes_;
};

}  // namespace keruen
