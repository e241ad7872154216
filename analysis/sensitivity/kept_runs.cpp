// SPDX-License-Identifier: MIT
#include "analysis/sensitivity/kept_runs.hpp"

#include <fmt/format.h>

#include <cstdlib>
#include <iterator>
#include <sstream>
#include <string_view>

#include "sim/file/error.hpp"

namespace keruen {

namespace {

std::string header(const std::string& identity) {
    return "keruen runs 1 " + identity;
}

/// The outcomes on a line after its key; fewer than there should be if the line is damaged.
std::vector<double> numbers(std::istringstream& line) {
    std::vector<double> values;
    for (std::string word; line >> word;) {
        char* end = nullptr;
        values.push_back(std::strtod(word.c_str(), &end));
        if (*end != '\0') return {};
    }
    return values;
}

}  // namespace

KeptRuns::KeptRuns(std::filesystem::path file, const std::string& identity, std::size_t outcomes)
    : file_(std::move(file)) {
    std::error_code error;
    const bool is_new = !std::filesystem::exists(file_, error);
    if (!is_new) read(identity, outcomes);
    out_.open(file_, std::ios::app | std::ios::binary);
    if (is_new || std::filesystem::file_size(file_, error) == 0) {
        out_ << header(identity) << std::endl;
    }
    if (!out_) throw FileError(file_, fmt::format("cannot write {}", file_.string()));
}

void KeptRuns::read(const std::string& identity, std::size_t outcomes) {
    std::ifstream in(file_, std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(in), {}};
    const std::size_t whole = text.rfind('\n') + 1;  // 0 if there is no line
    std::istringstream lines(text.substr(0, whole));
    std::string line;
    if (std::getline(lines, line) && line != header(identity)) {
        throw FileError(file_, fmt::format("{} holds other runs; move it away", file_.string()));
    }
    while (std::getline(lines, line)) {
        std::istringstream words(line);
        std::string key;
        words >> key;
        std::vector<double> values = numbers(words);
        if (values.size() == outcomes) runs_[key] = std::move(values);
    }
    if (whole < text.size()) std::filesystem::resize_file(file_, whole);
}

const std::vector<double>* KeptRuns::find(const std::string& key) const {
    const auto at = runs_.find(key);
    return at == runs_.end() ? nullptr : &at->second;
}

void KeptRuns::add(const std::string& key, const std::vector<double>& outcomes) {
    std::string line = key;
    for (const double x : outcomes) line += fmt::format(" {:a}", x);
    out_ << line << std::endl;
    if (!out_) {
        throw FileError(file_, fmt::format("cannot write {}; what it holds is kept: the same "
                                           "command goes on from there",
                                           file_.string()));
    }
    runs_[key] = outcomes;
}

}  // namespace keruen
