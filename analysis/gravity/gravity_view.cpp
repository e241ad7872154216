// SPDX-License-Identifier: MIT
// How estimates are printed.
#include <fmt/format.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "analysis/gravity/gravity.hpp"
#include "analysis/results/text_table.hpp"

namespace keruen {

namespace {

constexpr double kWide = 1.959964;  // 95 %, normal

}  // namespace

std::string gravity_text(const Gravity& gravity) {
    const GravityRequest& request = gravity.request;
    std::string text = wrapped(
        fmt::format("Students by pair of countries, {} to {}: exp(terms + origin-year effect + "
                    "host-year effect), Poisson pseudo-maximum likelihood; errors clustered by "
                    "pair. Lagged stock: {} {} before.",
                    request.first, request.last, request.lag, request.lag == 1 ? "year" : "years"),
        0);
    for (const GravityModel& model : gravity.models) {
        text += fmt::format("\n{}: {} flows of {} pairs, {} effects, {} left out (no student)\n",
                            model.name, thousands(static_cast<std::int64_t>(model.observations)),
                            thousands(static_cast<std::int64_t>(model.pairs)), model.effects,
                            model.left_out);
        TextTable table({"term", "estimate", "error", "95 % from", "to"});
        for (const GravityTerm& term : model.terms) {
            table.add({term.name, fmt::format("{:.3f}", term.estimate),
                       fmt::format("{:.3f}", term.error),
                       fmt::format("{:.3f}", term.estimate - kWide * term.error),
                       fmt::format("{:.3f}", term.estimate + kWide * term.error)});
        }
        text += table.text(2);
    }
    return text;
}

std::string gravity_csv(const Gravity& gravity) {
    std::string text = "model,term,estimate,error,observations,pairs\n";
    for (const GravityModel& model : gravity.models) {
        for (const GravityTerm& term : model.terms) {
            text += fmt::format("{},{},{:.10g},{:.10g},{},{}\n", model.name, term.name,
                                term.estimate, term.error, model.observations, model.pairs);
        }
    }
    return text;
}

nlohmann::ordered_json gravity_json(const Gravity& gravity) {
    nlohmann::ordered_json models = nlohmann::ordered_json::array();
    for (const GravityModel& model : gravity.models) {
        nlohmann::ordered_json terms = nlohmann::ordered_json::array();
        for (const GravityTerm& term : model.terms) {
            terms.push_back(
                {{"name", term.name}, {"estimate", term.estimate}, {"error", term.error}});
        }
        models.push_back({{"name", model.name},
                          {"terms", terms},
                          {"observations", model.observations},
                          {"left_out", model.left_out},
                          {"pairs", model.pairs},
                          {"effects", model.effects},
                          {"deviance", model.deviance},
                          {"steps", model.steps}});
    }
    return {{"first", gravity.request.first},
            {"last", gravity.request.last},
            {"lag", gravity.request.lag},
            {"models", models}};
}

std::string gravity_rows_csv(const std::vector<GravityRow>& rows) {
    std::string text = "origin,host,year,students,log_km,language,border,ex_ussr,log_lag\n";
    for (const GravityRow& row : rows) {
        text += fmt::format("{},{},{},{},{:.10g},{:.10g},{},{},{}\n", row.origin, row.host,
                            row.year, row.students, row.link.log_km, row.link.language,
                            row.link.border, row.link.ex_ussr,
                            std::isnan(row.log_lag) ? "" : fmt::format("{:.10g}", row.log_lag));
    }
    return text;
}

}  // namespace keruen
