// SPDX-License-Identifier: MIT
#pragma once
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace keruen {

/// A place in a file a person wrote. line and column count from 1; 0 = the file as a whole.
struct Place {
    std::string file;
    std::size_t line = 0;
    std::size_t column = 0;
};

/// One mistake in the input: what was found, what was expected, what to do about it.
struct Diagnostic {
    Place place;
    std::string found;
    std::string expected;
    std::string suggestion;
    /// "file:line:col: found ...; expected ...; suggestion"
    std::string text() const;
};

/// Collects every mistake, so that all are reported at once.
class Diagnostics {
public:
    void add(Place place, std::string found, std::string expected, std::string suggestion = "");
    bool empty() const { return list_.empty(); }
    const std::vector<Diagnostic>& list() const { return list_; }
    /// Throws InputError if anything was collected.
    void throw_if_any() const;

private:
    std::vector<Diagnostic> list_;
};

/// Bad input: exit code 2. what() holds one line a diagnostic.
class InputError : public std::runtime_error {
public:
    explicit InputError(std::vector<Diagnostic> list);
    const std::vector<Diagnostic>& list() const { return list_; }

private:
    std::vector<Diagnostic> list_;
};

/// Throws InputError with this one mistake.
[[noreturn]] void refuse(Place place, std::string found, std::string expected,
                         std::string suggestion = "");

/// The candidate nearest to `word` by edit distance, or "" if none is near (for "did you mean").
std::string nearest(std::string_view word, const std::vector<std::string>& candidates);

}  // namespace keruen
