// SPDX-License-Identifier: MIT
// What does not change of programmes, in a result file.
#include <nlohmann/json.hpp>

#include "analysis/experiments/datasets.hpp"
#include "analysis/experiments/run.hpp"

namespace keruen {

namespace {

nlohmann::ordered_json description(const Policy& policy, const Programme& programme) {
    nlohmann::ordered_json members = nlohmann::ordered_json::array();
    for (const std::size_t m : programme.members) members.push_back(policy.programmes[m].id);
    return {{"id", programme.id},
            {"name", programme.name},
            {"sponsor", programme.sponsor},
            {"kind", kProgrammeKinds[static_cast<std::size_t>(programme.kind)]},
            {"members", members}};
}

}  // namespace

void declare_programmes(Datasets& data, const Experiment& e) {
    nlohmann::ordered_json list = nlohmann::ordered_json::array();
    for (const Programme& programme : e.policy.programmes) {
        list.push_back(description(e.policy, programme));
    }
    data.add_text("programmes", list.dump(0));
}

}  // namespace keruen
