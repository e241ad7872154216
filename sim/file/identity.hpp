// SPDX-License-Identifier: MIT
#pragma once
#include <filesystem>
#include <string>

namespace keruen {

/// SHA-256, in hexadecimal, of what a result file says: path, type, shape and values of every
/// dataset outside /provenance, in the order of their paths. Chunks, compression, attributes, times
/// and hosts do not enter. Integers, floats and strings only; other datasets throw FileError.
std::string identity(const std::filesystem::path& path);

}  // namespace keruen
