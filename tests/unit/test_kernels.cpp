// SPDX-License-Identifier: MIT
#include <algorithm>
#include <bit>
#include <catch2/catch.hpp>
#include <cmath>
#include <cstring>
#include <functional>
#include <limits>
#include <stdexcept>
#include <string>
#include <vector>

#include "sim/kernels/kernels.hpp"

using namespace keruen;

namespace {

using Bits = std::vector<std::uint32_t>;
using Reals = std::vector<double>;

const DrawKey key{0x0123456789abcdef, 0xcafe, 2003, 2011, 17, 3};
constexpr double infinity = std::numeric_limits<double>::infinity();

std::vector<const Kernels*> available() {
    std::vector<const Kernels*> found;
    for (const char* isa : {"baseline", "avx2", "avx512"})
        if (const Kernels* table = kernels_for(isa)) found.push_back(table);
    return found;
}

/// n draws, the extremes first.
Bits many_bits(std::size_t n, std::uint16_t purpose) {
    Bits bits(n);
    DrawKey own = key;
    own.purpose = purpose;
    for (std::size_t i = 0; i < n; ++i) bits[i] = draw(own, static_cast<std::uint32_t>(i))[0];
    const Bits edges = {0U, 1U, 2U, 0x7fffffffU, 0x80000000U, 0xfffffffeU, 0xffffffffU};
    std::copy(edges.begin(), edges.end(), bits.begin());
    return bits;
}

Reals spread(std::size_t n, double low, double high, std::uint16_t purpose) {
    const Bits bits = many_bits(n, purpose);
    Reals x(n);
    for (std::size_t i = 0; i < n; ++i) x[i] = low + (high - low) * uniform(bits[i]);
    return x;
}

/// Doubles of every binade of [2^-1022, 2^1023].
Reals all_magnitudes(std::size_t n) {
    const Bits high = many_bits(n, 1);
    const Bits low = many_bits(n, 2);
    Reals x(n);
    for (std::size_t i = 0; i < n; ++i) {
        const std::uint64_t exponent = 1 + high[i] % 2045;
        const std::uint64_t mantissa = (std::uint64_t{high[i]} << 32 | low[i]) & 0xfffffffffffffU;
        x[i] = std::bit_cast<double>(exponent << 52 | mantissa);
    }
    x[0] = std::numeric_limits<double>::min();
    x[1] = 0x1p1023;
    x[2] = 1;
    x[3] = std::nextafter(1.0, 0.0);
    x[4] = std::nextafter(1.0, 2.0);
    return x;
}

/// The largest |y - exact| in units of the last place of exact.
double worst_ulp(const Reals& x, const Reals& y, const std::function<long double(double)>& exact) {
    double worst = 0;
    for (std::size_t i = 0; i < x.size(); ++i) {
        const long double truth = exact(x[i]);
        const double size = std::abs(static_cast<double>(truth));
        const double ulp = std::nextafter(size, infinity) - size;
        worst = std::max(worst, static_cast<double>(std::abs(y[i] - truth)) / ulp);
    }
    return worst;
}

/// Everything the table computes from these inputs, as bytes, to be compared between variants.
std::string fingerprint(const Kernels& k, std::size_t n) {
    const Bits a = many_bits(n, 3);
    const Bits b = many_bits(n, 4);
    const Reals positive = all_magnitudes(n);
    Reals utilities = spread(n, -40, 40, 5);
    const Reals special = {0.0,    -0.0,    infinity, -infinity, 708.0,
                           -708.0, 708.999, 709.0,    709.5,     -708.5};
    std::copy(special.begin(), special.end(), utilities.begin());
    std::string all;
    const auto add = [&all](const auto& v) {
        all.append(reinterpret_cast<const char*>(v.data()), v.size() * sizeof v[0]);
    };
    Reals y(n);
    Bits t(n);
    k.log(n, positive.data(), y.data()), add(y);
    k.exp(n, utilities.data(), y.data()), add(y);
    k.gumbel(n, a.data(), y.data()), add(y);
    k.exponential(n, a.data(), y.data()), add(y);
    k.normal(n, a.data(), y.data()), add(y);
    k.logistic_threshold(n, utilities.data(), t.data()), add(t);
    for (const double lambda : {0.05, 0.3, 0.71, 0.999, 1.0})
        k.log_stable(n, lambda, a.data(), b.data(), y.data()), add(y);
    return all;
}

}  // namespace

