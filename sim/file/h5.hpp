// SPDX-License-Identifier: MIT
#pragma once
// A thin layer over HDF5's C API: handles that close themselves, failures as FileError, and files
// that stay readable when the process is killed (docs/file-format.md). One thread at a time may use
// anything in sim/file.
#include <hdf5.h>

#include <bit>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "sim/file/error.hpp"

namespace keruen::h5 {

/// Element types of datasets; always stored little-endian.
enum class ElementType : std::uint8_t { u8, u16, u32, u64, i8, i16, i32, i64, f32, f64 };

template <class T>
constexpr ElementType element_type() {
    if constexpr (std::is_enum_v<T>) {
        return element_type<std::underlying_type_t<T>>();
    } else if constexpr (std::is_floating_point_v<T>) {
        return sizeof(T) == 4 ? ElementType::f32 : ElementType::f64;
    } else {
        static_assert(std::is_integral_v<T> && !std::is_same_v<T, bool>);
        return static_cast<ElementType>(std::countr_zero(sizeof(T)) +
                                        (std::is_signed_v<T> ? 4 : 0));
    }
}

std::size_t size_of(ElementType type);
hid_t native(ElementType type);  ///< HDF5's type in memory
hid_t stored(ElementType type);  ///< HDF5's type in the file, little-endian
std::string name_of(ElementType type);

/// Owns one HDF5 identifier.
class Handle {
public:
    using Close = herr_t (*)(hid_t);

    Handle() = default;
    Handle(hid_t id, Close close) : id_(id), close_(close) {}
    Handle(Handle&& other) noexcept : id_(std::exchange(other.id_, -1)), close_(other.close_) {}
    Handle& operator=(Handle&& other) noexcept {
        std::swap(id_, other.id_);
        std::swap(close_, other.close_);
        return *this;
    }
    ~Handle() {
        if (id_ >= 0) close_(id_);
    }

    hid_t get() const { return id_; }
    explicit operator bool() const { return id_ >= 0; }
    hid_t release() { return std::exchange(id_, -1); }

private:
    hid_t id_ = -1;
    Close close_ = nullptr;
};

using Attribute = std::variant<std::string, std::int64_t, double>;
using Attributes = std::vector<std::pair<std::string, Attribute>>;
using Shape = std::vector<hsize_t>;

/// An open HDF5 file. Metadata reaches the disk only in flush(), so that a process killed between
/// two flushes leaves the file as the first of them made it. Every failure throws FileError, which
/// carries HDF5's innermost reason; HDF5 itself prints nothing.
class File {
public:
    enum class Access { read, write };

    static File create(const std::filesystem::path& path);
    /// A file that can be read only once it is closed: memory for its metadata is bounded.
    static File create_in_one_go(const std::filesystem::path& path);
    static File open(const std::filesystem::path& path, Access access);

    File(File&& other) noexcept = default;
    File& operator=(File&& other) noexcept = default;
    ~File() = default;

    const std::filesystem::path& path() const { return path_; }
    hid_t id() const { return handle_.get(); }
    bool is_open() const { return static_cast<bool>(handle_); }

    void flush();
    void close();
    /// Call after opening, for writing, what a killed process left: the file may be longer than its
    /// header says, and what lies there may be in use.
    void accept_length();
    /// Closes without writing anything more: the file keeps the state of the last flush, also
    /// where the disk is full and HDF5 could neither flush nor close. Close all handles first.
    void abandon() noexcept;

    /// `id` as a handle; negative means that `action` ("create dataset flows/stock") failed.
    Handle own(hid_t id, Handle::Close closer, std::string_view action) const;
    void check(herr_t status, std::string_view action) const;
    [[noreturn]] void fail(std::string_view action) const;

    bool has(const std::string& name) const;
    Handle dataset(const std::string& name) const;
    /// Opens the group, creating it and its parents where they are missing.
    Handle group(const std::string& name);
    /// Link property list that creates missing groups on the way.
    Handle link_properties() const;

    /// Attributes of the object `name` ("/" is the root); an existing one is overwritten in place.
    void set_attribute(const std::string& name, const std::string& key, const Attribute& value);
    void set_attributes(const std::string& name, const Attributes& attributes);
    bool has_attribute(const std::string& name, const std::string& key) const;
    std::int64_t integer_attribute(const std::string& name, const std::string& key) const;
    double real_attribute(const std::string& name, const std::string& key) const;
    std::string text_attribute(const std::string& name, const std::string& key) const;

    Shape shape(const std::string& name) const;
    /// Whole dataset, row-major; its stored type must be exactly T's.
    template <class T>
    std::vector<T> read(const std::string& name) const {
        std::vector<T> values(elements(name));
        read_rows(name, 0, values.empty() ? 0 : shape(name).front(), element_type<T>(),
                  std::as_writable_bytes(std::span(values)));
        return values;
    }
    /// Rows [first, first + count) along the first dimension into `out`, which must fit exactly.
    void read_rows(const std::string& name, hsize_t first, hsize_t count, ElementType type,
                   std::span<std::byte> out) const;
    /// Variable-length strings of a dataset, flattened.
    std::vector<std::string> read_strings(const std::string& name) const;
    void write_strings(const std::string& name, const std::vector<std::string>& values);
    /// One string as a scalar dataset: of any length, where attributes end at 64 KB.
    void write_text(const std::string& name, const std::string& value);

private:
    File(std::filesystem::path path, hid_t id, std::string_view action);
    std::size_t elements(const std::string& name) const;

    std::filesystem::path path_;
    Handle handle_;
    int descriptor_ = -1;
};

/// Variable-length UTF-8, the only kind of string that every NetCDF-4 reader takes.
Handle string_type();

}  // namespace keruen::h5
