// SPDX-License-Identifier: MIT
// What distance, language and history do to flows: estimates for dyadic priors (docs/gravity.md).
#pragma once
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "analysis/flows/conditions.hpp"
#include "analysis/flows/panel.hpp"

namespace keruen {

/// Recorded flows to explain, and how old the lagged stock is.
struct GravityRequest {
    Year first = 2012, last = 2014;  ///< complete matrices up to the base year of the baseline
    int lag = 1;                     ///< years
};

/// A recorded flow with what may explain it.
struct GravityRow {
    std::string origin, host;
    Year year = 0;
    double students = 0;
    Link link;
    double log_lag = 0;  ///< log of 1 + students `lag` years before; NaN if not recorded
};

struct GravityTerm {
    std::string name;
    double estimate = 0, error = 0;  ///< error clustered by pair
};

/// One equation: students = exp(terms + origin-year effect + host-year effect).
struct GravityModel {
    std::string name;
    std::vector<GravityTerm> terms;
    std::size_t observations = 0, left_out = 0;  ///< left out: of groups without students
    std::size_t pairs = 0, effects = 0;
    double deviance = 0;
    int steps = 0;
};

struct Gravity {
    GravityRequest request;
    std::vector<GravityModel> models;  ///< links alone; links and lagged stock
};

std::vector<GravityRow> gravity_rows(const FlowPanel& flows, const Conditions& conditions,
                                     const GravityRequest& request);
/// Throws InputError if the years hold too few flows.
Gravity estimate_gravity(const std::vector<GravityRow>& rows, const GravityRequest& request);

std::string gravity_text(const Gravity& gravity);
std::string gravity_csv(const Gravity& gravity);
nlohmann::ordered_json gravity_json(const Gravity& gravity);
/// The rows as CSV, for other programs.
std::string gravity_rows_csv(const std::vector<GravityRow>& rows);

}  // namespace keruen
