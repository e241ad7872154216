// SPDX-License-Identifier: MIT
#pragma once
#include <string>

namespace keruen {

/// SHA-256 of a text, 64 hexadecimal digits.
std::string sha256_of(const std::string& text);

}  // namespace keruen
