// SPDX-License-Identifier: MIT
#include "analysis/batch/judge.hpp"

#include <set>

#include "analysis/batch/plan.hpp"
#include "analysis/experiments/run.hpp"
#include "scenarios/governments.hpp"
#include "scenarios/levers.hpp"
#include "scenarios/scenario_file.hpp"
#include "scenarios/text_file.hpp"
#include "scenarios/world_builder.hpp"

namespace keruen {
namespace {

/// Adds mistakes to a list, each once, though several scenarios may have it.
class Mistakes {
public:
    explicit Mistakes(Diagnostics& all) : all_(all) {}

    void add(const Diagnostics& found) {
        for (const Diagnostic& one : found.list()) add(one);
    }
    /// Those of one setting, which stands at `place` of the study.
    void add(const Diagnostics& found, const Place& place) {
        for (Diagnostic one : found.list()) {
            if (one.place.file == "--set") one.place = place;
            add(one);
        }
    }

private:
    void add(const Diagnostic& one) {
        if (told_.insert(one.text()).second) {
            all_.add(one.place, one.found, one.expected, one.suggestion);
        }
    }

    Diagnostics& all_;
    std::set<std::string> told_;
};

/// One scenario of a study, and what its values do to it.
class ScenarioJudge {
public:
    ScenarioJudge(const Placed<std::string>& scenario, const StudyFile& study,
                  const BatchSources& sources)
        : scenario_(scenario), sources_(sources) {
        for (const StudyDimension& one : study.set) {
            if (one.key.starts_with("run.")) {
                years_.push_back(one.key + "=" + one.values.front().text);
                years_place_ = one.values.front().place;
            }
        }
    }

    /// Whether there is a world to judge values by.
    bool read(Mistakes& mistakes, std::string& sha256) {
        if (!exists(mistakes)) return false;
        Diagnostics own;
        sha256 = scenario({}, own).sha256;
        const ScenarioFile file = own.empty() ? scenario(years_, own) : ScenarioFile();
        if (own.empty()) {
            built_ = build_world(file, sources_.data, own);
            if (own.empty()) complete_policy(file, built_.world, built_.policy, own);
            if (own.empty()) check_limits(built_.world, built_.policy, file.name, own);
        }
        if (own.empty()) list_units();
        mistakes.add(own, years_place_);
        return own.empty();
    }

    /// Whether there is such a lever or parameter.
    bool knows(const StudyDimension& dimension, Mistakes& mistakes) const {
        if (dimension.key.starts_with("run.") || units_.contains(dimension.key)) return true;
        std::vector<std::string> keys;
        keys.reserve(units_.size());
        for (const auto& [key, unit] : units_) keys.push_back(key);
        Diagnostics unknown;
        unknown.add(
            dimension.place, "the unknown key " + in_quotes(dimension.key),
            "a parameter, or a lever of the scenario " + scenario_.value,
            did_you_mean(dimension.key, keys, "`keruen parameters` and `keruen levers` list them"));
        mistakes.add(unknown);
        return false;
    }

    void judge(const std::string& key, const StudyValue& value, Mistakes& mistakes) {
        Diagnostics found;
        std::vector<std::string> settings = years_;
        settings.push_back(key + "=" + value.text);
        const ScenarioFile file = scenario(settings, found);
        if (found.empty()) {
            Policy policy = built_.policy;
            apply_policy(file.policy, built_.world, policy, found);
        }
        mistakes.add(found, value.place);
    }

    /// Of every lever and parameter.
    const Units& units() const { return units_; }

private:
    void list_units() {
        for (const ParameterDeclaration& parameter : parameter_declarations()) {
            units_[std::string(parameter.key)] = parameter.unit;
        }
        for (const Lever& lever : levers(built_.world, built_.policy)) {
            units_[lever.key] = lever.family->unit;
        }
    }

    ScenarioFile scenario(const std::vector<std::string>& settings, Diagnostics& found) const {
        return read_scenario(scenario_.value, sources_.library, sources_.countries, settings,
                             found);
    }

    /// A name that nothing has is a mistake of the study, not of a scenario.
    bool exists(Mistakes& mistakes) const {
        const bool is_path =
            scenario_.value.find('/') != std::string::npos || scenario_.value.ends_with(".toml");
        const std::filesystem::path file = is_path ? std::filesystem::path(scenario_.value)
                                                   : sources_.library.file(scenario_.value);
        std::error_code error;
        if (std::filesystem::exists(file, error)) return true;
        Diagnostics missing;
        missing.add(scenario_.place, "the scenario " + in_quotes(scenario_.value),
                    is_path ? "a file that exists" : "a name in the library",
                    did_you_mean(scenario_.value, sources_.library.names(),
                                 "a path is relative to the study that names it"));
        mistakes.add(missing);
        return false;
    }

    const Placed<std::string>& scenario_;
    const BatchSources& sources_;
    std::vector<std::string> years_;  ///< run.* of [set]
    Place years_place_;
    BuiltWorld built_;
    Units units_;
};

}  // namespace

Judgement judge(const StudyFile& study, const BatchSources& sources, Diagnostics& diagnostics) {
    Judgement judgement;
    Mistakes mistakes(diagnostics);
    for (const Placed<std::string>& scenario : study.scenarios) {
        ScenarioJudge own(scenario, study, sources);
        judgement.scenario_sha256.emplace_back();
        if (!own.read(mistakes, judgement.scenario_sha256.back())) continue;
        judgement.units.insert(own.units().begin(), own.units().end());
        for (const auto* section : {&study.set, &study.vary}) {
            for (const StudyDimension& dimension : *section) {
                if (!own.knows(dimension, mistakes)) continue;
                for (const StudyValue& value : dimension.values) {
                    own.judge(dimension.key, value, mistakes);
                }
            }
        }
    }
    return judgement;
}

}  // namespace keruen
