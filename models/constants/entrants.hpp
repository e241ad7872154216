// SPDX-License-Identifier: MIT
#pragma once
#include <vector>

#include "models/parameters.hpp"
#include "models/stage.hpp"
#include "models/world/world.hpp"

namespace keruen {

/// Expected entrants to higher education of each origin and year, at home or abroad, people:
/// [origin][year]. Fitted so that students of the origin = home enrolment without counts - inbound
/// + outbound, by least squares with a penalty on curvature (GER would count inbound students and
/// omit outbound ones: docs/model.md 6). After the base year the net outflow keeps its base share.
Series fit_entrants(const World& world, const Parameters& parameters);

/// Students of each origin, wherever they study, that the entrants should add up to.
Series target_students(const World& world);

/// Expected stages of the people of one origin who study at home, for every year: [year]. `enter`
/// are the bachelor entrants at home per year; years before the first have its entrants.
/// Candidates for the next level enter it at home the year after.
std::vector<StageVector> expected_home_stages(const Parameters& parameters,
                                              const std::vector<double>& enter);

}  // namespace keruen
