// SPDX-License-Identifier: MIT
#pragma once
#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "sim/file/chunks.hpp"
#include "sim/file/h5.hpp"

namespace keruen {

/// Saves the state of a run as named columns, packed on all threads. Written beside `path` as
/// `<path>.tmp` and put in its place by finish(), so that a kill at any moment leaves the old
/// checkpoint or the new one. Destroyed without finish(), it removes what it wrote.
/// Every failure throws FileError.
class CheckpointWriter {
public:
    /// `version` is that of the columns' meaning; the reader asks for the same.
    CheckpointWriter(const std::filesystem::path& path, std::int64_t version,
                     const h5::Attributes& attributes);
    CheckpointWriter(const CheckpointWriter&) = delete;
    CheckpointWriter& operator=(const CheckpointWriter&) = delete;
    ~CheckpointWriter();

    template <class T>
    void add(const std::string& name, std::span<const T> values) {
        add_bytes(name, h5::element_type<T>(), std::as_bytes(values));
    }
    template <class T>
    void add(const std::string& name, const std::vector<T>& values) {
        add(name, std::span<const T>(values));
    }
    void finish();

private:
    void add_bytes(const std::string& name, h5::ElementType type,
                   std::span<const std::byte> values);
    void discard() noexcept;
    template <class Action>
    void guarded(Action action);

    std::filesystem::path path_;
    h5::File file_;
    h5::ChunkWriter chunks_;
};

/// Reads what CheckpointWriter wrote; refuses files of another kind or version (FileError).
class CheckpointReader {
public:
    CheckpointReader(const std::filesystem::path& path, std::int64_t version);

    bool has(const std::string& name) const { return file_.has(name); }
    std::int64_t integer(const std::string& attribute) const;
    double real(const std::string& attribute) const;
    std::string text(const std::string& attribute) const;
    template <class T>
    std::vector<T> read(const std::string& name) const {
        return file_.read<T>(name);
    }
    /// Into `values`, which must have the column's size.
    template <class T>
    void read_into(const std::string& name, std::span<T> values) const {
        file_.read_rows(name, 0, values.size(), h5::element_type<T>(),
                        std::as_writable_bytes(values));
    }

private:
    h5::File file_;
};

}  // namespace keruen
