// SPDX-License-Identifier: MIT
#include "scenarios/study_file.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <limits>
#include <set>

#include "scenarios/text_file.hpp"
#include "scenarios/toml_reader.hpp"

namespace keruen {
namespace {

constexpr std::int64_t most_seeds = 1'000'000;
constexpr std::int64_t most_retries = 100;

const Names record_levels{"summary", "events", "panel", "enrolments"};

/// A policy value as TOML writes it.
std::string toml_text(const PolicyValue& value) {
    if (value.dates.front().year == DatedValue::always) {
        return fmt::format("{}", value.dates.front().value);
    }
    std::vector<std::string> dates;
    for (const DatedValue& date : value.dates) {
        dates.push_back(fmt::format("{} = {}", date.year, date.value));
    }
    return fmt::format("{{ {} }}", fmt::join(dates, ", "));
}

/// Reads one study; every method reports what is wrong and goes on.
class StudyReader : private TomlReader {
public:
    StudyReader(const std::filesystem::path& path, Diagnostics& diagnostics)
        : TomlReader(path.string(), diagnostics, false), folder_(path.parent_path()) {}

    void read(const toml::table& root);
    StudyFile study;

private:
    void read_entry(const Entry& entry);
    void read_scenarios(const Entry& entry);
    void read_seeds(const Entry& entry);
    void read_scale(const Entry& entry);
    void read_dimension(const Entry& entry, bool varies, std::vector<StudyDimension>& into);
    std::optional<StudyValue> value(const std::string& key, const toml::node& node);
    /// As read_scenario takes it: a name stays, a path is seen from the study's folder.
    std::string from_folder(const std::string& path) const;
    void check_keys();

