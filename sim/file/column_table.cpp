// SPDX-License-Identifier: MIT
#include "sim/file/column_table.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <stdexcept>

#include "sim/file/labelled.hpp"

namespace keruen {
namespace {

void write_flags(h5::File& file, hid_t dataset, const std::string& path, const Column& column) {
    if (column.flags.empty()) return;
    std::vector<std::int64_t> values;
    std::vector<std::string> meanings;
    for (const auto& [value, meaning] : column.flags) {
        values.push_back(value);
        meanings.push_back(meaning);
    }
    file.set_attribute(path, "flag_meanings", fmt::format("{}", fmt::join(meanings, " ")));
    const std::string action = fmt::format("write attribute flag_values of {}", path);
    const hsize_t n = values.size();
    const h5::Handle space = file.own(H5Screate_simple(1, &n, nullptr), H5Sclose, action);
    const h5::Handle attribute =
        file.own(H5Acreate2(dataset, "flag_values", h5::stored(column.type), space.get(),
                            H5P_DEFAULT, H5P_DEFAULT),
                 H5Aclose, action);
    file.check(H5Awrite(attribute.get(), H5T_NATIVE_INT64, values.data()), action);
}

hsize_t stored_chunk_rows(const h5::File& file, hid_t dataset, const std::string& path) {
    const std::string action = fmt::format("read the chunk size of {}", path);
    const h5::Handle properties = file.own(H5Dget_create_plist(dataset), H5Pclose, action);
    hsize_t rows = 0;
    file.check(H5Pget_chunk(properties.get(), 1, &rows), action);
    return rows;
}

}  // namespace

ColumnTable::ColumnTable(h5::File& file, std::string group, const std::vector<Column>& columns,
                         hsize_t chunk_rows, hsize_t rows)
    : group_(std::move(group)), chunk_rows_(chunk_rows), rows_(rows) {
    if (columns.empty() || chunk_rows == 0) {
        throw std::logic_error("a table needs columns and a chunk size: " + group_);
    }
    for (const Column& column : columns) {
        stores_.push_back({group_ + "/" + column.name, column.type, {}, {}});
    }
    if (file.has(group_ + "/row")) {
        take_up(file);
    } else {
        create(file, columns);
    }
}

void ColumnTable::create(h5::File& file, const std::vector<Column>& columns) {
    row_ = h5::create_bare_dimension(file, group_, "row", chunk_rows_);
    for (std::size_t c = 0; c < columns.size(); ++c) {
        Store& store = stores_[c];
        store.dataset = h5::create_column(file, store.path, store.type, chunk_rows_);
        h5::describe(file, store.path, {columns[c].units, columns[c].long_name});
        write_flags(file, store.dataset.get(), store.path, columns[c]);
        h5::attach_scales(file, store.path, group_, {"row"});
        store.tail.resize(chunk_rows_ * h5::size_of(store.type));
    }
    // A chunk written and dropped leaves each column with its chunk index. Were the index made by
    // the first rows, a kill within their flush could leave a column pointing at nothing.
    set_extent(file, 1);
    std::vector<h5::Chunk> chunks;
    for (const Store& store : stores_) chunks.push_back(chunk(store, 0, store.tail, false));
    h5::ChunkWriter().write(file, chunks);
    set_extent(file, 0);
}

void ColumnTable::take_up(const h5::File& file) {
    row_ = file.dataset(group_ + "/row");
    chunk_rows_ = stored_chunk_rows(file, row_.get(), group_ + "/row");
    tail_rows_ = rows_ % chunk_rows_;
    tail_shared_ = tail_rows_ > 0;
    // A kill within a flush may leave extents unequal.
    extent_ = file.shape(group_ + "/row").front();
    for (const Store& store : stores_) {
        extent_ = std::max(extent_, file.shape(store.path).front());
    }
    for (Store& store : stores_) {
        store.tail.resize(chunk_rows_ * h5::size_of(store.type));
        file.read_rows(store.path, rows_ - tail_rows_, tail_rows_, store.type,
                       std::span(store.tail).first(tail_rows_ * h5::size_of(store.type)));
        store.dataset = file.dataset(store.path);
    }
    set_extent(file, extent_);
}

void ColumnTable::check(std::span<const ColumnView> columns) const {
    if (columns.size() != stores_.size()) {
        throw std::logic_error(
            fmt::format("table {} has {} columns, not {}", group_, stores_.size(), columns.size()));
    }
    const std::size_t rows = columns.front().bytes.size() / h5::size_of(columns.front().type);
    for (std::size_t c = 0; c < columns.size(); ++c) {
        if (columns[c].type != stores_[c].type) {
            throw std::logic_error(fmt::format("{} holds {}, not {}", stores_[c].path,
                                               h5::name_of(stores_[c].type),
                                               h5::name_of(columns[c].type)));
        }
        if (columns[c].bytes.size() != rows * h5::size_of(columns[c].type)) {
            throw std::logic_error("columns of unequal length for table " + group_);
        }
    }
}

void ColumnTable::append(const h5::File& file, h5::ChunkWriter& writer,
                         std::span<const ColumnView> columns) {
    check(columns);
    const std::size_t rows = columns.front().bytes.size() / h5::size_of(columns.front().type);
    // First fill the tail, then whole chunks straight from the caller, then a new tail.
    const std::size_t lead =
        tail_rows_ == 0 ? 0 : std::min<std::size_t>(rows, chunk_rows_ - tail_rows_);
    const bool tail_full = lead > 0 && tail_rows_ + lead == chunk_rows_;
    const std::size_t whole = (rows - lead) / chunk_rows_;
    const std::size_t left = rows - lead - whole * chunk_rows_;
    const hsize_t tail_row = rows_ - tail_rows_;

    std::vector<h5::Chunk> chunks;
    for (std::size_t c = 0; c < stores_.size(); ++c) {
        Store& store = stores_[c];
        const std::size_t size = h5::size_of(store.type);
        const auto from = columns[c].bytes;
        std::copy_n(from.begin(), lead * size,
                    store.tail.begin() + static_cast<std::ptrdiff_t>(tail_rows_ * size));
        if (tail_full) chunks.push_back(chunk(store, tail_row, store.tail, tail_shared_));
        for (std::size_t k = 0; k < whole; ++k) {
            chunks.push_back(
                chunk(store, rows_ + lead + k * chunk_rows_,
                      from.subspan((lead + k * chunk_rows_) * size, chunk_rows_ * size), false));
        }
    }
    if (!chunks.empty()) {
        const hsize_t end = rows_ + rows - left;
        if (end > extent_) set_extent(file, end);
        writer.write(file, chunks);
    }
    const bool new_tail = tail_full || tail_rows_ == 0;
    if (new_tail) {
        for (std::size_t c = 0; c < stores_.size(); ++c) {
            const auto rest = columns[c].bytes.last(left * h5::size_of(stores_[c].type));
            std::copy(rest.begin(), rest.end(), stores_[c].tail.begin());
        }
        tail_shared_ = false;
    }
    tail_rows_ = new_tail ? left : tail_rows_ + lead;
    rows_ += rows;
}

void ColumnTable::write_tail(const h5::File& file, h5::ChunkWriter& writer) {
    if (rows_ > extent_) set_extent(file, rows_);
    if (tail_rows_ == 0) return;
    std::vector<h5::Chunk> chunks;
    for (const Store& store : stores_) {
        const auto filled = std::span(store.tail).first(tail_rows_ * h5::size_of(store.type));
        chunks.push_back(chunk(store, rows_ - tail_rows_, filled, true));
    }
    writer.write(file, chunks);
    tail_shared_ = true;
}

void ColumnTable::trim(const h5::File& file) {
    if (extent_ > rows_) set_extent(file, rows_);
}

void ColumnTable::set_extent(const h5::File& file, hsize_t rows) {
    const std::string action = fmt::format("extend the columns of {}", group_);
    for (const Store& store : stores_)
        file.check(H5Dset_extent(store.dataset.get(), &rows), action);
    file.check(H5Dset_extent(row_.get(), &rows), action);
    extent_ = rows;
}

h5::Chunk ColumnTable::chunk(const Store& store, hsize_t first_row, std::span<const std::byte> rows,
                             bool raw) const {
    const std::size_t size = h5::size_of(store.type);
    return {store.dataset.get(), &store.path, first_row, rows, chunk_rows_ * size, size, raw};
}

}  // namespace keruen
