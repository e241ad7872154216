// SPDX-License-Identifier: MIT
#include "sim/file/identity.hpp"

#include <fmt/format.h>
#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <bit>
#include <functional>
#include <memory>
#include <numeric>

#include "sim/file/h5.hpp"

namespace keruen {
namespace {

static_assert(std::endian::native == std::endian::little,
              "values are hashed as they lie in memory");

class Sha256 {
public:
    Sha256() : context_(EVP_MD_CTX_new(), EVP_MD_CTX_free) {
        EVP_DigestInit_ex(context_.get(), EVP_sha256(), nullptr);
    }
    void add(const void* data, std::size_t bytes) { EVP_DigestUpdate(context_.get(), data, bytes); }
    void add(std::uint64_t value) { add(&value, sizeof value); }
    /// With its length, so that no two sequences of texts read the same.
    void add(std::string_view text) {
        add(std::uint64_t{text.size()});
        add(text.data(), text.size());
    }
    std::string hexadecimal() {
        std::array<unsigned char, 32> digest{};
        EVP_DigestFinal_ex(context_.get(), digest.data(), nullptr);
        std::string text;
        for (const unsigned char byte : digest) text += fmt::format("{:02x}", byte);
        return text;
    }

private:
    std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context_;
};

herr_t collect_dataset(hid_t, const char* name, const H5O_info_t* info, void* data) {
    const std::string_view path = name;
    const bool provenance = path == "provenance" || path.substr(0, 11) == "provenance/";
    if (info->type == H5O_TYPE_DATASET && !provenance) {
        static_cast<std::vector<std::string>*>(data)->emplace_back(path);
    }
    return 0;
}

std::vector<std::string> datasets(const h5::File& file) {
    std::vector<std::string> paths;
    file.check(H5Ovisit2(file.id(), H5_INDEX_NAME, H5_ITER_NATIVE, collect_dataset, &paths,
                         H5O_INFO_BASIC),
               "list the datasets");
    std::sort(paths.begin(), paths.end());
    return paths;
}

h5::ElementType element_type_of(const h5::File& file, const std::string& path, hid_t type) {
    using h5::ElementType;
    for (const auto candidate :
         {ElementType::u8, ElementType::u16, ElementType::u32, ElementType::u64, ElementType::i8,
          ElementType::i16, ElementType::i32, ElementType::i64, ElementType::f32,
          ElementType::f64}) {
        if (H5Tequal(type, h5::stored(candidate)) > 0) return candidate;
    }
    throw FileError(file.path(), fmt::format("{}: dataset {} holds neither numbers nor strings of "
                                             "the kinds that result files have",
                                             file.path().string(), path));
}

void add_numbers(Sha256& hash, const h5::File& file, const std::string& path,
                 const h5::Shape& shape, h5::ElementType type) {
    const std::size_t row_bytes =
        std::accumulate(shape.empty() ? shape.end() : shape.begin() + 1, shape.end(),
                        h5::size_of(type), std::multiplies<>());
    const hsize_t rows = shape.empty() ? 1 : shape.front();
    if (row_bytes == 0) return;
    // A multiple of the usual chunk, so that each chunk is unpacked once.
    const hsize_t step = std::max<hsize_t>(1, (std::size_t{8} << 20) / row_bytes);
    std::vector<std::byte> buffer;
    for (hsize_t first = 0; first < rows; first += step) {
        const hsize_t count = std::min(step, rows - first);
        buffer.resize(count * row_bytes);
        file.read_rows(path, first, count, type, buffer);
        hash.add(buffer.data(), buffer.size());
    }
}

void add_dataset(Sha256& hash, const h5::File& file, const std::string& path) {
    const h5::Shape shape = file.shape(path);
    const h5::Handle type =
        file.own(H5Dget_type(file.dataset(path).get()), H5Tclose, "read the type of " + path);
    const bool text = H5Tis_variable_str(type.get()) > 0;
    hash.add(path);
    hash.add(text ? "string" : h5::name_of(element_type_of(file, path, type.get())));
    hash.add(shape.size());
    for (const hsize_t extent : shape) hash.add(std::uint64_t{extent});
    if (text) {
        for (const std::string& value : file.read_strings(path)) hash.add(value);
    } else {
        add_numbers(hash, file, path, shape, element_type_of(file, path, type.get()));
    }
}

}  // namespace

std::string identity(const std::filesystem::path& path) {
    const h5::File file = h5::File::open(path, h5::File::Access::read);
    Sha256 hash;
    for (const std::string& dataset : datasets(file)) add_dataset(hash, file, dataset);
    return hash.hexadecimal();
}

}  // namespace keruen
