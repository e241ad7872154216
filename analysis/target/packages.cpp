// SPDX-License-Identifier: MIT
#include "analysis/target/packages.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>

#include "scenarios/text_file.hpp"

namespace keruen {

namespace {

constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();
constexpr double kSteps = 1000;  ///< at least, within a range

/// Levers of academic staff whose money is in the accounts of their region.
constexpr auto kStaffMoney = std::to_array<std::string_view>(
    {"H.visit_grants", "H.visit_grant", "H.invited", "H.invited_cost", "H.foreign_posts",
     "H.foreign_pay", "H.salary_floor"});

std::optional<double> number(std::string_view text) {
    double value = 0;
    const char* end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, value);
    return error == std::errc() && stop == end ? std::optional(value) : std::nullopt;
}

/// "bolashak.places" -> "bolashak", "KAZ.office_posts" -> "KAZ"
std::string_view owner(std::string_view key) {
    return key.substr(0, key.find('.'));
}

bool is_accounted(const Lever& lever, const Region& payer, const Policy& policy) {
    if (lever.family->pattern.starts_with("P.")) {
        for (const Programme& programme : policy.programmes) {
            if (programme.id == owner(lever.key)) return is_paid_by(payer, programme);
        }
    }
    return owner(lever.key) == payer.code && std::find(kStaffMoney.begin(), kStaffMoney.end(),
                                                       lever.family->pattern) != kStaffMoney.end();
}

void complete(LeverRange& range, const Lever& lever, Diagnostics& diagnostics) {
    const LeverFamily& family = *lever.family;
    range.unit = family.unit;
    if (family.pattern == "P.selection") {
        diagnostics.add({"--lever"}, range.key, "a lever that is a quantity",
                        "it names a rule; compare scenarios instead");
    }
    if (std::isnan(range.low)) {
        range.low = family.low;
        range.high = family.high;
    }
    const bool within = family.low <= range.low && range.low < range.high &&
                        range.high <= family.high && std::isfinite(range.high);
    if (!within) {
        diagnostics.add({"--lever"}, fmt::format("{}={}:{}", range.key, range.low, range.high),
                        fmt::format("LOW below HIGH, both finite and within {} to {} ({})",
                                    family.low, family.high, family.unit));
        return;
    }
    range.step = std::pow(10, std::floor(std::log10((range.high - range.low) / kSteps)));
}

void read_price(const std::string& text, std::vector<LeverRange>& ranges,
                const std::vector<Lever>& known, Diagnostics& diagnostics) {
    const std::size_t equals = std::min(text.find('='), text.size());
    const std::string key = text.substr(0, equals);
    const auto price =
        equals < text.size() ? number(std::string_view(text).substr(equals + 1)) : std::nullopt;
    const auto range = std::find_if(ranges.begin(), ranges.end(),
                                    [&](const LeverRange& r) { return r.key == key; });
    if (!price || range == ranges.end()) {
        std::vector<std::string> keys;
        keys.reserve(ranges.size());
        for (const LeverRange& r : ranges) keys.push_back(r.key);
        diagnostics.add({"--price"}, in_quotes(text), "KEY=USD, KEY being that of a --lever",
                        did_you_mean(key, keys));
        return;
    }
    const auto lever =
        std::find_if(known.begin(), known.end(), [&](const Lever& l) { return l.key == key; });
    if (lever == known.end()) return;  // told already
    if (lever->series.size() != 1 || range->accounted) {
        diagnostics.add({"--price"}, key, "a lever of one value a year without a cost of its own",
                        range->accounted ? "the accounts tell what it costs"
                                         : "it stands for several levers: price one of these");
        return;
    }
    range->price = *price;
}

}  // namespace

double LeverRange::value(double position) const {
    const double wanted = low + position * (high - low);
    const double value = std::round(wanted / step) * step;
    // A multiple of a step below 1 is not exact: the nearest number with as many decimals is.
    const int decimals = std::max(0, static_cast<int>(-std::lround(std::log10(step))));
    return std::clamp(*number(fmt::format("{:.{}f}", value, decimals)), low, high);
}

double LeverRange::position(double value) const {
    return (value - low) / (high - low);
}

