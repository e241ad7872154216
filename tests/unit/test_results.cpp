// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "analysis/results/headline.hpp"
#include "analysis/results/text_table.hpp"
#include "tests/unit/scratch_folder.hpp"

using namespace keruen;

namespace {

constexpr std::size_t kGraduates = 16;  // position of "graduates, degree"

/// Three years of three regions: stock = 10000 year index + 100 origin + 10 host, nobody from RUS
/// to itself or from KAZ to itself. Of 100 awards of KAZ 10 x year index are taken in RUS.
std::filesystem::path write_result(const ScratchFolder& folder, std::size_t finished,
                                   const FileFormat& format = result_format()) {
    std::filesystem::path path = folder.path / "result.h5";
    ResultWriter writer = ResultWriter::create(path, format, {{"seed", std::int64_t{7}}});
    const std::vector<std::int32_t> years{2012, 2013, 2014};
    const std::vector<std::string> regions{"RUS", "KAZ", "CHN"};
    for (const char* group : {"flows", "home"}) {
        writer.add_coordinate(group, "year", years, {"year", "academic year ending", {}});
        writer.add_coordinate(group, "origin", regions, "region of origin");
    }
    writer.add_coordinate("flows", "host", regions, "region of study");
    const ArrayId stock = writer.add_array("flows", "stock", {"year", "origin", "host"},
                                           h5::ElementType::i64, {"people", "students", {}});
    const ArrayId abroad = writer.add_array("flows", "graduates", {"year", "origin", "host"},
                                            h5::ElementType::i64, {"people", "graduates", {}});
    const ArrayId home = writer.add_array("home", "graduates", {"year", "origin"},
                                          h5::ElementType::i64, {"people", "graduates", {}});
    writer.add_text("note", "a text\n");
    writer.begin();
    for (std::size_t y = 0; y < finished; ++y) {
        const auto n = static_cast<std::int64_t>(10000 * y);
        const std::vector<std::int64_t> people{0,       n + 10,  n + 20,  n + 100, 0,
                                               n + 120, n + 200, n + 210, n + 220};
        const auto tens = static_cast<std::int64_t>(10 * y);
        const std::vector<std::int64_t> awards{1, 2, 3, tens, 0, 0, 1, 2, 3};
        const std::vector<std::int64_t> at_home{10, 100 - tens, 10};
        writer.write_year<std::int64_t>(stock, y, people);
        writer.write_year<std::int64_t>(abroad, y, awards);
        writer.write_year<std::int64_t>(home, y, at_home);
        writer.commit_year(y);
    }
    if (finished < years.size()) return ResultWriter::part_path(path);
    writer.finish();
    return path;
}

bool contains(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("A text table aligns words left and numbers right, counting characters, not bytes") {
    TextTable table({"host", "2013", "2014"});
    table.add({"Århus", "1", "1,234"});
    table.add({"RUS", "12"});
    CHECK(table.text(2) ==
          "  host   2013   2014\n"
          "  Århus     1  1,234\n"
          "  RUS      12\n");
}

TEST_CASE("A text table that would be too wide stands closer") {
    TextTable table(std::vector<std::string>(11, std::string(8, 'x')));
    CHECK(table.text().size() == 11 * 8 + 10 + 1);
}

TEST_CASE("Paragraphs are wrapped at 100 characters") {
    std::string words;
    for (int i = 0; i < 30; ++i) words += "twelve chars ";
    const std::string text = wrapped(words, 4);
    CHECK(text.find('\n') <= 100);
    CHECK(text.substr(0, 10) == "    twelve");
    CHECK(text.substr(text.find('\n') + 1, 5) != "     ");
    CHECK(wrapped("", 2).empty());
}

TEST_CASE("Numbers for people") {
    CHECK(thousands(0) == "0");
    CHECK(thousands(999) == "999");
    CHECK(thousands(-1000) == "-1,000");
    CHECK(thousands(-999) == "-999");
    CHECK(thousands(1234567) == "1,234,567");
    CHECK(percent(0.12345) == "12.35");
    CHECK(percent(std::numeric_limits<double>::quiet_NaN()) == "-");
}

TEST_CASE("The headline begins in 2013 and takes flows by origin and by host") {
    const ScratchFolder folder("results-headline");
    const ResultFile result(write_result(folder, 3));
    CHECK(result.complete());
    CHECK(default_origin(result) == "KAZ");
    const Headline h = headline(result, "KAZ");
    CHECK(h.years == std::vector<int>{2013, 2014});
    CHECK(h.outbound.regions == std::vector<std::string>{"RUS", "CHN"});
    CHECK(h.outbound.people ==
          std::vector<std::vector<std::int64_t>>{{10100, 20100}, {10120, 20120}});
    CHECK(h.inbound.people ==
          std::vector<std::vector<std::int64_t>>{{10010, 20010}, {10210, 20210}});
    CHECK(h.mobility.rate[0][kGraduates] == 0.1);
    CHECK(h.mobility.rate[1][kGraduates] == 0.2);
}

TEST_CASE("The headline's text has units, totals with and without China, and a legend") {
    const ScratchFolder folder("results-text");
    const std::string text = headline_text(headline(ResultFile(write_result(folder, 3)), "KAZ"));
    CHECK(contains(text, "KAZ: mobility by definition, percent"));
    CHECK(contains(text, "2014    -  20.00    -    -"));
    CHECK(contains(text, "[2] graduates, degree\n         awards taken abroad / all awards"));
    for (std::size_t end = 0; end < text.size(); ++end) {
        const std::size_t begin = end;
        end = text.find('\n', begin);
        CHECK(end - begin <= 100);
    }
    CHECK(contains(text, "total      20,220  40,220\n"));
    CHECK(contains(text, "excl. CHN  10,100  20,100\n"));
    CHECK(contains(text, "CHN*       10,120  20,120\n"));
    CHECK(contains(text, "  * degree students in China are estimated"));
}

TEST_CASE("The headline's JSON is valid and says null where a rate is unknown") {
    const ScratchFolder folder("results-json");
    const auto json = headline_json(headline(ResultFile(write_result(folder, 3)), "KAZ"));
    const auto again = nlohmann::json::parse(json.dump());
    CHECK(again["mobility"]["rate"][1][kGraduates] == 0.2);
    CHECK(again["mobility"]["definitions"][kGraduates]["label"] == "graduates, degree");
    CHECK(again["mobility"]["rate"][1][0].is_null());
    CHECK(again["measures"]["value"][1].size() == again["measures"]["indicators"].size());
    CHECK(again["outbound"]["by_host"]["RUS"] == std::vector<int>{10100, 20100});
}

TEST_CASE("An unfinished file shows its finished years") {
    const ScratchFolder folder("results-part");
    const ResultFile result(write_result(folder, 2));
    CHECK_FALSE(result.complete());
    CHECK(headline(result, "RUS").years == std::vector<int>{2013});
    const ScratchFolder early("results-early");
    const ResultFile first(write_result(early, 1));
    CHECK(contains(headline_text(headline(first, "KAZ")), "No year from 2013 on"));
}

TEST_CASE("A result file lists its datasets with dimensions, shape, type and units") {
    const ScratchFolder folder("results-datasets");
    const ResultFile result(write_result(folder, 3));
    std::vector<std::string> found;
    for (const DatasetInfo& info : result.datasets()) {
        std::string line = info.path + ":";
        for (const std::string& dimension : info.dimensions) line += " " + dimension;
        found.push_back(line + " " + info.type + " " + info.units);
    }
    CHECK(found == std::vector<std::string>{
                       "flows/graduates: year origin host int64 people", "flows/host: host string ",
                       "flows/origin: origin string ", "flows/stock: year origin host int64 people",
                       "flows/year: year int32 year", "home/graduates: year origin int64 people",
                       "home/origin: origin string ", "home/year: year int32 year",
                       "provenance/note: string "});
}

TEST_CASE("Files of other kinds and versions are refused by name") {
    const ScratchFolder folder("results-refused");
    const auto message = [](const std::filesystem::path& path) -> std::string {
        try {
            const ResultFile result(path);
        } catch (const FileError& error) {
            return error.what();
        }
        return "";
    };
    CHECK(contains(message(folder.path / "none.h5"), "none.h5: found no such file"));
    CHECK(contains(message(folder.write("text.h5", "not HDF5")), "cannot open it as HDF5"));
    CHECK(contains(message(write_result(folder, 3, {"checkpoint", 1})), "another kind"));
    CHECK(contains(message(write_result(folder, 3, {"keruen result", 99})),
                   "found format version 99; this program knows version 1"));
    const std::filesystem::path part = write_result(folder, 1);
    std::filesystem::remove(folder.path / "result.h5");
    CHECK(contains(message(folder.path / "result.h5"), "there is the unfinished"));
}
