// SPDX-License-Identifier: MIT
// A result file holds all that every measure needs: computed from the file, they are bit for bit
// what was recorded while the run went on.
#include <bit>
#include <catch2/catch.hpp>

#include "analysis/experiments/recorder.hpp"
#include "analysis/measures/numbers_reader.hpp"
#include "models/measures/definitions.hpp"
#include "models/measures/indicators.hpp"
#include "tests/files/scratch.hpp"
#include "tests/support/small_world.hpp"

using namespace keruen;
using namespace keruen::test;

namespace {

std::filesystem::path record_small_world(const Scratch& scratch) {
    Workers workers(2);
    auto ready = make_ready(workers);
    Experiment e;
    e.world = ready->world;
    e.policy = ready->policy;
    e.constants = ready->constants;
    e.setup = ready->setup;
    e.last = ready->world.last;
    RunOptions options;
    options.output = scratch / "small.h5";
    Recorder recorder(e, options, "key", 0, false);
    State state = initial_state(ready->setup);
    Schedule<YearWork> schedule = academic_year(ready->setup, workers);
    for (Year year = e.world.first; year <= e.last; ++year) {
        recorder.write(year, simulate_year(ready->setup, schedule, state, true));
    }
    recorder.finish();
    return options.output;
}

bool same_bits(double a, double b) {
    return std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b);
}

}  // namespace

TEST_CASE("every measure can be computed from a result file, to the bit as recorded") {
    const Scratch scratch;
    const ResultFile result(record_small_world(scratch));
    const std::vector<std::string> labels = result.labels("mobility/definition");
    REQUIRE(labels.size() == definitions().size());
    REQUIRE(result.labels("indicators/indicator").size() == indicators().size());
    const auto rate = result.read<double>("mobility/rate");
    const auto value = result.read<double>("indicators/value");
    const auto cost = result.read<double>("programmes/cost_per_holder");
    const NumbersReader reader(result);
    std::size_t r = 0, v = 0, c = 0, known = 0;
    for (std::size_t t = 0; t < result.years_finished(); ++t) {
        const YearNumbers year = reader.year(t);
        for (std::size_t o = 0; o < 3; ++o) {
            for (std::size_t d = 0; d < definitions().size(); ++d) {
                CHECK(labels[d] == definitions()[d].label);
                const double again = mobility_rate(definitions()[d], year, o);
                CHECK(same_bits(again, rate[r++]));
                known += again > 0 ? 1U : 0U;
            }
            for (const Indicator& i : indicators()) CHECK(same_bits(i.value(year, o), value[v++]));
        }
        for (std::size_t q = 0; q < 2; ++q) CHECK(same_bits(cost_per_holder(year, q), cost[c++]));
    }
    CHECK(known > 4000);
}
