// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>
#include <cmath>

#include "analysis/ensemble/draws.hpp"
#include "analysis/ensemble/statistics.hpp"
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
    const auto file = folder.write("sample.csv", "choose.price,choose.network\n-1.5,0.2\n-2,0.3\n");
    Diagnostics diagnostics;
    const ParameterSample sample = read_sample(file, diagnostics);
    REQUIRE(diagnostics.empty());
    REQUIRE(sample.draws.size() == 2);
    Parameters parameters;
    sample.apply(1, parameters);
    CHECK(parameters.choose_price == -2);
    CHECK(parameters.choose_network == 0.3);
    CHECK(parameters.choose_nest == Parameters{}.choose_nest);
}

TEST_CASE("every mistake in a sample of parameters is told") {
    const ScratchFolder folder("bad-sample");
    const auto file = folder.write(
        "sample.csv", "choose.prize,choose.network,choose.network\n-1,0.2,0.2\n-2,much,99\n1\n");
    Diagnostics diagnostics;
    read_sample(file, diagnostics);
    CHECK(diagnostics.list().size() == 5);
}
