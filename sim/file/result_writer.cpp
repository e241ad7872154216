// SPDX-License-Identifier: MIT
#include "sim/file/result_writer.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <chrono>
#include <limits>
#include <numeric>
#include <stdexcept>

#include "sim/file/publish.hpp"

namespace keruen {
namespace {

bool is_real(h5::ElementType type) {
    return type == h5::ElementType::f64 || type == h5::ElementType::f32;
}

/// Value of `years_finished` until begin(): what is declared may be there in part.
constexpr std::int64_t not_begun = -1;

std::string now() {
    return fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(std::chrono::system_clock::now()));
}

void check_format(const h5::File& file, const FileFormat& format) {
    const std::string name = file.text_attribute("/", "format");
    const std::int64_t version = file.integer_attribute("/", "format_version");
    if (name == format.name && version == format.version) return;
    throw FileError(file.path(),
                    fmt::format("{}: is of format {} version {}, expected {} version {}: run again "
                                "without --resume",
                                file.path().string(), name, version, format.name, format.version));
}

}  // namespace

std::filesystem::path ResultWriter::part_path(const std::filesystem::path& final_path) {
    return final_path.string() + ".part";
}

ResultWriter::ResultWriter(std::filesystem::path final_path, h5::File file)
    : final_path_(std::move(final_path)), file_(std::move(file)) {}

ResultWriter::~ResultWriter() {
    release();
}

/// Drops the file as of the last flush.
void ResultWriter::release() noexcept {
    if (!file_.is_open()) return;
    arrays_.clear();
    tables_.clear();
    file_.abandon();
}

/// Runs `action`. A FileError ends the writing; it is thrown on with what is left and what to do.
template <class Action>
auto ResultWriter::guarded(Action action) {
    if (!file_.is_open()) throw std::logic_error("the result writer has finished or failed");
    try {
        return action();
    } catch (const FileError& error) {
        release();
        const std::string part = file_.path().string();
        const std::string years =
            years_finished_ == 1 ? "1 year is" : fmt::format("{} years are", years_finished_);
        if (error.disk_full()) {
            throw FileError(part,
                            fmt::format("disk full while writing {}; {} finished in it; free space "
                                        "and run again with --resume ({})",
                                        part, years, error.what()),
                            true);
        }
        throw FileError(part, fmt::format("{}; {} finished in {}", error.what(), years, part));
    }
}

ResultWriter ResultWriter::create(const std::filesystem::path& final_path, const FileFormat& format,
                                  const h5::Attributes& attributes) {
    claim_target(part_path(final_path), final_path);
    ResultWriter writer(final_path, h5::File::create(part_path(final_path)));
    writer.guarded([&] {
        writer.file_.set_attributes("/", {{"format", format.name},
                                          {"format_version", format.version},
                                          {"complete", std::int64_t{0}},
                                          {"years_finished", not_begun},
                                          {"start_time", now()},
                                          {"end_time", std::string(now().size(), ' ')}});
        writer.file_.set_attributes("/", attributes);
    });
    return writer;
}

std::size_t ResultWriter::years_to_resume(const std::filesystem::path& final_path,
                                          const FileFormat& format, const std::string& key,
                                          const std::string& value) {
    const std::filesystem::path part = part_path(final_path);
    if (!std::filesystem::exists(part)) return 0;
    try {
        const h5::File file = h5::File::open(part, h5::File::Access::read);
        check_format(file, format);
        if (file.text_attribute("/", key) != value) return 0;
        const std::int64_t finished = file.integer_attribute("/", "years_finished");
        return finished == not_begun ? 0 : static_cast<std::size_t>(finished);
    } catch (const FileError&) {
        return 0;  // killed before anything was readable
    }
}

ResultWriter ResultWriter::reopen(const std::filesystem::path& final_path, const FileFormat& format,
                                  std::size_t keep_years) {
    const std::filesystem::path part = part_path(final_path);
    if (!std::filesystem::exists(part)) {
        throw FileError(part, fmt::format("{}: nothing to resume: no such file", part.string()));
    }
    claim_target(part, final_path);
    ResultWriter writer(final_path, h5::File::open(part, h5::File::Access::write));
    h5::File& file = writer.file_;
    writer.guarded([&] {
        file.accept_length();
        check_format(file, format);
        const std::int64_t finished = file.integer_attribute("/", "years_finished");
        if (finished == not_begun) {
            throw FileError(part, fmt::format("{}: was left before its first year: run again "
                                              "without --resume",
                                              part.string()));
        }
        writer.years_finished_ = static_cast<std::size_t>(finished);
        if (keep_years > writer.years_finished_) {
            throw FileError(part, fmt::format("{}: has fewer than the {} years to resume from",
                                              part.string(), keep_years));
        }
        // First of all, so that what is rewritten from here on no longer counts as finished.
        writer.years_finished_ = keep_years;
        file.set_attribute("/", "complete", std::int64_t{0});
        file.set_attribute("/", "years_finished", static_cast<std::int64_t>(keep_years));
        file.flush();
    });
    return writer;
}

