// SPDX-License-Identifier: MIT
#include "scenarios/regimes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>

#include "models/governments/soft_hard.hpp"
#include "models/options.hpp"
#include "scenarios/levers.hpp"
#include "scenarios/text_file.hpp"
#include "scenarios/toml_reader.hpp"

namespace keruen {
namespace {

/// What follows from these is worked out before a run, so a policy that is ready is not to be moved
/// by them.
constexpr auto kNotOfRegimes = std::to_array<std::string_view>({"H.member.B", "H.public_funding"});

class RegimeReader : private TomlReader {
public:
    RegimeReader(std::string file, Diagnostics& diagnostics)
        : TomlReader(std::move(file), diagnostics, false) {}

    void read(const toml::table& root, std::vector<Regime>& regimes) {
        for (const Entry& entry : entries(root)) {
            const bool named = entry.name.find_first_not_of(
                                   "abcdefghijklmnopqrstuvwxyz0123456789-") == std::string::npos;
            if (!named) {
                diagnostics_.add(place(entry.source),
                                 fmt::format("the regime {}", in_quotes(entry.name)),
                                 "a name of the characters a-z, 0-9 and -");
            } else if (const toml::table* fields = table(entry)) {
                regimes.push_back(regime(entry, *fields));
            }
        }
    }

private:
    Regime regime(const Entry& name, const toml::table& fields) {
        static const Names known{"title", "source", "from", "levers"};
        Regime regime;
        regime.name = name.name;
        for (const Entry& entry : entries(fields)) {
            if (entry.name == "title") {
                regime.title = text(entry).value_or("");
            } else if (entry.name == "source") {
                regime.source = text(entry).value_or("");
            } else if (entry.name == "from") {
                regime.from = year(entry).value_or(Placed<Year>{}).value;
            } else if (entry.name != "levers") {
                unknown(entry, known);
            } else if (const toml::table* levers = table(entry)) {
                for (const Entry& lever : entries(*levers)) read_value(lever, regime);
            }
        }
        for (const std::string needed : {"title", "source", "from"}) {
            if (fields.contains(needed)) continue;
            diagnostics_.add(place(name.source),
                             fmt::format("the regime {} without {}", in_quotes(name.name), needed),
                             "title, source and from: what it is, who says so, since when");
        }
        return regime;
    }

    void read_value(const Entry& entry, Regime& regime) {
        RegimeValue value{entry.name, RegimeValue::Of::given, 0, place(entry.source)};
        const bool patterned = entry.name.starts_with("H.") || entry.name.starts_with("P.");
        if (!patterned) {
            diagnostics_.add(value.place, fmt::format("the lever {}", in_quotes(entry.name)),
                             "H.x, a lever of the region, or P.x, of each of its scholarships",
                             "`keruen levers --families` lists them");
            return;
        }
        std::optional<double> found;
        const toml::table* relative = entry.node->as_table();
        if (relative == nullptr) {
            found = number(entry);
        } else if (relative->size() == 1) {
            const Entry inner = entries(*relative).front();
            value.of = inner.name == "of_cost" ? RegimeValue::Of::cost : RegimeValue::Of::schedule;
            if (inner.name == "of_cost" || inner.name == "times") {
                found = number(inner);
            } else {
                unknown(inner, {"of_cost", "times"});
            }
        } else {
            wrong(entry, "a number, { of_cost = X } or { times = X }");
        }
        if (!found) return;
        value.value = *found;
        regime.levers.push_back(value);
    }
};

/// Keys of the levers that a pattern stands for.
std::vector<std::string> keys_of(const RegimeValue& value, std::size_t region, const World& world,
                                 const Policy& policy) {
    const std::string tail = value.pattern.substr(1);
    if (value.pattern.front() == 'H') {
        const std::string& code = world.regions[region].code;
        const bool own = tail.ends_with("." + code);  // no region has levers towards itself
        return own ? std::vector<std::string>{} : std::vector<std::string>{code + tail};
    }
    std::vector<std::string> keys;
    for (const std::size_t q : own_scholarships(world, policy, region)) {
        keys.push_back(policy.programmes[q].id + tail);
    }
    return keys;
}

/// The levers of two policies of one world, in the same order, by key.
class LeverPair {
public:
    LeverPair(const World& world, Policy& before, Policy& policy)
        : before_(levers(world, before)), after_(levers(world, policy)) {}

