// SPDX-License-Identifier: MIT
#pragma once
#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "sim/file/h5.hpp"

namespace keruen::h5 {

/// One-dimensional dataset that grows along its only dimension, in chunks of `chunk_rows` that any
/// HDF5 reader unpacks (shuffle for elements of several bytes, then deflate).
Handle create_column(File& file, const std::string& name, ElementType type, hsize_t chunk_rows);

/// Dataset of fixed shape, in chunks of `chunk_rows` along the first dimension and whole along the
/// others, packed as columns are.
Handle create_stack(File& file, const std::string& name, ElementType type, const Shape& extents,
                    hsize_t chunk_rows);

/// Dimensions that a dataset of chunks may have.
inline constexpr std::size_t most_dimensions = 8;

/// A chunk to be stored; the views must outlive ChunkWriter::write.
struct Chunk {
    hid_t dataset = -1;
    const std::string* name = nullptr;  ///< of the dataset, for messages
    hsize_t first_row = 0;              ///< a multiple of the dataset's chunk_rows
    std::span<const std::byte> rows;  ///< along the first dimension, the others whole; shorter than
                                      ///< a chunk: filled up with zeros
    std::size_t chunk_bytes = 0;
    std::size_t element_size = 1;
    /// Store as is. A chunk stored raw is rewritten in place for ever after, whatever it holds.
    bool raw = false;
};

/// Packs chunks on all threads (ISA-L, several times H5Dwrite's speed), a few at a time, and writes
/// them in the order given with H5Dwrite_chunk.
class ChunkWriter {
public:
    ChunkWriter();
    ChunkWriter(ChunkWriter&&) noexcept;
    ChunkWriter& operator=(ChunkWriter&&) noexcept;
    ~ChunkWriter();

    /// The datasets must already extend over the rows. Throws FileError.
    void write(const File& file, std::span<const Chunk> chunks);

private:
    struct Slot;
    std::vector<Slot> slots_;  ///< one a chunk of a batch, kept to spare the allocations
};

}  // namespace keruen::h5
