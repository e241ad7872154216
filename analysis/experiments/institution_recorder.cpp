// SPDX-License-Identifier: MIT
// The part of the recorder that writes institutions.
#include <nlohmann/json.hpp>
#include <span>

#include "analysis/experiments/recorder.hpp"
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

void Recorder::declare_institutions(const Experiment& e) {
    const Setup& setup = e.setup;
    const Institutions all =
        make_institutions(e.world, setup.parameters, setup.seed, setup.origin_keys);
    institution_ids_ = all.id;
    for (const InstitutionColumn& column : institution_columns()) {
        institutions_.column.push_back(add("institutions", column.name, {"year", "institution"},
                                           column.meaning, column.units, h5::ElementType::f32));
    }
    institutions_.indicator =
        add("institutions", "value", {"year", "institution", "indicator"},
            "the seven indicators; NaN where the run does not tell", "1", h5::ElementType::f32);
    const std::vector<std::string> tiers{"year", "host", "level", "tier"};
    institutions_.tier_seats =
        add("tiers", "seats", tiers, "seats of a tier for foreign entrants", "people");
    institutions_.tier_entrants =
        add("tiers", "entrants", tiers, "foreign entrants placed in a tier", "people");
    writer_.add_text("institutions", description(e, all));
}

void Recorder::write_institutions(const InstitutionYear& year, std::size_t t) {
    const std::size_t n = institution_ids_.size();
    const std::span<const float> all = year.recorded.values();
    for (std::size_t c = 0; c < institutions_.column.size(); ++c) {
        writer_.write_year(institutions_.column[c], t, all.subspan(c * n, n));
    }
    std::vector<float> indicators;
    for (const auto& row : year.indicators) {
        for (const double x : row) indicators.push_back(static_cast<float>(x));
    }
    writer_.write_year(institutions_.indicator, t, std::span<const float>(indicators));
    writer_.write_year(institutions_.tier_seats, t,
                       std::span<const std::int64_t>(year.tier_seats.values()));
    writer_.write_year(institutions_.tier_entrants, t,
                       std::span<const std::int64_t>(year.tier_entrants.values()));
}

}  // namespace keruen
