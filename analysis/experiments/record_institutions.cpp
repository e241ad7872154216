// SPDX-License-Identifier: MIT
// Institutions in a result file.
#include <nlohmann/json.hpp>
#include <span>

#include "analysis/experiments/datasets.hpp"
#include "analysis/experiments/run.hpp"
#include "models/institutions/columns.hpp"
#include "models/institutions/maturity.hpp"

namespace keruen {

namespace {

/// What does not change, of every institution, that they are made up, and how maturity is told.
std::string description(const Experiment& e, const Institutions& all) {
    nlohmann::ordered_json list = nlohmann::ordered_json::array();
    for (std::size_t i = 0; i < all.size(); ++i) {
        list.push_back({{"id", all.id[i]},
                        {"label", all.imported[i] != 0 ? "imported" : "synthetic"},
                        {"region", e.world.regions[all.region[i]].code},
                        {"sector", name_of(all.sector[i])},
                        {"origin_model", name_of(all.origin_model[i])},
                        {"management", name_of(all.management[i])},
                        {"tier", all.tier[i]},
                        {"standing", all.standing[i]},
                        {"size_share", all.size_share[i]},
                        {"stands_for", all.stands_for[i]},
                        {"tuition_relative", all.tuition_relative[i]},
                        {"ministry_support", all.ministry_support[i]}});
    }
    const nlohmann::ordered_json all_of_it{
        {"full_marks", full_marks(e.setup.parameters)},
        {"phase_thresholds", phase_thresholds(e.setup.parameters)},
        {"institutions", list}};
    return all_of_it.dump(0);
}

}  // namespace

void declare_institutions(Datasets& data, const Experiment& e) {
    const Setup& setup = e.setup;
    const Institutions all =
        make_institutions(e.world, setup.parameters, setup.seed, setup.origin_keys);
    data.add_dimension("institution", all.id,
                       "synthetic institutions, and those that provenance/institutions calls "
                       "imported");
    data.add_dimension("institutions/indicator", {kIndicatorNames.begin(), kIndicatorNames.end()},
                       "indicator of an institution");
    data.add_dimension("tier", {"top", "middle", "low"}, "ability tier");
    for (std::size_t c = 0; c < institution_columns().size(); ++c) {
        const InstitutionColumn& column = institution_columns()[c];
        data.add("institutions", column.name, {"year", "institution"}, column.units, column.meaning,
                 [c](const YearRecord& r) {
                     const Grid<float, 2>& all_columns = r.institutions.recorded;
                     const std::size_t n = all_columns.extent(1);
                     return std::span<const float>(all_columns.values()).subspan(c * n, n);
                 });
    }
    data.add("institutions", "value", {"year", "institution", "indicator"}, "1",
             "the seven indicators; NaN where the run does not tell", [](const YearRecord& r) {
                 std::vector<float> values;
                 for (const auto& row : r.institutions.indicators) {
                     for (const double x : row) values.push_back(static_cast<float>(x));
                 }
                 return values;
             });
    const std::vector<std::string> tiers{"year", "host", "level", "tier"};
    data.add(
        "tiers", "seats", tiers, "people", "seats of a tier for foreign entrants",
        [](const YearRecord& r) -> const auto& { return r.institutions.tier_seats; });
    data.add(
        "tiers", "entrants", tiers, "people", "foreign entrants placed in a tier",
        [](const YearRecord& r) -> const auto& { return r.institutions.tier_entrants; });
    data.add_text("institutions", description(e, all));
}

}  // namespace keruen
