// SPDX-License-Identifier: MIT
#include <malloc.h>

#include <catch2/catch.hpp>
#include <cmath>

#include "analysis/ensemble/draws.hpp"
#include "analysis/ensemble/ensemble.hpp"
#include "analysis/measures/statistics.hpp"
#include "tests/unit/scratch_folder.hpp"

using namespace keruen;

TEST_CASE("mean and variance of a stream are those of the sample") {
    Moments moments;
    CHECK(moments.variance() == 0);
    for (const double x : {1e9 + 4, 1e9 + 7, 1e9 + 13, 1e9 + 16}) moments.add(x);
    CHECK(moments.mean() == Approx(1e9 + 10));
    CHECK(moments.variance() == Approx(30));
}

TEST_CASE("quantiles lie between the values of the sample") {
    CHECK(quantile({3, 1, 2}, 0.5) == 2);
    CHECK(quantile({0, 10}, 0.05) == Approx(0.5));
    CHECK(quantile({7}, 0.95) == 7);
    CHECK(std::isnan(quantile({}, 0.5)));
}

TEST_CASE("a sample of parameters is read and given to a scenario") {
    const ScratchFolder folder("sample");
    const auto file =
        folder.write("sample.csv", "choose.price,choose.network\n-1.5,0.2\n-2,0.3\n-2,0.3\n");
    Diagnostics diagnostics;
    const ParameterSample sample = read_sample(file, diagnostics);
    REQUIRE(diagnostics.empty());
    REQUIRE(sample.draws.size() == 3);
    CHECK(sample.distinct(3) == 2);
    CHECK(sample.distinct(1) == 1);
    ScenarioFile scenario;
    sample.apply(1, scenario);
    CHECK(scenario.parameters.choose_price == -2);
    CHECK(scenario.parameters.choose_network == 0.3);
    CHECK(scenario.parameters.choose_nest == Parameters{}.choose_nest);
    CHECK(sample.not_drawn(scenario).empty());
    // What a scenario or a setting says is not drawn.
    scenario.own_parameters = {"choose.price"};
    sample.apply(0, scenario);
    CHECK(scenario.parameters.choose_price == -2);
    CHECK(scenario.parameters.choose_network == 0.2);
    CHECK(sample.not_drawn(scenario) == std::vector<std::string>{"choose.price"});
}

TEST_CASE("every mistake in a sample of parameters is told") {
    const ScratchFolder folder("bad-sample");
    const auto file = folder.write(
        "sample.csv", "choose.prize,choose.network,choose.network\n-1,0.2,0.2\n-2,much,99\n1\n");
    Diagnostics diagnostics;
    read_sample(file, diagnostics);
    CHECK(diagnostics.list().size() == 5);
}

TEST_CASE("quantiles of a long stream are estimated in bounded memory") {
    StreamQuantiles stream;
    std::vector<double> all;
    std::uint64_t x = 1;
    for (int i = 0; i < 20'000; ++i) {
        x = x * 6364136223846793005U + 1442695040888963407U;
        const double u = static_cast<double>(x >> 11) * 0x1p-53;
        stream.add(u * u);
        all.push_back(u * u);
        if (i == 99) {
            CHECK(stream.values()[0] == quantile(all, 0.05));  // short streams are exact
        }
    }
    for (std::size_t k = 0; k < StreamQuantiles::levels.size(); ++k) {
        CHECK(stream.values()[k] == Approx(quantile(all, StreamQuantiles::levels[k])).margin(0.01));
    }
}

TEST_CASE("the spread of an ensemble is told apart into parameters and chance") {
    // Draw means 0.1, 0.3, 0.5; within each draw +-0.01.
    FigureStatistics figure;
    for (const double mean : {0.1, 0.3, 0.5}) {
        for (const double off : {-0.01, 0.01}) figure.add(mean + off, 0.3, false);
        figure.end_group();
        figure.end_part();
    }
    // The target is met by none, half and all of a draw's members.
    CHECK(figure.met_by() == Approx(0.5));
    CHECK(figure.met_by_error() == Approx(0.5 / std::sqrt(3)));
    CHECK(figure.members() == 6);
    CHECK(figure.mean() == Approx(0.3));
    CHECK(figure.within_variance() == Approx(0.0002));
    CHECK(figure.between_variance() == Approx(0.04 - 0.0002 / 2));
    CHECK(figure.standard_error() == Approx(std::sqrt(0.04 / 3)));
    CHECK(figure.met() == Approx(0.5));
    figure.add(std::nan(""), 0.3, true);
    CHECK(figure.members() == 6);
    FigureStatistics one;
    CHECK(std::isnan(one.met()));
    one.add(0.1, 0.3, true);
    CHECK(one.met_by() == 1);
    CHECK(one.met() == 0);
    CHECK(std::isnan(one.between_variance()));
    CHECK(std::isnan(one.met_by_error()));
}

TEST_CASE("the memory of an ensemble's figures does not grow with members") {
    std::vector<FigureStatistics> figures(20);
    const auto in_use_after = [&](int members) {
        for (int m = 0; m < members; ++m) {
            for (FigureStatistics& figure : figures) {
                figure.add(0.1 + 0.001 * (m % 97), 0.15, false);
                if (m % 2 == 1) figure.end_group();
                figure.end_part();
            }
        }
        return mallinfo2().uordblks;  // bytes that are allocated (glibc)
    };
    const auto after_few = in_use_after(200);  // more than quantiles remember one by one
    CHECK(in_use_after(100'000) == after_few);
    CHECK(figures.front().members() == 100'200);
}

TEST_CASE("a probability that all parts agree on is not thought to be certain") {
    FigureStatistics never, some;
    CHECK(std::isnan(never.met_by_doubt()));
    for (int part = 0; part < 8; ++part) {
        never.add(0.1, 0.2, false);
        some.add(part % 2 == 0 ? 0.1 : 0.3, 0.2, false);
        never.end_part();
        some.end_part();
    }
    CHECK(never.met_by_error() == 0);
    CHECK(never.met_by_doubt() == Approx(0.1));
    CHECK(some.met_by_doubt() == some.met_by_error());
}
