// SPDX-License-Identifier: MIT
#include "sim/file/h5.hpp"

#include <fmt/format.h>
#include <sys/mman.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <functional>
#include <numeric>

namespace keruen::h5 {
namespace {

/// HDF5 prints its errors thread by thread unless told not to.
void prepare_thread() {
    // No clean-up at exit, where HDF5 would try again (and again) to flush files on a full disk.
    static const bool opened = H5dont_atexit() >= 0 && H5open() >= 0;
    thread_local const bool silent = opened && H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr) >= 0;
    static_cast<void>(silent);
}

/// Chunks a B-tree node indexes before it splits: 2 x 512. Splits move metadata about; without them
/// a flush that is cut short cannot orphan what the flush before it had made readable.
constexpr unsigned chunk_index_half_rank = 512;

herr_t keep_innermost(unsigned n, const H5E_error2_t* error, void* data) {
    if (n == 0 && error->desc != nullptr) *static_cast<std::string*>(data) = error->desc;
    return 0;
}

/// HDF5's innermost message, cut down to the system's own words where it quotes errno.
std::string reason() {
    std::string text;
    H5Ewalk2(H5E_DEFAULT, H5E_WALK_UPWARD, keep_innermost, &text);
    constexpr std::string_view quote = "error message = '";
    if (const auto at = text.find(quote); at != std::string::npos) {
        const auto from = at + quote.size();
        return text.substr(from, text.find('\'', from) - from);
    }
    return text.empty() ? "HDF5 gave no reason" : text;
}

Handle access_properties() {
    Handle properties(H5Pcreate(H5P_FILE_ACCESS), H5Pclose);
    // V18 as the lower bound: superblock 2, which has no "open for writing" flag that would make a
    // killed process's file refuse to open.
    H5Pset_libver_bounds(properties.get(), H5F_LIBVER_V18, H5F_LIBVER_LATEST);
    // File systems without locks must not stop a run.
    H5Pset_file_locking(properties.get(), true, true);
    H5AC_cache_config_t cache;
    cache.version = H5AC__CURR_CACHE_CONFIG_VERSION;
    H5Pget_mdc_config(properties.get(), &cache);
    cache.evictions_enabled = false;
    cache.incr_mode = H5C_incr__off;
    cache.flash_incr_mode = H5C_flash_incr__off;
    cache.decr_mode = H5C_decr__off;
    H5Pset_mdc_config(properties.get(), &cache);
    return properties;
}

}  // namespace

std::size_t size_of(ElementType type) {
    constexpr std::array<std::size_t, 10> sizes{1, 2, 4, 8, 1, 2, 4, 8, 4, 8};
    return sizes[static_cast<std::size_t>(type)];
}

hid_t native(ElementType type) {
    prepare_thread();
    const std::array<hid_t, 10> ids{H5T_NATIVE_UINT8,  H5T_NATIVE_UINT16, H5T_NATIVE_UINT32,
                                    H5T_NATIVE_UINT64, H5T_NATIVE_INT8,   H5T_NATIVE_INT16,
                                    H5T_NATIVE_INT32,  H5T_NATIVE_INT64,  H5T_NATIVE_FLOAT,
                                    H5T_NATIVE_DOUBLE};
    return ids[static_cast<std::size_t>(type)];
}

hid_t stored(ElementType type) {
    prepare_thread();
    const std::array<hid_t, 10> ids{H5T_STD_U8LE,   H5T_STD_U16LE, H5T_STD_U32LE, H5T_STD_U64LE,
                                    H5T_STD_I8LE,   H5T_STD_I16LE, H5T_STD_I32LE, H5T_STD_I64LE,
                                    H5T_IEEE_F32LE, H5T_IEEE_F64LE};
    return ids[static_cast<std::size_t>(type)];
}

std::string name_of(ElementType type) {
    constexpr std::array<const char*, 10> names{"uint8", "uint16", "uint32", "uint64",  "int8",
                                                "int16", "int32",  "int64",  "float32", "float64"};
    return names[static_cast<std::size_t>(type)];
}

