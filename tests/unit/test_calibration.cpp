// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>
#include <cmath>
#include <limits>

#include "analysis/calibration/calibration.hpp"
#include "analysis/ensemble/draws.hpp"
#include "scenarios/diagnostics.hpp"
#include "scenarios/sha256.hpp"
#include "scenarios/table.hpp"
#include "sim/parallel.hpp"
#include "tests/support/small_world.hpp"
#include "tests/unit/scenario_world.hpp"
#include "tests/unit/scratch_folder.hpp"

using namespace keruen;

namespace {

Pattern pattern(PatternMeasure measure, Year since, double before, double value) {
    Pattern p;
    p.measure = measure;
    p.since = since;
    p.year = 2017;
    p.before = before;
    p.value = value;
    p.observation_sd = 0.3;
    p.discrepancy_sd = 0.4;
    return p;
}

}  // namespace

TEST_CASE("patterns are compared as logarithms of changes and levels, shares as logits") {
    const Pattern change = pattern(PatternMeasure::paying_entrants, 2011, 7600, 1600);
    CHECK(change.measured() == Approx(std::log(1600.0 / 7600)));
    CHECK(change.compared(100, 0) == Approx(std::log(0.5 / 100)));
    CHECK(change.sd() == Approx(0.5));
    const Pattern level = pattern(PatternMeasure::exchange_out, 0, 0, 2510);
    CHECK(level.measured() == Approx(std::log(2510.0)));
    const Pattern share = pattern(PatternMeasure::share_on_programmes, 0, 0, 0.295);
    CHECK(share.measured() == Approx(std::log(0.295 / 0.705)));
    CHECK(std::isfinite(share.compared(0, 0)));
    CHECK(std::isnan(share.compared(0, std::nan(""))));
}

// Fixed seed. Agents are persons: some 900 entrants a year of which half leave: chance moves the
// log of the ratio by less than 0.05 in twins that share their draws, and the margin is three of
// that.
TEST_CASE(
    "what a fee does to entrants is the same in expectation as between two worlds of agents") {
    Workers workers(2);
    const World world = test::small_world();
    const Policy free = test::small_policy(world);
    Policy charged = free;
    const std::size_t base = world.index(world.base), near = 1;
    for (std::size_t t = base + 1; t < world.years(); ++t) charged.tuition_foreign(0, near, t) *= 3;
    const auto expected = [&](const Policy& policy) {
        return expected_entrants_ahead(world, free, policy, Parameters{}, 2, workers);
    };
    const std::vector<Matrix> paying = expected(charged), not_paying = expected(free);
    CHECK(paying.size() == 3);
    CHECK(paying[0].values() == not_paying[0].values());  // the base year, before the fee
    const auto ready = test::make_ready(workers, world, free);
    const auto without = test::simulate(ready->setup, workers);
    ready->policy = charged;
    const auto with = test::simulate(ready->setup, workers);
    for (std::size_t k = 1; k <= 2; ++k) {
        const std::size_t t = base + k;
        const double simulated = std::log(static_cast<double>(with[t].entrants(0, near)) /
                                          static_cast<double>(without[t].entrants(0, near)));
        CAPTURE(k, without[t].entrants(0, near), simulated);
        CHECK(std::log(paying[k](0, near) / not_paying[k](0, near)) ==
              Approx(simulated).margin(0.15));
        CHECK(paying[k](0, 2) > not_paying[k](0, 2));  // some go elsewhere
    }
}

TEST_CASE("only patterns used for calibration count in the likelihood") {
    std::vector<Pattern> patterns{pattern(PatternMeasure::exchange_out, 0, 0, 1),
                                  pattern(PatternMeasure::exchange_in, 0, 0, 1)};
    patterns[1].use = PatternUse::judgement;
    CHECK(log_likelihood(patterns, {0.5, 9}, {0, 0}) == Approx(-0.5));
    CHECK(log_likelihood(patterns, {std::nan(""), 9}, {0, 0}) ==
          -std::numeric_limits<double>::infinity());
}

TEST_CASE("the table of patterns is read, and nothing held out is in it") {
    Diagnostics diagnostics;
    DataPackage data(std::filesystem::path(KERUEN_SOURCE_DIR) / "scenarios/data", diagnostics);
    const std::vector<Pattern> patterns = read_patterns(data, diagnostics);
    REQUIRE(diagnostics.empty());
    CHECK(patterns.size() > 10);
    for (const Pattern& p : patterns) {
        CHECK(std::isfinite(p.measured()));
        CHECK(p.sd() > 0);
        CHECK(p.since < p.year);
        // Flows after 2017 are held out; autumn 2017 in Baden-Württemberg is a fee experiment.
        CHECK(p.year <= (p.key == "baden-wuerttemberg-2018" ? 2018 : 2017));
    }
}

TEST_CASE("the particles are shared out over generations, half of them to the prior") {
    CHECK(generations_of(400, 3) == std::vector<std::size_t>{200, 100, 100});
    CHECK(generations_of(401, 3) == std::vector<std::size_t>{201, 100, 100});
    CHECK(generations_of(50, 1) == std::vector<std::size_t>{50});
    CHECK_THROWS_AS(generations_of(50, 2), InputError);
}

TEST_CASE("a sample of parameters may begin with lines on where it is from") {
    const ScratchFolder folder("commented-sample");
    const auto file =
        folder.write("sample.csv", "# program: keruen, 0.1\n# seed 1\nchoose.price\n-1.5\n");
    Diagnostics diagnostics;
    const ParameterSample sample = read_sample(file, diagnostics);
    REQUIRE(diagnostics.empty());
    CHECK(sample.draws == std::vector<std::vector<double>>{{-1.5}});
    read_sample(folder.write("bad.csv", "# a line\nchoose.price\n-9\n"), diagnostics);
    REQUIRE(diagnostics.list().size() == 1);
    CHECK(diagnostics.list().front().place.line == 3);
}

TEST_CASE("a scenario refers to a posterior sample by its hash, and children keep it") {
    const ScratchFolder folder("posterior");
    const std::string sample = "choose.price\n-1.5\n";
    folder.write("sample.csv", sample);
    const std::string regions =
        "[regions.KAZ]\nname = \"K\"\nhome = true\ncountries = [\"KAZ\"]\n"
        "[regions.RUS]\nname = \"R\"\ncountries = [\"RUS\"]\n";
    const auto root = [&](const std::string& sha256) {
        return "title = \"t\"\n[posterior]\nfile = \"sample.csv\"\nsha256 = \"" + sha256 + "\"\n" +
               regions;
    };
    const auto read = [&](const std::string& name, Diagnostics& diagnostics) {
        return read_scenario(folder.path / name, {folder.path, folder.path}, known_countries(), {},
                             diagnostics);
    };
    folder.write("good.toml", root(sha256_of(sample)));
    folder.write("child.toml", "title = \"c\"\nparent = \"good\"\n");
    folder.write("bad.toml", root(std::string(64, '0')));
    Diagnostics diagnostics;
    const ScenarioFile child = read("child.toml", diagnostics);
    REQUIRE(diagnostics.empty());
    REQUIRE(child.posterior.has_value());
    CHECK(child.posterior->sha256 == sha256_of(sample));
    read("bad.toml", diagnostics);
    REQUIRE(diagnostics.list().size() == 1);
    CHECK(diagnostics.list().front().place.line == 4);
    CHECK(diagnostics.list().front().text().find(sha256_of(sample)) != std::string::npos);
}