    std::filesystem::path folder_;
};

std::string StudyReader::from_folder(const std::string& path) const {
    const bool is_name = path.find('/') == std::string::npos && path.find('.') == std::string::npos;
    return is_name ? path : (folder_ / path).string();
}

void StudyReader::read_scenarios(const Entry& entry) {
    std::set<std::string> names;
    for (auto& [name, place] : words(entry, "a list of names in the library or paths of files")) {
        if (!names.insert(std::filesystem::path(name).stem().string()).second) {
            diagnostics_.add(place, fmt::format("the scenario {} a second time", in_quotes(name)),
                             "each name once: members are labelled by it");
        }
        study.scenarios.push_back({from_folder(name), place});
    }
}

void StudyReader::read_seeds(const Entry& entry) {
    const toml::array* list = entry.node->as_array();
    study.seeds.clear();
    if (list == nullptr) {
        const std::int64_t count = whole(entry, 1, most_seeds).value_or(1);
        for (std::int64_t i = 1; i <= count; ++i) {
            study.seeds.push_back(static_cast<std::uint64_t>(i));
        }
        return;
    }
    if (list->empty()) wrong(entry, "a number of seeds, or a list of them");
    for (const toml::node& item : *list) {
        const auto seed =
            whole({entry.name, entry.source, &item}, 0, std::numeric_limits<std::int64_t>::max());
        if (!seed) continue;
        const auto known = static_cast<std::uint64_t>(*seed);
        if (std::find(study.seeds.begin(), study.seeds.end(), known) != study.seeds.end()) {
            diagnostics_.add(place(item.source()), fmt::format("the seed {} a second time", known),
                             "each seed once");
        }
        study.seeds.push_back(known);
    }
}

void StudyReader::read_scale(const Entry& entry) {
    const auto scale = number(entry);
    if (!scale) return;
    if (*scale < 1e-6 || *scale > 1) {
        wrong(entry, "a number from 0.000001 to 1");
    } else {
        study.scale = *scale;
    }
}

std::optional<StudyValue> StudyReader::value(const std::string& key, const toml::node& node) {
    const auto read = dated(key, {key, node.source(), &node});
    if (!read) return std::nullopt;
    StudyValue out{toml_text(*read), std::nullopt, place(node.source())};
    if (read->dates.front().year == DatedValue::always) out.number = read->dates.front().value;
    return out;
}

void StudyReader::read_dimension(const Entry& entry, bool varies,
                                 std::vector<StudyDimension>& into) {
    const bool is_run = entry.name.starts_with("run.");
    if (entry.name == "run.seed" || (varies && is_run)) {
        diagnostics_.add(place(entry.source), in_quotes(entry.name),
                         varies ? "a lever or a parameter" : "run.first, run.last or run.base",
                         entry.name == "run.seed" ? "write seeds = ... at the top" : "");
        return;
    }
    StudyDimension dimension{entry.name, place(entry.source), {}};
    const toml::array* list = entry.node->as_array();
    if (!varies) {
        if (auto one = value(entry.name, *entry.node)) dimension.values.push_back(*one);
    } else if (list == nullptr || list->empty()) {
        wrong(entry, "a list of values, such as [100, 200] or [{ 2027 = 600 }]");
    } else {
        for (const toml::node& item : *list) {
            auto one = value(entry.name, item);
            if (!one) continue;
            const bool known =
                std::any_of(dimension.values.begin(), dimension.values.end(),
                            [&](const StudyValue& other) { return other.text == one->text; });
            if (known) {
                diagnostics_.add(one->place,
                                 fmt::format("{} = {} a second time", entry.name, one->text),
                                 "each value once");
            }
            dimension.values.push_back(*one);
        }
    }
    if (!dimension.values.empty()) into.push_back(std::move(dimension));
}

void StudyReader::read_entry(const Entry& entry) {
    static const Names known{"title", "description", "scenarios", "seeds", "sample",
                             "scale", "record",      "retries",   "set",   "vary"};
    if (entry.name == "title") {
        study.title = text(entry).value_or("");
    } else if (entry.name == "description") {
        text(entry);
    } else if (entry.name == "scenarios") {
        read_scenarios(entry);
    } else if (entry.name == "seeds") {
        read_seeds(entry);
    } else if (entry.name == "sample") {
        if (const auto file = text(entry)) {
            study.sample = {(folder_ / *file).string(), place(entry.node->source())};
        }
    } else if (entry.name == "scale") {
        read_scale(entry);
    } else if (entry.name == "record") {
        if (const auto level = word(entry, record_levels)) study.record = level->value;
    } else if (entry.name == "retries") {
        study.retries = static_cast<int>(whole(entry, 0, most_retries).value_or(study.retries));
    } else if (entry.name == "set" || entry.name == "vary") {
        const bool varies = entry.name == "vary";
        const toml::table* section = table(entry);
        if (section == nullptr) return;
        for (const Entry& inner : entries(*section)) {
            read_dimension(inner, varies, varies ? study.vary : study.set);
        }
    } else {
        unknown(entry, known);
    }
}

void StudyReader::check_keys() {
    for (const StudyDimension& varied : study.vary) {
        const bool set =
            std::any_of(study.set.begin(), study.set.end(),
                        [&](const StudyDimension& other) { return other.key == varied.key; });
        if (!set) continue;
        diagnostics_.add(varied.place, fmt::format("{} in [vary] and in [set]", varied.key),
                         "each key in one of them");
    }
}

void StudyReader::read(const toml::table& root) {
    for (const Entry& entry : entries(root)) read_entry(entry);
    for (const std::string needed : {"title", "scenarios"}) {
        if (root.contains(needed)) continue;
        diagnostics_.add({file_}, "no " + needed,
                         needed == "title" ? "title = \"...\", one line that says what it is about"
                                           : "scenarios = [\"baseline\"], one or more");
    }
    check_keys();
}

}  // namespace

std::optional<StudyFile> read_study(const std::filesystem::path& path, Diagnostics& diagnostics) {
    const auto text = read_text(path, diagnostics);
    if (!text) return std::nullopt;
    try {
        const toml::table root = toml::parse(*text, std::string_view(path.native()));
        StudyReader reader(path, diagnostics);
        reader.read(root);
        reader.study.name = path.stem().string();
        reader.study.text = *text;
        return std::move(reader.study);
    } catch (const toml::parse_error& error) {
        const auto& at = error.source().begin;
        diagnostics.add({path.string(), at.line, at.column},
                        fmt::format("a syntax error: {}", error.description()), "TOML 1.0",
                        "nothing else in this file was checked");
        return std::nullopt;
    }
}

}  // namespace keruen