Handle string_type() {
    prepare_thread();
    Handle type(H5Tcopy(H5T_C_S1), H5Tclose);
    H5Tset_size(type.get(), H5T_VARIABLE);
    H5Tset_cset(type.get(), H5T_CSET_UTF8);
    return type;
}

File::File(std::filesystem::path path, hid_t id, std::string_view action) : path_(std::move(path)) {
    handle_ = own(id, H5Fclose, action);
    void* descriptor = nullptr;
    check(H5Fget_vfd_handle(id, H5P_DEFAULT, &descriptor), action);
    descriptor_ = *static_cast<int*>(descriptor);
}

File File::create(const std::filesystem::path& path) {
    prepare_thread();
    const Handle creation(H5Pcreate(H5P_FILE_CREATE), H5Pclose);
    H5Pset_istore_k(creation.get(), chunk_index_half_rank);
    H5Pset_link_creation_order(creation.get(), H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED);
    const Handle access = access_properties();
    return File(path, H5Fcreate(path.c_str(), H5F_ACC_TRUNC, creation.get(), access.get()),
                "create the file");
}

File File::create_in_one_go(const std::filesystem::path& path) {
    prepare_thread();
    const Handle creation(H5Pcreate(H5P_FILE_CREATE), H5Pclose);
    H5Pset_link_creation_order(creation.get(), H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED);
    const Handle access(H5Pcreate(H5P_FILE_ACCESS), H5Pclose);
    H5Pset_libver_bounds(access.get(), H5F_LIBVER_V18, H5F_LIBVER_LATEST);
    H5Pset_file_locking(access.get(), true, true);
    return File(path, H5Fcreate(path.c_str(), H5F_ACC_TRUNC, creation.get(), access.get()),
                "create the file");
}

File File::open(const std::filesystem::path& path, Access access) {
    prepare_thread();
    const unsigned flags = access == Access::write ? H5F_ACC_RDWR : H5F_ACC_RDONLY;
    const Handle properties = access_properties();
    return File(path, H5Fopen(path.c_str(), flags, properties.get()), "open it as HDF5");
}

void File::flush() {
    check(H5Fflush(id(), H5F_SCOPE_GLOBAL), "flush the file");
}

void File::accept_length() {
    check(H5Fincrement_filesize(id(), 0), "read the file's length");
}

void File::close() {
    check(H5Fclose(id()), "close the file");
    handle_.release();
}

void File::abandon() noexcept {
    if (!is_open()) return;
    // HDF5 has no way to close without flushing. So its descriptor is turned to a file in memory,
    // which takes whatever it still writes.
    if (const int sink = memfd_create("keruen-abandoned", MFD_CLOEXEC); sink >= 0) {
        dup2(sink, descriptor_);
        ::close(sink);
    }
    handle_ = Handle();
}

void File::fail(std::string_view action) const {
    const std::string why = reason();
    const bool full = why == std::strerror(ENOSPC) || why == std::strerror(EDQUOT);
    throw FileError(path_, fmt::format("{}: cannot {}: {}", path_.string(), action, why), full);
}

Handle File::own(hid_t id, Handle::Close closer, std::string_view action) const {
    if (id < 0) fail(action);
    return Handle(id, closer);
}

void File::check(herr_t status, std::string_view action) const {
    if (status < 0) fail(action);
}

Handle File::link_properties() const {
    Handle properties = own(H5Pcreate(H5P_LINK_CREATE), H5Pclose, "make a property list");
    check(H5Pset_create_intermediate_group(properties.get(), 1), "make a property list");
    return properties;
}

bool File::has(const std::string& name) const {
    for (std::size_t end = 0; end != std::string::npos;) {
        end = name.find('/', end + 1);
        const htri_t found = H5Lexists(id(), name.substr(0, end).c_str(), H5P_DEFAULT);
        if (found < 0) fail(fmt::format("look for {}", name));
        if (found == 0) return false;
    }
    return true;
}

Handle File::dataset(const std::string& name) const {
    if (!has(name)) {
        throw FileError(path_, fmt::format("{}: has no dataset {}", path_.string(), name));
    }
    return own(H5Dopen2(id(), name.c_str(), H5P_DEFAULT), H5Dclose,
               fmt::format("open dataset {}", name));
}

