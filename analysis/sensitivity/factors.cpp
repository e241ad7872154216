// SPDX-License-Identifier: MIT
#include "analysis/sensitivity/factors.hpp"

#include <algorithm>
#include <string_view>

#include "scenarios/text_file.hpp"

namespace keruen {

namespace {

bool fits(const std::string& key, std::string_view wanted) {
    if (!wanted.ends_with('*')) return key == wanted;
    wanted.remove_suffix(1);
    return key.starts_with(wanted);
}

}  // namespace

double Factor::value(double position) const {
    return parameter != nullptr ? prior->quantile(position) : position;
}

void Factor::apply(double position, ScenarioFile& scenario, DataPackage& data) const {
    if (parameter != nullptr) {
        scenario.parameters.*parameter->member = value(position);
    } else {
        move_assumption(data, assumption, position);
    }
}

std::vector<Factor> all_factors(DataPackage& data, Diagnostics& diagnostics) {
    std::vector<Factor> list;
    for (const ParameterDeclaration& p : parameter_declarations()) {
        const std::optional<Prior> prior = Prior::of(p);
        if (prior) list.push_back({std::string(p.key), &p, prior, {}});
    }
    for (Assumption& assumption : assumptions(data, diagnostics)) {
        std::string key = assumption.key;
        list.push_back({std::move(key), nullptr, std::nullopt, std::move(assumption)});
    }
    return list;
}

std::vector<Factor> chosen_factors(std::vector<Factor> all, std::span<const std::string> wanted) {
    if (wanted.empty()) return all;
    Diagnostics diagnostics;
    std::vector<std::string> keys;
    keys.reserve(all.size());
    for (const Factor& factor : all) keys.push_back(factor.key);
    for (const std::string& one : wanted) {
        const bool any = std::any_of(keys.begin(), keys.end(),
                                     [&](const std::string& key) { return fits(key, one); });
        if (any) continue;
        diagnostics.add({"--factor"}, in_quotes(one),
                        "a parameter with a prior, a group of assumed data, or the beginning of "
                        "their keys and *",
                        did_you_mean(one, keys, "--list names all factors"));
    }
    diagnostics.throw_if_any();
    std::erase_if(all, [&](const Factor& factor) {
        return std::none_of(wanted.begin(), wanted.end(),
                            [&](const std::string& one) { return fits(factor.key, one); });
    });
    return all;
}

}  // namespace keruen