std::optional<LeverRange> read_range(const std::string& text, Year from, Diagnostics& diagnostics) {
    const std::string_view all = text;
    const std::size_t equals = std::min(all.find('='), all.size());
    const std::size_t at = std::min(all.substr(0, equals).find('@'), equals);
    LeverRange range{std::string(all.substr(0, at)), from, kUnknown, kUnknown, {}, 1, false, 0, {}};
    bool good = !range.key.empty();
    if (at < equals) {
        const auto year = number(all.substr(at + 1, equals - at - 1));
        good = good && year && *year == std::round(*year);
        if (good) range.from = static_cast<Year>(*year);
    }
    if (equals < all.size()) {
        const std::string_view bounds = all.substr(equals + 1);
        const std::size_t colon = std::min(bounds.find(':'), bounds.size());
        const auto low = number(bounds.substr(0, colon));
        const auto high = colon < bounds.size() ? number(bounds.substr(colon + 1)) : std::nullopt;
        good = good && low && high;
        if (good) {
            range.low = *low;
            range.high = *high;
        }
    }
    if (good) return range;
    diagnostics.add({"--lever"}, in_quotes(text), "KEY=LOW:HIGH or KEY@YEAR=LOW:HIGH",
                    "as in bolashak.places@2027=360:2000");
    return std::nullopt;
}

void complete_ranges(std::vector<LeverRange>& ranges, const PackageTerms& terms,
                     const ScenarioFile& scenario, const World& world, Policy& policy,
                     Diagnostics& diagnostics) {
    const std::vector<Lever> known = levers(world, policy);
    std::vector<std::string> keys, seen;
    for (const Lever& lever : known) keys.push_back(lever.key);
    for (LeverRange& range : ranges) {
        const auto lever = std::find_if(known.begin(), known.end(),
                                        [&](const Lever& l) { return l.key == range.key; });
        if (lever == known.end()) {
            diagnostics.add({"--lever"}, fmt::format("the unknown lever {}", in_quotes(range.key)),
                            "a lever of this world",
                            did_you_mean(range.key, keys, "`keruen levers` lists them"));
            continue;
        }
        if (std::find(seen.begin(), seen.end(), range.key) != seen.end()) {
            diagnostics.add({"--lever"}, range.key + " for the second time", "each lever once");
        }
        seen.push_back(range.key);
        if (range.from < scenario.first || range.from > terms.last) {
            diagnostics.add({"--from"}, fmt::format("{} from {}", range.key, range.from),
                            fmt::format("a year from {} to that of the target, {}", scenario.first,
                                        terms.last));
        }
        for (const ScenarioRule& rule : scenario.rules) {
            if (rule.lever.value != range.key) continue;
            diagnostics.add(
                {"--lever"}, fmt::format("{}, which the rule {} moves", range.key, rule.name),
                "a lever that no rule moves",
                fmt::format("begin with a scenario that has [rules.{}] remove = true", rule.name));
        }
        complete(range, *lever, diagnostics);
        range.accounted = is_accounted(*lever, world.regions[terms.payer], policy);
        if (lever->series.size() == 1) {
            range.as_is.assign(lever->series.front().begin(), lever->series.front().end());
        }
    }
    for (const std::string& price : terms.prices) read_price(price, ranges, known, diagnostics);
}

bool is_paid_by(const Region& region, const Programme& programme) {
    const std::string sponsors = fmt::format("+{}+", programme.sponsor);
    const auto pays = [&](const std::string& code) {
        return sponsors.find(fmt::format("+{}+", code)) != std::string::npos;
    };
    return pays(region.code) || std::any_of(region.countries.begin(), region.countries.end(), pays);
}

ScenarioFile with_package(const ScenarioFile& scenario, const std::vector<LeverRange>& ranges,
                          const Position& at) {
    ScenarioFile with = scenario;
    for (std::size_t i = 0; i < at.size(); ++i) {
        const LeverRange& range = ranges[i];
        const Place place{"--lever"};
        merge_policy({range.key, place, {{range.from, range.value(at[i]), place}}}, with.policy);
    }
    return with;
}

Position snapped(const std::vector<LeverRange>& ranges, const Position& at) {
    Position near(at.size());
    for (std::size_t i = 0; i < at.size(); ++i) {
        near[i] = ranges[i].position(ranges[i].value(at[i]));
    }
    return near;
}

std::string package_lines(const std::vector<LeverRange>& ranges, const Position& at) {
    std::string text;
    for (std::size_t i = 0; i < at.size(); ++i) {
        text += fmt::format("\"{}\" = {{ {} = {} }}\n", ranges[i].key, ranges[i].from,
                            ranges[i].value(at[i]));
    }
    return text;
}

std::string package_toml(const std::vector<LeverRange>& ranges, const Position& at,
                         const std::string& parent, const std::string& title) {
    return fmt::format("title = \"{}\"\nparent = \"{}\"\n\n[policy]\n{}", title, parent,
                       package_lines(ranges, at));
}

}  // namespace keruen
