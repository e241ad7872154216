// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>

#include "scenarios/diagnostics.hpp"

using namespace keruen;

TEST_CASE("A diagnostic says where, what was found, what was expected and what to do") {
    const Diagnostic full{{"a.toml", 3, 7}, "x", "y", "do z"};
    CHECK(full.text() == "a.toml:3:7: found x; expected y; do z");
    const Diagnostic bare{{"a.toml"}, "x", "", ""};
    CHECK(bare.text() == "a.toml: found x");
}

TEST_CASE("All mistakes are thrown together, a line each") {
    Diagnostics diagnostics;
    CHECK_NOTHROW(diagnostics.throw_if_any());
    diagnostics.add({"a", 1, 1}, "b", "c");
    diagnostics.add({"a", 2, 1}, "d", "e");
    try {
        diagnostics.throw_if_any();
        FAIL("nothing was thrown");
    } catch (const InputError& error) {
        CHECK(std::string(error.what()) ==
              "a:1:1: found b; expected c\na:2:1: found d; expected e");
        CHECK(error.list().size() == 2);
    }
}

TEST_CASE("The nearest name is a slip or two away, in any case of letters, or there is none") {
    const std::vector<std::string> names{"KAZ", "RUS", "baseline", "bolashak.places"};
    CHECK(nearest("KAX", names) == "KAZ");
    CHECK(nearest("kaz", names) == "KAZ");
    CHECK(nearest("bsaeline", names) == "baseline");
    CHECK(nearest("bolashk.place", names) == "bolashak.places");
    CHECK(nearest("XYZ", names) == "");
    CHECK(nearest("", names) == "");
    CHECK(nearest("KAZ", {}) == "");
}
