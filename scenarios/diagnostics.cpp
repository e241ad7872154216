// SPDX-License-Identifier: MIT
#include "scenarios/diagnostics.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <utility>

namespace keruen {
namespace {

std::string lower(std::string_view word) {
    std::string out(word);
    for (char& c : out) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return out;
}

/// Optimal string alignment: insertions, deletions, substitutions and swaps of neighbours.
std::size_t edit_distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> before(b.size() + 1), last(b.size() + 1), row(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j) last[j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] != b[j - 1])});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
                row[j] = std::min(row[j], before[j - 2] + 1);
            }
        }
        std::swap(before, last);
        std::swap(last, row);
    }
    return last[b.size()];
}

std::string joined(const std::vector<Diagnostic>& list) {
    std::string out;
    for (const Diagnostic& diagnostic : list) {
        if (!out.empty()) out += '\n';
        out += diagnostic.text();
    }
    return out;
}

}  // namespace

std::string Diagnostic::text() const {
    std::string out = place.file;
    if (place.line > 0) out += fmt::format(":{}:{}", place.line, place.column);
    out += ": found " + found;
    if (!expected.empty()) out += "; expected " + expected;
    if (!suggestion.empty()) out += "; " + suggestion;
    return out;
}

void Diagnostics::add(Place place, std::string found, std::string expected,
                      std::string suggestion) {
    list_.push_back(
        {std::move(place), std::move(found), std::move(expected), std::move(suggestion)});
}

void Diagnostics::throw_if_any() const {
    if (!list_.empty()) throw InputError(list_);
}

InputError::InputError(std::vector<Diagnostic> list)
    : std::runtime_error(joined(list)), list_(std::move(list)) {}

void refuse(Place place, std::string found, std::string expected, std::string suggestion) {
    throw InputError(
        {{std::move(place), std::move(found), std::move(expected), std::move(suggestion)}});
}

std::string nearest(std::string_view word, const std::vector<std::string>& candidates) {
    constexpr std::size_t longest = 100;  // nobody mistypes a longer name; bounds the work
    if (word.empty() || word.size() > longest) return "";
    const std::string wanted = lower(word);
    // One slip in a short word, two in a longer one: more would suggest what nobody meant.
    std::size_t best = word.size() <= 4 ? 1 : 2;
    std::string found;
    for (const std::string& candidate : candidates) {
        if (candidate.size() > word.size() + best || word.size() > candidate.size() + best) {
            continue;
        }
        const std::size_t distance = edit_distance(wanted, lower(candidate));
        if (distance < best || (distance == best && found.empty())) {
            best = distance;
            found = candidate;
        }
    }
    return found;
}

}  // namespace keruen
