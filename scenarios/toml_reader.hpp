// SPDX-License-Identifier: MIT
#pragma once
#include <toml++/toml.h>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "scenarios/dated.hpp"
#include "scenarios/diagnostics.hpp"

namespace keruen {

using Names = std::vector<std::string>;

struct Entry {
    std::string name;
    toml::source_region source;
    const toml::node* node;
};

/// The entries of a table in the order of the file (toml++ sorts them by name).
std::vector<Entry> entries(const toml::table& table);

/// A value as it may be written in TOML; what is long is left out.
std::string literal(const toml::node& node);

/// Values of one file or setting; every method reports what is wrong and returns nothing.
class TomlReader {
public:
    TomlReader(std::string file, Diagnostics& diagnostics, bool is_setting)
        : file_(std::move(file)), diagnostics_(diagnostics), is_setting_(is_setting) {}

    Diagnostics& diagnostics() { return diagnostics_; }
    Place place(const toml::source_region& source) const;
    void wrong(const Entry& entry, const std::string& expected, std::string suggestion = "");
    void unknown(const Entry& entry, const Names& known);
    /// The entry as a table, or nullptr.
    const toml::table* table(const Entry& entry);
    std::optional<std::string> text(const Entry& entry);
    std::optional<std::int64_t> whole(const Entry& entry, std::int64_t low, std::int64_t high);
    bool flag(const Entry& entry);
    std::optional<double> number(const Entry& entry);
    std::optional<Placed<Year>> year(const Entry& entry);
    /// A number for all years, or numbers by year, as the lever `key`.
    std::optional<PolicyValue> dated(const std::string& key, const Entry& entry);
    /// One of some words.
    std::optional<Placed<std::string>> word(const Entry& entry, const Names& known);
    /// A list of texts, not empty.
    std::vector<Placed<std::string>> words(const Entry& entry, const std::string& expected);

protected:
    std::optional<DatedValue> dated_value(const std::string& lever, const Entry& entry);

    std::string file_;
    Diagnostics& diagnostics_;
    bool is_setting_;
};

}  // namespace keruen
