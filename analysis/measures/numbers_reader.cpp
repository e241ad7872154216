// SPDX-License-Identifier: MIT
#include "analysis/measures/numbers_reader.hpp"

#include <array>

namespace keruen {

namespace {

using Y = YearNumbers;

struct Source {
    Y::Values Y::*member;
    const char* dataset;
};

constexpr auto kSources = std::to_array<Source>({
    {&Y::stock, "flows/stock"},
    {&Y::entrants, "flows/entrants"},
    {&Y::graduates, "flows/graduates"},
    {&Y::first_degree, "flows/first_mobile"},
    {&Y::credit, "flows/credit"},
    {&Y::credit_graduates, "flows/credit_graduates"},
    {&Y::credit_graduates_ects, "flows/credit_graduates_ects"},
    {&Y::first_credit, "flows/credit_first"},
    {&Y::stayed, "flows/stayed"},
    {&Y::moved_on, "flows/moved_on"},
    {&Y::graduate_returns, "flows/graduate_returns"},
    {&Y::settled, "flows/settled"},
    {&Y::diaspora, "flows/diaspora"},
    {&Y::earlier_diaspora, "flows/earlier_diaspora"},
    {&Y::diaspora_returns, "flows/diaspora_returns"},
    {&Y::funded, "flows/funded"},
    {&Y::ehea, "shares/ehea"},
    {&Y::outside_russia, "shares/outside_russia"},
    {&Y::outside_china, "shares/outside_china"},
    {&Y::full_time, "shares/full_time"},
    {&Y::common_language, "shares/common_language"},
    {&Y::home_graduates, "home/graduates"},
    {&Y::home_enrolment, "home/enrolment"},
    {&Y::university_enrolment, "home/university_enrolment"},
    {&Y::group_entrants, "access/entrants"},
    {&Y::group_mobile, "access/first_mobile"},
    {&Y::family_tuition, "money/family_tuition"},
    {&Y::family_living, "money/family_living"},
    {&Y::aid, "money/aid"},
    {&Y::taxes_forgone, "home/taxes_forgone"},
    {&Y::programme_tuition, "programme_money/tuition"},
    {&Y::programme_living, "programme_money/living"},
    {&Y::holders, "programmes/holders"},
});

// Of these the numbers are made.
constexpr std::array kParts{"home_levels/students",
                            "home/counts",
                            "home/entrants",
                            "levels/entrants",
                            "flows/credit_first_abroad",
                            "flows/credit_then_degree"};

std::vector<double> read(const ResultFile& result, const std::string& dataset) {
    if (!result.has(dataset)) return {};
    if (result.type(dataset) == "float64") return result.read<double>(dataset);
    const auto whole = result.read<std::int64_t>(dataset);
    return {whole.begin(), whole.end()};
}

}  // namespace

NumbersReader::NumbersReader(const ResultFile& result)
    : years_(result.years().size()), regions_(result.labels("flows/origin").size()) {
    for (const Source& source : kSources) data_[source.dataset] = read(result, source.dataset);
    for (const char* part : kParts) data_[part] = read(result, part);
}

YearNumbers::Values NumbersReader::slice(const std::string& dataset, std::size_t t) const {
    const std::vector<double>& all = data_.at(dataset);
    const std::size_t n = all.size() / years_;
    const auto first = all.begin() + static_cast<std::ptrdiff_t>(t * n);
    return {first, first + static_cast<std::ptrdiff_t>(n)};
}

YearNumbers NumbersReader::year(std::size_t t) const {
    YearNumbers n;
    n.regions = regions_;
    for (const Source& source : kSources) n.*source.member = slice(source.dataset, t);
    // In the order of models/measures.cpp, for the same bits.
    const Y::Values levels = slice("home_levels/students", t), counts = slice("home/counts", t);
    if (!levels.empty() && !counts.empty()) {
        for (std::size_t r = 0; r < regions_; ++r) {
            double students = counts[r];
            for (std::size_t level = 0; level < 3; ++level) students += levels[r * 3 + level];
            n.home_students.push_back(students);
        }
    }
    const Y::Values home = slice("home/entrants", t), abroad = slice("levels/entrants", t);
    if (!home.empty() && !abroad.empty()) {
        for (std::size_t r = 0; r < regions_; ++r) {
            double entrants = home[r];
            for (std::size_t h = 0; h < regions_; ++h) {
                entrants += abroad[(r * regions_ + h) * 3];
            }
            n.bachelor_entrants.push_back(entrants);
        }
    }
    const Y::Values first = slice("flows/credit_first_abroad", t);
    const Y::Values then = slice("flows/credit_then_degree", t);
    if (!n.first_degree.empty() && !first.empty() && !then.empty()) {
        for (std::size_t k = 0; k < first.size(); ++k) {
            n.first_mobile.push_back(first_in_any_way(n.first_degree[k], first[k], then[k]));
        }
    }
    return n;
}

}  // namespace keruen
