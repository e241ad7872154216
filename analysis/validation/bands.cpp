// SPDX-License-Identifier: MIT
#include "analysis/validation/bands.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "sim/kernels/kernels.hpp"
#include "sim/random.hpp"

namespace keruen {

namespace {

// Of the prototype: see docs/hindcasts.md.
constexpr double kEntrantsShare = 0.32;  // of a stock, a year: what enters, and about what leaves
constexpr double kPersistence = 0.79;    // of a shock to the stock, a year, the network included
constexpr double kRecordNoise = 0.11;    // sd of the log of a record
constexpr double kWider = 1.15;          // what the parts leave unexplained
constexpr double kUnit = 1000, kFewest = 100, kMost = 200'000;  // students

}  // namespace

std::vector<Stray> strays(const BandRule& rule, std::span<const YearNormals> normals) {
    // The base's record errs upwards: the forecast starts too high, and the excess fades.
    double stock = -kRecordNoise * normals.front().record, entrants = 0;
    std::vector<Stray> path;
    for (const YearNormals& year : normals.subspan(1)) {
        entrants += rule.innovation * year.step;
        stock = kPersistence * stock + kEntrantsShare * entrants;
        path.push_back({kWider * entrants, kWider * stock});
    }
    return path;
}

std::vector<double> stray_path(const BandRule& rule, std::span<const YearNormals> normals) {
    std::vector<double> path;
    for (const Stray& stray : strays(rule, normals)) {
        path.push_back(stray.stock + kWider * kRecordNoise * normals[path.size() + 1].record);
    }
    return path;
}

Stray stray_variance(const BandRule& rule, int years) {
    Stray variance;
    double weight = 0, fade = 1;  // of the step `h` years before the target; of the base's error
    for (int h = 1; h <= years; ++h) {
        weight = kPersistence * weight + 1;
        fade *= kPersistence;
        const double step = kEntrantsShare * rule.innovation * weight;
        variance.stock += step * step;
        variance.entrants += rule.innovation * rule.innovation;
    }
    variance.stock += kRecordNoise * kRecordNoise * fade * fade;
    return {kWider * kWider * variance.entrants, kWider * kWider * variance.stock};
}

double stray_sd(const BandRule& rule, double students, int years) {
    const double record = kWider * kRecordNoise;
    return stray_scale(rule, students) *
           std::sqrt(stray_variance(rule, years).stock + record * record);
}

double stray_scale(const BandRule& rule, double students) {
    return std::pow(std::clamp(students, kFewest, kMost) / kUnit, rule.power);
}

std::vector<YearNormals> stray_normals(const StrayKey& key, int years) {
    std::vector<YearNormals> normals;
    for (int h = 0; h <= years; ++h) {
        const auto base = static_cast<std::uint16_t>(key.base);
        const auto bits = draw({key.seed, origin_key(key.origin), base,
                                static_cast<std::uint16_t>(base + h), key.purpose, key.member},
                               origin_key(key.host));
        std::array<double, 2> z{};
        kernels().normal(z.size(), bits.data(), z.data());
        normals.push_back({z[0], z[1]});
    }
    return normals;
}

std::vector<double> common_stray_path(const BandRule& rule, const StrayKey& key, int years) {
    StrayKey of_host = key, of_origin = key;
    of_host.origin = of_origin.host = "*";
    const auto own = stray_path(rule, stray_normals(key, years));
    const auto host = stray_path(rule, stray_normals(of_host, years));
    const auto origin = stray_path(rule, stray_normals(of_origin, years));
    std::vector<double> path;
    for (std::size_t h = 0; h < own.size(); ++h) {
        path.push_back(std::sqrt(kHostShare) * host[h] + std::sqrt(kOriginShare) * origin[h] +
                       std::sqrt(1 - kHostShare - kOriginShare) * own[h]);
    }
    return path;
}

}  // namespace keruen