Handle File::group(const std::string& name) {
    const std::string action = fmt::format("open group {}", name);
    if (has(name)) return own(H5Gopen2(id(), name.c_str(), H5P_DEFAULT), H5Gclose, action);
    // NetCDF lists variables in the order of their creation where a group keeps it.
    const Handle creation = own(H5Pcreate(H5P_GROUP_CREATE), H5Pclose, action);
    H5Pset_link_creation_order(creation.get(), H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED);
    const hid_t made =
        H5Gcreate2(id(), name.c_str(), link_properties().get(), creation.get(), H5P_DEFAULT);
    return own(made, H5Gclose, action);
}

void File::set_attribute(const std::string& name, const std::string& key, const Attribute& value) {
    const std::string action = fmt::format("write attribute {} of {}", key, name);
    // Attributes opened by way of a path cannot be overwritten in HDF5 1.10: open the object first.
    const Handle object = own(H5Oopen(id(), name.c_str(), H5P_DEFAULT), H5Oclose, action);
    const auto write = [&](hid_t file_type, hid_t memory_type, const void* data) {
        Handle attribute;
        if (has_attribute(name, key)) {
            attribute = own(H5Aopen(object.get(), key.c_str(), H5P_DEFAULT), H5Aclose, action);
        } else {
            const Handle space = own(H5Screate(H5S_SCALAR), H5Sclose, action);
            attribute = own(H5Acreate2(object.get(), key.c_str(), file_type, space.get(),
                                       H5P_DEFAULT, H5P_DEFAULT),
                            H5Aclose, action);
        }
        check(H5Awrite(attribute.get(), memory_type, data), action);
    };
    if (const auto* text = std::get_if<std::string>(&value)) {
        const char* data = text->c_str();
        const Handle type = string_type();
        write(type.get(), type.get(), &data);
    } else if (const auto* integer = std::get_if<std::int64_t>(&value)) {
        write(H5T_STD_I64LE, H5T_NATIVE_INT64, integer);
    } else {
        write(H5T_IEEE_F64LE, H5T_NATIVE_DOUBLE, &std::get<double>(value));
    }
}

void File::set_attributes(const std::string& name, const Attributes& attributes) {
    for (const auto& [key, value] : attributes) set_attribute(name, key, value);
}

bool File::has_attribute(const std::string& name, const std::string& key) const {
    const htri_t found = H5Aexists_by_name(id(), name.c_str(), key.c_str(), H5P_DEFAULT);
    if (found < 0) fail(fmt::format("look for attribute {} of {}", key, name));
    return found > 0;
}

namespace {

void read_attribute(const File& file, const std::string& name, const std::string& key, hid_t type,
                    void* out) {
    if (!file.has_attribute(name, key)) {
        throw FileError(file.path(), fmt::format("{}: has no attribute {} of {}",
                                                 file.path().string(), key, name));
    }
    const std::string action = fmt::format("read attribute {} of {}", key, name);
    const Handle attribute =
        file.own(H5Aopen_by_name(file.id(), name.c_str(), key.c_str(), H5P_DEFAULT, H5P_DEFAULT),
                 H5Aclose, action);
    file.check(H5Aread(attribute.get(), type, out), action);
}

}  // namespace

std::int64_t File::integer_attribute(const std::string& name, const std::string& key) const {
    std::int64_t value = 0;
    read_attribute(*this, name, key, H5T_NATIVE_INT64, &value);
    return value;
}

double File::real_attribute(const std::string& name, const std::string& key) const {
    double value = 0;
    read_attribute(*this, name, key, H5T_NATIVE_DOUBLE, &value);
    return value;
}

std::string File::text_attribute(const std::string& name, const std::string& key) const {
    char* value = nullptr;
    read_attribute(*this, name, key, string_type().get(), static_cast<void*>(&value));
    std::string text = value == nullptr ? "" : value;
    H5free_memory(value);
    return text;
}

