// SPDX-License-Identifier: MIT
#include "scenarios/toml_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "scenarios/text_file.hpp"

namespace keruen {
namespace {

constexpr std::int64_t first_year = 1950, last_year = 2100;

std::optional<Year> as_year(const std::string& text) {
    const bool digits = text.size() == 4 && std::all_of(text.begin(), text.end(), [](char c) {
                            return c >= '0' && c <= '9';
                        });
    return digits ? std::optional(std::stoi(text)) : std::nullopt;
}

}  // namespace

std::vector<Entry> entries(const toml::table& table) {
    std::vector<Entry> list;
    for (const auto& [key, node] : table) {
        list.push_back({std::string(key.str()), key.source(), &node});
    }
    std::stable_sort(list.begin(), list.end(), [](const Entry& a, const Entry& b) {
        const auto &x = a.source.begin, &y = b.source.begin;
        return std::pair(x.line, x.column) < std::pair(y.line, y.column);
    });
    return list;
}

std::string literal(const toml::node& node) {
    if (const auto* text = node.as_string()) return in_quotes(text->get());
    if (const auto* number = node.as_integer()) return fmt::format("{}", number->get());
    if (const auto* number = node.as_floating_point()) return fmt::format("{}", number->get());
    if (const auto* truth = node.as_boolean()) return truth->get() ? "true" : "false";
    if (const auto* list = node.as_array()) return list->empty() ? "[]" : "[...]";
    if (const auto* table = node.as_table()) return table->empty() ? "{}" : "{...}";
    return "a date or time";
}

Place TomlReader::place(const toml::source_region& source) const {
    if (is_setting_) return {file_};
    return {file_, source.begin.line, source.begin.column};
}

void TomlReader::wrong(const Entry& entry, const std::string& expected, std::string suggestion) {
    diagnostics_.add(place(entry.node->source()),
                     fmt::format("{} = {}", entry.name, literal(*entry.node)), expected,
                     std::move(suggestion));
}

void TomlReader::unknown(const Entry& entry, const Names& known) {
    diagnostics_.add(place(entry.source), fmt::format("the unknown key {}", in_quotes(entry.name)),
                     fmt::format("one of {}", fmt::join(known, ", ")),
                     did_you_mean(entry.name, known));
}

const toml::table* TomlReader::table(const Entry& entry) {
    if (!entry.node->is_table()) wrong(entry, "a table");
    return entry.node->as_table();
}

std::optional<std::string> TomlReader::text(const Entry& entry) {
    const auto* value = entry.node->as_string();
    if (value != nullptr && !value->get().empty()) return value->get();
    wrong(entry, "text in quotes");
    return std::nullopt;
}

std::optional<std::int64_t> TomlReader::whole(const Entry& entry, std::int64_t low,
                                              std::int64_t high) {
    const auto* value = entry.node->as_integer();
    if (value != nullptr && value->get() >= low && value->get() <= high) return value->get();
    wrong(entry, fmt::format("a whole number from {} to {}", low, high));
    return std::nullopt;
}

bool TomlReader::flag(const Entry& entry) {
    if (!entry.node->is_boolean()) wrong(entry, "true or false");
    return entry.node->value_exact<bool>().value_or(false);
}

std::optional<double> TomlReader::number(const Entry& entry) {
    const std::optional<double> value = entry.node->value<double>();
    if (entry.node->is_number() && value && !std::isnan(*value)) return value;
    wrong(entry, "a number");
    return std::nullopt;
}

std::optional<Placed<Year>> TomlReader::year(const Entry& entry) {
    const auto value = whole(entry, first_year, last_year);
    if (!value) return std::nullopt;
    return Placed<Year>{static_cast<Year>(*value), place(entry.node->source())};
}

std::optional<DatedValue> TomlReader::dated_value(const std::string& lever, const Entry& entry) {
    const auto date = as_year(entry.name);
    if (!date) {
        const bool numeric = !entry.name.empty() && entry.name[0] >= '0' && entry.name[0] <= '9';
        const std::string hint =
            numeric
                ? ""
                : fmt::format("write a lever's whole key in quotes: \"{}.{}\"", lever, entry.name);
        diagnostics_.add(place(entry.source), fmt::format("the date {}", in_quotes(entry.name)),
                         "a year, such as 2024", hint);
        return std::nullopt;
    }
    const auto value = number({lever + "." + entry.name, entry.source, entry.node});
    if (!value) return std::nullopt;
    return DatedValue{*date, *value, place(entry.source)};
}

std::optional<PolicyValue> TomlReader::dated(const std::string& key, const Entry& entry) {
    PolicyValue policy{key, place(entry.source), {}};
    if (const toml::table* dates = entry.node->as_table()) {
        for (const Entry& date : entries(*dates)) {
            if (auto value = dated_value(key, date)) policy.dates.push_back(*value);
        }
        if (dates->empty()) wrong(entry, "at least one year, such as { 2024 = 600 }");
        std::sort(policy.dates.begin(), policy.dates.end(),
                  [](const DatedValue& a, const DatedValue& b) { return a.year < b.year; });
    } else if (!entry.node->is_number()) {
        wrong(entry, "a number, or values by year such as { 2024 = 600 }");
    } else if (const auto value = number(entry)) {
        policy.dates.push_back({DatedValue::always, *value, place(entry.node->source())});
    }
    if (policy.dates.empty()) return std::nullopt;
    return policy;
}

std::optional<Placed<std::string>> TomlReader::word(const Entry& entry, const Names& known) {
    const std::string found = entry.node->value_exact<std::string>().value_or("");
    if (std::find(known.begin(), known.end(), found) == known.end()) {
        wrong(entry, fmt::format("one of {}", fmt::join(known, ", ")), did_you_mean(found, known));
        return std::nullopt;
    }
    return Placed<std::string>{found, place(entry.node->source())};
}

std::vector<Placed<std::string>> TomlReader::words(const Entry& entry,
                                                   const std::string& expected) {
    std::vector<Placed<std::string>> out;
    const toml::array* list = entry.node->as_array();
    if (list == nullptr || list->empty()) {
        wrong(entry, expected);
        return out;
    }
    for (const toml::node& item : *list) {
        const auto text = item.value_exact<std::string>();
        if (text && !text->empty()) {
            out.push_back({*text, place(item.source())});
        } else {
            diagnostics_.add(place(item.source()),
                             fmt::format("{} in {}", literal(item), entry.name), expected);
        }
    }
    return out;
}

}  // namespace keruen
