// SPDX-License-Identifier: MIT
#include "scenarios/government_layer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <map>
#include <utility>

#include "models/world/policy.hpp"
#include "scenarios/text_file.hpp"
#include "scenarios/toml_reader.hpp"

namespace keruen {
namespace {

using Read = std::function<void(const Entry&)>;
using Reads = std::vector<std::pair<std::string, Read>>;  ///< by key, in the order to be told

Names keys(const Reads& reads) {
    Names list;
    for (const auto& [key, read] : reads) list.push_back(key);
    return list;
}

void read_fields(TomlReader& reader, const toml::table& table, const Reads& reads) {
    for (const Entry& entry : entries(table)) {
        const auto known = std::find_if(reads.begin(), reads.end(),
                                        [&](const auto& read) { return read.first == entry.name; });
        if (known == reads.end()) {
            reader.unknown(entry, keys(reads));
        } else {
            known->second(entry);
        }
    }
}

bool is_id(const std::string& id) {
    return !id.empty() && id[0] >= 'a' && id[0] <= 'z' &&
           id.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") == std::string::npos;
}

bool good_name(TomlReader& reader, const Entry& entry, const std::string& what) {
    if (is_id(entry.name)) return true;
    reader.diagnostics().add(reader.place(entry.source),
                             fmt::format("the {} {}", what, in_quotes(entry.name)),
                             "a letter a-z, then letters, digits and -");
    return false;
}

bool read_removal(TomlReader& reader, const Entry& entry, const toml::table& fields, bool& remove) {
    const toml::node* node = fields.get("remove");
    if (node == nullptr) return false;
    remove = node->value_exact<bool>().value_or(false);
    if (!remove || fields.size() > 1) {
        reader.diagnostics().add(reader.place(entry.source),
                                 fmt::format("remove beside other keys of {}", entry.name),
                                 "remove = true alone, or a whole description without it");
    }
    return true;
}

void require(TomlReader& reader, const Entry& entry, const toml::table& fields, const Names& needed,
             const std::string& what) {
    for (const std::string& key : needed) {
        if (fields.contains(key)) continue;
        reader.diagnostics().add(reader.place(entry.source),
                                 fmt::format("{} {} without {}", what, entry.name, key),
                                 fmt::format("{}", fmt::join(needed, ", ")));
    }
}

const std::map<std::string, double> kSelections{{"merit", 0}, {"need", 1}, {"lottery", 2}};

/// A rule of selection for all years, or by year.
void read_selection(TomlReader& reader, const Entry& entry, ScenarioProgramme& into) {
    static const Names words{"merit", "need", "lottery"};
    const toml::table* dates = entry.node->as_table();
    if (dates == nullptr) {
        if (const auto word = reader.word(entry, words)) into.selection = word->value;
        return;
    }
    PolicyValue value{into.id + ".selection", reader.place(entry.source), {}};
    for (const Entry& date : entries(*dates)) {
        const auto word = reader.word(date, words);
        const bool is_year =
            date.name.size() == 4 && date.name.find_first_not_of("0123456789") == std::string::npos;
        if (!is_year) {
            reader.diagnostics().add(reader.place(date.source),
                                     fmt::format("the date {}", in_quotes(date.name)),
                                     "a year, such as 2024");
        } else if (word) {
            value.dates.push_back({std::stoi(date.name), kSelections.at(word->value), word->place});
        }
    }
    std::sort(value.dates.begin(), value.dates.end(),
              [](const DatedValue& a, const DatedValue& b) { return a.year < b.year; });
    if (!value.dates.empty()) into.values.push_back(std::move(value));
}

void read_study_fields(TomlReader& reader, const Entry& entry, ScenarioProgramme& into) {
    const std::string expected = "a list of broad fields, numbers from 0 to 9";
    const toml::array* list = entry.node->as_array();
    if (list == nullptr || list->empty()) {
        reader.wrong(entry, expected);
        return;
    }
    for (const toml::node& item : *list) {
        const auto field = reader.whole({entry.name, entry.source, &item}, 0, 9);
        if (field) into.fields.push_back(fmt::format("{}", *field));
    }
}

void read_levels(TomlReader& reader, const Entry& entry, ScenarioProgramme& into) {
    static const Names known{"bachelor", "master", "doctoral"};
    into.levels = reader.words(entry, "a list of levels: bachelor, master, doctoral");
    for (const auto& level : into.levels) {
        if (std::find(known.begin(), known.end(), level.value) != known.end()) continue;
        reader.diagnostics().add(level.place, fmt::format("the level {}", in_quotes(level.value)),
                                 "bachelor, master or doctoral", did_you_mean(level.value, known));
    }
}

Reads programme_reads(TomlReader& reader, ScenarioProgramme& p) {
    auto text = [&reader](std::string& into) {
        return [&reader, &into](const Entry& e) { into = reader.text(e).value_or(""); };
    };
    auto word = [&reader](std::string& into, const Names& known) {
        return [&reader, &into, known](const Entry& e) {
            if (const auto found = reader.word(e, known)) into = found->value;
        };
    };
    auto list = [&reader](std::vector<Placed<std::string>>& into, const std::string& expected) {
        return [&reader, &into, expected](const Entry& e) { into = reader.words(e, expected); };
    };
    const std::string places = R"(a list of country or region codes, or ["*"])";
    Reads reads{
        {"name", text(p.name)},
        {"sponsor", text(p.sponsor)},
        {"kind", word(p.kind, Names(kProgrammeKinds.begin(), kProgrammeKinds.end()))},
        {"months",
         [&](const Entry& e) {
             p.months = static_cast<double>(reader.whole(e, 0, 12).value_or(12));
         }},
        {"requires", word(p.requires_bloc, {"EHEA", "EAEU", "SCO", "GATS", "ERASMUS"})},
        {"origins", list(p.origins, places)},
        {"hosts", list(p.hosts, places)},
        {"levels", [&](const Entry& e) { read_levels(reader, e, p); }},
        {"fields", [&](const Entry& e) { read_study_fields(reader, e, p); }},
        {"language", word(p.language, {"any", "foreign"})},
        {"selection", [&](const Entry& e) { read_selection(reader, e, p); }},
        {"bundle", list(p.members, "a list of programmes, at least two")},
    };
    for (const char* lever : {"min_ability", "places", "budget", "tuition_share", "stipend",
                              "travel", "years_paid", "bond_years"}) {
        reads.emplace_back(lever, [&reader, &p](const Entry& e) {
            if (auto value = reader.dated(p.id + "." + e.name, e)) p.values.push_back(*value);
        });
    }
    reads.emplace_back("remove", [](const Entry&) {});
    return reads;
}

/// Keys that have no meaning for this sort of programme; they are told here, and not once more as
/// levers.
void refuse_keys(TomlReader& reader, const Entry& entry, const toml::table& fields,
                 const Names& refused, const std::string& sort, const std::string& expected,
                 ScenarioProgramme& p) {
    for (const std::string& key : refused) {
        if (!fields.contains(key)) continue;
        reader.diagnostics().add(reader.place(entry.source),
                                 fmt::format("{} of the {} {}", key, sort, entry.name), expected);
        std::erase_if(p.values, [&](const PolicyValue& value) {
            return value.key == fmt::format("{}.{}", p.id, key);
        });
    }
}

enum class RuleSort { target, fees, budget };

RuleSort sort_of(const toml::table& fields) {
    const toml::node* kind = fields.get("kind");
    if (kind == nullptr || kind->value_or(std::string()) != "best-response") {
        return RuleSort::target;
    }
    return fields.contains("programme") ? RuleSort::budget : RuleSort::fees;
}

Reads rule_reads(TomlReader& reader, ScenarioRule& rule, RuleSort sort) {
    constexpr double kMost = 1e9;
    auto text = [&reader](Placed<std::string>& into) {
        return [&reader, &into](const Entry& e) {
            into = {reader.text(e).value_or(""), reader.place(e.node->source())};
        };
    };
    auto word = [&reader](std::string& into, const Names& known) {
        return [&reader, &into, known](const Entry& e) {
            if (const auto found = reader.word(e, known)) into = found->value;
        };
    };
    auto year = [&reader](Placed<Year>& into) {
        return [&reader, &into](const Entry& e) { into = reader.year(e).value_or(into); };
    };
    auto number = [&reader](std::optional<double>& into, double high) {
        return [&reader, &into, high](const Entry& e) {
            into = reader.number(e);
            if (into && (*into < 0 || *into > high)) reader.wrong(e, fmt::format("0 to {}", high));
        };
    };
    Reads reads{{"kind", word(rule.kind, {"target-chasing", "best-response"})},
                {"region", text(rule.region)},
                {"from", year(rule.from)},
                {"to", year(rule.to)},
                {"low", number(rule.low, kMost)},
                {"high", number(rule.high, kMost)}};
    if (sort == RuleSort::target) {
        reads.emplace_back("definition", text(rule.definition));
        reads.emplace_back("target", number(rule.target, 1));
        reads.emplace_back("lever", text(rule.lever));
        reads.emplace_back("gain", number(rule.gain, kMost));
        return reads;
    }
    reads.emplace_back("weight", number(rule.weight, 1));
    reads.emplace_back("sector", word(rule.sector, {"state", "private"}));
    if (sort == RuleSort::budget) {
        reads.emplace_back("programme", text(rule.programme));
        reads.emplace_back("gain", number(rule.gain, kMost));
    } else {
        reads.emplace_back("origins", [&reader, &rule](const Entry& e) {
            rule.origins = reader.words(e, "a list of region codes");
        });
    }
    return reads;
}

}  // namespace

std::optional<ScenarioProgramme> read_programme(TomlReader& reader, const Entry& entry) {
    ScenarioProgramme p;
    p.id = entry.name;
    p.place = reader.place(entry.source);
    const bool named = good_name(reader, entry, "programme");
    const toml::table* fields = reader.table(entry);
    if (!named || fields == nullptr) return std::nullopt;
    if (read_removal(reader, entry, *fields, p.remove)) return p;
    read_fields(reader, *fields, programme_reads(reader, p));
    if (fields->contains("bundle")) {
        refuse_keys(reader, entry, *fields,
                    {"sponsor", "kind", "months", "requires", "origins", "hosts", "levels",
                     "fields", "language", "min_ability", "budget", "tuition_share", "stipend",
                     "travel", "years_paid", "bond_years"},
                    "bundle", "name, places and selection: the rest follows from its members", p);
        require(reader, entry, *fields, {"name", "places"}, "bundle");
    } else if (p.kind == "staff") {
        refuse_keys(reader, entry, *fields,
                    {"levels", "min_ability", "selection", "tuition_share", "years_paid"},
                    "staff programme",
                    "name, sponsor, origins, hosts, requires, fields, language, months, places, "
                    "budget, stipend, travel and bond_years: a year of training, drawn by lot",
                    p);
        require(reader, entry, *fields, {"name", "sponsor", "origins", "hosts", "places"},
                "staff programme");
    } else {
        require(reader, entry, *fields, {"name", "sponsor", "origins", "hosts", "levels", "places"},
                "programme");
    }
    return p;
}

std::optional<ScenarioRule> read_rule(TomlReader& reader, const Entry& entry) {
    ScenarioRule rule;
    rule.name = entry.name;
    rule.place = reader.place(entry.source);
    const bool named = good_name(reader, entry, "rule");
    const toml::table* fields = reader.table(entry);
    if (!named || fields == nullptr) return std::nullopt;
    if (read_removal(reader, entry, *fields, rule.remove)) return rule;
    const RuleSort sort = sort_of(*fields);
    read_fields(reader, *fields, rule_reads(reader, rule, sort));
    Names needed{"kind", "region", "from", "low", "high"};
    if (sort == RuleSort::budget) needed.emplace_back("gain");
    if (rule.kind == "target-chasing") {
        needed.insert(needed.end(), {"definition", "target", "lever", "gain"});
    }
    require(reader, entry, *fields, needed, "rule");
    if (rule.low && rule.high && *rule.low > *rule.high) {
        reader.diagnostics().add(rule.place, fmt::format("low above high in rule {}", rule.name),
                                 "low <= high");
    }
    if (rule.kind.empty()) return std::nullopt;
    return rule;
}

}  // namespace keruen
