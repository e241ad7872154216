// SPDX-License-Identifier: MIT
#include "analysis/results/csv_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <functional>
#include <map>
#include <numeric>

namespace keruen {

std::string csv_cell(const std::string& text) {
    if (text.find_first_of("\",\r\n") == std::string::npos) return text;
    std::string quoted = "\"";
    for (const char c : text) quoted += c == '"' ? "\"\"" : std::string(1, c);
    return quoted + '"';
}

namespace {

constexpr std::size_t kBlock = 1 << 16;  ///< elements of a column in memory

template <class T>
std::string number(const std::byte* at) {
    T value{};
    std::memcpy(&value, at, sizeof value);
    if constexpr (std::is_floating_point_v<T>) {
        if (std::isnan(value)) return "";
    }
    return fmt::format("{}", value);
}

struct Format {
    const char* name;
    h5::ElementType type;
    std::string (*text)(const std::byte*);
};

template <class T>
constexpr Format format_of(const char* name) {
    return {name, h5::element_type<T>(), number<T>};
}

constexpr std::array kFormats{
    format_of<std::uint8_t>("uint8"),   format_of<std::uint16_t>("uint16"),
    format_of<std::uint32_t>("uint32"), format_of<std::uint64_t>("uint64"),
    format_of<std::int8_t>("int8"),     format_of<std::int16_t>("int16"),
    format_of<std::int32_t>("int32"),   format_of<std::int64_t>("int64"),
    format_of<float>("float32"),        format_of<double>("float64")};

/// One dataset, read block by block along its first dimension; texts are few and read at once.
class CsvColumn {
public:
    CsvColumn(const ResultFile& result, const DatasetInfo& info)
        : result_(result), path_(info.path) {
        for (const Format& format : kFormats) {
            if (info.type == format.name) format_ = &format;
        }
        if (format_ == nullptr) texts_ = result.labels(info.path);
    }

    void read(std::size_t first, std::size_t rows, std::size_t row_elements) {
        first_ = first * row_elements;
        if (format_ == nullptr) return;
        buffer_.resize(rows * row_elements * h5::size_of(format_->type));
        result_.read_rows(path_, first, rows, format_->type, buffer_);
    }

