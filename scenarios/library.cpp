// SPDX-License-Identifier: MIT
#include "scenarios/library.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <system_error>

#include "scenarios/diagnostics.hpp"

namespace keruen {

namespace fs = std::filesystem;

fs::path Library::file(const std::string& name) const {
    return scenarios / (name + ".toml");
}

std::vector<std::string> Library::names() const {
    std::vector<std::string> names;
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(scenarios, error)) {
        if (entry.path().extension() == ".toml") names.push_back(entry.path().stem().string());
    }
    std::sort(names.begin(), names.end());
    return names;
}

Library find_library(const std::vector<fs::path>& homes) {
    std::string tried;
    for (const fs::path& home : homes) {
        std::error_code error;
        if (fs::is_directory(home / "scenarios" / "library", error)) {
            return {home / "scenarios" / "library", home / "scenarios" / "data"};
        }
        tried += (tried.empty() ? "" : ", ") + home.string();
    }
    refuse({"KERUEN_HOME"}, fmt::format("no folder scenarios/library in {}", tried),
           "the folder of keruen's scenarios and data",
           "set the environment variable KERUEN_HOME to it");
}

}  // namespace keruen
