// SPDX-License-Identifier: MIT
#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <set>

#include "analysis/batch/folder.hpp"
#include "analysis/batch/plan.hpp"
#include "scenarios/study_file.hpp"
#include "tests/unit/scratch_folder.hpp"

using namespace keruen;

namespace {

std::string messages(const Diagnostics& diagnostics) {
    std::string out;
    for (const Diagnostic& one : diagnostics.list()) out += one.text() + '\n';
    return out;
}

/// The library and the data of the source tree.
struct Fixture {
    ScratchFolder folder{"batch"};
    Library library{std::filesystem::path(KERUEN_SOURCE_DIR) / "scenarios/library",
                    std::filesystem::path(KERUEN_SOURCE_DIR) / "scenarios/data"};
    Diagnostics diagnostics;
    DataPackage data{library.data, diagnostics};
    std::vector<std::string> countries;
    std::string revision = "abc";

    Fixture() {
        for (const std::string_view code : data.table("countries", diagnostics)->text("country")) {
            countries.emplace_back(code);
        }
    }
    BatchPlan plan(const std::string& text) {
        const auto study = read_study(folder.write("study.toml", text), diagnostics);
        if (!study) return {};
        return make_plan(*study, {library, countries, data, "0.1", revision}, diagnostics);
    }
};

std::set<std::string> ids(const BatchPlan& plan) {
    std::set<std::string> all;
    for (const BatchMember& member : plan.members) all.insert(member.id);
    return all;
}

const std::string kStudy = R"(title = "Prices and places"
scenarios = ["baseline"]
seeds = 2
scale = 0.02
[set]
"run.last" = 2020
[vary]
"choose.price" = [-1.0, -1.5, -2]
"bolashak.places" = [600, { 2018 = 100, 2019 = 200 }]
)";

}  // namespace

TEST_CASE_METHOD(Fixture, "A study is every scenario with every value and every seed") {
    const BatchPlan plan = this->plan(kStudy);
    INFO(messages(diagnostics));
    REQUIRE(diagnostics.empty());
    REQUIRE(plan.members.size() == 12);
    CHECK(ids(plan).size() == 12);
    REQUIRE(plan.dimensions.size() == 2);
    CHECK(plan.dimensions[0].numeric);
    CHECK_FALSE(plan.dimensions[1].numeric);
    CHECK(plan.settings(plan.members.back()) ==
          std::vector<std::string>{"run.last=2020", "choose.price=-2",
                                   "bolashak.places={ 2018 = 100, 2019 = 200 }", "run.seed=2"});
}

TEST_CASE_METHOD(Fixture, "A member keeps its name as long as all that it depends on stays") {
    const auto replaced = [](std::string text, const std::string& from, const std::string& to) {
        return text.replace(text.find(from), from.size(), to);
    };
    const std::set<std::string> before = ids(plan(kStudy));
    SECTION("whatever the study is called, in whatever order it is written") {
        CHECK(ids(plan(replaced(kStudy, "Prices and places", "Other words"))) == before);
        CHECK(ids(plan(replaced(kStudy, "[-1.0, -1.5, -2]", "[-2, -1.5, -1]"))) == before);
        CHECK(ids(plan("retries = 9\n" + kStudy)) == before);
    }
    SECTION("values, seeds and scenarios that are added leave the others as they are") {
        for (const auto& longer :
             {replaced(kStudy, "seeds = 2", "seeds = [1, 2, 7]"),
              replaced(kStudy, "-2]", "-2, -1.75]"),
              replaced(kStudy, "[\"baseline\"]", "[\"full-population\", \"baseline\"]")}) {
            const std::set<std::string> all = ids(plan(longer));
            CHECK(all.size() > before.size());
            CHECK(std::includes(all.begin(), all.end(), before.begin(), before.end()));
        }
    }
    SECTION("another scale, level, common value or program makes other members") {
        std::vector<std::string> others{replaced(kStudy, "0.02", "0.03"),
                                        "record = \"events\"\n" + kStudy,
                                        replaced(kStudy, "2020", "2021")};
        for (const std::string& other : others) {
            for (const std::string& id : ids(plan(other))) CHECK(before.count(id) == 0);
        }
        revision = "def";
        for (const std::string& id : ids(plan(kStudy))) CHECK(before.count(id) == 0);
    }
}

TEST_CASE_METHOD(Fixture, "A sample of parameters is a dimension of draws") {
    folder.write("draws.csv", "choose.price,choose.network\n-1.5,0.2\n-2,0.3\n-1.5,0.2\n");
    const BatchPlan plan = this->plan(
        "title = \"t\"\nscenarios = [\"baseline\"]\nsample = \"draws.csv\"\nseeds = [4]\n");
    INFO(messages(diagnostics));
    REQUIRE(plan.members.size() == 3);
    CHECK(plan.settings(plan.members[1]) ==
          std::vector<std::string>{"choose.price=-2", "choose.network=0.3", "run.seed=4"});
    CHECK(plan.members[1].values == std::vector<std::string>{"2", "-2", "0.3"});
    // A draw that repeats another is another row of the same result.
    CHECK(plan.members[2].values.front() == "3");
    CHECK(plan.members[2].id == plan.members[0].id);
    CHECK(plan.members[2].id != plan.members[1].id);
}

