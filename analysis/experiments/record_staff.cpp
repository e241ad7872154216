// SPDX-License-Identifier: MIT
#include "analysis/experiments/datasets.hpp"

namespace keruen {

namespace {

void declare_ranks(Datasets& data) {
    const auto add = [&](const char* name, const char* meaning, RankCount StaffRecord::*count) {
        data.add("staff", name, {"year", "region", "rank"}, "people", meaning,
                 [count](const YearRecord& r) -> const RankCount& { return r.staff.*count; });
    };
    add("staff", "academics with a post in the region", &StaffRecord::staff);
    add("foreign", "of them, from other regions: brain gain as a stock", &StaffRecord::foreign);
    add("abroad", "of the region's own, with a post abroad: brain drain as a stock",
        &StaffRecord::abroad);
    add("hired", "of the region's own, got a first post there", &StaffRecord::hired);
    add("returned", "of the region's own, came back to a post there", &StaffRecord::returned);
    add("arrived", "foreigners who took up a post: brain gain of the year", &StaffRecord::arrived);
    add("retired", "retired from a post in the region", &StaffRecord::retired);
    add("emigrated", "of the region's own, left for a post abroad", &StaffRecord::emigrated);
    add("departed", "foreigners who gave up a post", &StaffRecord::departed);
}

void declare_counts(Datasets& data) {
    using Count = std::vector<std::int64_t>;
    const auto add = [&](const char* name, const char* meaning, Count StaffRecord::*count) {
        data.add("staff_counts", name, {"year", "region"}, "people", meaning,
                 [count](const YearRecord& r) -> const Count& { return r.staff.*count; });
    };
    add("away", "trained abroad in the year on an award", &StaffRecord::away);
    add("visit_grants", "grants for short visits taken", &StaffRecord::grants);
    add("language_trained", "learnt to teach in a foreign language", &StaffRecord::trained);
    add("vacancies", "posts wanted that nobody filled", &StaffRecord::vacancies);
    add("invited", "academics from abroad invited for a time", &StaffRecord::invited);
}

std::vector<double> outcomes(const YearRecord& record) {
    std::vector<double> values;
    for (const StaffOutcome& outcome : record.staff.outcome) {
        for (const OutcomeField& field : kOutcomeFields) values.push_back(outcome.*field.member);
    }
    return values;
}

}  // namespace

void declare_staff(Datasets& data) {
    std::vector<std::string> measures;
    measures.reserve(kOutcomeFields.size());
    for (const OutcomeField& field : kOutcomeFields) measures.emplace_back(field.name);
    data.add_dimension("rank", {kRankNames.begin(), kRankNames.end()}, "rank of academics");
    data.add_dimension("item", {kStaffSpending.begin(), kStaffSpending.end()}, "what is paid for");
    data.add_dimension("staff_outcome/measure", measures, "measure of academic staff");
    declare_ranks(data);
    declare_counts(data);
    data.add("staff_outcome", "value", {"year", "region", "measure"}, "1",
             "what the staff means to others, unit by measure", outcomes);
    data.add(
        "staff_flows", "moves", axes::kFlow, "people", "academics who took up a post at the host",
        [](const YearRecord& r) -> const auto& { return r.staff.moves; });
    data.add(
        "staff_flows", "visits", axes::kFlow, "people", "short visits of academics",
        [](const YearRecord& r) -> const auto& { return r.staff.visits; });
    data.add(
        "staff_money", "spending", {"year", "region", "item"}, "USD",
        "paid for academic staff by the region",
        [](const YearRecord& r) -> const auto& { return r.staff.spending; });
}

}  // namespace keruen
