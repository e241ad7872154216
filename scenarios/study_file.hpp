// SPDX-License-Identifier: MIT
#pragma once
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "scenarios/dated.hpp"
#include "scenarios/diagnostics.hpp"

namespace keruen {

/// A value that members of a study have, as --set writes it.
struct StudyValue {
    std::string text;  ///< TOML: "600" or "{ 2027 = 1200 }"
    std::optional<double> number;
    Place place;
};

/// A lever or parameter with the values that a study gives it.
struct StudyDimension {
    std::string key;
    Place place;
    std::vector<StudyValue> values;
};

/// A study as written: scenarios x values of each dimension x draws of a sample x seeds.
struct StudyFile {
    std::string name;  ///< the stem of the file
    std::string title, text;
    std::vector<Placed<std::string>> scenarios;  ///< paths, or names in the library
    std::vector<StudyDimension> set;             ///< of every member: one value each
    std::vector<StudyDimension> vary;
    std::optional<Placed<std::string>> sample;  ///< path of a CSV file with draws of parameters
    std::vector<std::uint64_t> seeds{1};
    double scale = 1;
    std::string record = "summary";
    int retries = 2;  ///< a member is tried at most once more than this
};

/// Reads a study. Paths in it are relative to its folder. Adds every mistake of form, type and
/// unknown key to `diagnostics`; whether scenarios, levers and values exist is for those to judge
/// who know a world. Nothing if it cannot be read as TOML.
std::optional<StudyFile> read_study(const std::filesystem::path& path, Diagnostics& diagnostics);

}  // namespace keruen
