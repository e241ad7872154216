// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "analysis/validation/report.hpp"

using namespace keruen;

namespace {

std::string text_of(const std::string& path) {
    std::ifstream in(std::string(KERUEN_SOURCE_DIR) + '/' + path, std::ios::binary);
    REQUIRE(in.good());
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
}

}  // namespace

TEST_CASE("The validation page is what its numbers give") {
    const auto report = nlohmann::ordered_json::parse(text_of("docs/validation.json"));
    const std::string page = report_page(report, "validation");
    const char* update = std::getenv("KERUEN_UPDATE");
    if (update != nullptr && std::string(update) == "1") {
        std::ofstream(KERUEN_SOURCE_DIR "/docs/validation.md", std::ios::binary) << page;
    }
    CHECK(page == text_of("docs/validation.md"));
}

TEST_CASE("On the validation page growth is shared out without remainder") {
    const auto report = nlohmann::ordered_json::parse(text_of("docs/validation.json"));
    REQUIRE(report.at("attribution").size() == 2);
    for (const auto& one : report.at("attribution")) {
        double sum = one.at("at_rest").get<double>() + one.at("other_inputs").get<double>();
        for (const auto& mechanism : one.at("mechanisms")) {
            sum += mechanism.at("share").get<double>();
        }
        CHECK(sum == Approx(one.at("simulated").get<double>()).margin(1e-4));  // five digits
        CHECK(sum + one.at("unexplained").get<double>() ==
              Approx(one.at("recorded").get<double>()).margin(1e-4));
        CHECK(one.at("combinations").size() == kCombinations);
    }
}

TEST_CASE(
    "A pattern holds if the record lies where that of a right model would, nine times in ten") {
    JudgedPattern judged;
    judged.pattern.since = 2011;
    judged.pattern.before = 100;
    judged.pattern.value = 50;
    judged.pattern.observation_sd = 0.03;
    judged.pattern.discrepancy_sd = 0.04;
    judged.chance = 0.12;
    CHECK(judged.sd() == Approx(0.13));
    judged.simulated = std::log(0.5) + 0.2;
    CHECK(judged.holds());
    judged.simulated = std::log(0.5) + 0.22;  // 1.69 standard deviations
    CHECK_FALSE(judged.holds());
}

TEST_CASE("Of a fee's entrants those are counted who pay it") {
    FeeRun run;
    run.regions.resize(4);
    run.host = 1;
    run.charged = {true, false, true, false};
    Matrix& entrants = run.entrants[2012];
    entrants = Matrix({4, 4});
    entrants(0U, 1U) = 30;
    entrants(2U, 1U) = 10;
    entrants(3U, 1U) = 500;  // pays nothing
    entrants(2U, 2U) = 70;   // within its own region
    entrants(0U, 2U) = 7;
    CHECK(run.paying(2012, 1) == 40);
    CHECK(run.paying(2012, 2) == 7);
    CHECK(run.origins(2012) == Approx(1 / (0.75 * 0.75 + 0.25 * 0.25)));
    entrants(0U, 1U) = entrants(2U, 1U) = 0;
    CHECK(run.origins(2012) == 0);
}
