// SPDX-License-Identifier: MIT
#pragma once
#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <vector>

namespace keruen {

/// Outcomes of finished runs in a text file that outlives the process: a line a run, appended as
/// soon as the run is over, so that a kill loses nothing but the runs under way. A line is a key
/// and the outcomes in hexadecimal, exact to the last bit.
class KeptRuns {
public:
    /// Reads what is there; a line cut off by a kill or a full disk is dropped. Throws FileError if
    /// the file is of something else than `identity` or cannot be written.
    KeptRuns(std::filesystem::path file, const std::string& identity, std::size_t outcomes);

    const std::filesystem::path& file() const { return file_; }
    std::size_t size() const { return runs_.size(); }
    /// Null if no such run is kept.
    const std::vector<double>* find(const std::string& key) const;
    /// Throws FileError if it cannot be kept.
    void add(const std::string& key, const std::vector<double>& outcomes);

private:
    void read(const std::string& identity, std::size_t outcomes);

    std::filesystem::path file_;
    std::ofstream out_;
    std::map<std::string, std::vector<double>> runs_;
};

}  // namespace keruen
