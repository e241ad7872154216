// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>
#include <filesystem>

#include "sim/file/checkpoint.hpp"
#include "tests/files/scratch.hpp"

using namespace keruen;
using Catch::Matchers::Contains;

namespace {

enum class Status : std::uint8_t { home, abroad };

template <class T>
std::vector<T> numbers(std::size_t n, std::uint64_t factor) {
    std::vector<T> values(n);
    for (std::size_t i = 0; i < n; ++i) values[i] = static_cast<T>(i * factor);
    return values;
}

}  // namespace

TEST_CASE("A checkpoint gives back every column as it was") {
    const Scratch scratch;
    const auto path = scratch / "run.checkpoint";
    const std::size_t n = GENERATE(0, 1, 1000, 600'000);
    const auto compressible = numbers<std::uint32_t>(n, 1);
    const auto incompressible = numbers<std::uint64_t>(n, 0x9E3779B97F4A7C15U);
    const auto bytes = numbers<std::uint8_t>(n, 37);
    const auto small = numbers<std::int16_t>(n, 3);
    const std::vector<Status> states(n, Status::abroad);
    const std::vector<double> money(n, 0.1);
    CheckpointWriter writer(
        path, 2, {{"year", std::int64_t{2014}}, {"scenario", std::string("abc")}, {"scale", 0.5}});
    writer.add("home/id", compressible);
    writer.add("home/key", incompressible);
    writer.add("bytes", bytes);
    writer.add("small", small);
    writer.add("states", states);
    writer.add("money", money);
    CHECK_FALSE(std::filesystem::exists(path));
    writer.finish();

    const CheckpointReader reader(path, 2);
    CHECK(reader.integer("year") == 2014);
    CHECK(reader.text("scenario") == "abc");
    CHECK(reader.real("scale") == 0.5);
    CHECK(reader.has("home/id"));
    CHECK_FALSE(reader.has("home/none"));
    CHECK(reader.read<std::uint32_t>("home/id") == compressible);
    CHECK(reader.read<std::uint64_t>("home/key") == incompressible);
    CHECK(reader.read<std::uint8_t>("bytes") == bytes);
    CHECK(reader.read<std::int16_t>("small") == small);
    CHECK(reader.read<Status>("states") == states);
    CHECK(reader.read<double>("money") == money);
    std::vector<std::uint8_t> in_place(n);
    reader.read_into<std::uint8_t>("bytes", in_place);
    CHECK(in_place == bytes);
    std::vector<std::uint8_t> too_long(n + 1);
    CHECK_THROWS_AS(reader.read_into<std::uint8_t>("bytes", too_long), FileError);
}

TEST_CASE("A checkpoint of another version is refused") {
    const Scratch scratch;
    CheckpointWriter(scratch / "c", 1, {}).finish();
    CHECK_THROWS_WITH(CheckpointReader(scratch / "c", 2), Contains("version 1, expected"));
}

TEST_CASE("A checkpoint that is not finished leaves the one before it") {
    const Scratch scratch;
    {
        CheckpointWriter writer(scratch / "c", 1, {{"year", std::int64_t{1}}});
        writer.finish();
    }
    {
        CheckpointWriter writer(scratch / "c", 1, {{"year", std::int64_t{2}}});
        writer.add("x", std::vector<std::uint8_t>(10));
    }
    CHECK(CheckpointReader(scratch / "c", 1).integer("year") == 1);
    CHECK_FALSE(std::filesystem::exists(scratch / "c.tmp"));
}
