// SPDX-License-Identifier: MIT
#include "analysis/experiments/recorder.hpp"

namespace keruen {

void Recorder::declare_staff() {
    const std::vector<std::string> by_rank{"year", "region", "rank"}, region{"year", "region"},
        pair{"year", "origin", "host"};
    StaffArrays& a = staff_;
    const auto rank = [&](const char* name, const char* meaning) {
        return add("staff", name, by_rank, meaning, "people");
    };
    a.staff = rank("staff", "academics with a post in the region");
    a.foreign = rank("foreign", "of them, from other regions: brain gain as a stock");
    a.abroad = rank("abroad", "of the region's own, with a post abroad: brain drain as a stock");
    a.hired = rank("hired", "of the region's own, got a first post there");
    a.returned = rank("returned", "of the region's own, came back to a post there");
    a.arrived = rank("arrived", "foreigners who took up a post: brain gain of the year");
    a.retired = rank("retired", "retired from a post in the region");
    a.emigrated = rank("emigrated", "of the region's own, left for a post abroad");
    a.departed = rank("departed", "foreigners who gave up a post");
    const auto count = [&](const char* name, const char* meaning) {
        return add("staff_counts", name, region, meaning, "people");
    };
    a.away = count("away", "trained abroad in the year on an award");
    a.grants = count("visit_grants", "grants for short visits taken");
    a.trained = count("language_trained", "learnt to teach in a foreign language");
    a.vacancies = count("vacancies", "posts wanted that nobody filled");
    a.invited = count("invited", "academics from abroad invited for a time");
    a.outcome = add("staff_outcome", "value", {"year", "region", "measure"},
                    "what the staff means to others, unit by measure", "1", h5::ElementType::f64);
    a.moves =
        add("staff_flows", "moves", pair, "academics who took up a post at the host", "people");
    a.visits = add("staff_flows", "visits", pair, "short visits of academics", "people");
    a.spending = add("staff_money", "spending", {"year", "region", "item"},
                     "paid for academic staff by the region", "USD");
}

void Recorder::write_staff(std::size_t t, const StaffRecord& record) {
    const StaffArrays& a = staff_;
    const auto put = [&](ArrayId id, const auto& values) {
        using T = typename std::decay_t<decltype(values)>::value_type;
        writer_.write_year(id, t, std::span<const T>(values));
    };
    put(a.staff, record.staff.values());
    put(a.foreign, record.foreign.values());
    put(a.abroad, record.abroad.values());
    put(a.hired, record.hired.values());
    put(a.returned, record.returned.values());
    put(a.arrived, record.arrived.values());
    put(a.retired, record.retired.values());
    put(a.emigrated, record.emigrated.values());
    put(a.departed, record.departed.values());
    put(a.away, record.away);
    put(a.grants, record.grants);
    put(a.trained, record.trained);
    put(a.vacancies, record.vacancies);
    put(a.invited, record.invited);
    put(a.moves, record.moves.values());
    put(a.visits, record.visits.values());
    put(a.spending, record.spending.values());
    std::vector<double> values;
    for (const StaffOutcome& outcome : record.outcome) {
        for (const OutcomeField& field : kOutcomeFields) values.push_back(outcome.*field.member);
    }
    put(a.outcome, values);
}

}  // namespace keruen
