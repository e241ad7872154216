// SPDX-License-Identifier: MIT
// How much chance alone moves the flows of Kazakhstan in the default baseline. Takes minutes, so it
// runs only with KERUEN_LONG=1 (scripts/test --all).
#include <fmt/format.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <cstdlib>

#include "analysis/experiments/run.hpp"
#include "scenarios/library.hpp"
#include "scenarios/table.hpp"
#include "tests/support/small_world.hpp"

using namespace keruen;

namespace {

constexpr std::size_t kSeeds = 30;
constexpr Year kFrom = 2014;

std::unique_ptr<Experiment> baseline(Workers& workers) {
    const Library library = find_library({KERUEN_SOURCE_DIR});
    Diagnostics diagnostics;
    DataPackage data(library.data, diagnostics);
    const auto& codes = data.table("countries", diagnostics)->text("country");
    const ScenarioFile scenario = read_scenario(
        "baseline", library, std::vector<std::string>(codes.begin(), codes.end()), {}, diagnostics);
    diagnostics.throw_if_any();
    return prepare(scenario, data, {}, workers);
}

/// Mean and sum of squares over seeds.
struct Moments {
    double sum = 0, squares = 0;
    void add(double x) {
        sum += x;
        squares += x * x;
    }
    double mean() const { return sum / kSeeds; }
    double variation() const {
        return std::sqrt((squares - sum * sum / kSeeds) / (kSeeds - 1)) / mean();
    }
};

struct Line {
    std::string flow;
    Year year;
    double mean, variation;
};

}  // namespace

TEST_CASE("Kazakhstan's flows above 1,000 vary by less than a tenth over 30 seeds", "[variation]") {
    const char* wanted = std::getenv("KERUEN_LONG");
    if (wanted == nullptr || std::string(wanted) != "1") {
        WARN("skipped: set KERUEN_LONG=1 for the long tests");
        return;
    }
    Workers workers(2);
    const auto experiment = baseline(workers);
    const World& world = experiment->world;
    const std::size_t regions = world.regions.size();
    std::size_t kaz = 0;
    while (world.regions[kaz].code != "KAZ") ++kaz;
    Grid<Moments, 3> stock({regions, regions, world.years()}), entrants = stock;
    for (std::size_t seed = 1; seed <= kSeeds; ++seed) {
        experiment->setup.seed = seed;
        const auto years = test::simulate(experiment->setup, workers, false);
        for (std::size_t t = 0; t < years.size(); ++t) {
            for (std::size_t r = 0; r < regions; ++r) {
                stock(kaz, r, t).add(static_cast<double>(years[t].stock(kaz, r)));
                stock(r, kaz, t).add(static_cast<double>(years[t].stock(r, kaz)));
                entrants(kaz, r, t).add(static_cast<double>(years[t].entrants(kaz, r)));
                entrants(r, kaz, t).add(static_cast<double>(years[t].entrants(r, kaz)));
            }
        }
    }
    std::vector<Line> lines;
    for (std::size_t o = 0; o < regions; ++o) {
        for (std::size_t h = 0; h < regions; ++h) {
            for (std::size_t t = world.index(kFrom); t < world.years(); ++t) {
                const std::string flow = world.regions[o].code + " -> " + world.regions[h].code;
                const std::pair<const char*, const Moments*> both[] = {
                    {"stock", &stock(o, h, t)}, {"entrants", &entrants(o, h, t)}};
                for (const auto& [what, moments] : both) {
                    if (moments->mean() <= 1000) continue;
                    lines.push_back({fmt::format("{} {}", flow, what), world.year(t),
                                     moments->mean(), moments->variation()});
                }
            }
        }
    }
    std::sort(lines.begin(), lines.end(),
              [](const Line& a, const Line& b) { return a.variation > b.variation; });
    REQUIRE(lines.size() > 100);
    for (std::size_t i = 0; i < 20; ++i) {
        fmt::print("{:24} {} mean {:8.0f} coefficient of variation {:5.1f} %\n", lines[i].flow,
                   lines[i].year, lines[i].mean, 100 * lines[i].variation);
    }
    for (const Line& line : lines) {
        INFO(line.flow << " in " << line.year << ", mean " << line.mean);
        CHECK(line.variation < 0.1);
    }
}
