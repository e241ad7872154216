// SPDX-License-Identifier: MIT
// Distributions of the keyed draws, with fixed seeds. Every z below is compared with 5.5, which a
// standard normal exceeds with probability 4e-8: under 1e-5 for the whole file if the draws are
// right.
#include <algorithm>
#include <array>
#include <catch2/catch.hpp>
#include <cmath>
#include <vector>

#include "sim/kernels/kernels.hpp"

using namespace keruen;

namespace {

constexpr std::size_t n = 1 << 21;
constexpr double limit = 5.5;
constexpr double pi = 3.14159265358979323846;

using Bits = std::vector<std::uint32_t>;
using Reals = std::vector<double>;

std::array<Bits, 4> lanes(std::uint16_t purpose) {
    std::array<Bits, 4> all;
    for (Bits& lane : all) lane.resize(n);
    kernels().draw_range({20120, 5, 2003, 2010, purpose, 0}, 0, n, all[0].data(), all[1].data(),
                         all[2].data(), all[3].data());
    return all;
}

/// Distance of the sample mean from `mean` in standard errors.
double z_of_mean(const Reals& x, double mean, double variance) {
    double sum = 0;
    for (const double v : x) sum += v - mean;
    return sum / std::sqrt(static_cast<double>(x.size()) * variance);
}

/// Chi-square of equally likely cells as an approximate normal (Wilson and Hilferty 1931).
double z_of_cells(const std::vector<std::size_t>& counts) {
    double total = 0;
    for (const std::size_t c : counts) total += static_cast<double>(c);
    const double expected = total / static_cast<double>(counts.size());
    double chi2 = 0;
    for (const std::size_t c : counts) {
        const double off = static_cast<double>(c) - expected;
        chi2 += off * off / expected;
    }
    const double df = static_cast<double>(counts.size() - 1);
    const double spread = 2 / (9 * df);
    return (std::cbrt(chi2 / df) - (1 - spread)) / std::sqrt(spread);
}

double z_of_pairs(const Bits& a, const Bits& b) {
    std::vector<std::size_t> cells(64 * 64, 0);
    for (std::size_t i = 0; i < a.size(); ++i) ++cells[(a[i] >> 26) * 64 + (b[i] >> 26)];
    return z_of_cells(cells);
}

}  // namespace

TEST_CASE("Lanes, neighbours, purposes and years are uniform and independent in pairs", "[draws]") {
    const auto here = lanes(1);
    const auto other = lanes(2);
    for (std::size_t i = 0; i < 4; ++i) {
        CHECK(std::abs(z_of_pairs(here[i], other[i])) < limit);
        for (std::size_t j = i + 1; j < 4; ++j)
            CHECK(std::abs(z_of_pairs(here[i], here[j])) < limit);
        Bits next(here[i].begin() + 1, here[i].end());
        next.push_back(here[i].front());
        CHECK(std::abs(z_of_pairs(here[i], next)) < limit);
    }
    Bits last_year(n);
    kernels().draw_range({20120, 5, 2003, 2009, 1, 0}, 0, n, last_year.data(), nullptr, nullptr,
                         nullptr);
    CHECK(std::abs(z_of_pairs(here[0], last_year)) < limit);
}

TEST_CASE("Exponential, Gumbel and normal draws have their moments", "[draws]") {
    const auto bits = lanes(3);
    Reals x(n);
    Reals square(n);
    const auto squares_about = [&](double mean) {
        std::transform(x.begin(), x.end(), square.begin(),
                       [mean](double v) { return (v - mean) * (v - mean); });
    };
    kernels().exponential(n, bits[0].data(), x.data());
    CHECK(std::abs(z_of_mean(x, 1, 1)) < limit);
    squares_about(1);
    CHECK(std::abs(z_of_mean(square, 1, 8)) < limit);

    const double gamma = 0.57721566490153286;
    const double variance = pi * pi / 6;
    kernels().gumbel(n, bits[1].data(), x.data());
    CHECK(std::abs(z_of_mean(x, gamma, variance)) < limit);
    squares_about(gamma);
    // The fourth central moment of the Gumbel distribution is 27/5 of its variance squared.
    CHECK(std::abs(z_of_mean(square, variance, 4.4 * variance * variance)) < limit);

    kernels().normal(n, bits[2].data(), x.data());
    CHECK(std::abs(z_of_mean(x, 0, 1)) < limit);
    squares_about(0);
    CHECK(std::abs(z_of_mean(square, 1, 2)) < limit);
}

TEST_CASE("The stable draw has the Laplace transform exp(-s^lambda)", "[draws]") {
    const auto bits = lanes(4);
    Reals ln_s(n);
    Reals x(n);
    for (const double lambda : {0.15, 0.4, 0.7, 0.95}) {
        kernels().log_stable(n, lambda, bits[0].data(), bits[1].data(), ln_s.data());
        for (const double s : {0.2, 1.0, 4.0}) {
            std::transform(ln_s.begin(), ln_s.end(), x.begin(),
                           [s](double ln) { return std::exp(-s * std::exp(ln)); });
            const double mean = std::exp(-std::pow(s, lambda));
            const double variance = std::exp(-std::pow(2 * s, lambda)) - mean * mean;
            INFO("lambda " << lambda << ", s " << s);
            CHECK(std::abs(z_of_mean(x, mean, variance)) < limit);
        }
    }
}

TEST_CASE("V + lambda (ln S + G) chooses with nested-logit probabilities", "[draws]") {
    // Alternatives 0 and 1 share a nest of dissimilarity lambda; 2 stands alone.
    const double lambda = 0.45;
    const double v[] = {0.3, -0.2, 0.5};
    Reals ln_s(n);
    Reals g[3] = {Reals(n), Reals(n), Reals(n)};
    const auto nest = lanes(5);
    const auto own = lanes(6);
    kernels().log_stable(n, lambda, nest[0].data(), nest[1].data(), ln_s.data());
    for (std::size_t a = 0; a < 3; ++a) kernels().gumbel(n, own[a].data(), g[a].data());
    double count[3] = {0, 0, 0};
    for (std::size_t i = 0; i < n; ++i) {
        const double u[] = {v[0] + lambda * (ln_s[i] + g[0][i]),
                            v[1] + lambda * (ln_s[i] + g[1][i]), v[2] + g[2][i]};
        ++count[std::max_element(u, u + 3) - u];
    }
    const double inside = std::exp(v[0] / lambda) + std::exp(v[1] / lambda);
    const double weight = std::pow(inside, lambda);
    const double enter = weight / (weight + std::exp(v[2]));
    const double p[] = {enter * std::exp(v[0] / lambda) / inside,
                        enter * std::exp(v[1] / lambda) / inside, 1 - enter};
    for (int a = 0; a < 3; ++a)
        CHECK(std::abs(count[a] / n - p[a]) < limit * std::sqrt(p[a] * (1 - p[a]) / n));
}