TEST_CASE_METHOD(Fixture, "A plan reads back as it was written, and nothing else reads as a plan") {
    const BatchPlan plan = this->plan(kStudy);
    const std::string text = plan_text(plan);
    CHECK(read_plan(text) == plan);
    CHECK_THROWS_AS(read_plan(text.substr(0, text.size() / 2)), std::runtime_error);
    CHECK_THROWS_AS(read_plan("{}"), std::runtime_error);
}

TEST_CASE_METHOD(Fixture, "Every mistake of a study is told at once, with its place") {
    plan(R"(scenarios = ["baselin", "baseline", "baseline"]
seeds = [1, 1]
sclae = 2
record = "event"
[set]
"run.seed" = 3
"choose.prize" = 1
[vary]
"choose.price" = [-1.5, 900, -1.5]
"bolashak.place" = [600]
"run.last" = [2020]
"RUS.refusal" = 0.5
"KAZ.entry" = [{ 1900 = 1 }]
)");
    const std::string told = messages(diagnostics);
    INFO(told);
    const std::string file = (folder.path / "study.toml").string();
    for (const std::string place :
         {": found no title", ":1:14: ", ":1:37: ", ":2:13: ", ":3:1: ", ":4:10: ", ":6:1: ",
          ":7:1: ", ":9:25: ", ":9:30: ", ":10:1: ", ":11:1: ", ":12:17: ", ":13:"}) {
        CHECK(told.find(file + place) != told.npos);
    }
    for (const std::string hint :
         {"did you mean \"baseline\"", "did you mean \"scale\"", "did you mean \"choose.price\"",
          "did you mean \"bolashak.places\"", "seeds = ..."}) {
        CHECK(told.find(hint) != told.npos);
    }
    CHECK(told.find("--set") == told.npos);
}

TEST_CASE("Shards follow each other, cover all members and differ by one at most") {
    for (const std::size_t members : {0U, 1U, 6U, 17U, 1000U}) {
        for (const std::size_t shards : {1U, 2U, 3U, 7U, 20U}) {
            std::size_t next = 0, least = members, most = 0;
            for (std::size_t shard = 1; shard <= shards; ++shard) {
                const auto [first, last] = shard_of(members, shard, shards);
                CHECK(first == next);
                next = last;
                least = std::min(least, last - first);
                most = std::max(most, last - first);
            }
            CHECK(next == members);
            CHECK(most - least <= 1);
        }
    }
    CHECK_THROWS_AS(shard_of(6, 0, 2), std::logic_error);
    CHECK_THROWS_AS(shard_of(6, 3, 2), std::logic_error);
}

namespace {

const std::string kMember = "0123456789abcdef";

/// The exit code of `body` in a process of its own, which ends without clean-up, as if killed.
template <class Body>
int in_another_process(const Body& body) {
    const pid_t child = fork();
    if (child == 0) _exit(body());
    int status = 0;
    waitpid(child, &status, 0);
    return WEXITSTATUS(status);
}

}  // namespace

TEST_CASE("A member is computed by one process at a time, and a claim ends with its process") {
    const ScratchFolder scratch("claims");
    BatchFolder folder(scratch.path);
    const auto another_gets_it = [&] {
        return in_another_process(
                   [&] { return BatchFolder(scratch.path).claim(kMember) ? 1 : 0; }) == 1;
    };
    {
        const auto claim = folder.claim(kMember);
        REQUIRE(claim);
        CHECK_FALSE(another_gets_it());
        CHECK(in_another_process([&] {
                  return BatchFolder(scratch.path).claim("fedcba9876543210") ? 1 : 0;
              }) == 1);
    }
    CHECK(another_gets_it());
    CHECK(folder.claim(kMember));  // though that process never gave it back
}

TEST_CASE("Tries are counted over processes, and told with what became of them") {
    const ScratchFolder scratch("tries");
    BatchFolder folder(scratch.path);
    CHECK(folder.tries(kMember).count == 0);
    in_another_process([&] {
        BatchFolder(scratch.path).note_beginning(kMember);
        return 0;
    });
    CHECK(folder.tries(kMember).count == 1);
    CHECK(folder.tries(kMember).last.find("without a word") != std::string::npos);
    folder.note_beginning(kMember);
    folder.note_failure(kMember, "no\nluck");
    CHECK(folder.tries(kMember).count == 2);
    CHECK(folder.tries(kMember).last == "no luck");
    folder.note_beginning(kMember);
    folder.take_back(kMember);
    CHECK(folder.tries(kMember).count == 2);
}

TEST_CASE("What a dead process left of a member is removed before it is begun anew") {
    const ScratchFolder scratch("leavings");
    BatchFolder folder(scratch.path);
    scratch.write("scratch/" + kMember + ".elsewhere-7.h5.part", "half");
    scratch.write("scratch/fedcba9876543210.elsewhere-8.h5.part", "of another member");
    folder.note_beginning(kMember);
    const auto claim = folder.claim(kMember);
    REQUIRE(claim);
    const auto path = folder.scratch(kMember, *claim);
    CHECK_FALSE(
        std::filesystem::exists(scratch.path / "scratch" / (kMember + ".elsewhere-7.h5.part")));
    CHECK(std::filesystem::exists(scratch.path / "scratch/fedcba9876543210.elsewhere-8.h5.part"));
    std::ofstream(path) << "whole";
    folder.keep(kMember);
    CHECK(folder.has(kMember));
    CHECK(folder.tries(kMember).count == 0);
}
