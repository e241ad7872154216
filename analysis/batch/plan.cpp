// SPDX-License-Identifier: MIT
#include "analysis/batch/plan.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <optional>
#include <stdexcept>
#include <unordered_map>

#include "analysis/batch/judge.hpp"
#include "analysis/ensemble/draws.hpp"
#include "analysis/results/result_file.hpp"
#include "scenarios/sha256.hpp"

namespace keruen {
namespace {

constexpr std::size_t most_members = 10'000'000;
constexpr std::int64_t plan_version = 1;

std::vector<std::string> settings_of_all(const StudyFile& study) {
    std::vector<std::string> settings;
    for (const StudyDimension& one : study.set) {
        settings.push_back(one.key + "=" + one.values.front().text);
    }
    return settings;
}

std::optional<ParameterSample> sample_of(const StudyFile& study, Diagnostics& diagnostics) {
    if (!study.sample) return std::nullopt;
    std::error_code error;
    if (!std::filesystem::exists(study.sample->value, error)) {
        diagnostics.add(study.sample->place, "sample = a file that does not exist",
                        "a CSV file with draws of parameters",
                        "a path is relative to the study that names it");
        return std::nullopt;
    }
    ParameterSample sample = read_sample(study.sample->value, diagnostics);
    for (const ParameterDeclaration* parameter : sample.parameters) {
        for (const auto* section : {&study.set, &study.vary}) {
            for (const StudyDimension& other : *section) {
                if (parameter == nullptr || other.key != parameter->key) continue;
                diagnostics.add(other.place, fmt::format("{} here and in the sample", other.key),
                                "each key in one of them");
            }
        }
    }
    return sample;
}

/// Every combination of the values along the dimensions of [vary], the last fastest.
std::vector<std::vector<std::string>> combinations(const std::vector<StudyDimension>& vary) {
    std::vector<std::vector<std::string>> all{{}};
    for (const StudyDimension& dimension : vary) {
        std::vector<std::vector<std::string>> longer;
        for (const auto& begun : all) {
            for (const StudyValue& value : dimension.values) {
                longer.push_back(begun);
                longer.back().push_back(value.text);
            }
        }
        all = std::move(longer);
    }
    return all;
}

/// Each combination with each draw of the sample.
std::vector<std::vector<std::string>> points(const StudyFile& study,
                                             const std::optional<ParameterSample>& sample) {
    auto all = combinations(study.vary);
    if (!sample) return all;
    std::vector<std::vector<std::string>> longer;
    for (const auto& begun : all) {
        for (std::size_t d = 0; d < sample->draws.size(); ++d) {
            longer.push_back(begun);
            longer.back().push_back(std::to_string(d + 1));
            for (const double value : sample->draws[d]) {
                longer.back().push_back(fmt::format("{}", value));
            }
        }
    }
    return longer;
}

std::vector<BatchDimension> dimensions_of(const StudyFile& study,
                                          const std::optional<ParameterSample>& sample,
                                          const Units& units) {
    std::vector<BatchDimension> dimensions;
    for (const StudyDimension& one : study.vary) {
        const bool numeric =
            std::all_of(one.values.begin(), one.values.end(),
                        [](const StudyValue& value) { return value.number.has_value(); });
        const auto unit = units.find(one.key);
        dimensions.push_back(
            {one.key, numeric && unit != units.end() ? unit->second : "", numeric, true});
    }
    if (!sample) return dimensions;
    dimensions.push_back({"draw", "", true, false});
    for (const ParameterDeclaration* parameter : sample->parameters) {
        dimensions.push_back(
            {std::string(parameter->key), std::string(parameter->unit), true, true});
    }
    return dimensions;
}

/// Members of a study, or what there would be too many of.
std::size_t count(const StudyFile& study, const std::optional<ParameterSample>& sample) {
    double members = static_cast<double>(study.scenarios.size() * study.seeds.size());
    for (const StudyDimension& one : study.vary) members *= static_cast<double>(one.values.size());
    if (sample) members *= static_cast<double>(sample->draws.size());
    return static_cast<std::size_t>(std::min(members, 1e18));
}

/// All that a member's result depends on.
std::string content_of(const BatchPlan& plan, const BatchMember& member,
                       const std::string& scenario_sha256) {
    std::vector<std::string> settings = plan.settings(member);
    std::sort(settings.begin(), settings.end());
    return fmt::format(
        "keruen member 1\nprogram {} {}\nresult format {}\ndata {}\nscenario {}\n{}\n"
        "scale {}\nrecord {}\n",
        plan.program_version, plan.revision, result_format().version, plan.data_sha256,
        scenario_sha256, fmt::join(settings, "\n"), plan.scale, plan.record);
}

/// Draws of a sample may repeat, and are then one result; other members must not share a name.
void require_distinct(const BatchPlan& plan, const std::vector<std::string>& scenario_sha256) {
    const auto content = [&](const BatchMember& member) {
        return content_of(plan, member, scenario_sha256[member.scenario]);
    };
    std::unordered_map<std::string, const BatchMember*> named;
    for (const BatchMember& member : plan.members) {
        const auto [first, is_new] = named.emplace(member.id, &member);
        if (!is_new && content(*first->second) != content(member)) {
            throw std::logic_error(fmt::format("two members of a study are named {}", member.id));
        }
    }
}

}  // namespace

std::vector<std::string> BatchPlan::settings(const BatchMember& member) const {
    std::vector<std::string> all = set;
    for (std::size_t d = 0; d < dimensions.size(); ++d) {
        if (dimensions[d].setting) all.push_back(dimensions[d].key + "=" + member.values[d]);
    }
    all.push_back(fmt::format("run.seed={}", member.seed));
    return all;
}

std::string member_id(const BatchPlan& plan, const BatchMember& member,
                      const std::string& scenario_sha256) {
    return sha256_of(content_of(plan, member, scenario_sha256)).substr(0, 16);
}

BatchPlan make_plan(const StudyFile& study, const BatchSources& sources, Diagnostics& diagnostics) {
    BatchPlan plan;
    const auto sample = sample_of(study, diagnostics);
    const Judgement judgement = judge(study, sources, diagnostics);
    if (const std::size_t members = count(study, sample); members > most_members) {
        diagnostics.add({study.name}, fmt::format("{} members", members),
                        fmt::format("at most {}", most_members), "split the study");
    }
    if (!diagnostics.empty()) return plan;
    plan.name = study.name;
    plan.title = study.title;
    plan.text = study.text;
    plan.program_version = sources.program_version;
    plan.revision = sources.revision;
    plan.data_sha256 = sources.data.sha256();
    plan.scale = study.scale;
    plan.record = study.record;
    plan.retries = study.retries;
    plan.set = settings_of_all(study);
    plan.dimensions = dimensions_of(study, sample, judgement.units);
    for (const auto& [name, place] : study.scenarios) {
        plan.scenarios.push_back(std::filesystem::path(name).stem().string());
        plan.sources.push_back(name);
    }
    const auto every_point = points(study, sample);
    for (std::size_t s = 0; s < plan.scenarios.size(); ++s) {
        for (const std::vector<std::string>& point : every_point) {
            for (const std::uint64_t seed : study.seeds) {
                BatchMember member{"", s, point, seed};
                member.id = member_id(plan, member, judgement.scenario_sha256[s]);
                plan.members.push_back(std::move(member));
            }
        }
    }
    require_distinct(plan, judgement.scenario_sha256);
    return plan;
}

std::pair<std::size_t, std::size_t> shard_of(std::size_t members, std::size_t shard,
                                             std::size_t shards) {
    if (shard < 1 || shard > shards) throw std::logic_error("no such shard");
    return {members * (shard - 1) / shards, members * shard / shards};
}

std::string plan_text(const BatchPlan& plan) {
    nlohmann::ordered_json json{{"format", "keruen batch"},
                                {"format_version", plan_version},
                                {"name", plan.name},
                                {"title", plan.title},
                                {"program_version", plan.program_version},
                                {"revision", plan.revision},
                                {"data_sha256", plan.data_sha256},
                                {"scale", plan.scale},
                                {"record", plan.record},
                                {"retries", plan.retries},
                                {"scenarios", plan.scenarios},
                                {"sources", plan.sources},
                                {"set", plan.set},
                                {"study", plan.text}};
    json["dimensions"] = nlohmann::ordered_json::array();
    for (const BatchDimension& one : plan.dimensions) {
        json["dimensions"].push_back({{"key", one.key},
                                      {"units", one.units},
                                      {"numeric", one.numeric},
                                      {"setting", one.setting}});
    }
    std::string text = json.dump(1);
    text.erase(text.size() - 2);  // the closing brace: a line a member follows
    text += ",\n \"members\": [";
    for (const BatchMember& member : plan.members) {
        const nlohmann::json line{member.id, member.scenario, member.seed, member.values};
        text += (&member == plan.members.data() ? "\n  " : ",\n  ") + line.dump();
    }
    return text + "\n ]\n}\n";
}

BatchPlan read_plan(const std::string& text) {
    try {
        const nlohmann::json json = nlohmann::json::parse(text);
        if (json.at("format") != "keruen batch" || json.at("format_version") != plan_version) {
            throw std::runtime_error("it is not the plan of a batch that this program knows");
        }
        BatchPlan plan;
        json.at("name").get_to(plan.name);
        json.at("title").get_to(plan.title);
        json.at("program_version").get_to(plan.program_version);
        json.at("revision").get_to(plan.revision);
        json.at("data_sha256").get_to(plan.data_sha256);
        json.at("scale").get_to(plan.scale);
        json.at("record").get_to(plan.record);
        json.at("retries").get_to(plan.retries);
        json.at("scenarios").get_to(plan.scenarios);
        json.at("sources").get_to(plan.sources);
        json.at("set").get_to(plan.set);
        json.at("study").get_to(plan.text);
        for (const nlohmann::json& one : json.at("dimensions")) {
            plan.dimensions.push_back({one.at("key"), one.at("units"),
                                       one.at("numeric").get<bool>(),
                                       one.at("setting").get<bool>()});
        }
        for (const nlohmann::json& one : json.at("members")) {
            plan.members.push_back({one.at(0), one.at(1).get<std::size_t>(),
                                    one.at(3).get<std::vector<std::string>>(),
                                    one.at(2).get<std::uint64_t>()});
            const BatchMember& member = plan.members.back();
            if (member.scenario >= plan.scenarios.size() ||
                member.values.size() != plan.dimensions.size()) {
                throw std::runtime_error(fmt::format("member {} does not fit it", member.id));
            }
        }
        return plan;
    } catch (const nlohmann::json::exception& error) {
        throw std::runtime_error(error.what());
    }
}

}  // namespace keruen
