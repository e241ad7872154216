// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>
#include <cmath>
#include <filesystem>
#include <fstream>

#include "analysis/sensitivity/factors.hpp"
#include "analysis/sensitivity/kept_runs.hpp"
#include "analysis/sensitivity/sensitivity.hpp"
#include "sim/file/error.hpp"
#include "tests/unit/scratch_folder.hpp"

using namespace keruen;

namespace {

DataPackage data_package(Diagnostics& diagnostics) {
    return {std::filesystem::path(KERUEN_SOURCE_DIR) / "scenarios" / "data", diagnostics};
}

const Assumption& named(const std::vector<Assumption>& list, const std::string& key) {
    for (const Assumption& one : list) {
        if (one.key == key) return one;
    }
    throw std::out_of_range(key);
}

}  // namespace

TEST_CASE("Every parameter is fixed or has a prior, whose ends lie within its bounds") {
    std::size_t varied = 0;
    for (const ParameterDeclaration& p : parameter_declarations()) {
        INFO(p.key);
        const auto prior = Prior::of(p);
        if (!prior) continue;
        ++varied;
        CHECK(p.low <= prior->quantile(0));
        CHECK(prior->quantile(0) < prior->quantile(0.5));
        CHECK(prior->quantile(0.5) < prior->quantile(1));
        CHECK(prior->quantile(1) <= p.high);
    }
    CHECK(varied > 100);
}

TEST_CASE("Priors that are not uniform are taken by quantile from their central 95 %") {
    ParameterDeclaration p = parameter_declarations().front();
    p.low = -10;
    p.high = 10;
    p.prior = "normal(0, 1)";
    CHECK(Prior::of(p)->quantile(0) == -1.959964);
    CHECK(Prior::of(p)->quantile(0.5) == 0);
    p.prior = "beta(1, 1)";
    CHECK(Prior::of(p)->quantile(0.1) == Approx(0.12));
    p.prior = "uniform(-2, 4)";
    CHECK(Prior::of(p)->quantile(0.25) == -0.5);
    p.prior = "around zero";
    CHECK_THROWS_AS(Prior::of(p), std::logic_error);
}

TEST_CASE("Assumed data move within their ranges, alone, and nowhere at the middle") {
    Diagnostics diagnostics;
    DataPackage data = data_package(diagnostics);
    const auto list = assumptions(data, diagnostics);
    REQUIRE(diagnostics.empty());
    const Assumption& posts = named(list, "data.institution_values.office_posts");
    const Table before = *data.table("institution_values", diagnostics);
    const std::string sha256 = data.sha256();
    for (const double position : {0.0, 0.25, 0.5, 1.0}) {
        DataPackage moved = data;
        move_assumption(moved, posts, position);
        const Table& after = *moved.table("institution_values", diagnostics);
        std::size_t changed = 0;
        for (std::size_t row = 0; row < before.rows(); ++row) {
            const double value = before.number("value")[row];
            const bool mine = before.text("key")[row] == "office_posts" &&
                              before.text("status")[row] == "assumed";
            const double end = before.number(position < 0.5 ? "low" : "high")[row];
            const double part = std::abs(2 * position - 1);
            const double wanted = mine ? value + part * (end - value) : value;
            CHECK((after.number("value")[row] == Approx(wanted) || std::isnan(wanted)));
            changed += after.number("value")[row] != value && !std::isnan(value) ? 1U : 0U;
        }
        CHECK((changed > 0) == (position != 0.5));
        CHECK((moved.sha256() == sha256) == (position == 0.5));
    }
    CHECK(data.table("institution_values", diagnostics)->number("value") == before.number("value"));
}

TEST_CASE("Every table with assumed ranges is among the factors, but shares of territories") {
    Diagnostics diagnostics;
    DataPackage data = data_package(diagnostics);
    const auto list = assumptions(data, diagnostics);
    REQUIRE(diagnostics.empty());
    for (const TableSchema& schema : data.schemas()) {
        for (const Field& field : schema.fields) {
            if (!field.name.ends_with("low") || schema.name == "territories") continue;
            const Table& table = *data.table(schema.name, diagnostics);
            std::size_t rows = 0, covered = 0;
            for (std::size_t row = 0; row < table.rows(); ++row) {
                const std::string high = field.name.substr(0, field.name.size() - 3) + "high";
                const bool ranged = table.number(field.name)[row] < table.number(high)[row];
                rows += ranged && table.text("status")[row] == "assumed" ? 1U : 0U;
            }
            for (const Assumption& one : list) {
                if (one.table == schema.name && one.low == field.name) covered += one.rows;
            }
            INFO(schema.name << "." << field.name);
            CHECK(rows == covered);
        }
    }
}

TEST_CASE("Factors are chosen by key or by the beginning of keys, and a misspelt one is told") {
    Diagnostics diagnostics;
    DataPackage data = data_package(diagnostics);
    const auto all = all_factors(data, diagnostics);
    const std::vector<std::string> wanted{"data.visa*", "choose.price"};
    const auto chosen = chosen_factors(all, wanted);
    REQUIRE(chosen.size() == 2);
    CHECK(chosen[0].key == "choose.price");
    CHECK(chosen[1].key == "data.visa.refusal");
    CHECK(chosen_factors(all, {}).size() == all.size());
    const std::vector<std::string> misspelt{"choose.prize"};
    CHECK_THROWS_WITH(chosen_factors(all, misspelt), Catch::Contains("choose.price"));
}

TEST_CASE("A plan fits its budget and uses most of it; one too small is refused with the least") {
    for (const std::size_t budget : {500U, 1500U, 1501U, 20'000U}) {
        const SensitivityPlan plan = plan_within(budget, 150, 8);
        CHECK(plan.runs() <= budget);
        CHECK(plan.runs() + 151 > budget);
        CHECK(plan.trajectories >= 2);
        CHECK(plan.rows >= 8);
        CHECK((plan.rows & (plan.rows - 1)) == 0);
    }
    CHECK(plan_within(1000, 3, 8).survivors == 3);
    CHECK(plan_within(100, 10, 0).runs() == 1 + 9 * 11);  // a screening and nothing else
    CHECK(plan_within(100, 10, 0).indices() == 0);
    CHECK_THROWS_WITH(plan_within(382, 150, 8), Catch::Contains("at least 383"));
    CHECK(plan_within(383, 150, 8).runs() == 383);
}

TEST_CASE("Finished runs outlive a kill: exact to the last bit, without the line it cut off") {
    const ScratchFolder folder("kept");
    const auto file = folder.path / "a.runs";
    const std::vector<double> values{0.1, -1e300, std::nan("")};
    {
        KeptRuns kept(file, "this", 3);
        kept.add("aa", values);
        kept.add("bb", {1, 2, 3});
    }
    std::ofstream(file, std::ios::app) << "cc 0x1p+0 0x1.8";
    {
        KeptRuns again(file, "this", 3);
        CHECK(again.size() == 2);
        REQUIRE(again.find("aa") != nullptr);
        CHECK((*again.find("aa"))[0] == values[0]);
        CHECK((*again.find("aa"))[1] == values[1]);
        CHECK(std::isnan((*again.find("aa"))[2]));
        CHECK(again.find("cc") == nullptr);
        again.add("cc", {4, 5, 6});
    }
    CHECK(KeptRuns(file, "this", 3).size() == 3);
    CHECK_THROWS_AS(KeptRuns(file, "that", 3), FileError);
    CHECK_THROWS_AS(KeptRuns(folder.path / "none" / "a.runs", "this", 3), FileError);
}
