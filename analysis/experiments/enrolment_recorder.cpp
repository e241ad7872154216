// SPDX-License-Identifier: MIT
// The part of the recorder that writes everybody's enrolments.
#include "analysis/experiments/recorder.hpp"

namespace keruen {

void Recorder::declare_enrolments() {
    using T = h5::ElementType;
    coordinates("enrolments", {"year"});
    enrolments_ = writer_.add_table(
        "enrolments", {{"person", T::u64, "", "origin << 48 | cohort << 32 | position"},
                       {"academic_year", T::u16, "year", "academic year ending"},
                       {"level", T::u8, "", "1 bachelor, 2 master, 3 doctoral"},
                       {"host", T::u8, "", "index of the region of study; 255 home"},
                       {"programme", T::u8, "", "index of the programme that pays; 255 none"},
                       {"weight", T::u32, "people", "people the person stands for"},
                       {"ability", T::u8, "1/256", "rank in the cohort"},
                       {"income", T::u8, "1/256", "rank of family income in the origin"},
                       {"traits", T::u8, "", "bits as in panel/traits, at enrolment"}});
}

void Recorder::write_enrolments(const YearRecord& record, Year year) {
    const std::size_t n = record.enrolments.size();
    std::vector<std::uint64_t> person(n);
    const std::vector<std::uint16_t> years(n, static_cast<std::uint16_t>(year));
    std::vector<std::uint32_t> weight(n);
    std::array<std::vector<std::uint8_t>, 6> bytes;
    for (auto& column : bytes) column.resize(n);
    for (std::size_t i = 0; i < n; ++i) {
        const Enrolment& e = record.enrolments[i];
        person[i] = e.person;
        weight[i] = e.weight;
        const std::array<std::uint8_t, 6> row{e.level,   e.host,   e.programme,
                                              e.ability, e.income, e.traits};
        for (std::size_t k = 0; k < row.size(); ++k) bytes[k][i] = row[k];
    }
    writer_.append(enrolments_, {person, years, bytes[0], bytes[1], bytes[2], weight, bytes[3],
                                 bytes[4], bytes[5]});
}

}  // namespace keruen
