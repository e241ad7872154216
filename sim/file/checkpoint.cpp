// SPDX-License-Identifier: MIT
#include "sim/file/checkpoint.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

#include "sim/file/publish.hpp"

namespace keruen {
namespace {

constexpr const char* format_name = "keruen checkpoint";
constexpr std::size_t chunk_rows = 1 << 18;

std::filesystem::path scratch_of(const std::filesystem::path& path) {
    return path.string() + ".tmp";
}

h5::File create_scratch(const std::filesystem::path& path) {
    claim_target(scratch_of(path), path);
    return h5::File::create(scratch_of(path));
}

}  // namespace

CheckpointWriter::CheckpointWriter(const std::filesystem::path& path, std::int64_t version,
                                   const h5::Attributes& attributes)
    : path_(path), file_(create_scratch(path)) {
    guarded([&] {
        file_.set_attributes("/", {{"format", format_name}, {"format_version", version}});
        file_.set_attributes("/", attributes);
    });
}

CheckpointWriter::~CheckpointWriter() {
    discard();
}

void CheckpointWriter::discard() noexcept {
    if (!file_.is_open()) return;
    file_.abandon();
    std::error_code ignored;
    std::filesystem::remove(scratch_of(path_), ignored);
}

template <class Action>
void CheckpointWriter::guarded(Action action) {
    if (!file_.is_open()) throw std::logic_error("the checkpoint writer has finished or failed");
    try {
        action();
    } catch (const FileError& error) {
        discard();
        if (!error.disk_full()) throw;
        throw FileError(path_,
                        fmt::format("disk full while writing checkpoint {}; the last whole "
                                    "checkpoint is kept; free space and run again with --resume "
                                    "({})",
                                    path_.string(), error.what()),
                        true);
    }
}

void CheckpointWriter::add_bytes(const std::string& name, h5::ElementType type,
                                 std::span<const std::byte> values) {
    guarded([&] {
        const std::size_t size = h5::size_of(type);
        const hsize_t rows = values.size() / size;
        // Small columns get small chunks: a chunk is stored whole.
        const hsize_t step = std::clamp<hsize_t>(rows, 1, chunk_rows);
        const h5::Handle dataset = h5::create_column(file_, name, type, step);
        file_.check(H5Dset_extent(dataset.get(), &rows), fmt::format("extend {}", name));
        std::vector<h5::Chunk> chunks;
        for (hsize_t first = 0; first < rows; first += step) {
            const hsize_t count = std::min(step, rows - first);
            chunks.push_back({dataset.get(), &name, first,
                              values.subspan(first * size, count * size), step * size, size,
                              false});
        }
        chunks_.write(file_, chunks);
    });
}

void CheckpointWriter::finish() {
    guarded([&] {
        file_.flush();
        file_.close();
    });
    try {
        publish(scratch_of(path_), path_);
    } catch (const FileError&) {
        std::error_code ignored;
        std::filesystem::remove(scratch_of(path_), ignored);
        throw;
    }
}

CheckpointReader::CheckpointReader(const std::filesystem::path& path, std::int64_t version)
    : file_(h5::File::open(path, h5::File::Access::read)) {
    const std::string format = file_.text_attribute("/", "format");
    const std::int64_t found = file_.integer_attribute("/", "format_version");
    if (format != format_name || found != version) {
        throw FileError(path, fmt::format("{}: is of format '{}' version {}, expected '{}' version "
                                          "{}: run again without --resume",
                                          path.string(), format, found, format_name, version));
    }
}

std::int64_t CheckpointReader::integer(const std::string& attribute) const {
    return file_.integer_attribute("/", attribute);
}
double CheckpointReader::real(const std::string& attribute) const {
    return file_.real_attribute("/", attribute);
}
std::string CheckpointReader::text(const std::string& attribute) const {
    return file_.text_attribute("/", attribute);
}

}  // namespace keruen