Shape File::shape(const std::string& name) const {
    const std::string action = fmt::format("read the shape of {}", name);
    const Handle space = own(H5Dget_space(dataset(name).get()), H5Sclose, action);
    Shape extents(static_cast<std::size_t>(H5Sget_simple_extent_ndims(space.get())));
    check(H5Sget_simple_extent_dims(space.get(), extents.data(), nullptr), action);
    return extents;
}

std::size_t File::elements(const std::string& name) const {
    const Shape extents = shape(name);
    return std::accumulate(extents.begin(), extents.end(), std::size_t{1}, std::multiplies<>());
}

void File::read_rows(const std::string& name, hsize_t first, hsize_t count, ElementType type,
                     std::span<std::byte> out) const {
    const std::string action = fmt::format("read {}", name);
    const Handle data = dataset(name);
    const Handle file_type = own(H5Dget_type(data.get()), H5Tclose, action);
    if (H5Tequal(file_type.get(), stored(type)) <= 0) {
        throw FileError(path_, fmt::format("{}: dataset {} does not hold {}", path_.string(), name,
                                           name_of(type)));
    }
    Shape extents = shape(name);
    if (extents.empty()) extents = {1};
    Shape start(extents.size(), 0);
    const hsize_t rows = extents.front();
    start.front() = first;
    extents.front() = count;
    const hsize_t wanted =
        std::accumulate(extents.begin(), extents.end(), size_of(type), std::multiplies<>());
    if (first > rows || count > rows - first || wanted != out.size()) {
        throw FileError(path_, fmt::format("{}: dataset {} has {} rows, not {} from {} of {} bytes",
                                           path_.string(), name, rows, count, first, out.size()));
    }
    if (out.empty()) return;
    const Handle space = own(H5Dget_space(data.get()), H5Sclose, action);
    if (H5Sget_simple_extent_type(space.get()) == H5S_SCALAR) {
        check(H5Dread(data.get(), native(type), H5S_ALL, H5S_ALL, H5P_DEFAULT, out.data()), action);
        return;
    }
    check(H5Sselect_hyperslab(space.get(), H5S_SELECT_SET, start.data(), nullptr, extents.data(),
                              nullptr),
          action);
    const Handle memory =
        own(H5Screate_simple(static_cast<int>(extents.size()), extents.data(), nullptr), H5Sclose,
            action);
    check(H5Dread(data.get(), native(type), memory.get(), space.get(), H5P_DEFAULT, out.data()),
          action);
}

std::vector<std::string> File::read_strings(const std::string& name) const {
    const std::string action = fmt::format("read {}", name);
    const Handle data = dataset(name);
    const Handle type = string_type();
    std::vector<char*> pointers(elements(name));
    check(H5Dread(data.get(), type.get(), H5S_ALL, H5S_ALL, H5P_DEFAULT, pointers.data()), action);
    std::vector<std::string> values;
    values.reserve(pointers.size());
    for (char* pointer : pointers) {
        values.emplace_back(pointer == nullptr ? "" : pointer);
        H5free_memory(pointer);
    }
    return values;
}

namespace {

void write_vlen(File& file, const std::string& name, Handle space,
                const std::vector<const char*>& pointers) {
    const std::string action = fmt::format("write {}", name);
    const Handle type = string_type();
    const Handle data = file.own(H5Dcreate2(file.id(), name.c_str(), type.get(), space.get(),
                                            file.link_properties().get(), H5P_DEFAULT, H5P_DEFAULT),
                                 H5Dclose, action);
    file.check(H5Dwrite(data.get(), type.get(), H5S_ALL, H5S_ALL, H5P_DEFAULT, pointers.data()),
               action);
}

}  // namespace

void File::write_strings(const std::string& name, const std::vector<std::string>& values) {
    std::vector<const char*> pointers;
    pointers.reserve(values.size());
    for (const std::string& value : values) pointers.push_back(value.c_str());
    const hsize_t extent = values.size();
    write_vlen(*this, name, Handle(H5Screate_simple(1, &extent, nullptr), H5Sclose), pointers);
}

void File::write_text(const std::string& name, const std::string& value) {
    write_vlen(*this, name, Handle(H5Screate(H5S_SCALAR), H5Sclose), {value.c_str()});
}

}  // namespace keruen::h5
