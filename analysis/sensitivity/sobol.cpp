// SPDX-License-Identifier: MIT
#include "analysis/sensitivity/sobol.hpp"

#include <boost/random/sobol.hpp>
#include <cmath>
#include <numeric>

namespace keruen {

namespace {

/// The midpoint of the cell of width 2^-53 that the leading bits name: in (0, 1).
double unit(std::uint64_t bits) {
    return (static_cast<double>(bits >> 11) + 0.5) * 0x1p-53;
}

/// One output at the points of the rows that are known.
struct Columns {
    std::vector<double> a, b;
    std::vector<std::vector<double>> mixed;  ///< [factor][row] A with that factor of B

    Columns(const SobolDesign& design, const Rows& values, std::size_t output)
        : mixed(design.factors) {
        for (std::size_t row = 0; row < design.rows; ++row) {
            const Rows::value_type* point = &values[row * design.block()];
            bool known = true;
            for (std::size_t p = 0; p < design.block(); ++p) {
                known = known && !std::isnan(point[p][output]);
            }
            if (!known) continue;
            a.push_back(point[0][output]);
            b.push_back(point[1][output]);
            for (std::size_t i = 0; i < design.factors; ++i) {
                mixed[i].push_back(point[i + 2][output]);
            }
        }
    }
};

struct Plain {
    double mean = 0, variance = 0;
    std::vector<double> first, total;
};

Plain estimate(const Columns& f, std::span<const std::size_t> rows) {
    Plain out;
    const auto n = static_cast<double>(rows.size());
    for (const std::size_t r : rows) out.mean += f.a[r] + f.b[r];
    out.mean /= 2 * n;
    for (const std::size_t r : rows) {
        const double a = f.a[r] - out.mean, b = f.b[r] - out.mean;
        out.variance += a * a + b * b;
    }
    out.variance /= 2 * n;
    for (const std::vector<double>& mixed : f.mixed) {
        double first = 0, total = 0;
        for (const std::size_t r : rows) {
            const double change = mixed[r] - f.a[r];
            first += (f.b[r] - out.mean) * change;
            total += change * change;
        }
        const bool varies = out.variance > 0;
        out.first.push_back(varies ? first / n / out.variance : std::nan(""));
        out.total.push_back(varies ? total / (2 * n) / out.variance : std::nan(""));
    }
    return out;
}

SobolIndices indices(const SobolDesign& design, const Rows& values, std::size_t output) {
    const Columns f(design, values, output);
    std::vector<std::size_t> all(f.a.size());
    std::iota(all.begin(), all.end(), std::size_t{0});
    const Plain plain = estimate(f, all);
    std::vector<std::vector<double>> first(design.factors), total(design.factors);
    resample(all.size(), design.seed, [&](std::span<const std::size_t> rows) {
        const Plain again = estimate(f, rows);
        for (std::size_t i = 0; i < design.factors; ++i) {
            first[i].push_back(again.first[i]);
            total[i].push_back(again.total[i]);
        }
    });
    SobolIndices out{all.size(), plain.mean, plain.variance, {}};
    for (std::size_t i = 0; i < design.factors; ++i) {
        out.factors.push_back({percentile_interval(plain.first[i], std::move(first[i])),
                               percentile_interval(plain.total[i], std::move(total[i]))});
    }
    return out;
}

}  // namespace

Rows saltelli_points(const SobolDesign& design) {
    const std::size_t k = design.factors;
    std::mt19937_64 random(design.seed);
    std::vector<std::uint64_t> shift(2 * k);
    for (std::uint64_t& bits : shift) bits = random();
    boost::random::sobol sequence(2 * k);
    Rows points;
    for (std::size_t row = 0; row < design.rows; ++row) {
        std::vector<double> both(2 * k);
        for (std::size_t d = 0; d < 2 * k; ++d) {
            const std::uint64_t bits = row == 0 ? 0 : sequence();  // Boost leaves the origin out
            both[d] = unit(bits ^ shift[d]);
        }
        const auto middle = both.begin() + static_cast<std::ptrdiff_t>(k);
        const std::vector<double> a(both.begin(), middle), b(middle, both.end());
        points.push_back(a);
        points.push_back(b);
        for (std::size_t i = 0; i < k; ++i) {
            points.push_back(a);
            points.back()[i] = b[i];
        }
    }
    return points;
}

std::vector<SobolIndices> sobol_indices(const SobolDesign& design, const Rows& values,
                                        std::size_t outputs) {
    std::vector<SobolIndices> list;
    for (std::size_t m = 0; m < outputs; ++m) list.push_back(indices(design, values, m));
    return list;
}

std::vector<SobolIndices> sobol(const Model& model, const SobolDesign& design,
                                std::size_t outputs) {
    return sobol_indices(design, model(saltelli_points(design)), outputs);
}

}  // namespace keruen
