// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>
#include <cmath>
#include <filesystem>
#include <numeric>

#include "sim/file/identity.hpp"
#include "sim/file/result_writer.hpp"
#include "tests/files/scratch.hpp"

using namespace keruen;
using Catch::Matchers::Contains;
using h5::ElementType;

namespace {

const FileFormat format{"test", 3};

/// A writer with two years, an array over (year, place) and a table.
struct Example {
    explicit Example(ResultWriter made) : writer(std::move(made)) {
        writer.add_coordinate("g", "year", std::vector<std::int32_t>{2014, 2015},
                              {"1", "academic year, ending", {}});
        writer.add_coordinate("g", "place", {"here", "there", "нигде"}, "place");
        counts = writer.add_array("g", "counts", {"year", "place"}, ElementType::i32, {});
        values = writer.add_array("g", "values", {"year", "place"}, ElementType::f64, {});
        writer.add_coordinate("t", "year", std::vector<std::int32_t>{2014, 2015}, {});
        table = writer.add_table(
            "t", {{"a", ElementType::u16, "1", "a"}, {"b", ElementType::i16, "1", "b"}}, 4);
        writer.begin();
    }

    void append(std::uint16_t first, std::size_t count) {
        std::vector<std::uint16_t> a(count);
        std::iota(a.begin(), a.end(), first);
        std::vector<std::int16_t> b;
        b.reserve(count);
        for (const auto value : a) b.push_back(static_cast<std::int16_t>(-value));
        writer.append(table, {a, b});
    }

    ResultWriter writer;
    ArrayId counts{}, values{};
    TableId table{};
};

Example create(const std::filesystem::path& path) {
    return Example(ResultWriter::create(path, format,
                                        {{"seed", std::int64_t{5}}, {"run", std::string("abc")}}));
}

}  // namespace

TEST_CASE("A result file appears under its name only when it is finished") {
    const Scratch scratch;
    const auto path = scratch / "r.h5";
    Example example = create(path);
    const std::vector<std::int32_t> counts{1, 2, 3};
    for (std::size_t year = 0; year < 2; ++year) {
        example.writer.write_year<std::int32_t>(example.counts, year, counts);
        example.append(static_cast<std::uint16_t>(10 * year), 7);
        CHECK(example.writer.rows(example.table) == 7 * (year + 1));
        example.writer.commit_year(year);
        CHECK_FALSE(std::filesystem::exists(path));
    }
    example.writer.finish();
    CHECK_FALSE(std::filesystem::exists(ResultWriter::part_path(path)));

    const auto file = h5::File::open(path, h5::File::Access::read);
    CHECK(file.integer_attribute("/", "complete") == 1);
    CHECK(file.integer_attribute("/", "seed") == 5);
    CHECK(file.text_attribute("/", "format") == "test");
    CHECK(file.read_strings("g/place") == std::vector<std::string>{"here", "there", "нигде"});
    CHECK(file.read<std::int32_t>("g/counts") == std::vector<std::int32_t>{1, 2, 3, 1, 2, 3});
    CHECK(std::isnan(file.read<double>("g/values").front()));
    CHECK(file.read<std::int64_t>("t/year_rows") == std::vector<std::int64_t>{7, 14});
    const std::vector<std::uint16_t> a{0, 1, 2, 3, 4, 5, 6, 10, 11, 12, 13, 14, 15, 16};
    CHECK(file.read<std::uint16_t>("t/a") == a);
    CHECK(file.read<std::int16_t>("t/b").back() == -16);
}

TEST_CASE("Rows may come in any portions", "[parallel]") {
    const Scratch scratch;
    std::vector<std::string> identities;
    for (const std::size_t portion : {1, 3, 4, 5, 8, 24}) {
        const auto path = scratch / "r.h5";
        Example example = create(path);
        for (std::size_t row = 0; row < 24; row += portion) {
            example.append(static_cast<std::uint16_t>(row), std::min(portion, 24 - row));
        }
        example.append(0, 0);
        example.writer.commit_year(0);
        example.writer.commit_year(1);
        example.writer.finish();
        identities.push_back(identity(path));
        CHECK(identities.back() == identities.front());
    }
}

