// SPDX-License-Identifier: MIT
#include "scenarios/levers.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "analysis/results/text_table.hpp"
#include "app/commands.hpp"
#include "app/inputs.hpp"
#include "scenarios/reference_pages.hpp"

namespace keruen {
namespace {

std::string number(double value) {
    const bool plain = std::abs(value) < 1e15 && value == std::round(value);
    return plain ? thousands(std::llround(value)) : fmt::format("{:.4g}", value);
}

/// JSON knows no infinity: "inf", as TOML writes it.
nlohmann::ordered_json number_json(double value) {
    if (std::isinf(value)) return "inf";
    return value;
}

nlohmann::ordered_json family_json(const LeverFamily& family) {
    return {{"family", family.pattern},       {"unit", family.unit},
            {"low", number_json(family.low)}, {"high", number_json(family.high)},
            {"source", family.source},        {"prose", family.prose}};
}

std::string family_text(const LeverFamily& family) {
    return fmt::format("{}  ({}; {} to {})\n", family.pattern, family.unit, number(family.low),
                       number(family.high)) +
           wrapped(fmt::format("{} Source: {}.", family.prose, family.source), 4);
}

/// The one value of a lever in a year; nothing if it stands for several that differ.
std::optional<double> value_at(const Lever& lever, std::size_t t) {
    const double first = lever.series.front()[t];
    const bool same = std::all_of(lever.series.begin(), lever.series.end(),
                                  [&](const auto& series) { return series[t] == first; });
    return same ? std::optional(first) : std::nullopt;
}

void print_families(bool json) {
    nlohmann::ordered_json list = nlohmann::ordered_json::array();
    for (const LeverFamily& family : lever_families()) {
        if (json) {
            list.push_back(family_json(family));
        } else {
            fmt::print("{}", family_text(family));
        }
    }
    if (json) fmt::print("{}\n", list.dump(2));
}

void print_json(const std::vector<Lever>& list, const World& world) {
    nlohmann::ordered_json json = nlohmann::ordered_json::array();
    for (const Lever& lever : list) {
        nlohmann::ordered_json entry{{"key", lever.key}, {"broad", lever.broad}};
        entry.update(family_json(*lever.family));
        entry["values"] = nlohmann::ordered_json::object();
        for (std::size_t t = 0; t < world.years(); ++t) {
            const std::optional<double> value = value_at(lever, t);
            entry["values"][fmt::format("{}", world.year(t))] =
                value ? number_json(*value) : nlohmann::ordered_json(nullptr);
        }
        json.push_back(std::move(entry));
    }
    fmt::print("{}\n", json.dump(2));
}

/// One table a family, with the values of the first, the base and the last year.
void print_table(const std::vector<Lever>& list, const World& world) {
    const std::vector<std::size_t> years{0, world.index(world.base), world.years() - 1};
    for (const LeverFamily& family : lever_families()) {
        std::vector<std::string> titles{"key"};
        for (const std::size_t t : years) titles.push_back(fmt::format("{}", world.year(t)));
        TextTable table(titles);
        bool any = false;
        for (const Lever& lever : list) {
            if (lever.family != &family || lever.series.empty()) continue;
            std::vector<std::string> cells{lever.key};
            for (const std::size_t t : years) {
                const std::optional<double> value = value_at(lever, t);
                cells.push_back(value ? number(*value) : "differs");
            }
            table.add(std::move(cells));
            any = true;
        }
        if (any) fmt::print("{}{}\n", family_text(family), table.text(4));
    }
}

}  // namespace

int levers_command(const LeversCommand& command) {
    if (command.markdown) {
        fmt::print("{}", levers_page());
        return exit_code::done;
    }
    if (command.families) {
        print_families(command.json);
        return exit_code::done;
    }
    Inputs inputs = read_inputs(command.scenario, {});
    std::optional<BuiltWorld> built = check_inputs(inputs);
    inputs.diagnostics.throw_if_any();
    if (!built) throw std::logic_error("a scenario without mistakes gives no world");
    const std::vector<Lever> list = levers(built->world, built->policy);
    if (command.json) {
        print_json(list, built->world);
    } else {
        print_table(list, built->world);
    }
    return exit_code::done;
}

}  // namespace keruen
