// SPDX-License-Identifier: MIT
#pragma once
#include <filesystem>
#include <stdexcept>
#include <string>
#include <utility>

namespace keruen {

/// A file could not be written, read or understood; what() names the file, what failed and why.
class FileError : public std::runtime_error {
public:
    FileError(std::filesystem::path path, const std::string& message, bool disk_full = false)
        : std::runtime_error(message), path_(std::move(path)), disk_full_(disk_full) {}

    const std::filesystem::path& path() const { return path_; }
    /// The device or the quota is exhausted: freeing space and resuming helps.
    bool disk_full() const { return disk_full_; }

private:
    std::filesystem::path path_;
    bool disk_full_;
};

}  // namespace keruen
