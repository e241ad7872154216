// SPDX-License-Identifier: MIT
#pragma once
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>

namespace keruen {

/// A new empty folder below the build tree, and a way to put files into it. Each process has its
/// own, since ctest runs the cases of a file at the same time.
struct ScratchFolder {
    std::filesystem::path path;

    explicit ScratchFolder(const std::string& name)
        : path(std::filesystem::path(KERUEN_BINARY_DIR) / "scratch" /
               (name + "-" + std::to_string(getpid()))) {
        std::filesystem::remove_all(path);
        std::filesystem::create_directories(path);
    }
    ~ScratchFolder() {
        std::error_code error;
        std::filesystem::remove_all(path, error);
    }
    ScratchFolder(const ScratchFolder&) = delete;
    ScratchFolder& operator=(const ScratchFolder&) = delete;

    std::string write(const std::string& name, const std::string& text) const {
        std::filesystem::create_directories((path / name).parent_path());
        std::ofstream(path / name, std::ios::binary) << text;
        return (path / name).string();
    }
};

}  // namespace keruen