void ResultWriter::check_same(const std::string& name, const h5::Shape& extents) const {
    const h5::Shape found = file_.shape(name);
    if (found == extents) return;
    throw FileError(
        file_.path(),
        fmt::format("{}: {} has the shape ({}), this run needs ({}): it was written by "
                    "another scenario or other options; run again without --resume",
                    file_.path().string(), name, fmt::join(found, ", "), fmt::join(extents, ", ")));
}

void ResultWriter::add_coordinate(const std::string& group, const std::string& name,
                                  const std::vector<std::string>& labels,
                                  const std::string& long_name) {
    guarded([&] {
        const std::string path = group + "/" + name;
        coordinates_[path] = labels.size();
        if (file_.has(path)) return check_same(path, {labels.size()});
        file_.group(group);
        file_.write_strings(path, labels);
        h5::describe(file_, path, {"", long_name});
        h5::make_scale(file_, group, name);
    });
}

void ResultWriter::add_coordinate(const std::string& group, const std::string& name,
                                  const std::vector<std::int32_t>& values,
                                  const h5::Description& description) {
    guarded([&] {
        const std::string path = group + "/" + name;
        coordinates_[path] = values.size();
        if (file_.has(path)) return check_same(path, {values.size()});
        file_.group(group);
        h5::write_vector(file_, path, h5::ElementType::i32, values.size(), values.data());
        h5::describe(file_, path, description);
        h5::make_scale(file_, group, name);
    });
}

ArrayId ResultWriter::add_array(const std::string& group, const std::string& name,
                                const std::vector<std::string>& dimensions, h5::ElementType type,
                                const h5::Description& description) {
    Array array{group + "/" + name, type, {}, {}};
    for (const std::string& dimension : dimensions) {
        const auto found = coordinates_.find(fmt::format("{}/{}", group, dimension));
        if (found == coordinates_.end()) {
            throw std::logic_error(fmt::format("{} has no coordinate {}", group, dimension));
        }
        array.extents.push_back(found->second);
    }
    guarded([&] {
        if (file_.has(array.path)) {
            check_same(array.path, array.extents);
            array.dataset = file_.dataset(array.path);
            clear_from(array, years_finished_);
        } else {
            declare_array(array, group, dimensions, description);
        }
    });
    arrays_.push_back(std::move(array));
    return ArrayId{arrays_.size() - 1};
}

void ResultWriter::declare_array(Array& array, const std::string& group,
                                 const std::vector<std::string>& dimensions,
                                 const h5::Description& description) {
    const std::string action = fmt::format("create dataset {}", array.path);
    const h5::Handle space = file_.own(
        H5Screate_simple(static_cast<int>(array.extents.size()), array.extents.data(), nullptr),
        H5Sclose, action);
    const h5::Handle properties = file_.own(H5Pcreate(H5P_DATASET_CREATE), H5Pclose, action);
    // Laid out at once: a year written later is bytes in place and touches no metadata.
    H5Pset_alloc_time(properties.get(), H5D_ALLOC_TIME_EARLY);
    if (is_real(array.type)) {
        const double missing = std::numeric_limits<double>::quiet_NaN();
        H5Pset_fill_value(properties.get(), H5T_NATIVE_DOUBLE, &missing);
    }
    array.dataset = file_.own(H5Dcreate2(file_.id(), array.path.c_str(), h5::stored(array.type),
                                         space.get(), H5P_DEFAULT, properties.get(), H5P_DEFAULT),
                              H5Dclose, action);
    h5::describe(file_, array.path, description);
    h5::attach_scales(file_, array.path, group, dimensions);
}

TableId ResultWriter::add_table(const std::string& group, const std::vector<Column>& columns,
                                hsize_t chunk_rows) {
    const ArrayId year_rows =
        add_array(group, "year_rows", {"year"}, h5::ElementType::i64,
                  {"rows", "rows of the table at the end of the year, from the first year on"});
    guarded([&] {
        hsize_t rows = 0;
        if (years_finished_ > 0) {
            std::int64_t last = 0;
            file_.read_rows(group + "/year_rows", years_finished_ - 1, 1, h5::ElementType::i64,
                            std::as_writable_bytes(std::span(&last, 1)));
            rows = static_cast<hsize_t>(last);
        }
        tables_.emplace_back(file_, group, columns, chunk_rows, rows);
        file_.set_attribute(group, "rows_committed", static_cast<std::int64_t>(rows));
    });
    year_rows_.push_back(year_rows);
    return TableId{tables_.size() - 1};
}

void ResultWriter::add_text(const std::string& name, const std::string& text) {
    guarded([&] {
        const std::string path = "provenance/" + name;
        if (!file_.has(path)) file_.write_text(path, text);
    });
}