    std::string text(std::size_t element) const {
        if (format_ == nullptr) return csv_cell(texts_[first_ + element]);
        return format_->text(buffer_.data() + element * h5::size_of(format_->type));
    }

private:
    const ResultFile& result_;
    std::string path_;
    const Format* format_ = nullptr;
    std::vector<std::string> texts_;
    std::vector<std::byte> buffer_;
    std::size_t first_ = 0;
};

/// A column of labels: the values of one dimension of the table, or what else stands for them.
struct Label {
    std::string name;
    std::size_t dimension;
    std::vector<std::string> values;
};

/// Values along a dimension; none where it has no labels.
std::vector<std::string> values_along(const ResultFile& result, const std::string& path) {
    std::vector<std::string> texts;
    if (!result.has(path)) return texts;
    const std::string type = result.type(path);
    if (type == "string") {
        for (const std::string& label : result.labels(path)) texts.push_back(csv_cell(label));
    } else if (type == "int32") {
        for (const int value : result.read<int>(path)) texts.push_back(std::to_string(value));
    }
    return texts;
}

std::vector<std::string> values_of(const ResultFile& result, const DatasetInfo& label) {
    CsvColumn column(result, label);
    const std::size_t length = label.shape.front();
    column.read(0, length, 1);
    std::vector<std::string> texts;
    for (std::size_t i = 0; i < length; ++i) texts.push_back(column.text(i));
    return texts;
}

std::vector<Label> labels_of(const ResultFile& result, const CsvTable& table) {
    const std::string group = group_of(table.columns.front().path);
    std::vector<Label> labels;
    for (std::size_t d = 0; d < table.dimensions.size(); ++d) {
        const std::string& name = table.dimensions[d];
        auto own = values_along(result, group + "/" + name);
        if (!own.empty()) labels.push_back({name, d, std::move(own)});
        for (const DatasetInfo& one : table.labels) {
            if (one.dimensions.front() != name) continue;
            labels.push_back({name_of(one.path), d, values_of(result, one)});
        }
    }
    return labels;
}

/// Whether some dataset of the group is labelled by this one.
bool is_label(const DatasetInfo& one, const std::vector<DatasetInfo>& group) {
    if (one.dimensions.size() != 1) return false;
    return std::any_of(group.begin(), group.end(), [&](const DatasetInfo& other) {
        return (" " + other.coordinates + " ").find(" " + name_of(one.path) + " ") !=
               std::string::npos;
    });
}

/// Rows along the first dimension that can be relied on.
std::size_t finished_rows(const ResultFile& result, const CsvTable& table) {
    const std::size_t rows = table.columns.front().shape.front();
    if (result.complete()) return rows;
    const std::size_t years = result.years_finished();
    const std::string year_rows = group_of(table.columns.front().path) + "/year_rows";
    if (table.dimensions.front() == "year") return std::min(rows, years);
    if (!result.has(year_rows)) return rows;
    const auto ends = result.read<std::int64_t>(year_rows);
    return years == 0 ? 0 : static_cast<std::size_t>(ends[years - 1]);
}

}  // namespace

std::vector<CsvTable> csv_tables(const ResultFile& result) {
    std::map<std::string, std::vector<DatasetInfo>> groups;
    for (const DatasetInfo& info : result.datasets()) {
        const std::string group = group_of(info.path);
        if (group != "provenance" && !info.shape.empty() && !is_coordinate(info)) {
            groups[group].push_back(info);
        }
    }
    std::vector<CsvTable> tables;
    for (auto& [group, all] : groups) {
        std::vector<DatasetInfo> labels;
        for (const DatasetInfo& one : all) {
            if (is_label(one, all)) labels.push_back(one);
        }
        std::erase_if(all, [&](const DatasetInfo& one) {
            return std::any_of(labels.begin(), labels.end(),
                               [&](const DatasetInfo& label) { return label.path == one.path; });
        });
        if (all.empty()) continue;
        const auto alike = [&list = all](const DatasetInfo& one) {
            return std::count_if(list.begin(), list.end(), [&](const DatasetInfo& other) {
                return other.dimensions == one.dimensions;
            });
        };
        const auto usual =
            std::max_element(all.begin(), all.end(), [&](const auto& a, const auto& b) {
                return alike(a) < alike(b);
            })->dimensions;
        CsvTable table{group, usual, labels, {}};
        for (const DatasetInfo& info : all) {
            if (info.dimensions == usual) table.columns.push_back(info);
        }
        tables.push_back(std::move(table));
        for (const DatasetInfo& info : all) {
            if (info.dimensions != usual)
                tables.push_back({info.path, info.dimensions, labels, {info}});
        }
    }
    return tables;
}

void write_csv(const ResultFile& result, const CsvTable& table,
               const std::function<void(std::string_view)>& write) {
    const h5::Shape& shape = table.columns.front().shape;
    const std::vector<Label> labels = labels_of(result, table);
    std::string line;
    for (const Label& label : labels) line += label.name + ",";
    std::vector<CsvColumn> columns;
    for (const DatasetInfo& info : table.columns) {
        columns.emplace_back(result, info);
        line += name_of(info.path) + ",";
    }
    line.back() = '\n';
    write(line);
    const std::size_t row_elements =
        std::accumulate(shape.begin() + 1, shape.end(), std::size_t{1}, std::multiplies<>());
    std::vector<std::size_t> steps(shape.size(), 1);  // elements of one step along a dimension
    for (std::size_t d = shape.size() - 1; d > 0; --d) steps[d - 1] = steps[d] * shape[d];
    const std::size_t rows = finished_rows(result, table);
    const std::size_t step = std::max<std::size_t>(1, kBlock / std::max(row_elements, 1UL));
    for (std::size_t first = 0; first < rows; first += step) {
        const std::size_t count = std::min(step, rows - first);
        for (CsvColumn& column : columns) column.read(first, count, row_elements);
        for (std::size_t i = 0; i < count * row_elements; ++i) {
            line.clear();
            for (const Label& label : labels) {
                const std::size_t at = (first * row_elements + i) / steps[label.dimension];
                line += label.values[at % shape[label.dimension]] + ",";
            }
            for (const CsvColumn& column : columns) line += column.text(i) + ",";
            line.back() = '\n';
            write(line);
        }
    }
}

}  // namespace keruen
