// SPDX-License-Identifier: MIT
#include "analysis/gravity/gravity.hpp"

#include <fmt/format.h>

#include <cmath>
#include <map>

#include "analysis/gravity/ppml.hpp"
#include "scenarios/diagnostics.hpp"

namespace keruen {

namespace {

using Eigen::Index;

constexpr std::size_t kFewest = 100;  // flows

/// Numbers for texts, in the order of their first use.
class Numbering {
public:
    std::size_t operator()(const std::string& text) {
        return numbers_.emplace(text, numbers_.size()).first->second;
    }

private:
    std::map<std::string, std::size_t> numbers_;
};

GravityModel estimate(const std::vector<GravityRow>& rows, bool with_lag) {
    std::vector<const GravityRow*> used;
    for (const GravityRow& row : rows) {
        if (!with_lag || !std::isnan(row.log_lag)) used.push_back(&row);
    }
    GravityModel model{with_lag ? "with lagged stock" : "links alone", {}};
    std::vector<std::string> names{"log distance", "common language", "common border", "ex-USSR"};
    if (with_lag) names.emplace_back("log lagged stock");
    PpmlData data;
    const auto n = static_cast<Index>(used.size());
    data.y.resize(n);
    data.x.resize(n, static_cast<Index>(names.size()));
    data.groups.resize(2);
    Numbering origins, hosts, pairs;
    for (Index i = 0; i < n; ++i) {
        const GravityRow& row = *used[static_cast<std::size_t>(i)];
        data.y[i] = row.students;
        data.x.row(i).head(4) << row.link.log_km, row.link.language, row.link.border,
            row.link.ex_ussr;
        if (with_lag) data.x(i, 4) = row.log_lag;
        data.groups[0].push_back(origins(fmt::format("{} {}", row.origin, row.year)));
        data.groups[1].push_back(hosts(fmt::format("{} {}", row.host, row.year)));
        data.cluster.push_back(pairs(row.origin + ' ' + row.host));
    }
    const PpmlFit fit = fit_ppml(data);
    for (std::size_t k = 0; k < names.size(); ++k) {
        const auto at = static_cast<Index>(k);
        model.terms.push_back({names[k], fit.beta[at], fit.error[at]});
    }
    model.observations = fit.kept.size();
    model.left_out = used.size() - fit.kept.size();
    model.pairs = fit.clusters;
    model.effects = fit.groups;
    model.deviance = fit.deviance;
    model.steps = fit.steps;
    return model;
}

}  // namespace

std::vector<GravityRow> gravity_rows(const FlowPanel& flows, const Conditions& conditions,
                                     const GravityRequest& request) {
    std::vector<GravityRow> rows;
    for (std::size_t s = 0; s < flows.series.size(); ++s) {
        const auto& [origin, host] = flows.series[s];
        for (Year year = request.first; year <= request.last; ++year) {
            const double students = flows.at(s, year);
            if (std::isnan(students)) continue;
            rows.push_back({origin, host, year, students, conditions.link(origin, host),
                            std::log1p(flows.at(s, year - request.lag))});
        }
    }
    return rows;
}

Gravity estimate_gravity(const std::vector<GravityRow>& rows, const GravityRequest& request) {
    std::size_t lagged = 0;
    for (const GravityRow& row : rows) lagged += std::isnan(row.log_lag) ? 0 : 1;
    if (lagged < kFewest) {
        refuse({"--years"},
               fmt::format("{} recorded flows with a record {} years before", lagged, request.lag),
               fmt::format("at least {} to estimate from", kFewest),
               "flows are recorded to 2017, in full from 2012");
    }
    return {request, {estimate(rows, false), estimate(rows, true)}};
}

}  // namespace keruen
