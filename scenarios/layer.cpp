// SPDX-License-Identifier: MIT
#include "scenarios/layer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "models/parameters.hpp"
#include "scenarios/text_file.hpp"
#include "scenarios/toml_reader.hpp"

namespace keruen {
namespace {

constexpr std::int64_t largest_weight = 100'000;

const ParameterDeclaration* find_parameter(const std::string& key) {
    for (const ParameterDeclaration& known : parameter_declarations()) {
        if (known.key == key) return &known;
    }
    return nullptr;
}

Names parameter_keys() {
    Names keys;
    for (const auto& known : parameter_declarations()) keys.emplace_back(known.key);
    return keys;
}

/// Reads one file or setting; every method reports what is wrong and goes on.
class LayerReader : private TomlReader {
public:
    using TomlReader::TomlReader;

    void read_setting(const std::string& setting);
    void read(const toml::table& root, std::span<const std::string> countries);
    bool read_run_entry(const std::string& name, const Entry& entry);
    void read_parameter(const Entry& entry);
    void read_policy(const Entry& entry);
    Layer layer;

private:
    void read_posterior(const Entry& posterior);
    void read_region(const Entry& entry, std::span<const std::string> countries);
    void read_countries(const Entry& entry, std::span<const std::string> known,
                        ScenarioRegion& into);
};

bool LayerReader::read_run_entry(const std::string& name, const Entry& entry) {
    if (name == "first") {
        layer.run.first = year(entry);
    } else if (name == "last") {
        layer.run.last = year(entry);
    } else if (name == "base") {
        layer.run.base = year(entry);
    } else if (name == "seed") {
        const auto seed = whole(entry, 0, std::numeric_limits<std::int64_t>::max());
        if (seed) layer.run.seed = static_cast<std::uint64_t>(*seed);
    } else {
        return false;
    }
    return true;
}

void LayerReader::read_countries(const Entry& entry, std::span<const std::string> known,
                                 ScenarioRegion& into) {
    const toml::array* list = entry.node->as_array();
    if (list == nullptr || list->empty()) {
        wrong(entry, "a list of country codes, such as [\"KAZ\"]");
        return;
    }
    for (const toml::node& item : *list) {
        const std::string code = item.value_exact<std::string>().value_or("");
        if (std::find(known.begin(), known.end(), code) == known.end()) {
            diagnostics_.add(place(item.source()), fmt::format("the country {}", literal(item)),
                             "a code in the table of countries",
                             did_you_mean(code, {known.begin(), known.end()}));
        } else {
            into.region.countries.push_back(code);
            into.country_places.push_back(place(item.source()));
        }
    }
}

void LayerReader::read_region(const Entry& region, std::span<const std::string> countries) {
    static const Names known{"name",         "home",          "focus",       "countries",
                             "weight_mover", "weight_stayer", "weight_keen", "remove"};
    const bool is_code =
        region.name.size() >= 2 && region.name.size() <= 8 &&
        region.name.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-") == std::string::npos;
    if (!is_code) {
        diagnostics_.add(place(region.source),
                         fmt::format("the region code {}", in_quotes(region.name)),
                         "2 to 8 of the characters A-Z, 0-9 and -");
    }
    const toml::table* fields = table(region);
    if (fields == nullptr) return;
    Layer::RegionChange change;
    ScenarioRegion& into = change.region;
    into.region.code = region.name;
    into.place = place(region.source);
    for (const Entry& entry : entries(*fields)) {
        if (entry.name == "name") {
            into.region.name = text(entry).value_or("");
        } else if (entry.name == "countries") {
            read_countries(entry, countries, into);
        } else if (entry.name == "weight_mover") {
            into.weight_mover = static_cast<int>(whole(entry, 1, largest_weight).value_or(1));
        } else if (entry.name == "weight_stayer") {
            into.weight_stayer = static_cast<int>(whole(entry, 1, largest_weight).value_or(1));
        } else if (entry.name == "weight_keen") {
            into.weight_keen = static_cast<int>(whole(entry, 1, largest_weight).value_or(1));
        } else if (entry.name == "home") {
            into.region.home = flag(entry);
        } else if (entry.name == "focus") {
            into.focus = flag(entry);
        } else if (entry.name == "remove") {
            change.remove = flag(entry);
        } else {
            unknown(entry, known);
        }
    }
    for (const std::string needed : {"name", "countries"}) {
        if (change.remove || fields->contains(needed)) continue;
        diagnostics_.add(into.place, fmt::format("region {} without {}", region.name, needed),
                         "name and countries: a region is given as a whole");
    }
    if (change.remove && fields->size() > 1) {
        diagnostics_.add(into.place,
                         fmt::format("region {} removed and described at once", region.name),
                         "either remove = true alone or a whole region");
    }
    layer.regions.push_back(std::move(change));
}

void LayerReader::read_parameter(const Entry& entry) {
    const ParameterDeclaration* known = find_parameter(entry.name);
    if (known == nullptr) {
        const std::string hint =
            entry.node->is_table()
                ? fmt::format("write the whole key in quotes: \"{}.x\" = 1", entry.name)
                : "`keruen parameters` lists them";
        diagnostics_.add(place(entry.source),
                         fmt::format("the unknown parameter {}", in_quotes(entry.name)),
                         "a declared parameter", did_you_mean(entry.name, parameter_keys(), hint));
        return;
    }
    const auto value = number(entry);
    if (value && *value >= known->low && *value <= known->high) {
        layer.parameters.push_back({entry.name, *value});
    } else if (value) {
        wrong(entry, fmt::format("{} to {} ({})", known->low, known->high, known->unit));
    }
}

void LayerReader::read_policy(const Entry& entry) {
    if (auto value = dated(entry.name, entry)) layer.policy.push_back(std::move(*value));
}

/// The whole reference: a file without its hash may hold anything.
void LayerReader::read_posterior(const Entry& posterior) {
    static const Names known{"file", "sha256"};
    const toml::table* fields = table(posterior);
    if (fields == nullptr) return;
    Layer::Posterior& into = layer.posterior.emplace();
    for (const Entry& entry : entries(*fields)) {
        if (std::find(known.begin(), known.end(), entry.name) == known.end()) {
            unknown(entry, known);
        } else if (auto value = text(entry)) {
            Placed<std::string> read{*value, place(entry.node->source())};
            (entry.name == "file" ? into.file : into.sha256) = std::move(read);
        }
    }
    for (const std::string& needed : known) {
        if (fields->contains(needed)) continue;
        diagnostics_.add(place(posterior.source), fmt::format("[posterior] without {}", needed),
                         "file and sha256 of a sample of parameters",
                         "`keruen calibrate` writes one and tells both");
    }
}

void LayerReader::read(const toml::table& root, std::span<const std::string> countries) {
    static const Names known{"title",   "description", "parent", "institutions", "posterior", "run",
                             "regions", "parameters",  "policy", "programmes",   "rules"};
    static const Names run_keys{"first", "last", "base", "seed"};
    if (!root.contains("title")) {
        diagnostics_.add({file_}, "no title",
                         "title = \"...\", one line that says what it is about");
    }
    for (const Entry& entry : entries(root)) {
        if (entry.name == "title") {
            layer.title = text(entry).value_or("");
        } else if (entry.name == "description") {
            layer.description = text(entry).value_or("");
        } else if (entry.name == "parent") {
            if (auto name = text(entry)) layer.parent = {*name, place(entry.node->source())};
        } else if (entry.name == "institutions") {
            if (auto file = text(entry)) layer.institutions = {*file, place(entry.node->source())};
        } else if (std::find(known.begin(), known.end(), entry.name) == known.end()) {
            unknown(entry, known);
        } else if (entry.name == "posterior") {
            read_posterior(entry);
        } else if (const toml::table* section = table(entry)) {
            for (const Entry& inner : entries(*section)) {
                if (entry.name == "run") {
                    if (!read_run_entry(inner.name, inner)) unknown(inner, run_keys);
                } else if (entry.name == "regions") {
                    read_region(inner, countries);
                } else if (entry.name == "parameters") {
                    read_parameter(inner);
                } else if (entry.name == "programmes") {
                    if (auto p = read_programme(*this, inner)) layer.programmes.push_back(*p);
                } else if (entry.name == "rules") {
                    if (auto rule = read_rule(*this, inner)) layer.rules.push_back(*rule);
                } else {
                    read_policy(inner);
                }
            }
        }
    }
}

void LayerReader::read_setting(const std::string& setting) {
    static const Names run_keys{"run.first", "run.last", "run.base", "run.seed"};
    const std::size_t equals = std::min(setting.find('='), setting.size());
    const std::string key = setting.substr(0, setting.substr(0, equals).find_last_not_of(' ') + 1);
    if (key.empty() || equals == setting.size()) {
        diagnostics_.add({file_}, in_quotes(setting), "KEY=VALUE, such as bolashak.places=600");
        return;
    }
    toml::table root;
    try {
        root = toml::parse("value = " + setting.substr(equals + 1), std::string_view(file_));
    } catch (const toml::parse_error& error) {
        diagnostics_.add(
            {file_}, fmt::format("the value of {}: {}", in_quotes(setting), error.description()),
            "a TOML value");
        return;
    }
    const Entry entry{key, {}, root.get("value")};
    if (root.size() != 1) {
        diagnostics_.add({file_}, in_quotes(setting), "one value");
    } else if (key.starts_with("run.")) {
        if (!read_run_entry(key.substr(4), entry)) unknown(entry, run_keys);
    } else if (find_parameter(key) != nullptr) {
        read_parameter(entry);
    } else {
        read_policy(entry);
    }
}

}  // namespace

std::optional<Layer> parse_layer(std::string_view text, const std::string& file,
                                 std::span<const std::string> countries, Diagnostics& diagnostics) {
    try {
        const toml::table root = toml::parse(text, std::string_view(file));
        LayerReader reader(file, diagnostics, false);
        reader.read(root, countries);
        return std::move(reader.layer);
    } catch (const toml::parse_error& error) {
        const auto& at = error.source().begin;
        diagnostics.add({file, at.line, at.column},
                        fmt::format("a syntax error: {}", error.description()), "TOML 1.0",
                        "nothing else in this file was checked");
        return std::nullopt;
    }
}

Layer parse_settings(std::span<const std::string> settings, Diagnostics& diagnostics) {
    LayerReader reader("--set", diagnostics, true);
    for (const std::string& setting : settings) reader.read_setting(setting);
    return std::move(reader.layer);
}

}  // namespace keruen
