// SPDX-License-Identifier: MIT
#include "tests/scenarios/library_runs.hpp"

#include <algorithm>
#include <stdexcept>

#include "scenarios/world_builder.hpp"

namespace keruen::test {

namespace {

constexpr double kScale = 0.05;
constexpr Year kLast = 2031;
constexpr int kTwenty = 20;

std::size_t position(const std::vector<std::string>& labels, const std::string& label) {
    const auto at = std::find(labels.begin(), labels.end(), label);
    if (at == labels.end()) throw std::invalid_argument("no label " + label);
    return static_cast<std::size_t>(at - labels.begin());
}

/// The value in force in a year; nothing if none is set yet.
std::optional<double> in_force(const PolicyValue* lever, Year year) {
    std::optional<double> value;
    if (lever == nullptr) return value;
    for (const DatedValue& date : lever->dates) {
        if (date.year <= year) value = date.value;
    }
    return value;
}

const PolicyValue* find(const std::vector<PolicyValue>& policy, const std::string& key) {
    const auto at = std::find_if(policy.begin(), policy.end(),
                                 [&](const PolicyValue& value) { return value.key == key; });
    return at == policy.end() ? nullptr : &*at;
}

/// Whether a list holds the very description: the one of a file and line.
template <class Described>
bool described_in(const std::vector<Described>& list, const Described& wanted) {
    return std::any_of(list.begin(), list.end(), [&](const Described& known) {
        return known.place.file == wanted.place.file && known.place.line == wanted.place.line;
    });
}

}  // namespace

std::vector<double> numbers(const ResultFile& file, const DatasetInfo& info) {
    if (info.type == "float64") return file.read<double>(info.path);
    if (info.type == "float32") {
        const auto few = file.read<float>(info.path);
        return {few.begin(), few.end()};
    }
    if (info.type != "int64") throw std::invalid_argument(info.path + " is of " + info.type);
    const auto whole = file.read<std::int64_t>(info.path);
    return {whole.begin(), whole.end()};
}

LibraryRun::LibraryRun(ScenarioFile scenario, const std::filesystem::path& file)
    : scenario_(std::move(scenario)), file_(file), datasets_(file_.datasets()) {}

double LibraryRun::sum(const std::string& dataset, Year from, Year to, const std::string& first,
                       const std::string& second) const {
    const auto info = std::find_if(datasets_.begin(), datasets_.end(),
                                   [&](const DatasetInfo& d) { return d.path == dataset; });
    if (info == datasets_.end()) throw std::invalid_argument("no dataset " + dataset);
    const std::string group = dataset.substr(0, dataset.find('/') + 1);
    // Where the dimension has no labels that were asked for, all of it is summed.
    std::vector<std::pair<std::size_t, std::size_t>> range{
        {static_cast<std::size_t>(from - scenario_.first),
         static_cast<std::size_t>(to - scenario_.first) + 1}};
    const std::vector<std::string> wanted{"", first, second};
    for (std::size_t d = 1; d < info->shape.size(); ++d) {
        if (d < wanted.size() && !wanted[d].empty()) {
            const std::size_t at = position(file_.labels(group + info->dimensions[d]), wanted[d]);
            range.emplace_back(at, at + 1);
        } else {
            range.emplace_back(0, static_cast<std::size_t>(info->shape[d]));
        }
    }
    const std::vector<double> values = numbers(file_, *info);
    double sum = 0;
    for (std::size_t k = 0; k < values.size(); ++k) {
        std::size_t rest = k;
        bool inside = true;
        for (std::size_t d = info->shape.size(); d-- > 0;) {
            const std::size_t at = rest % static_cast<std::size_t>(info->shape[d]);
            rest /= static_cast<std::size_t>(info->shape[d]);
            inside = inside && range[d].first <= at && at < range[d].second;
        }
        if (inside) sum += values[k];
    }
    return sum;
}

LibraryRuns& LibraryRuns::instance() {
    static LibraryRuns runs;
    return runs;
}

LibraryRuns::LibraryRuns()
    : library_(find_library({KERUEN_SOURCE_DIR})), data_(library_.data, diagnostics_) {
    const auto& codes = data_.table("countries", diagnostics_)->text("country");
    countries_.assign(codes.begin(), codes.end());
    diagnostics_.throw_if_any();
}

ScenarioFile LibraryRuns::read(const std::string& name, Detail detail) {
    ScenarioFile scenario = read_scenario(name, library_, countries_, {}, diagnostics_);
    diagnostics_.throw_if_any();
    if (detail == Detail::small) {
        scenario.last = std::min(scenario.last, kLast);
        return scenario;
    }
    for (ScenarioRegion& region : scenario.regions) {
        if (region.region.code == "KAZ") region.weight_mover = region.weight_stayer = kTwenty;
    }
    return scenario;
}

const LibraryRun& LibraryRuns::of(const std::string& name, Detail detail) {
    ScenarioFile scenario = read(name, detail);
    const std::string file = scenario.name + (detail == Detail::small ? ".h5" : "-inbound.h5");
    const auto known = runs_.find(file);
    if (known != runs_.end()) return known->second;
    RunOptions options;
    options.output = folder_ / file;
    options.scale = detail == Detail::small ? kScale : 1;
    options.check = true;
    const Experiment* like = nullptr;
    for (const std::string& ancestor : scenario.chain) {
        const auto at = prepared_.find(ancestor + ".h5");
        if (at != prepared_.end()) like = at->second.get();
    }
    auto experiment = prepare(scenario, data_, options, workers_, like);
    run(*experiment, options, workers_, [](const RunProgress&) {});
    prepared_[file] = std::move(experiment);
    return runs_.try_emplace(file, std::move(scenario), options.output).first->second;
}

void LibraryRuns::build(const ScenarioFile& scenario) {
    Diagnostics diagnostics;
    build_world(scenario, data_, diagnostics);
    diagnostics.throw_if_any();
}

std::optional<Year> first_difference(const ScenarioFile& parent, const ScenarioFile& child) {
    std::optional<Year> first;
    const auto differ_from = [&](Year year) {
        if (year <= child.last) first = std::min(first.value_or(year), year);
    };
    std::vector<std::string> keys;
    for (const auto* policy : {&parent.policy, &child.policy}) {
        for (const PolicyValue& value : *policy) keys.push_back(value.key);
    }
    for (const std::string& key : keys) {
        for (Year year = child.first; year <= child.last; ++year) {
            if (in_force(find(parent.policy, key), year) ==
                in_force(find(child.policy, key), year)) {
                continue;
            }
            differ_from(year);
            break;
        }
    }
    for (const auto& [one, other] : {std::pair{&parent, &child}, std::pair{&child, &parent}}) {
        for (const ScenarioProgramme& programme : one->programmes) {
            if (described_in(other->programmes, programme)) continue;
            const PolicyValue* places = find(programme.values, programme.id + ".places");
            for (Year year = child.first; year <= child.last; ++year) {
                if (in_force(places, year).value_or(0) == 0) continue;
                differ_from(year);
                break;
            }
        }
        for (const ScenarioRule& rule : one->rules) {
            if (!described_in(other->rules, rule)) differ_from(rule.from.value);
        }
    }
    return first;
}

}  // namespace keruen::test
