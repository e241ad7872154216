// SPDX-License-Identifier: MIT
#include "scenarios/weights.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "sim/parallel.hpp"

namespace keruen {

namespace {

constexpr double kUnknownPair = 1e-3;

}  // namespace

RegionWeights::RegionWeights(CountryTables& tables, const std::vector<FlowCell>& flows, Year base)
    : tables_(tables),
      host_(tables.size(), 1.0),  // one student: a country without any still counts
      origin_(tables.size()),
      students_({tables.size(), tables.size()}) {
    for (std::size_t c = 0; c < tables.size(); ++c) {
        regions_ = std::max(regions_, tables.region_of(c) + 1);
    }
    const auto cohort = tables.by_year("cohorts", "persons", base, base, true);
    for (std::size_t c = 0; c < tables.size(); ++c) origin_[c] = cohort(c, 0);
    for (const FlowCell& cell : flows) {
        if (cell.year != base) continue;
        host_[cell.host] += cell.students;
        students_(cell.origin, cell.host) += cell.students;
    }
    host_total_ = std::accumulate(host_.begin(), host_.end(), 0.0);
    origin_total_ = std::accumulate(origin_.begin(), origin_.end(), 0.0);
    students_total_ = std::accumulate(students_.values().begin(), students_.values().end(), 0.0);
}

double RegionWeights::pair(std::size_t a, std::size_t b) const {
    return students_(a, b) / students_total_ +
           kUnknownPair * (origin_[a] / origin_total_) * (host_[b] / host_total_);
}

Series RegionWeights::mean(const Grid<double, 2>& by_country,
                           const std::vector<double>& weight) const {
    Series sum({regions_, by_country.extent(1)});
    std::vector<double> total(regions_);
    for (std::size_t c = 0; c < tables_.size(); ++c) {
        const std::size_t r = tables_.region_of(c);
        total[r] += weight[c];
        for (std::size_t t = 0; t < by_country.extent(1); ++t) {
            sum(r, t) += weight[c] * by_country(c, t);
        }
    }
    for (std::size_t r = 0; r < regions_; ++r) {
        for (std::size_t t = 0; t < by_country.extent(1); ++t) sum(r, t) /= total[r];
    }
    return sum;
}

Series RegionWeights::mean_of_hosts(const Grid<double, 2>& by_country) const {
    return mean(by_country, host_);
}

Series RegionWeights::mean_of_origins(const Grid<double, 2>& by_country) const {
    return mean(by_country, origin_);
}

Matrix RegionWeights::mean_over_pairs(
    const std::function<double(std::size_t, std::size_t)>& f) const {
    Matrix sum({regions_, regions_});
    Matrix total = sum;
    for (std::size_t a = 0; a < tables_.size(); ++a) {
        for (std::size_t b = 0; b < tables_.size(); ++b) {
            const double value = a == b ? std::nan("") : f(a, b);
            if (std::isnan(value)) continue;
            const double weight = pair(a, b);
            sum(tables_.region_of(a), tables_.region_of(b)) += weight * value;
            total(tables_.region_of(a), tables_.region_of(b)) += weight;
        }
    }
    for (std::size_t k = 0; k < sum.values().size(); ++k) {
        if (total.values()[k] > 0) sum.values()[k] /= total.values()[k];
    }
    return sum;
}

Cube RegionWeights::mean_over_pairs(
    Year first, Year last, const std::function<double(std::size_t, std::size_t, Year)>& f) const {
    const auto years = static_cast<std::size_t>(last - first) + 1;
    Cube out({regions_, regions_, years});
    Workers::for_each_index_here(years, [&](std::size_t t) {
        const Year year = first + static_cast<Year>(t);
        const Matrix mean =
            mean_over_pairs([&](std::size_t a, std::size_t b) { return f(a, b, year); });
        for (std::size_t o = 0; o < regions_; ++o) {
            for (std::size_t h = 0; h < regions_; ++h) out(o, h, t) = mean(o, h);
        }
    });
    return out;
}

}  // namespace keruen
