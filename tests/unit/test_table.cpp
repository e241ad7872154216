// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>
#include <cmath>
#include <stdexcept>

#include "scenarios/table.hpp"
#include "scratch_folder.hpp"

using namespace keruen;

namespace {

const std::string kPackage = R"({"resources": [{
    "name": "flows", "path": "flows.csv",
    "schema": {
        "fields": [
            {"name": "who", "type": "string"},
            {"name": "year", "type": "year", "constraints": {"minimum": "2000"}},
            {"name": "people", "type": "integer"},
            {"name": "share", "type": "number", "unit": "1"},
            {"name": "sure", "type": "boolean"}
        ],
        "missingValues": ["", "NA"],
        "primaryKey": ["who", "year"],
        "foreignKeys": [{"fields": "who", "reference": {"resource": "", "fields": "who"}}]
    }}]})";

struct Parsed {
    Diagnostics diagnostics;
    Table table;
    explicit Parsed(const std::string& text)
        : table(parse_datapackage(kPackage, "datapackage.json", diagnostics).at(0), text,
                "flows.csv", diagnostics) {}
};

}  // namespace

TEST_CASE("Columns are read by name, with their types, in any order of the file") {
    const Parsed parsed("share,who,sure,people,year\n0.25,KAZ,true,10,2014\n-1e-3,RUS,0,-2,2015\n");
    const Table& table = parsed.table;
    REQUIRE(parsed.diagnostics.empty());
    REQUIRE(table.rows() == 2);
    CHECK(table.text("who") == std::vector<std::string_view>{"KAZ", "RUS"});
    CHECK(table.integer("year") == std::vector<std::int64_t>{2014, 2015});
    CHECK(table.integer("people") == std::vector<std::int64_t>{10, -2});
    CHECK(table.number("share") == std::vector<double>{0.25, -0.001});
    CHECK(table.integer("sure") == std::vector<std::int64_t>{1, 0});
    CHECK(table.schema().fields[3].unit == "1");
}

TEST_CASE("Missing values are NaN, no_integer or empty text") {
    const Parsed parsed("who,year,people,share,sure\nNA,2014,,NA,\n");
    REQUIRE(parsed.diagnostics.empty());
    CHECK(parsed.table.text("who")[0].empty());
    CHECK(parsed.table.integer("people")[0] == Table::no_integer);
    CHECK(parsed.table.integer("sure")[0] == Table::no_integer);
    CHECK(std::isnan(parsed.table.number("share")[0]));
}

TEST_CASE("Quotes, commas, line breaks and CRLF are read as RFC 4180 says") {
    const Parsed parsed(
        "who,year,people,share,sure\r\n"
        "\"a, \"\"b\"\"\r\nc\",2014,1,2,true\r\n"
        "\"plain\",2014,\"1\",2,true\r\n"
        " spaces ,2014,1,2,true");  // no newline at the end
    REQUIRE(parsed.diagnostics.empty());
    CHECK(parsed.table.text("who") ==
          std::vector<std::string_view>{"a, \"b\"\r\nc", "plain", " spaces "});
    CHECK(parsed.table.integer("people")[1] == 1);
}

TEST_CASE("Places count lines over quoted line breaks and columns in characters") {
    const Parsed parsed(
        "who,year,people,share,sure\n\"Ж\nк\",2014,1,2,true\nТүркия,2014,x,2,true\n");
    CHECK(parsed.table.place(0, "who").line == 2);
    CHECK(parsed.table.place(0, "year").line == 3);
    CHECK(parsed.table.place(0, "year").column == 4);
    REQUIRE(parsed.diagnostics.list().size() == 1);
    CHECK(parsed.diagnostics.list()[0].text() ==
          "flows.csv:4:13: found people = \"x\"; expected a whole number");
}

TEST_CASE("Views into a table survive moving it") {
    Parsed parsed("who,year,people,share,sure\nK,2014,1,2,true\n\"\"\"q\"\"\",2014,1,2,true\n");
    const Table moved = std::move(parsed.table);
    CHECK(moved.text("who") == std::vector<std::string_view>{"K", "\"q\""});
}

TEST_CASE("Asking for a column of another name or type is a mistake of the program") {
    const Parsed parsed("who,year,people,share,sure\nK,2014,1,2,true\n");
    CHECK_THROWS_AS(parsed.table.number("whom"), std::logic_error);
    CHECK_THROWS_AS(parsed.table.number("people"), std::logic_error);
}

TEST_CASE("A package reads each table once and knows its names") {
    const ScratchFolder folder("package");
    folder.write("datapackage.json", kPackage);
    folder.write("flows.csv", "who,year,people,share,sure\nK,2014,one,2,true\n");
    Diagnostics diagnostics;
    DataPackage package(folder.path, diagnostics);
    const Table* table = package.table("flows", diagnostics);
    REQUIRE(table != nullptr);
    CHECK(package.table("flows", diagnostics) == table);
    CHECK(diagnostics.list().size() == 1);
    CHECK(package.table("flaws", diagnostics) == nullptr);
    REQUIRE(diagnostics.list().size() == 2);
    CHECK(diagnostics.list()[1].suggestion == "did you mean \"flows\"?");
}

TEST_CASE("The data package of the repository has no mistakes") {
    Diagnostics diagnostics;
    DataPackage package(std::filesystem::path(KERUEN_SOURCE_DIR) / "scenarios/data", diagnostics);
    package.check(diagnostics);
    std::string messages;
    for (const Diagnostic& one : diagnostics.list()) messages += one.text() + '\n';
    CHECK(messages == "");
    CHECK(package.schemas().size() > 20);
}
