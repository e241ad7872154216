// SPDX-License-Identifier: MIT
#pragma once
#include <filesystem>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "sim/file/chunks.hpp"
#include "sim/file/column_table.hpp"
#include "sim/file/h5.hpp"
#include "sim/file/labelled.hpp"

namespace keruen {

/// Name and version of a file format; readers refuse what they do not know.
struct FileFormat {
    std::string name;
    std::int64_t version = 0;
};

enum class ArrayId : std::size_t {};
enum class TableId : std::size_t {};

/// Writes a result file year by year into `<final path>.part` and gives it its final name when it
/// is complete. Killed at any moment, the .part can be read up to the root attribute
/// `years_finished`.
///
/// Use: create or reopen; declare coordinates, arrays, tables and texts (the same calls in both
/// cases: what a reopened file has is checked against the declaration); begin(); then for each year
/// write_year, append, commit_year; finish(). Destroyed without finish(), it leaves the .part as of
/// the last commit, for --resume.
///
/// Every failure to write throws FileError, after which the object only waits to be destroyed.
/// Wrong use (types, sizes, unknown dimensions, years out of order) throws std::logic_error.
class ResultWriter {
public:
    static std::filesystem::path part_path(const std::filesystem::path& final_path);

    /// Starts anew, replacing an old .part. Checks first that the directory can be written.
    static ResultWriter create(const std::filesystem::path& final_path, const FileFormat& format,
                               const h5::Attributes& attributes);
    /// Finished years in the .part whose root attribute `key` is the text `value`; 0 if there is
    /// none that can be taken up. Only looks.
    static std::size_t years_to_resume(const std::filesystem::path& final_path,
                                       const FileFormat& format, const std::string& key,
                                       const std::string& value);
    /// Takes up the .part as it was when `keep_years` years were finished; at least so many must
    /// be.
    static ResultWriter reopen(const std::filesystem::path& final_path, const FileFormat& format,
                               std::size_t keep_years);

    ResultWriter(ResultWriter&&) = default;
    ResultWriter& operator=(ResultWriter&&) = delete;
    ~ResultWriter();

    /// Labels, or numbers, along the dimension `name` of `group`; each group has its own.
    void add_coordinate(const std::string& group, const std::string& name,
                        const std::vector<std::string>& labels, const std::string& long_name);
    void add_coordinate(const std::string& group, const std::string& name,
                        const std::vector<std::int32_t>& values,
                        const h5::Description& description);
    /// An array over coordinates of its group, the first of which is stepped through by write_year.
    /// i32, i64 (0 until written), f32 or f64 (NaN until written).
    ArrayId add_array(const std::string& group, const std::string& name,
                      const std::vector<std::string>& dimensions, h5::ElementType type,
                      const h5::Description& description);
    /// A growing table of its own group, which must have the coordinate `year`. Writes beside the
    /// columns `year_rows` (year): rows at the end of that year, counted from the first year on.
    TableId add_table(const std::string& group, const std::vector<Column>& columns,
                      hsize_t chunk_rows = 1 << 16);
    /// A text of any length, as the dataset /provenance/`name`.
    void add_text(const std::string& name, const std::string& text);
    /// Call once when all is declared: it is readable from here on, whatever happens.
    void begin();

    std::size_t years_finished() const { return years_finished_; }
    std::int64_t integer_attribute(const std::string& key) const;
    std::string text_attribute(const std::string& key) const;

    /// One slab of the array, row-major over its other dimensions.
    template <class T>
    void write_year(ArrayId array, std::size_t year, std::span<const T> values) {
        write_slab(array, year, h5::element_type<T>(), std::as_bytes(values));
    }
    /// Rows of the current year, one view a column in the order of declaration.
    void append(TableId table, std::span<const ColumnView> columns);
    void append(TableId table, std::initializer_list<ColumnView> columns);
    hsize_t rows(TableId table) const;

    /// The year is done: everything up to here can be read from now on. `year` counts from 0 and
    /// must be years_finished().
    void commit_year(std::size_t year);
    /// Marks the file complete, forces it to the disk and gives it its final name.
    void finish();

private:
    struct Array {
        std::string path;
        h5::ElementType type;
        h5::Shape extents;
        h5::Handle dataset;
    };

    ResultWriter(std::filesystem::path final_path, h5::File file);
    template <class Action>
    auto guarded(Action action);
    void release() noexcept;
    void check_same(const std::string& name, const h5::Shape& extents) const;
    void declare_array(Array& array, const std::string& group,
                       const std::vector<std::string>& dimensions,
                       const h5::Description& description);
    void write_slab(ArrayId array, std::size_t year, h5::ElementType type,
                    std::span<const std::byte> values);
    void write_at(const Array& array, std::size_t year, const void* values);
    void clear_from(const Array& array, std::size_t year);

    std::filesystem::path final_path_;
    h5::File file_;                               // before all that holds handles into it
    std::map<std::string, hsize_t> coordinates_;  ///< "group/name" -> size
    std::vector<Array> arrays_;
    std::vector<ColumnTable> tables_;
    std::vector<ArrayId> year_rows_;  ///< of each table
    h5::ChunkWriter chunks_;
    std::size_t years_finished_ = 0;
    bool begun_ = false;
};

}  // namespace keruen
