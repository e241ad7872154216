// SPDX-License-Identifier: MIT
#pragma once
#include <filesystem>
#include <string>
#include <vector>

#include "sim/file/h5.hpp"
#include "sim/file/result_writer.hpp"

namespace keruen {

/// Format of result files (docs/file-format.md).
const FileFormat& result_format();

/// What a file says about one of its datasets.
struct DatasetInfo {
    std::string path;                     ///< "flows/stock"
    std::vector<std::string> dimensions;  ///< names of the dimension scales, "" where none
    h5::Shape shape;
    std::string type;  ///< "int64", "string", ...
    std::string units, long_name;
    std::string coordinates;  ///< names of the group's datasets that label it too, as CF has them
};

/// "flows/stock" is the dataset `stock` of the group `flows`.
inline std::string group_of(const std::string& path) {
    return path.substr(0, path.find('/'));
}
inline std::string name_of(const std::string& path) {
    return path.substr(path.find('/') + 1);
}
/// Labels of a dimension that has its name.
inline bool is_coordinate(const DatasetInfo& info) {
    return info.dimensions.size() == 1 && info.dimensions.front() == name_of(info.path);
}

/// A result file, complete or not, or a collection, opened for reading. Every failure throws
/// FileError.
class ResultFile {
public:
    /// Refuses files of another format or version, and those whose run had not begun its years.
    explicit ResultFile(const std::filesystem::path& path);
    /// One of some formats, the first of them that of result files.
    ResultFile(const std::filesystem::path& path, const std::vector<FileFormat>& formats);

    /// Whether it holds one run: not a collection, whose arrays begin with members, not years.
    bool one_run() const;

    const std::filesystem::path& path() const { return file_.path(); }
    bool complete() const;
    /// All years of the run, academic years ending.
    std::vector<int> years() const;
    /// How many of years(), from the first on, are finished.
    std::size_t years_finished() const;
    /// The root's attributes, in the order of their names.
    h5::Attributes attributes() const;
    std::string text_attribute(const std::string& key) const;
    /// Every dataset in the order of paths, but for dimensions without values.
    std::vector<DatasetInfo> datasets() const;

    bool has(const std::string& dataset) const { return file_.has(dataset); }
    std::string type(const std::string& dataset) const { return describe(dataset).type; }
    std::vector<std::string> labels(const std::string& coordinate) const;
    /// A text of /provenance, by lines.
    std::vector<std::string> lines(const std::string& name) const;
    /// Whole dataset, row-major.
    template <class T>
    std::vector<T> read(const std::string& dataset) const {
        return file_.read<T>(dataset);
    }

    /// Rows [first, first + count) along the first dimension into `out`, which must fit exactly.
    void read_rows(const std::string& dataset, hsize_t first, hsize_t count, h5::ElementType type,
                   std::span<std::byte> out) const {
        file_.read_rows(dataset, first, count, type, out);
    }

private:
    DatasetInfo describe(const std::string& path) const;

    h5::File file_;
};

}  // namespace keruen
