// SPDX-License-Identifier: MIT
#pragma once
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/results/result_file.hpp"

namespace keruen {

/// Datasets of a result file over the same dimensions, as a table: a row for each combination of
/// labels, a column for each dimension that has labels, for what else labels it (the scenario, seed
/// and values of a member), and for each dataset.
struct CsvTable {
    std::string name;  ///< "flows", or "institutions/indicators" for what stands alone
    std::vector<std::string> dimensions;
    std::vector<DatasetInfo> labels;  ///< beside those that have a dimension's name
    std::vector<DatasetInfo> columns;
};

/// Every table of the file. A group's name stands for its datasets over the dimensions that most of
/// them have; each of the others is a table of its own. Texts about the file are in none.
std::vector<CsvTable> csv_tables(const ResultFile& result);

/// A text as a cell of CSV (RFC 4180): quoted where it has to be.
std::string csv_cell(const std::string& text);

/// Passes the table to `write` piece by piece, as CSV (RFC 4180, line feeds): numbers as they read
/// back the same, nothing for what is not known. Only finished years; memory is bounded.
void write_csv(const ResultFile& result, const CsvTable& table,
               const std::function<void(std::string_view)>& write);

}  // namespace keruen