TEST_CASE("A writer dropped before its end leaves the last finished year for a later run") {
    const Scratch scratch;
    const auto path = scratch / "r.h5";
    const std::vector<std::int32_t> counts{1, 2, 3};
    {
        Example example = create(path);
        example.append(0, 6);
        example.writer.commit_year(0);
        example.writer.write_year<std::int32_t>(example.counts, 1, counts);
        example.append(100, 9);
    }
    CHECK_FALSE(std::filesystem::exists(path));
    for (int look = 0; look < 2; ++look) {
        CHECK(ResultWriter::years_to_resume(path, format, "run", "abc") == 1);
    }
    CHECK(ResultWriter::years_to_resume(path, format, "run", "other") == 0);
    CHECK(ResultWriter::years_to_resume(scratch / "none.h5", format, "run", "abc") == 0);
    Example example(ResultWriter::reopen(path, format, 1));
    CHECK(example.writer.years_finished() == 1);
    CHECK(example.writer.integer_attribute("seed") == 5);
    CHECK(example.writer.rows(example.table) == 6);
    example.append(6, 3);
    example.writer.commit_year(1);
    example.writer.finish();

    const auto file = h5::File::open(path, h5::File::Access::read);
    CHECK(file.read<std::uint16_t>("t/a") == std::vector<std::uint16_t>{0, 1, 2, 3, 4, 5, 6, 7, 8});
    CHECK(file.read<std::int32_t>("g/counts") == std::vector<std::int32_t>(6, 0));
}

TEST_CASE("A result of another format is not resumed") {
    const Scratch scratch;
    const auto path = scratch / "r.h5";
    create(path);
    CHECK_THROWS_WITH(ResultWriter::reopen(path, {"test", 4}, 0),
                      Contains("is of format test version 3, expected test version 4"));
}

TEST_CASE("Wrong use of a result writer is told apart from failing files") {
    const Scratch scratch;
    Example example = create(scratch / "r.h5");
    const std::vector<std::int32_t> counts{1, 2, 3};
    const std::vector<double> doubles{1, 2, 3};
    ResultWriter& writer = example.writer;
    CHECK_THROWS_AS(writer.write_year<double>(example.counts, 0, doubles), std::logic_error);
    CHECK_THROWS_AS(writer.write_year<std::int32_t>(example.counts, 2, counts), std::logic_error);
    CHECK_THROWS_AS(writer.add_array("g", "x", {"year", "field"}, ElementType::i64, {}),
                    std::logic_error);
    CHECK_THROWS_AS(writer.commit_year(1), std::logic_error);
    CHECK_THROWS_AS(writer.append(example.table, {counts, counts}), std::logic_error);
    const std::vector<std::uint16_t> a{1, 2};
    const std::vector<std::int16_t> b{1};
    CHECK_THROWS_AS(writer.append(example.table, {a, b}), std::logic_error);
    CHECK_NOTHROW(writer.commit_year(0));
}

TEST_CASE("Reading asks for the exact type and says what is missing") {
    const Scratch scratch;
    const auto path = scratch / "f.h5";
    h5::File file = h5::File::create(path);
    file.group("a/b");
    file.write_text("a/b/text", "Қазақстан");
    file.write_strings("a/words", {"", "x"});
    file.set_attribute("a/b", "real", 0.25);
    file.set_attribute("a/b", "text", std::string("one"));
    file.set_attribute("a/b", "text", std::string("two"));
    CHECK(file.read_strings("a/b/text") == std::vector<std::string>{"Қазақстан"});
    CHECK(file.read_strings("a/words") == std::vector<std::string>{"", "x"});
    CHECK(file.real_attribute("a/b", "real") == 0.25);
    CHECK(file.text_attribute("a/b", "text") == "two");
    CHECK(file.has("a/b/text"));
    CHECK_FALSE(file.has("a/c/text"));
    CHECK_THROWS_WITH(file.read<double>("a/none"), Contains("has no dataset a/none"));
    CHECK_THROWS_WITH(file.integer_attribute("a", "year"), Contains("has no attribute year of a"));
    CHECK_THROWS_WITH(file.read<double>("a/words"), Contains("does not hold float64"));
    CHECK_THROWS_WITH(file.read_strings("a/b"), Contains("cannot"));
}

TEST_CASE("What is no HDF5 file is refused with its name") {
    const Scratch scratch;
    CHECK_THROWS_WITH(identity(scratch / "none.h5"),
                      Contains("none.h5") && Contains("No such file"));
    const auto path = scratch / "text.h5";
    scratch.write("text.h5", "this is no HDF5");
    CHECK_THROWS_AS(identity(path), FileError);
}
