// SPDX-License-Identifier: MIT
#include "sim/file/chunks.hpp"

#include <fmt/format.h>
#include <isa-l/igzip_lib.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <optional>
#include <stdexcept>

#include "sim/parallel.hpp"

namespace keruen::h5 {
namespace {

/// HDF5's shuffle: byte b of every element, plane after plane.
template <std::size_t Size>
void shuffle(std::span<const std::byte> in, std::byte* out) {
    const std::size_t n = in.size() / Size;
    const std::byte* from = in.data();
    for (std::size_t i = 0; i < n; ++i) {
        for (std::size_t b = 0; b < Size; ++b) out[b * n + i] = from[i * Size + b];
    }
}

void shuffle(std::size_t element_size, std::span<const std::byte> in, std::byte* out) {
    switch (element_size) {
        case 2:
            return shuffle<2>(in, out);
        case 4:
            return shuffle<4>(in, out);
        default:
            return shuffle<8>(in, out);
    }
}

}  // namespace

struct ChunkWriter::Slot {
    std::vector<std::byte> padded, shuffled, packed, level;
    std::unique_ptr<isal_zstream> stream = std::make_unique<isal_zstream>();
    std::span<const std::byte> stored;  ///< what goes to the file
    bool skip_filters = false;

    void pack(const Chunk& chunk);

private:
    std::optional<std::size_t> deflate(std::span<const std::byte> in);
};

/// Bytes of zlib format in `packed`, or nothing where they would not be fewer than `in`.
std::optional<std::size_t> ChunkWriter::Slot::deflate(std::span<const std::byte> in) {
    packed.resize(in.size());
    level.resize(ISAL_DEF_LVL1_DEFAULT);
    isal_deflate_stateless_init(stream.get());
    stream->level = 1;
    stream->level_buf = reinterpret_cast<std::uint8_t*>(level.data());
    stream->level_buf_size = static_cast<std::uint32_t>(level.size());
    stream->gzip_flag = IGZIP_ZLIB;
    stream->end_of_stream = 1;
    stream->flush = NO_FLUSH;
    // The API is not const-correct; the input is only read.
    stream->next_in = reinterpret_cast<std::uint8_t*>(const_cast<std::byte*>(in.data()));
    stream->avail_in = static_cast<std::uint32_t>(in.size());
    stream->next_out = reinterpret_cast<std::uint8_t*>(packed.data());
    stream->avail_out = static_cast<std::uint32_t>(packed.size());
    if (isal_deflate_stateless(stream.get()) != COMP_OK) return std::nullopt;
    if (stream->total_out >= in.size()) return std::nullopt;
    return stream->total_out;
}

void ChunkWriter::Slot::pack(const Chunk& chunk) {
    std::span<const std::byte> rows = chunk.rows;
    if (rows.size() < chunk.chunk_bytes) {
        padded.resize(chunk.chunk_bytes);
        std::copy(rows.begin(), rows.end(), padded.begin());
        std::fill(padded.begin() + static_cast<std::ptrdiff_t>(rows.size()), padded.end(),
                  std::byte{0});
        rows = padded;
    }
    stored = rows;
    skip_filters = true;
    if (chunk.raw) return;
    std::span<const std::byte> in = rows;
    if (chunk.element_size > 1) {
        shuffled.resize(rows.size());
        shuffle(chunk.element_size, rows, shuffled.data());
        in = shuffled;
    }
    if (const auto bytes = deflate(in)) {
        stored = std::span(packed).first(*bytes);
        skip_filters = false;
    }
}

ChunkWriter::ChunkWriter() = default;
ChunkWriter::ChunkWriter(ChunkWriter&&) noexcept = default;
ChunkWriter& ChunkWriter::operator=(ChunkWriter&&) noexcept = default;
ChunkWriter::~ChunkWriter() = default;

void ChunkWriter::write(const File& file, std::span<const Chunk> chunks) {
    const auto at_once = 2 * static_cast<std::size_t>(Workers::threads_here());
    for (std::size_t first = 0; first < chunks.size(); first += at_once) {
        const auto batch = chunks.subspan(first, std::min(at_once, chunks.size() - first));
        if (slots_.size() < batch.size()) slots_.resize(batch.size());
        Workers::for_each_index_here(batch.size(),
                                     [&](std::size_t i) { slots_[i].pack(batch[i]); });
        for (std::size_t i = 0; i < batch.size(); ++i) {
            const Slot& slot = slots_[i];
            const Chunk& chunk = batch[i];
            const std::uint32_t all_filters = chunk.element_size > 1 ? 0x3 : 0x1;
            const std::array<hsize_t, most_dimensions> offset{chunk.first_row};
            const herr_t status =
                H5Dwrite_chunk(chunk.dataset, H5P_DEFAULT, slot.skip_filters ? all_filters : 0,
                               offset.data(), slot.stored.size(), slot.stored.data());
            file.check(status, fmt::format("write rows of {}", *chunk.name));
        }
    }
}

namespace {

/// How rows are packed: shuffle for elements of several bytes, then deflate.
Handle packed_properties(const File& file, ElementType type, std::span<const hsize_t> chunk,
                         const std::string& action) {
    Handle properties = file.own(H5Pcreate(H5P_DATASET_CREATE), H5Pclose, action);
    H5Pset_chunk(properties.get(), static_cast<int>(chunk.size()), chunk.data());
    H5Pset_attr_creation_order(properties.get(), H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED);
    if (size_of(type) > 1) H5Pset_shuffle(properties.get());
    H5Pset_deflate(properties.get(), 1);
    return properties;
}

Handle create_packed(File& file, const std::string& name, ElementType type, const Handle& space,
                     const Handle& properties, const std::string& action) {
    return file.own(H5Dcreate2(file.id(), name.c_str(), stored(type), space.get(),
                               file.link_properties().get(), properties.get(), H5P_DEFAULT),
                    H5Dclose, action);
}

}  // namespace

Handle create_column(File& file, const std::string& name, ElementType type, hsize_t chunk_rows) {
    const std::string action = fmt::format("create dataset {}", name);
    const hsize_t none = 0;
    const hsize_t unlimited = H5S_UNLIMITED;
    const Handle space = file.own(H5Screate_simple(1, &none, &unlimited), H5Sclose, action);
    return create_packed(file, name, type, space,
                         packed_properties(file, type, std::span(&chunk_rows, 1), action), action);
}

Handle create_stack(File& file, const std::string& name, ElementType type, const Shape& extents,
                    hsize_t chunk_rows) {
    if (extents.empty() || extents.size() > most_dimensions) {
        throw std::logic_error(fmt::format("{} of {} dimensions", name, extents.size()));
    }
    const std::string action = fmt::format("create dataset {}", name);
    Shape chunk = extents;
    chunk.front() = chunk_rows;
    const Handle space =
        file.own(H5Screate_simple(static_cast<int>(extents.size()), extents.data(), nullptr),
                 H5Sclose, action);
    return create_packed(file, name, type, space, packed_properties(file, type, chunk, action),
                         action);
}

}  // namespace keruen::h5