void ResultWriter::begin() {
    guarded([&] {
        file_.flush();
        file_.set_attribute("/", "years_finished", static_cast<std::int64_t>(years_finished_));
        file_.flush();
    });
    begun_ = true;
}

std::int64_t ResultWriter::integer_attribute(const std::string& key) const {
    return file_.integer_attribute("/", key);
}

std::string ResultWriter::text_attribute(const std::string& key) const {
    return file_.text_attribute("/", key);
}

void ResultWriter::write_slab(ArrayId id, std::size_t year, h5::ElementType type,
                              std::span<const std::byte> values) {
    guarded([&] {
        const Array& array = arrays_.at(static_cast<std::size_t>(id));
        const std::size_t bytes = std::accumulate(array.extents.begin() + 1, array.extents.end(),
                                                  h5::size_of(array.type), std::multiplies<>());
        if (type != array.type || values.size() != bytes || year >= array.extents.front()) {
            throw std::logic_error(fmt::format(
                "{}: {} bytes of {} for year {}, where each of {} years has {} bytes of {}",
                array.path, values.size(), h5::name_of(type), year, array.extents.front(), bytes,
                h5::name_of(array.type)));
        }
        write_at(array, year, values.data());
    });
}

void ResultWriter::write_at(const Array& array, std::size_t year, const void* values) {
    const std::string action = fmt::format("write {}", array.path);
    h5::Shape start(array.extents.size(), 0);
    h5::Shape count = array.extents;
    start.front() = year;
    count.front() = 1;
    const h5::Handle space = file_.own(H5Dget_space(array.dataset.get()), H5Sclose, action);
    file_.check(H5Sselect_hyperslab(space.get(), H5S_SELECT_SET, start.data(), nullptr,
                                    count.data(), nullptr),
                action);
    const h5::Handle memory = file_.own(
        H5Screate_simple(static_cast<int>(count.size()), count.data(), nullptr), H5Sclose, action);
    file_.check(H5Dwrite(array.dataset.get(), h5::native(array.type), memory.get(), space.get(),
                         H5P_DEFAULT, values),
                action);
}

/// As if `year` and later years had never been written.
void ResultWriter::clear_from(const Array& array, std::size_t year) {
    const std::size_t cells = std::accumulate(array.extents.begin() + 1, array.extents.end(),
                                              std::size_t{1}, std::multiplies<>());
    const std::vector<double> nothing(cells, std::numeric_limits<double>::quiet_NaN());
    const std::vector<float> little(cells, std::numeric_limits<float>::quiet_NaN());
    const std::vector<std::int64_t> zero(cells, 0);
    const void* const values = array.type == h5::ElementType::f64 ? nothing.data()
                               : array.type == h5::ElementType::f32
                                   ? little.data()
                                   : static_cast<const void*>(zero.data());
    for (std::size_t y = year; y < array.extents.front(); ++y) write_at(array, y, values);
}

void ResultWriter::append(TableId table, std::span<const ColumnView> columns) {
    guarded([&] { tables_.at(static_cast<std::size_t>(table)).append(file_, chunks_, columns); });
}

void ResultWriter::append(TableId table, std::initializer_list<ColumnView> columns) {
    append(table, std::span(columns.begin(), columns.size()));
}

hsize_t ResultWriter::rows(TableId table) const {
    return tables_.at(static_cast<std::size_t>(table)).rows();
}

void ResultWriter::commit_year(std::size_t year) {
    if (!begun_) throw std::logic_error("a year finished before begin()");
    if (year != years_finished_) {
        throw std::logic_error(
            fmt::format("year {} finished after {} finished years", year, years_finished_));
    }
    guarded([&] {
        for (std::size_t t = 0; t < tables_.size(); ++t) {
            tables_[t].write_tail(file_, chunks_);
            const auto rows = static_cast<std::int64_t>(tables_[t].rows());
            write_at(arrays_[static_cast<std::size_t>(year_rows_[t])], year, &rows);
        }
        // Two flushes: the attribute must not reach the disk before what it speaks of.
        file_.flush();
        for (const ColumnTable& table : tables_) {
            file_.set_attribute(table.group(), "rows_committed",
                                static_cast<std::int64_t>(table.rows()));
        }
        file_.set_attribute("/", "years_finished", static_cast<std::int64_t>(year + 1));
        file_.flush();
    });
    years_finished_ = year + 1;
}

void ResultWriter::finish() {
    guarded([&] {
        for (ColumnTable& table : tables_) table.trim(file_);
        file_.set_attribute("/", "end_time", now());
        file_.flush();
        file_.set_attribute("/", "complete", std::int64_t{1});
        file_.flush();
        arrays_.clear();
        tables_.clear();
        file_.close();
    });
    publish(part_path(final_path_), final_path_);
}

}  // namespace keruen
