// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>
#include <cmath>
#include <limits>
#include <map>
#include <string>
#include <vector>

#include "sim/random.hpp"

using namespace keruen;

namespace {
using Block = std::array<std::uint32_t, 4>;

std::vector<std::string> plausible_codes() {
    std::vector<std::string> codes = {"EHEA", "EAEU", "SCO+", "ASEAN", "OTHER"};
    const std::string letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    for (const char a : letters)
        for (const char b : letters) {
            codes.push_back({a, b});
            for (const char* country : {"DE-", "GB-", "US-", "CN-", "RU-", "KZ-"})
                codes.push_back(std::string(country) + a + b);
            for (const char c : letters) codes.push_back({a, b, c});
        }
    return codes;
}
}  // namespace

TEST_CASE("draw gives the published Philox4x32-10 vectors", "[random]") {
    CHECK(draw({0, 0, 0, 0, 0, 0}, 0) == Block{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8});
    CHECK(draw({~0ULL, ~0U, 0xffff, 0xffff, 0xffff, 0xffff}, ~0U) ==
          Block{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd});
    CHECK(draw({0x299f31d0a4093822, 0x85a308d3, 0x1319, 0x8a2e, 0x0370, 0x7344}, 0x243f6a88) ==
          Block{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1});
}

TEST_CASE("Every field of the key and the position change the draw", "[random]") {
    const DrawKey base{1, 2, 3, 4, 5, 6};
    const Block reference = draw(base, 7);
    const DrawKey changed[] = {{9, 2, 3, 4, 5, 6}, {1 + (1ULL << 40), 2, 3, 4, 5, 6},
                               {1, 9, 3, 4, 5, 6}, {1, 2, 9, 4, 5, 6},
                               {1, 2, 3, 9, 5, 6}, {1, 2, 3, 4, 9, 6},
                               {1, 2, 3, 4, 5, 9}};
    for (const DrawKey& key : changed) CHECK(draw(key, 7) != reference);
    CHECK(draw(base, 8) != reference);
    CHECK(draw(base, 7) == reference);
}

TEST_CASE("uniform stays inside (0, 1) and is symmetric", "[random]") {
    CHECK(uniform(0) == 0x1p-33);
    CHECK(uniform(0xffffffffU) == 1 - 0x1p-33);
    for (const std::uint32_t bits : {0U, 1U, 12345U, 0x7fffffffU, 0x80000000U, 0xdeadbeefU})
        CHECK(uniform(bits) + uniform(~bits) == 1.0);
}

TEST_CASE("threshold is the nearest 32-bit cut, from never to always", "[random]") {
    CHECK(threshold(0) == 0);
    CHECK(threshold(-0.1) == 0);
    CHECK(threshold(std::numeric_limits<double>::quiet_NaN()) == 0);
    CHECK(threshold(1) == 0x1'0000'0000);
    CHECK(threshold(1.5) == 0x1'0000'0000);
    CHECK(threshold(std::numeric_limits<double>::infinity()) == 0x1'0000'0000);
    CHECK(threshold(0.5) == 0x8000'0000);
    CHECK(threshold(0x1p-32) == 1);
    CHECK(threshold(0x1p-34) == 0);
    CHECK(threshold(1e-300) == 0);
    CHECK(threshold(std::nextafter(1.0, 0.0)) == 0x1'0000'0000);
    CHECK(threshold(1 - 0x1p-32) == 0xffff'ffff);
    for (int i = 1; i < 1000; ++i) {
        const double p = i / 1000.0;
        CHECK(std::abs(static_cast<double>(threshold(p)) * 0x1p-32 - p) <= 0x1p-33);
    }
}

TEST_CASE("origin_key is FNV-1a and separates every plausible region code", "[random]") {
    CHECK(origin_key("") == 0x811c9dc5);
    CHECK(origin_key("a") == 0xe40c292c);
    CHECK(origin_key("foobar") == 0xbf9cf968);
    std::map<std::uint32_t, std::string> seen;
    for (const std::string& code : plausible_codes()) {
        const auto [at, fresh] = seen.emplace(origin_key(code), code);
        INFO(code << " and " << at->second);
        CHECK(fresh);
    }
}
