// SPDX-License-Identifier: MIT
#include "app/output.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <fstream>
#include <stdexcept>

#include "scenarios/diagnostics.hpp"
#include "scenarios/text_file.hpp"

namespace keruen {

std::size_t chosen_region(const std::string& wanted, const std::vector<std::string>& codes) {
    const auto at = std::find(codes.begin(), codes.end(), wanted.empty() ? "KAZ" : wanted);
    if (at != codes.end()) return static_cast<std::size_t>(at - codes.begin());
    if (wanted.empty()) return 0;
    refuse({"--origin"}, in_quotes(wanted), fmt::format("one of {}", fmt::join(codes, ", ")),
           did_you_mean(wanted, codes));
}

void write_text(const std::string& path, const std::string& text) {
    std::ofstream file(path, std::ios::binary);
    file << text;
    if (!file.flush()) throw std::runtime_error("cannot write " + path);
}

}  // namespace keruen
