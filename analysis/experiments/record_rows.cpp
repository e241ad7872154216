// SPDX-License-Identifier: MIT
#include "analysis/experiments/record_rows.hpp"

#include <array>

namespace keruen {

namespace {

using T = h5::ElementType;

Column person() {
    return {"person", T::u64, "", "origin << 48 | cohort << 32 | position"};
}

Column academic_year() {
    return {"academic_year", T::u16, "year", "academic year ending"};
}

Column programme() {
    return {"programme", T::u8, "", "index of the programme; 255 none"};
}

TableId add_table(ResultWriter& writer, Datasets& data, const char* name,
                  const std::vector<Column>& columns) {
    data.add_coordinates(name, {"year"});
    return writer.add_table(name, columns);
}

std::vector<Column> event_columns() {
    const std::vector<std::pair<std::int64_t, std::string>> kinds{
        {1, "application"}, {2, "award"},  {3, "rejection"}, {4, "refusal"}, {5, "move"},
        {6, "graduation"},  {7, "return"}, {8, "settle"},    {9, "exchange"}};
    return {person(),
            academic_year(),
            {"kind", T::u8, "", "what happened", kinds},
            {"from", T::u8, "", "index of the region left; 255 the origin's home"},
            {"to", T::u8, "", "index of the region gone to; 255 the origin's home"},
            programme(),
            {"weight", T::u32, "people", "people the person stands for"}};
}

std::vector<Column> panel_columns() {
    return {person(),
            academic_year(),
            {"stage", T::u8, "", "level and year of study (docs/file-format.md)"},
            {"host", T::u8, "", "index of the region of residence; 255 the origin's home"},
            programme(),
            {"ability", T::u8, "1/256", "rank in the cohort"},
            {"income", T::u8, "1/256", "rank of family income in the origin"},
            {"traits", T::u8, "",
             "bits: 1 female, 2 urban, 4 speaks a foreign language, 8 "
             "has been mobile; field of study in the upper four"}};
}

}  // namespace

EventRows::EventRows(ResultWriter& writer, Datasets& data)
    : table_(add_table(writer, data, "events", event_columns())) {}

PanelRows::PanelRows(ResultWriter& writer, Datasets& data)
    : table_(add_table(writer, data, "panel", panel_columns())) {}

void EventRows::write(ResultWriter& writer, const YearRecord& record, Year year) const {
    const std::size_t n = record.events.size();
    std::vector<std::uint64_t> person(n);
    std::vector<std::uint16_t> years(n, static_cast<std::uint16_t>(year));
    std::vector<std::uint8_t> kind(n), from(n), to(n), programme(n);
    std::vector<std::uint32_t> weight(n);
    for (std::size_t i = 0; i < n; ++i) {
        const Event& e = record.events[i];
        person[i] = e.person;
        kind[i] = static_cast<std::uint8_t>(e.kind);
        from[i] = e.from;
        to[i] = e.to;
        programme[i] = e.programme;
        weight[i] = e.weight;
    }
    writer.append(table_, {person, years, kind, from, to, programme, weight});
}

void PanelRows::write(ResultWriter& writer, const YearRecord& record, Year year) const {
    const std::size_t n = record.panel.size();
    std::vector<std::uint64_t> person(n);
    std::vector<std::uint16_t> years(n, static_cast<std::uint16_t>(year));
    std::array<std::vector<std::uint8_t>, 6> bytes;
    for (auto& column : bytes) column.resize(n);
    for (std::size_t i = 0; i < n; ++i) {
        const PanelRow& row = record.panel[i];
        person[i] = row.person;
        bytes[0][i] = row.stage;
        bytes[1][i] = row.host;
        bytes[2][i] = row.programme;
        bytes[3][i] = row.ability;
        bytes[4][i] = row.income;
        bytes[5][i] = row.traits;
    }
    writer.append(table_,
                  {person, years, bytes[0], bytes[1], bytes[2], bytes[3], bytes[4], bytes[5]});
}

}  // namespace keruen