    std::optional<std::size_t> find(const RegimeValue& value, const std::string& key,
                                    Diagnostics& diagnostics) const {
        const auto lever = std::find_if(after_.begin(), after_.end(),
                                        [&](const Lever& known) { return known.key == key; });
        if (lever == after_.end()) {
            std::vector<std::string> keys;
            for (const Lever& known : after_) keys.push_back(known.key);
            diagnostics.add(value.place, fmt::format("the unknown lever {}", in_quotes(key)),
                            "a lever of this world",
                            did_you_mean(key, keys, "`keruen levers` lists them"));
            return std::nullopt;
        }
        const std::string_view pattern = lever->family->pattern;
        const auto& barred = kNotOfRegimes;
        if (std::find(barred.begin(), barred.end(), pattern) != barred.end()) {
            diagnostics.add(value.place, key, "a lever that a regime can set",
                            "put it into the scenario");
            return std::nullopt;
        }
        const bool priced = lever->family->unit == "nominal USD per year";
        if (value.of == RegimeValue::Of::cost && !priced) {
            diagnostics.add(value.place, fmt::format("{} as a share of cost", key),
                            "a lever in nominal USD per year");
            return std::nullopt;
        }
        return static_cast<std::size_t>(lever - after_.begin());
    }

    bool broad(std::size_t lever) const { return after_[lever].broad; }

    void set(const RegimeValue& value, std::size_t lever, std::size_t region, const World& world,
             std::size_t from, Diagnostics& diagnostics) const {
        const Lever& to = after_[lever];
        for (std::size_t k = 0; k < to.series.size(); ++k) {
            for (std::size_t t = from; t < world.years(); ++t) {
                double x = value.value;
                if (value.of == RegimeValue::Of::cost) x *= world.student_cost(region, t);
                if (value.of == RegimeValue::Of::schedule) x *= before_[lever].series[k][t];
                if (x >= to.family->low && x <= to.family->high) {
                    to.series[k][t] = x;
                    continue;
                }
                diagnostics.add(
                    value.place, fmt::format("{} = {} in {}", to.key, x, world.year(t)),
                    fmt::format("{} to {} ({})", to.family->low, to.family->high, to.family->unit));
                return;
            }
        }
    }

private:
    std::vector<Lever> before_, after_;
};

}  // namespace

std::vector<Regime> read_regimes(const std::filesystem::path& file, Diagnostics& diagnostics) {
    std::vector<Regime> regimes;
    const auto text = read_text(file, diagnostics);
    if (!text) return regimes;
    try {
        const toml::table root = toml::parse(*text, file.string());
        RegimeReader(file.string(), diagnostics).read(root, regimes);
    } catch (const toml::parse_error& error) {
        const auto& at = error.source().begin;
        diagnostics.add({file.string(), at.line, at.column},
                        fmt::format("a syntax error: {}", error.description()), "TOML 1.0",
                        "nothing else in this file was checked");
    }
    return regimes;
}

Regime fee_regime(double share_of_cost, Year from) {
    return {fmt::format("{}", share_of_cost),
            fmt::format("foreigners pay {} of the full cost of teaching", share_of_cost),
            "--fees",
            from,
            {{"H.tuition_foreign", RegimeValue::Of::cost, share_of_cost, {"--fees"}}}};
}

std::vector<std::size_t> own_scholarships(const World& world, const Policy& policy,
                                          std::size_t region) {
    std::vector<std::size_t> list;
    for (std::size_t q = 0; q < policy.programmes.size(); ++q) {
        const Programme& p = policy.programmes[q];
        const bool foreigners = [&] {
            for (std::size_t o = 0; o < p.origins.size(); ++o) {
                if (o != region && p.origins[o]) return true;
            }
            return false;
        }();
        if (p.kind == ProgrammeKind::degree && !p.is_bundle() && p.hosts[region] && foreigners &&
            is_sponsor(world.regions[region], p)) {
            list.push_back(q);
        }
    }
    return list;
}

void apply_regime(const Regime& regime, std::size_t region, const World& world, Policy& policy,
                  Diagnostics& diagnostics) {
    Policy before = policy;
    const LeverPair pair(world, before, policy);
    const std::size_t from = world.index(std::max(regime.from, world.first));
    std::vector<std::pair<const RegimeValue*, std::size_t>> found;
    for (const RegimeValue& value : regime.levers) {
        for (const std::string& key : keys_of(value, region, world, before)) {
            if (const auto lever = pair.find(value, key, diagnostics)) {
                found.emplace_back(&value, *lever);
            }
        }
    }
    // As in a scenario: broad levers come first and specific ones override them.
    std::stable_partition(found.begin(), found.end(),
                          [&](const auto& entry) { return pair.broad(entry.second); });
    for (const auto& [value, lever] : found) {
        pair.set(*value, lever, region, world, from, diagnostics);
    }
}

}  // namespace keruen