TEST_CASE("The vectorised draws are the scalar ones, for every variant", "[kernels]") {
    const std::size_t n = 100'003;
    const std::uint32_t first = 0xffffff00U;  // positions wrap
    Bits positions = many_bits(n, 9);
    for (const Kernels* k : available()) {
        INFO(k->name);
        Bits lane[4] = {Bits(n), Bits(n), Bits(n), Bits(n)};
        std::size_t wrong = 0;
        const auto compare = [&](const auto& position) {
            for (std::size_t i = 0; i < n; ++i) {
                const auto expected = draw(key, position(i));
                for (std::size_t l = 0; l < 4; ++l) wrong += lane[l][i] != expected[l];
            }
        };
        k->draw_range(key, first, n, lane[0].data(), lane[1].data(), lane[2].data(),
                      lane[3].data());
        compare([&](std::size_t i) { return first + static_cast<std::uint32_t>(i); });
        k->draw_list(key, 7, positions.data(), n, lane[0].data(), lane[1].data(), lane[2].data(),
                     lane[3].data());
        compare([&](std::size_t i) { return 7 + positions[i]; });
        CHECK(wrong == 0);
    }
}

TEST_CASE("Draws of any length write the wanted lanes and nothing beyond them", "[kernels]") {
    for (const Kernels* k : available())
        for (std::size_t n = 0; n < 70; ++n) {
            INFO(k->name << ", n = " << n);
            Bits lane1(n + 1, 77);
            Bits lane3(n + 1, 77);
            k->draw_range(key, 5, n, nullptr, lane1.data(), nullptr, lane3.data());
            CHECK(lane1[n] == 77);
            CHECK(lane3[n] == 77);
            for (std::uint32_t i = 0; i < n; ++i) {
                CHECK(lane1[i] == draw(key, 5 + i)[1]);
                CHECK(lane3[i] == draw(key, 5 + i)[3]);
            }
        }
}

TEST_CASE("Mixed draws are the scalar ones of each index, for every variant", "[kernels]") {
    for (const Kernels* table : available()) {
        for (const std::size_t n : {0U, 1U, 15U, 16U, 17U, 100U}) {
            std::vector<std::uint32_t> positions(n), lane(n + 1, 77);
            std::vector<std::uint16_t> index(n);
            for (std::size_t i = 0; i < n; ++i) {
                positions[i] = static_cast<std::uint32_t>(1000003 * i);
                index[i] = static_cast<std::uint16_t>(40503 * i);
            }
            table->draw_mixed(key, 5, positions.data(), index.data(), n, lane.data());
            for (std::size_t i = 0; i < n; ++i) {
                DrawKey own = key;
                own.index = index[i];
                REQUIRE(lane[i] == draw(own, 5 + positions[i])[3]);
            }
            CHECK(lane[n] == 77);
        }
    }
}

TEST_CASE("Bytes are found by range under a mask, in order, for every variant", "[kernels]") {
    const Bits bits = many_bits(1000, 5);
    std::vector<std::uint8_t> bytes(bits.size());
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        const bool many = i / 100 % 2 == 0;  // stretches where most fit, and where few do
        bytes[i] = static_cast<std::uint8_t>(many ? 0x80 | bits[i] % 16 : bits[i] % 251);
    }
    for (const Kernels* table : available()) {
        for (const std::size_t n : {0U, 1U, 31U, 64U, 65U, 1000U}) {
            std::vector<std::uint32_t> expected, found(n + 16);
            for (std::size_t i = 0; i < n; ++i) {
                const unsigned code = bytes[i] & 0x7fU;
                if (code >= 3 && code <= 12) {
                    expected.push_back(static_cast<std::uint32_t>(i + 40));
                }
            }
            found.resize(table->find_bytes(n, bytes.data(), 0x7f, 3, 12, 40, found.data()));
            CHECK(found == expected);
        }
    }
}

