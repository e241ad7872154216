// SPDX-License-Identifier: MIT
#include "analysis/results/result_file.hpp"

#include <fmt/format.h>
#include <hdf5_hl.h>

#include <algorithm>
#include <array>
#include <sstream>
#include <system_error>

namespace keruen {
namespace {

namespace fs = std::filesystem;

std::string unfinished_hint(const fs::path& path) {
    const fs::path part = ResultWriter::part_path(path);
    std::error_code error;
    return fs::exists(part, error) ? fmt::format("; there is the unfinished {}", part.string())
                                   : std::string();
}

/// A file of one of the formats.
h5::File open_known(const fs::path& path, const std::vector<FileFormat>& formats) {
    std::error_code error;
    if (!fs::exists(path, error)) {
        throw FileError(path, fmt::format("{}: found no such file; expected a result file{}",
                                          path.string(), unfinished_hint(path)));
    }
    h5::File file = h5::File::open(path, h5::File::Access::read);
    const bool marked =
        file.has_attribute("/", "format") && file.has_attribute("/", "format_version");
    const auto known = std::find_if(formats.begin(), formats.end(), [&](const FileFormat& one) {
        return marked && file.text_attribute("/", "format") == one.name;
    });
    if (known == formats.end()) {
        throw FileError(path, fmt::format("{}: found an HDF5 file of another kind; expected a "
                                          "result file of `keruen run`",
                                          path.string()));
    }
    const std::int64_t version = file.integer_attribute("/", "format_version");
    if (version != known->version) {
        throw FileError(path, fmt::format("{}: found format version {}; this program knows version "
                                          "{}; use the version of keruen that wrote it{}",
                                          path.string(), version, known->version,
                                          file.has_attribute("/", "program_version")
                                              ? ", " + file.text_attribute("/", "program_version")
                                              : std::string()));
    }
    if (known->name != result_format().name) return file;
    if (!file.has_attribute("/", "years_finished") ||
        file.integer_attribute("/", "years_finished") < 0) {
        throw FileError(path, fmt::format("{}: the run was killed before its first year; there is "
                                          "nothing to read",
                                          path.string()));
    }
    return file;
}

herr_t collect_dataset(hid_t, const char* name, const H5O_info_t* info, void* data) {
    if (info->type == H5O_TYPE_DATASET) {
        static_cast<std::vector<std::string>*>(data)->emplace_back(name);
    }
    return 0;
}

herr_t first_scale(hid_t, unsigned, hid_t scale, void* name) {
    std::array<char, 256> path{};
    H5Iget_name(scale, path.data(), path.size());
    *static_cast<std::string*>(name) = fs::path(path.data()).filename().string();
    return 1;  // the first will do
}

/// A dimension that has a length and no values: NetCDF-4 knows it by this name.
bool is_bare_dimension(hid_t dataset) {
    constexpr std::string_view mark = "This is a netCDF dimension but not a netCDF variable";
    std::array<char, 80> name{};
    return H5DSis_scale(dataset) > 0 && H5DSget_scale_name(dataset, name.data(), name.size()) > 0 &&
           std::string_view(name.data()).starts_with(mark);
}

std::string type_name(hid_t type) {
    if (H5Tis_variable_str(type) > 0) return "string";
    using h5::ElementType;
    for (const auto candidate :
         {ElementType::u8, ElementType::u16, ElementType::u32, ElementType::u64, ElementType::i8,
          ElementType::i16, ElementType::i32, ElementType::i64, ElementType::f32,
          ElementType::f64}) {
        if (H5Tequal(type, h5::stored(candidate)) > 0) return h5::name_of(candidate);
    }
    return "other";
}

}  // namespace

const FileFormat& result_format() {
    static const FileFormat format{"keruen result", 1};
    return format;
}

ResultFile::ResultFile(const fs::path& path) : ResultFile(path, {result_format()}) {}

ResultFile::ResultFile(const fs::path& path, const std::vector<FileFormat>& formats)
    : file_(open_known(path, formats)) {}

bool ResultFile::one_run() const {
    return text_attribute("format") == result_format().name;
}

bool ResultFile::complete() const {
    return !one_run() || file_.integer_attribute("/", "complete") != 0;
}

std::vector<int> ResultFile::years() const {
    return file_.read<int>("flows/year");
}

std::size_t ResultFile::years_finished() const {
    return static_cast<std::size_t>(file_.integer_attribute("/", "years_finished"));
}

std::string ResultFile::text_attribute(const std::string& key) const {
    return file_.text_attribute("/", key);
}

h5::Attributes ResultFile::attributes() const {
    h5::Attributes list;
    H5O_info_t info;
    file_.check(H5Oget_info2(file_.id(), &info, H5O_INFO_NUM_ATTRS), "list the attributes");
    for (hsize_t i = 0; i < info.num_attrs; ++i) {
        std::array<char, 256> name{};
        H5Aget_name_by_idx(file_.id(), "/", H5_INDEX_NAME, H5_ITER_INC, i, name.data(), name.size(),
                           H5P_DEFAULT);
        const h5::Handle attribute =
            file_.own(H5Aopen_by_name(file_.id(), "/", name.data(), H5P_DEFAULT, H5P_DEFAULT),
                      H5Aclose, fmt::format("open attribute {}", name.data()));
        const h5::Handle type =
            file_.own(H5Aget_type(attribute.get()), H5Tclose, "read an attribute's type");
        switch (H5Tget_class(type.get())) {
            case H5T_STRING:
                list.emplace_back(name.data(), file_.text_attribute("/", name.data()));
                break;
            case H5T_INTEGER:
                list.emplace_back(name.data(), file_.integer_attribute("/", name.data()));
                break;
            case H5T_FLOAT:
                list.emplace_back(name.data(), file_.real_attribute("/", name.data()));
                break;
            default:
                break;  // NetCDF's own bookkeeping
        }
    }
    return list;
}

DatasetInfo ResultFile::describe(const std::string& path) const {
    const h5::Handle data = file_.dataset(path);
    const h5::Handle type =
        file_.own(H5Dget_type(data.get()), H5Tclose, fmt::format("read the type of {}", path));
    DatasetInfo info{path, {}, file_.shape(path), type_name(type.get()), "", "", ""};
    for (unsigned d = 0; d < info.shape.size(); ++d) {
        std::string name;
        if (H5DSis_scale(data.get()) > 0) {
            name = fs::path(path).filename().string();
        } else {
            H5DSiterate_scales(data.get(), d, nullptr, first_scale, &name);
        }
        info.dimensions.push_back(std::move(name));
    }
    if (file_.has_attribute(path, "units")) info.units = file_.text_attribute(path, "units");
    if (file_.has_attribute(path, "long_name")) {
        info.long_name = file_.text_attribute(path, "long_name");
    }
    if (file_.has_attribute(path, "coordinates")) {
        info.coordinates = file_.text_attribute(path, "coordinates");
    }
    return info;
}

std::vector<DatasetInfo> ResultFile::datasets() const {
    std::vector<std::string> paths;
    file_.check(H5Ovisit2(file_.id(), H5_INDEX_NAME, H5_ITER_NATIVE, collect_dataset, &paths,
                          H5O_INFO_BASIC),
                "list the datasets");
    std::sort(paths.begin(), paths.end());
    std::vector<DatasetInfo> list;
    for (const std::string& path : paths) {
        if (!is_bare_dimension(file_.dataset(path).get())) list.push_back(describe(path));
    }
    return list;
}

std::vector<std::string> ResultFile::labels(const std::string& coordinate) const {
    return file_.read_strings(coordinate);
}

std::vector<std::string> ResultFile::lines(const std::string& name) const {
    std::istringstream text(file_.read_strings("provenance/" + name).front());
    std::vector<std::string> list;
    for (std::string line; std::getline(text, line);) list.push_back(line);
    return list;
}

}  // namespace keruen
