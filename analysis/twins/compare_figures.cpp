// SPDX-License-Identifier: MIT
#include "analysis/twins/compare_figures.hpp"

#include "analysis/measures/statistics.hpp"

namespace keruen {

namespace {

double people_of(const Grid<std::int64_t, 2>& people, std::optional<std::size_t> origin,
                 TwinClass which) {
    std::int64_t sum = 0;
    for (std::size_t o = 0; o < people.extent(0); ++o) {
        if (!origin || *origin == o) sum += people(o, static_cast<std::size_t>(which));
    }
    return static_cast<double>(sum);
}

}  // namespace

Spread spread_of(const std::vector<double>& values) {
    Moments moments;
    for (const double value : values) moments.add(value);
    return {values.size(), moments.mean(), quantile(values, 0.05), quantile(values, 0.95)};
}

Spread spread_over(const std::vector<PairMember>& members,
                   const std::function<double(const PairMember&)>& f) {
    std::vector<double> values;
    values.reserve(members.size());
    for (const PairMember& member : members) values.push_back(f(member));
    return spread_of(values);
}

ClassSpread class_spread(const PairResult& pair, std::optional<std::size_t> origin,
                         TwinClass which) {
    std::vector<double> direct, feedback;
    for (const PairMember& m : pair.members) {
        if (m.direct.extent(0) == 0) continue;
        direct.push_back(people_of(m.direct, origin, which));
        feedback.push_back(people_of(m.total, origin, which) - direct.back());
    }
    const auto total = [&](const PairMember& m) { return people_of(m.total, origin, which); };
    return {spread_over(pair.members, total), spread_of(direct), spread_of(feedback)};
}

Spread additional_of_group(const PairResult& pair, std::optional<std::size_t> origin,
                           std::size_t group) {
    constexpr auto kNew = static_cast<std::size_t>(TwinClass::newly_mobile);
    constexpr auto kOut = static_cast<std::size_t>(TwinClass::crowded_out);
    return spread_over(pair.members, [&](const PairMember& m) {
        std::int64_t sum = 0;
        for (std::size_t o = 0; o < m.groups.extent(0); ++o) {
            if (origin && *origin != o) continue;
            sum += m.groups(o, group, kNew) - m.groups(o, group, kOut);
        }
        return static_cast<double>(sum);
    });
}

CostPerStudent cost_per_student(const PairResult& pair, std::optional<std::size_t> origin) {
    std::vector<double> each;
    for (const PairMember& m : pair.members) {
        const auto more = static_cast<double>(m.additional(origin));
        const double paid = m.spending(origin);
        if (more > 0 && paid > 0 && pair.not_counted.empty()) each.push_back(paid / more);
    }
    const auto spending = [&](const PairMember& m) { return m.spending(origin); };
    const auto additional = [&](const PairMember& m) {
        return static_cast<double>(m.additional(origin));
    };
    return {spread_over(pair.members, spending), spread_over(pair.members, additional),
            spread_of(each)};
}

Pairing pairing(const PairResult& pair, std::size_t origin, Quantity quantity) {
    const auto q = static_cast<std::size_t>(quantity);
    const auto change = [&](const PairMember& m) { return m.other(origin, q) - m.base(origin, q); };
    Moments base, other, difference;
    for (const PairMember& m : pair.members) {
        base.add(m.base(origin, q));
        other.add(m.other(origin, q));
        difference.add(change(m));
    }
    return {spread_over(pair.members, change), difference.variance(),
            base.variance() + other.variance()};
}

}  // namespace keruen
