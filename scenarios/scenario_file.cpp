// SPDX-License-Identifier: MIT
#include "scenarios/scenario_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <map>
#include <stdexcept>
#include <utility>

#include "scenarios/own_institutions.hpp"
#include "scenarios/sha256.hpp"
#include "scenarios/text_file.hpp"

namespace keruen {
namespace {

namespace fs = std::filesystem;

struct Source {
    fs::path path;
    std::string text;
    Layer layer;
};

bool is_path(const std::string& scenario) {
    return scenario.find('/') != std::string::npos || scenario.ends_with(".toml");
}

std::string chain_text(const std::vector<Source>& leaf_first, const fs::path& again) {
    std::string out;
    for (const Source& source : leaf_first) out += source.path.stem().string() + " -> ";
    return out + again.stem().string();
}

/// The file of a scenario that `place` names, if it exists.
std::optional<fs::path> locate(const std::string& scenario, const fs::path& folder,
                               const Library& library, const Place& place,
                               Diagnostics& diagnostics) {
    const fs::path path = is_path(scenario) ? folder / scenario : library.file(scenario);
    std::error_code error;
    if (fs::exists(path, error)) return path;
    if (is_path(scenario) && place.line == 0) return path;  // read_text says what is wrong
    diagnostics.add(
        place, fmt::format("the scenario {}", in_quotes(scenario)),
        is_path(scenario) ? "a file that exists" : "a name in the library",
        did_you_mean(scenario, library.names(),
                     "the library has " + fmt::format("{}", fmt::join(library.names(), ", "))));
    return std::nullopt;
}

/// The scenario and its parents, leaf first; nothing if one of them cannot be read.
std::optional<std::vector<Source>> read_chain(const std::string& scenario, const Library& library,
                                              std::span<const std::string> countries,
                                              Diagnostics& diagnostics) {
    std::vector<Source> chain;
    auto path = locate(scenario, "", library, {scenario}, diagnostics);
    bool all_parsed = true;
    while (path) {
        auto text = read_text(*path, diagnostics);
        if (!text) return std::nullopt;
        const auto layer = parse_layer(*text, path->string(), countries, diagnostics);
        all_parsed = all_parsed && layer;
        chain.push_back({*path, std::move(*text), layer.value_or(Layer{})});
        const auto& parent = chain.back().layer.parent;
        if (!parent) return all_parsed ? std::optional(std::move(chain)) : std::nullopt;
        path = locate(parent->value, path->parent_path(), library, parent->place, diagnostics);
        const bool cycle =
            path && std::any_of(chain.begin(), chain.end(), [&](const Source& known) {
                std::error_code error;
                return fs::equivalent(known.path, *path, error);
            });
        if (cycle) {
            diagnostics.add(parent->place,
                            fmt::format("a cycle of parents: {}", chain_text(chain, *path)),
                            "a chain that ends in a scenario without parent");
            path.reset();
        }
    }
    return std::nullopt;
}

void merge_regions(const std::vector<Layer::RegionChange>& changes, bool is_root,
                   ScenarioFile& into, Diagnostics& diagnostics) {
    for (const Layer::RegionChange& change : changes) {
        const std::string& code = change.region.region.code;
        const auto same =
            std::find_if(into.regions.begin(), into.regions.end(),
                         [&](const ScenarioRegion& known) { return known.region.code == code; });
        if (change.remove && same == into.regions.end()) {
            std::vector<std::string> codes;
            for (const ScenarioRegion& known : into.regions) codes.push_back(known.region.code);
            diagnostics.add(change.region.place,
                            fmt::format("the removal of region {}", in_quotes(code)),
                            is_root ? "no removals in a scenario without parent"
                                    : "a region that the parent has",
                            did_you_mean(code, codes));
        } else if (change.remove) {
            into.regions.erase(same);
        } else if (same != into.regions.end()) {
            *same = change.region;
        } else {
            into.regions.push_back(change.region);
        }
    }
}

const std::string& name_of(const ScenarioProgramme& programme) {
    return programme.id;
}
const std::string& name_of(const ScenarioRule& rule) {
    return rule.name;
}

/// A child replaces a programme or rule of its parent as a whole, or removes it.
template <class Item>
void merge_items(const std::vector<Item>& changes, const char* what, std::vector<Item>& into,
                 Diagnostics& diagnostics) {
    for (const Item& change : changes) {
        const auto same = std::find_if(into.begin(), into.end(), [&](const Item& known) {
            return name_of(known) == name_of(change);
        });
        if (change.remove && same == into.end()) {
            std::vector<std::string> names;
            names.reserve(into.size());
            for (const Item& known : into) names.emplace_back(name_of(known));
            diagnostics.add(change.place,
                            fmt::format("the removal of {} {}", what, in_quotes(name_of(change))),
                            fmt::format("a {} that a parent describes", what),
                            did_you_mean(name_of(change), names));
        } else if (change.remove) {
            into.erase(same);
        } else if (same != into.end()) {
            *same = change;
        } else {
            into.push_back(change);
        }
    }
}

void check_dates(const PolicyValue& value, const ScenarioFile& run, Diagnostics& diagnostics) {
    for (const DatedValue& date : value.dates) {
        const bool inside = date.year >= run.first && date.year <= run.last;
        if (date.year == DatedValue::always || inside) continue;
        diagnostics.add(date.place, fmt::format("the date {} of {}", date.year, value.key),
                        fmt::format("a year of the run, {} to {}", run.first, run.last));
    }
}

/// `run_place` becomes the place of the last year of [run] that was set.
void merge(const Layer& layer, bool is_root, ScenarioFile& into, Place& run_place,
           Diagnostics& diagnostics) {
    if (!layer.title.empty()) into.title = layer.title;
    if (!layer.description.empty()) into.description = layer.description;
    const auto set = [&](const std::optional<Placed<Year>>& year, Year& value) {
        if (!year) return;
        value = year->value;
        run_place = year->place;
    };
    set(layer.run.first, into.first);
    set(layer.run.last, into.last);
    set(layer.run.base, into.base);
    into.seed = layer.run.seed.value_or(into.seed);
    merge_regions(layer.regions, is_root, into, diagnostics);
    for (const auto& [key, value] : layer.parameters) {
        for (const ParameterDeclaration& known : parameter_declarations()) {
            if (known.key == key) into.parameters.*known.member = value;
        }
        into.own_parameters.insert(key);
    }
    for (const PolicyValue& value : layer.policy) {
        check_dates(value, into, diagnostics);
        merge_policy(value, into.policy);
    }
    for (const ScenarioProgramme& programme : layer.programmes) {
        for (const PolicyValue& value : programme.values) check_dates(value, into, diagnostics);
    }
    merge_items(layer.programmes, "programme", into.programmes, diagnostics);
    merge_items(layer.rules, "rule", into.rules, diagnostics);
}

void check_regions(const ScenarioFile& scenario, const Place& whole, Diagnostics& diagnostics) {
    std::map<std::string, const ScenarioRegion*> owners;
    for (const ScenarioRegion& entry : scenario.regions) {
        for (std::size_t i = 0; i < entry.region.countries.size(); ++i) {
            const std::string& country = entry.region.countries[i];
            const auto [owner, is_new] = owners.try_emplace(country, &entry);
            if (is_new) continue;
            diagnostics.add(entry.country_places[i],
                            fmt::format("the country {} a second time", country),
                            "each country in one region",
                            fmt::format("it is in region {} already", owner->second->region.code));
        }
    }
    const ScenarioRegion* focus = nullptr;
    for (const ScenarioRegion& entry : scenario.regions) {
        if (entry.focus && focus != nullptr) {
            diagnostics.add(
                entry.place, fmt::format("focus = true in region {}", entry.region.code),
                "one focus at most", fmt::format("it is {} already", focus->region.code));
        }
        if (entry.focus) focus = &entry;
    }
    for (const ScenarioRegion& entry : scenario.regions) {
        if (!entry.weight_keen || focus != nullptr) continue;
        diagnostics.add(entry.place, fmt::format("weight_keen in region {}", entry.region.code),
                        "a region with focus = true, on which people may be keen");
    }
    const auto homes = std::count_if(scenario.regions.begin(), scenario.regions.end(),
                                     [](const ScenarioRegion& entry) { return entry.region.home; });
    if (scenario.regions.size() < 2 || homes == 0) {
        diagnostics.add(whole,
                        fmt::format("{} regions, {} of them home", scenario.regions.size(), homes),
                        "at least two regions, and home = true for one",
                        "describe them in [regions.CODE], or name a parent that does");
    }
}

/// Years out of order are put back, so that a world can be made for the checks that follow.
void check_run(ScenarioFile& scenario, const Place& place, Diagnostics& diagnostics) {
    if (scenario.first < scenario.last && scenario.first <= scenario.base &&
        scenario.base <= scenario.last) {
        return;
    }
    diagnostics.add(place,
                    fmt::format("run: first = {}, base = {}, last = {}", scenario.first,
                                scenario.base, scenario.last),
                    "first < last, and base between them");
    const ScenarioFile usual;
    scenario.first = usual.first;
    scenario.base = usual.base;
    scenario.last = usual.last;
}

/// A file that a scenario names, relative to its own; nothing, and a message, if there is none.
std::optional<fs::path> named_file(const Source& source, const char* key,
                                   const Placed<std::string>& name, Diagnostics& diagnostics) {
    fs::path path = source.path.parent_path() / name.value;
    std::error_code error;
    if (fs::exists(path, error)) return path;
    diagnostics.add(name.place, fmt::format("{} = {}", key, in_quotes(name.value)),
                    "a file that exists", "a path is relative to the scenario that names it");
    return std::nullopt;
}

/// The sample of parameters that the scenario or the nearest of its parents names.
void check_posterior(const std::vector<Source>& chain, ScenarioFile& out,
                     Diagnostics& diagnostics) {
    for (const Source& source : chain) {
        const auto& named = source.layer.posterior;
        if (!named) continue;
        if (!named->file || !named->sha256) return;  // told by the reader
        const auto path = named_file(source, "file", *named->file, diagnostics);
        const auto text = path ? read_text(*path, diagnostics) : std::nullopt;
        if (!text) return;
        const std::string found = sha256_of(*text);
        if (found != named->sha256->value) {
            diagnostics.add(named->sha256->place,
                            fmt::format("sha256 = {}", in_quotes(named->sha256->value)),
                            fmt::format("that of {}: {}", named->file->value, found),
                            "it is another sample, or it was changed");
        }
        out.posterior = {*path, found};
        return;
    }
}

/// The university's own table that the scenario or the nearest of its parents names. Its text joins
/// the scenario's: another table is another scenario.
void read_own_table(const std::vector<Source>& chain, ScenarioFile& out, Diagnostics& diagnostics) {
    for (const Source& source : chain) {
        if (!source.layer.institutions) continue;
        const auto path =
            named_file(source, "institutions", *source.layer.institutions, diagnostics);
        const auto text = path ? read_text(*path, diagnostics) : std::nullopt;
        if (!text) return;
        std::vector<Region> regions;
        for (const ScenarioRegion& entry : out.regions) regions.push_back(entry.region);
        out.own_institutions =
            read_own_institutions(*text, path->string(), regions, out.first, out.last, diagnostics);
        out.text += fmt::format("# institutions of {}\n{}\n", source.path.stem().string(), *text);
        return;
    }
}

}  // namespace

void merge_policy(const PolicyValue& value, std::vector<PolicyValue>& into) {
    const auto same = std::find_if(
        into.begin(), into.end(), [&](const PolicyValue& known) { return known.key == value.key; });
    if (same == into.end()) {
        into.push_back(value);
        return;
    }
    std::erase_if(same->dates,
                  [&](const DatedValue& old) { return old.year >= value.dates.front().year; });
    same->dates.insert(same->dates.end(), value.dates.begin(), value.dates.end());
    same->place = value.place;
}

ScenarioFile read_scenario(const std::string& scenario, const Library& library,
                           std::span<const std::string> countries,
                           std::span<const std::string> settings, Diagnostics& diagnostics) {
    ScenarioFile out;
    const Layer set = parse_settings(settings, diagnostics);
    const auto chain = read_chain(scenario, library, countries, diagnostics);
    if (!chain) return out;
    const Place whole{chain->front().path.string()};
    Place run_place = whole;
    for (auto source = chain->rbegin(); source != chain->rend(); ++source) {
        const bool is_root = source == chain->rbegin();
        out.name = source->path.stem().string();
        merge(source->layer, is_root, out, run_place, diagnostics);
        if (is_root) {
            out.root_policy = out.policy;
            out.root_programmes = out.programmes;
        }
        out.chain.push_back(out.name);
        out.text += fmt::format("# {}.toml\n{}\n", out.name, source->text);
    }
    merge(set, false, out, run_place, diagnostics);
    for (const std::string& setting : settings) out.text += fmt::format("# --set {}\n", setting);
    check_run(out, run_place, diagnostics);
    check_regions(out, whole, diagnostics);
    read_own_table(*chain, out, diagnostics);
    check_posterior(*chain, out, diagnostics);
    out.sha256 = sha256_of(out.text);
    return out;
}

}  // namespace keruen
