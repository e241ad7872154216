// SPDX-License-Identifier: MIT
#include "analysis/ensemble/draws.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <set>

#include "scenarios/csv.hpp"
#include "scenarios/sha256.hpp"
#include "scenarios/text_file.hpp"

namespace keruen {

namespace {

const ParameterDeclaration* find_parameter(std::string_view key) {
    for (const ParameterDeclaration& p : parameter_declarations()) {
        if (p.key == key) return &p;
    }
    return nullptr;
}

/// The first row that is no comment.
std::size_t header_row(const Csv& csv) {
    std::size_t row = 0;
    while (row < csv.rows() && csv.row(row).front().text.starts_with('#')) ++row;
    return row;
}

std::vector<const ParameterDeclaration*> read_header(const Csv& csv, std::size_t at,
                                                     Diagnostics& diagnostics) {
    std::vector<std::string> keys;
    for (const ParameterDeclaration& p : parameter_declarations()) keys.emplace_back(p.key);
    std::vector<const ParameterDeclaration*> header;
    for (const CsvCell& cell : csv.row(at)) {
        const ParameterDeclaration* known = find_parameter(cell.text);
        if (known == nullptr) {
            diagnostics.add(csv.place(cell.offset), in_quotes(cell.text), "the key of a parameter",
                            did_you_mean(cell.text, keys, "see keruen parameters"));
        } else if (std::find(header.begin(), header.end(), known) != header.end()) {
            diagnostics.add(csv.place(cell.offset), in_quotes(cell.text) + " for the second time",
                            "a column a parameter");
        }
        header.push_back(known);
    }
    return header;
}

double read_value(const Csv& csv, const CsvCell& cell, const ParameterDeclaration* parameter,
                  Diagnostics& diagnostics) {
    double value = 0;
    const char *begin = cell.text.data(), *end = begin + cell.text.size();
    const auto [stop, error] = std::from_chars(begin, end, value);
    if (error != std::errc() || stop != end) {
        diagnostics.add(csv.place(cell.offset), in_quotes(cell.text), "a number");
    } else if (parameter != nullptr && !(parameter->low <= value && value <= parameter->high)) {
        diagnostics.add(
            csv.place(cell.offset), std::string(cell.text),
            fmt::format("{} between {} and {}", parameter->key, parameter->low, parameter->high));
    }
    return value;
}

}  // namespace

void ParameterSample::apply(std::size_t draw, ScenarioFile& to) const {
    for (std::size_t k = 0; k < parameters.size(); ++k) {
        if (to.own_parameters.contains(std::string(parameters[k]->key))) continue;
        to.parameters.*parameters[k]->member = draws[draw][k];
    }
}

std::size_t ParameterSample::distinct(std::size_t count) const {
    const std::size_t n = std::min(count, draws.size());
    return std::set<std::vector<double>>(draws.begin(),
                                         draws.begin() + static_cast<std::ptrdiff_t>(n))
        .size();
}

std::vector<std::string> ParameterSample::not_drawn(const ScenarioFile& scenario) const {
    std::vector<std::string> keys;
    for (const ParameterDeclaration* parameter : parameters) {
        std::string key(parameter->key);
        if (scenario.own_parameters.contains(key)) keys.push_back(std::move(key));
    }
    return keys;
}

ParameterSample read_sample(const std::filesystem::path& file, Diagnostics& diagnostics) {
    ParameterSample sample;
    sample.file = file.filename().string();
    const auto text = read_text(file, diagnostics);
    if (!text) return sample;
    sample.sha256 = sha256_of(*text);
    const Csv csv(*text, file.string(), diagnostics);
    const std::size_t header = header_row(csv);
    constexpr std::string_view kData = "# data_sha256: ";
    for (std::size_t r = 0; r < header; ++r) {
        const std::string_view line = csv.row(r).front().text;
        if (line.starts_with(kData)) sample.data_sha256 = line.substr(kData.size());
    }
    if (!csv.complete() || csv.rows() < header + 2) {
        diagnostics.add({file.string()}, "no draws", "a row of keys and a row a draw");
        return sample;
    }
    sample.parameters = read_header(csv, header, diagnostics);
    for (std::size_t r = header + 1; r < csv.rows(); ++r) {
        const auto row = csv.row(r);
        if (row.size() != sample.parameters.size()) {
            diagnostics.add(csv.place(row.front().offset), fmt::format("{} cells", row.size()),
                            fmt::format("{}, as in the first row", sample.parameters.size()));
            continue;
        }
        std::vector<double> draw;
        for (std::size_t k = 0; k < row.size(); ++k) {
            draw.push_back(read_value(csv, row[k], sample.parameters[k], diagnostics));
        }
        sample.draws.push_back(std::move(draw));
    }
    return sample;
}

}  // namespace keruen