TEST_CASE("Who prefers an alternative is what its formula says, for every variant", "[kernels]") {
    const std::size_t most = 203;
    const Bits bits = many_bits(most, 6), known = many_bits(most, 7);
    const Reals x0 = spread(most, -1, 1, 8), x1 = spread(most, 0, 1, 9),
                x2 = spread(most, 0, 2, 10), rest = spread(most, -2, 2, 11),
                means = spread(most, 0, 10, 12), least = spread(most, -1, 3, 13);
    Bits at(most);
    for (std::size_t i = 0; i < most; ++i) at[i] = i % 3 == 0 ? 255 : static_cast<unsigned>(i % 8);
    const Alternative a{0.3, {0.7, -0.2, 1.1}, 0.6, 4, 0.9, 5, 2};
    const Persons persons{{x0.data(), x1.data(), x2.data()},
                          rest.data(),
                          means.data(),
                          least.data(),
                          known.data(),
                          at.data()};
    for (const Kernels* table : available()) {
        for (const std::size_t n : {0U, 1U, 8U, 13U, 203U}) {
            Reals taste(n);
            table->gumbel(n, bits.data(), taste.data());
            Bits expected, found(n + 8);
            Reals utility, kept(n + 8);
            for (std::size_t i = 0; i < n; ++i) {
                const double sum = a.base + x0[i] * a.weight[0] + a.weight[1] * x1[i] +
                                   a.weight[2] * x2[i] + rest[i] + a.scale * taste[i] +
                                   (at[i] == a.place ? a.bonus : 0.0);
                const bool open = (known[i] >> a.place & 1U) != 0 && a.cost <= means[i] + a.help;
                if (!open || !(sum > least[i])) continue;
                expected.push_back(static_cast<std::uint32_t>(i));
                utility.push_back(sum);
            }
            const std::size_t count =
                table->preferred(a, persons, n, bits.data(), found.data(), kept.data());
            found.resize(count);
            kept.resize(count);
            CHECK(found == expected);
            CHECK(kept == utility);
        }
    }
}

TEST_CASE("All variants give the same bits", "[kernels]") {
    const std::size_t n = 1 << 20;
    const std::string expected = fingerprint(*kernels_for("baseline"), n);
    for (const Kernels* k : available()) {
        INFO(k->name);
        const bool same = fingerprint(*k, n) == expected;
        CHECK(same);
    }
}

TEST_CASE("A result depends on its element alone, not on where it stands", "[kernels]") {
    const Bits a = many_bits(64, 6);
    const Bits b = many_bits(64, 7);
    for (const Kernels* k : available()) {
        Reals gumbel(64);
        Reals stable(64);
        k->gumbel(64, a.data(), gumbel.data());
        k->log_stable(64, 0.6, a.data(), b.data(), stable.data());
        for (std::size_t start = 0; start < 12; ++start)
            for (std::size_t n = 0; start + n <= 40; ++n) {
                Reals part(n + 1, 7.0);
                k->gumbel(n, a.data() + start, part.data());
                bool same = std::equal(part.begin(), part.end() - 1, gumbel.begin() + start);
                k->log_stable(n, 0.6, a.data() + start, b.data() + start, part.data());
                same = same && std::equal(part.begin(), part.end() - 1, stable.begin() + start);
                CHECK(same);
                CHECK(part[n] == 7.0);
            }
    }
}

TEST_CASE("log is within 1 and exp within 1.1 units in the last place", "[kernels]") {
    const std::size_t n = 1 << 20;
    const Kernels& k = kernels();
    Reals x = all_magnitudes(n);
    Reals y(n);
    const auto log_exact = [](double v) { return std::log(static_cast<long double>(v)); };
    k.log(n, x.data(), y.data());
    CHECK(y[2] == 0.0);
    CHECK(worst_ulp(x, y, log_exact) < 1.0);
    x = spread(n, 0.5, 2.0, 10);
    k.log(n, x.data(), y.data());
    CHECK(worst_ulp(x, y, log_exact) < 1.0);
    const auto exp_exact = [](double v) { return std::exp(static_cast<long double>(v)); };
    for (const double reach : {708.0, 1.0}) {
        x = spread(n, -reach, reach, 11);
        k.exp(n, x.data(), y.data());
        CHECK(worst_ulp(x, y, exp_exact) < 1.1);
    }
}

TEST_CASE("exp ends in 0 and infinity and passes NaN on", "[kernels]") {
    const double x[] = {0.0, -0.0, 710, 1e300, infinity, -710, -1e300, -infinity, std::nan("")};
    double y[9];
    kernels().exp(9, x, y);
    CHECK(y[0] == 1);
    CHECK(y[1] == 1);
    for (const int i : {2, 3, 4}) CHECK(y[i] == infinity);
    for (const int i : {5, 6, 7}) CHECK(y[i] == 0);
    CHECK(std::isnan(y[8]));
}

