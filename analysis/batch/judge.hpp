// SPDX-License-Identifier: MIT
#pragma once
#include <map>
#include <string>
#include <vector>

#include "scenarios/diagnostics.hpp"
#include "scenarios/study_file.hpp"

namespace keruen {

struct BatchSources;

using Units = std::map<std::string, std::string>;  ///< by key of a lever or parameter

/// What the scenarios of a study say of it.
struct Judgement {
    std::vector<std::string> scenario_sha256;  ///< of the texts, without settings
    Units units;                               ///< of all levers and parameters
};

/// Reads every scenario of the study, builds its world and applies each value of the study to it,
/// one at a time. Mistakes go to `diagnostics`, once each: those of a value with its place in the
/// study.
Judgement judge(const StudyFile& study, const BatchSources& sources, Diagnostics& diagnostics);

}  // namespace keruen
