// SPDX-License-Identifier: MIT
#include "models/institutions/columns.hpp"

#include <array>

#include "models/institutions/office.hpp"

namespace keruen {

namespace {

using I = const Institutions&;
using P = const Parameters&;
using Y = const InstitutionYear&;
using N = std::size_t;

double sum_of(const Grid<double, 2>& grid, N i) {
    double sum = 0;
    for (N q = 0; q < grid.extent(1); ++q) sum += grid(i, q);
    return sum;
}

constexpr auto kColumns = std::to_array<InstitutionColumn>({
    {"open", "1", "1: takes new students",
     [](I a, P, Y, N i) { return a.open[i] != 0 ? 1.0 : 0.0; }},
    {"phase", "1", "maturity, 1 ad hoc .. 5 optimisation",
     [](I a, P, Y, N i) { return double(a.phase[i]); }},
    {"students", "people", "students enrolled, home and foreign",
     [](I a, P, Y, N i) { return a.students[i]; }, true},
    {"foreign", "people", "of those foreign degree students",
     [](I a, P, Y, N i) { return a.foreign[i]; }, true},
    {"quality", "1", "quality, 0 to 1", [](I a, P, Y, N i) { return a.quality[i]; }},
    {"posts", "posts", "full-time posts of the international office",
     [](I a, P, Y, N i) { return a.office_fte[i]; }},
    {"bologna_office", "1", "1: has a separate Bologna office",
     [](I a, P, Y, N i) { return a.bologna_office[i] != 0 ? 1.0 : 0.0; }},
    {"office_english", "1", "share of office staff who work in English",
     [](I a, P, Y, N i) { return a.english[i]; }},
    {"office_trained", "1", "share of office staff who are trained",
     [](I a, P, Y, N i) { return a.trained[i]; }},
    {"reporting", "1", "share of office time that reports take",
     [](I a, P, Y, N i) { return a.reporting_share[i]; }},
    {"throughput", "people", "exchange students a year that the office can handle",
     [](I a, P p, Y, N i) { return office_throughput(a, i, p); }},
    {"agreements", "agreements", "exchange agreements with foreign institutions",
     [](I a, P, Y, N i) { return sum_of(a.agreements, i); }},
    {"seats", "people", "exchange places of the year's agreements, out and in",
     [](I a, P, Y, N i) { return sum_of(a.seats_out, i) + sum_of(a.seats_in, i); }},
    {"ects_formal", "1", "credits recognised on paper, share",
     [](I a, P, Y, N i) { return a.ects_formal[i]; }},
    {"ects_effective", "1", "credits recognised in fact, share",
     [](I a, P, Y, N i) { return a.ects_effective[i]; }},
    {"english_share", "1", "share of teaching offered in English",
     [](I a, P, Y, N i) { return a.english_share[i]; }},
    {"double_degrees", "programmes", "joint and double-degree programmes",
     [](I a, P, Y, N i) { return a.double_degrees[i]; }},
    {"digital", "1", "digital presence, 0 to 1", [](I a, P, Y, N i) { return a.digital[i]; }},
    {"autonomous", "1", "1: autonomous",
     [](I a, P, Y, N i) { return a.autonomous[i] != kNeverYear ? 1.0 : 0.0; }},
    {"foreign_entrants", "people", "foreign degree students who entered in the year",
     [](I, P, Y y, N i) { return double(y.foreign_entrants[i]); }},
});

}  // namespace

std::span<const InstitutionColumn> institution_columns() {
    return kColumns;
}

void record_columns(const Institutions& all, const Parameters& p, InstitutionYear& year) {
    year.recorded = Grid<float, 2>({kColumns.size(), all.size()});
    for (N c = 0; c < kColumns.size(); ++c) {
        for (N i = 0; i < all.size(); ++i) {
            if (all.open[i] == 0 && !kColumns[c].of_closed) continue;
            year.recorded(c, i) = static_cast<float>(kColumns[c].value(all, p, year, i));
        }
    }
}

}  // namespace keruen
