// SPDX-License-Identifier: MIT
#include "app/output.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "scenarios/diagnostics.hpp"
#include "scenarios/text_file.hpp"
#include "sim/file/error.hpp"

namespace keruen {

std::size_t chosen_region(const std::string& wanted, const std::vector<std::string>& codes) {
    const auto at = std::find(codes.begin(), codes.end(), wanted.empty() ? "KAZ" : wanted);
    if (at != codes.end()) return static_cast<std::size_t>(at - codes.begin());
    if (wanted.empty()) return 0;
    refuse({"--origin"}, in_quotes(wanted), fmt::format("one of {}", fmt::join(codes, ", ")),
           did_you_mean(wanted, codes));
}

void require_writable(const std::vector<std::string>& files, const std::string& folder) {
    namespace fs = std::filesystem;
    Diagnostics found;
    for (const std::string& path : files) {
        if (path.empty()) continue;
        const bool fresh = !fs::exists(path);
        if (!std::ofstream(path, std::ios::app)) {
            found.add({path}, "a file that cannot be written", "a file in a folder that is there");
        } else if (fresh) {
            fs::remove(path);
        }
    }
    if (!folder.empty() && !fs::exists(folder)) {
        fs::path made = fs::absolute(folder).lexically_normal();
        while (made.has_parent_path() && !fs::exists(made.parent_path())) made = made.parent_path();
        std::error_code error;
        fs::create_directories(folder, error);
        if (error) found.add({folder}, error.message(), "a folder that is there or can be made");
        fs::remove_all(made, error);
    }
    found.throw_if_any();
}

void write_text(const std::string& path, const std::string& text) {
    std::ofstream file(path, std::ios::binary);
    file << text;
    if (!file.flush()) throw std::runtime_error("cannot write " + path);
}

std::filesystem::path made_folder(const std::string& path) {
    std::error_code error;
    std::filesystem::create_directories(path, error);
    if (error) throw FileError(path, path + ": " + error.message());
    return path;
}

std::string repeat_text(const Asked& asked, const std::string& data_sha256) {
    return fmt::format("\nrepeat: keruen {} ({}), data {}\n  {}\n", asked.program_version,
                       asked.revision, data_sha256.substr(0, 12), asked.line);
}

nlohmann::ordered_json repeat_json(const Asked& asked, const std::string& data_sha256) {
    return {{"program_version", asked.program_version},
            {"revision", asked.revision},
            {"command", asked.line},
            {"data_sha256", data_sha256}};
}

}  // namespace keruen