TEST_CASE("exponential and Gumbel draws are the inverse distribution functions", "[kernels]") {
    const std::size_t n = 1 << 20;
    const Bits bits = many_bits(n, 12);
    Reals e(n);
    Reals g(n);
    kernels().exponential(n, bits.data(), e.data());
    kernels().gumbel(n, bits.data(), g.data());
    double worst_e = 0;
    double worst_g = 0;
    for (std::size_t i = 0; i < n; ++i) {
        const double exact = -std::log(uniform(bits[i]));
        worst_e = std::max(worst_e, std::abs(e[i] / exact - 1));
        worst_g = std::max(worst_g, std::abs(g[i] + std::log(exact)));
    }
    CHECK(worst_e < 1.2e-9);
    CHECK(worst_g < 2e-9);
    CHECK(*std::min_element(g.begin(), g.end()) > -3.2);
    CHECK(*std::max_element(g.begin(), g.end()) < 22.9);
}

TEST_CASE("normal draws invert the distribution function and are antisymmetric", "[kernels]") {
    const std::size_t n = 1 << 18;
    Bits bits = many_bits(n, 13);
    Bits mirrored(n);
    std::transform(bits.begin(), bits.end(), mirrored.begin(), [](auto b) { return ~b; });
    Reals z(n);
    Reals opposite(n);
    kernels().normal(n, bits.data(), z.data());
    kernels().normal(n, mirrored.data(), opposite.data());
    double worst = 0;
    bool antisymmetric = true;
    for (std::size_t i = 0; i < n; ++i) {
        antisymmetric = antisymmetric && z[i] == -opposite[i];
        // One Newton step from the lower of the pair, where erfc keeps its relative accuracy.
        const double low = std::min(z[i], opposite[i]);
        const double p = std::min(uniform(bits[i]), uniform(mirrored[i]));
        const double density = std::exp(-low * low / 2) / std::sqrt(2 * std::acos(-1.0));
        worst = std::max(worst, std::abs(std::erfc(-low / std::sqrt(2.0)) / 2 - p) / density);
    }
    CHECK(antisymmetric);
    CHECK(worst < 1e-8);
}

TEST_CASE("logistic_threshold is the threshold of the logistic function", "[kernels]") {
    const std::size_t n = 1 << 18;
    Reals v = spread(n, -30, 30, 14);
    v[0] = infinity;
    v[1] = -infinity;
    v[2] = 0;
    v[3] = 1000;
    v[4] = -1000;
    Bits t(n);
    kernels().logistic_threshold(n, v.data(), t.data());
    CHECK(t[0] == 0xffffffffU);
    CHECK(t[1] == 0);
    CHECK(t[2] == 0x80000000U);
    CHECK(t[3] == 0xffffffffU);
    CHECK(t[4] == 0);
    double worst = 0;
    for (std::size_t i = 5; i < n; ++i) {
        const double exact = std::min(0x1p32 / (1 + std::exp(-v[i])), 0x1p32 - 1);
        worst = std::max(worst, std::abs(t[i] - exact));
    }
    CHECK(worst <= 0.5 + 1e-5);
}

TEST_CASE("log_stable is Kanter's formula and nothing at lambda 1", "[kernels]") {
    const std::size_t n = 1 << 16;
    const Bits u = many_bits(n, 15);
    const Bits e = many_bits(n, 16);
    const long double pi = std::acos(-1.0L);
    Reals y(n);
    for (const double lambda : {0.1, 0.5, 0.9, 0.999999}) {
        kernels().log_stable(n, lambda, u.data(), e.data(), y.data());
        double worst = 0;
        for (std::size_t i = 0; i < n; ++i) {
            const long double l = lambda;
            const long double a = uniform(u[i]);
            const long double exact =
                std::log(std::sin(pi * l * a)) - std::log(std::sin(pi * a)) / l +
                (1 - l) / l *
                    (std::log(std::sin(pi * (1 - l) * a)) -
                     std::log(-std::log(static_cast<long double>(uniform(e[i])))));
            worst = std::max(worst, static_cast<double>(std::abs(y[i] - exact)) * lambda);
        }
        INFO("lambda " << lambda);
        CHECK(worst < 5e-9);
    }
    kernels().log_stable(n, 1, u.data(), e.data(), y.data());
    CHECK(std::all_of(y.begin(), y.end(), [](double v) { return v == 0; }));
}

TEST_CASE("Variants are chosen by name, and a wrong name lists the right ones", "[kernels]") {
    const std::string before = kernels().name;
    for (const Kernels* k : available()) {
        use_kernels(k->name);
        CHECK(std::string(kernels().name) == k->name);
    }
    use_kernels(before);
    CHECK(kernels_for("sse9") == nullptr);
    CHECK_THROWS_AS(use_kernels("sse9"), std::invalid_argument);
    CHECK_THROWS_WITH(use_kernels("sse9"),
                      Catch::Contains("\"sse9\"") && Catch::Contains("baseline"));
    CHECK(std::string(kernels().name) == before);
}
