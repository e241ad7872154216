// SPDX-License-Identifier: MIT
#pragma once
#include <span>
#include <string>
#include <type_traits>
#include <vector>

#include "sim/file/chunks.hpp"
#include "sim/file/h5.hpp"

namespace keruen {

/// A column of a growing table.
struct Column {
    std::string name;
    h5::ElementType type = h5::ElementType::u32;
    std::string units;
    std::string long_name;
    /// For codes: what each value means, words joined by "_" (CF's flag_values, flag_meanings).
    std::vector<std::pair<std::int64_t, std::string>> flags = {};
};

/// Rows to append to one column.
struct ColumnView {
    template <class T>
    ColumnView(std::span<T> values)
        : type(h5::element_type<std::remove_const_t<T>>()), bytes(std::as_bytes(values)) {}
    template <class T>
    ColumnView(const std::vector<T>& values) : ColumnView(std::span<const T>(values)) {}

    h5::ElementType type;
    std::span<const std::byte> bytes;
};

/// Columns of one group along the unlimited dimension `row`. Full chunks are written packed as soon
/// as they are full. The last chunk of a finished year is written raw: the rows that later join it
/// then leave every byte that a reader may already rely on where it was, so that no kill can
/// damage a finished year.
class ColumnTable {
public:
    /// Creates the table in `group`, or takes it up as it was after `rows` rows.
    ColumnTable(h5::File& file, std::string group, const std::vector<Column>& columns,
                hsize_t chunk_rows, hsize_t rows);

    const std::string& group() const { return group_; }
    hsize_t rows() const { return rows_; }

    /// One view a column, in the order of declaration, all of the same length.
    void append(const h5::File& file, h5::ChunkWriter& writer, std::span<const ColumnView> columns);
    /// Writes what is still held back, so that the next flush makes rows() rows readable.
    void write_tail(const h5::File& file, h5::ChunkWriter& writer);
    /// Cuts off what a resumed run found beyond its own last row.
    void trim(const h5::File& file);

private:
    struct Store {
        std::string path;
        h5::ElementType type;
        h5::Handle dataset;
        std::vector<std::byte> tail;  ///< the chunk being filled: chunk_rows elements
    };

    void create(h5::File& file, const std::vector<Column>& columns);
    void take_up(const h5::File& file);
    void check(std::span<const ColumnView> columns) const;
    void set_extent(const h5::File& file, hsize_t rows);
    h5::Chunk chunk(const Store& store, hsize_t first_row, std::span<const std::byte> rows,
                    bool raw) const;

    std::string group_;
    hsize_t chunk_rows_;
    hsize_t rows_;
    hsize_t extent_ = 0;        ///< of the datasets in the file
    hsize_t tail_rows_ = 0;     ///< rows in the tails
    bool tail_shared_ = false;  ///< a finished year ends within the tail: it is in the file, raw
    h5::Handle row_;            ///< the dimension
    std::vector<Store> stores_;
};

}  // namespace keruen
