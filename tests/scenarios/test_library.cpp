// SPDX-License-Identifier: MIT
// Every scenario of the library against its parent, same seed: nothing before its first date, and
// afterwards the direction that its page (docs/scenarios) argues for. Exact comparisons of coupled
// runs: no false alarms.
#include <fmt/format.h>

#include <catch2/catch.hpp>
#include <cstring>

#include "tests/scenarios/pair.hpp"

using namespace keruen;
using namespace keruen::test;

namespace {

bool same_world(const ScenarioFile& a, const ScenarioFile& b) {
    if (a.regions.size() != b.regions.size() || a.base != b.base || a.last != b.last) return false;
    for (std::size_t r = 0; r < a.regions.size(); ++r) {
        const ScenarioRegion &x = a.regions[r], &y = b.regions[r];
        if (x.region.code != y.region.code || x.region.countries != y.region.countries ||
            x.weight_mover != y.weight_mover || x.weight_stayer != y.weight_stayer) {
            return false;
        }
    }
    return true;
}

/// Datasets by year whose rows of the first `years` years differ.
std::vector<std::string> differing(const ResultFile& a, const ResultFile& b, std::size_t years) {
    std::vector<std::string> list;
    for (const DatasetInfo& info : a.datasets()) {
        if (info.dimensions.empty() || info.dimensions[0] != "year" || info.shape.size() < 2) {
            continue;
        }
        const auto x = numbers(a, info), y = numbers(b, info);
        if (x.size() != y.size()) continue;  // by programme, where one has a programme more
        const std::size_t row = x.size() / static_cast<std::size_t>(info.shape[0]);
        if (std::memcmp(x.data(), y.data(), years * row * sizeof(double)) != 0) {
            list.push_back(info.path);
        }
    }
    return list;
}

/// Entrants at a host from the origins outside the European Economic Area.
double non_eea(const LibraryRun& run, Year year, const std::string& host) {
    double sum = 0;
    for (const char* origin : {"KAZ", "RUS", "CHN", "TUR", "ANG", "CAS", "ROW"}) {
        sum += run.sum("flows/entrants", year, year, origin, host);
    }
    return sum;
}

}  // namespace

TEST_CASE("a scenario of the library changes something, and nothing before its first date") {
    LibraryRuns& runs = LibraryRuns::instance();
    std::size_t compared = 0;
    for (const std::string& name : runs.names()) {
        const ScenarioFile child = runs.read(name);
        if (child.chain.size() < 2) continue;
        const ScenarioFile parent = runs.read(child.chain[child.chain.size() - 2]);
        const auto first = first_difference(parent, child);
        if (!same_world(parent, child) || !first) continue;
        INFO(name << ", first date " << *first);
        const Pair pair(name);
        const auto before = static_cast<std::size_t>(*first - child.first);
        REQUIRE(differing(pair.parent.file(), pair.child.file(), before) ==
                std::vector<std::string>{});
        const std::size_t all = pair.child.file().years_finished();
        CHECK_FALSE(differing(pair.parent.file(), pair.child.file(), all).empty());
        ++compared;
    }
    CHECK(compared >= 10);
}

TEST_CASE("bolashak-doubled: twice the awards, more Kazakhs abroad, more of them back under bond") {
    const Pair pair("bolashak-doubled");
    CHECK(pair.ratio("programmes/awards", 2027, 2031, "bolashak") > 1.7);
    CHECK(pair.change("flows/stock", 2028, 2031, "KAZ") > 0);
    CHECK(pair.change("flows/returns", 2029, 2031, "KAZ") > 0);
}

TEST_CASE("kazakhstan-soft: free places bring foreign students, and no fees") {
    const Pair pair("kazakhstan-soft");
    CHECK(pair.change("flows/entrants", 2027, 2031, "", "KAZ") > 0);
    CHECK(pair.change("income/living", 2028, 2031, "KAZ") > 0);
    CHECK(pair.change("income/tuition", 2028, 2031, "KAZ") < 0);
}

TEST_CASE("kazakhstan-hard: a price above cost keeps foreign students away") {
    const Pair pair("kazakhstan-hard");
    CHECK(pair.change("flows/entrants", 2027, 2031, "", "KAZ") < 0);
}

TEST_CASE("russia-710k: more foreign students in Russia, but they do not treble") {
    const Pair pair("russia-710k");
    CHECK(pair.change("flows/stock", 2025, 2025, "", "RUS") > 0);
    const double before = pair.child.sum("flows/stock", 2017, 2017, "", "RUS");
    const double after = pair.child.sum("flows/stock", 2025, 2025, "", "RUS");
    CHECK(after > before);
    CHECK(after < 3 * before);
}

TEST_CASE("china-silk-road: more students from the countries along the road, at others' expense") {
    const Pair pair("china-silk-road");
    CHECK(pair.change("programmes/awards", 2027, 2031, "silk-road") > 0);
    CHECK(pair.change("flows/entrants", 2027, 2031, "KAZ", "CHN") > 0);
    CHECK(pair.change("flows/entrants", 2027, 2031, "KAZ", "RUS") <= 0);
}

TEST_CASE("target-20: the package raises mobility, begun in hindsight or later") {
    const Pair hindsight("target-20"), forward("target-20-forward");
    CHECK(hindsight.change("flows/stock", 2020, 2020, "KAZ") > 0);
    CHECK(forward.change("flows/stock", 2031, 2031, "KAZ") > 0);
    // The rule stops near the target, which Russia alone takes most of.
    const auto rate = [&](const char* definition) {
        return hindsight.child.sum("mobility/rate", 2020, 2020, "KAZ", definition);
    };
    CHECK(rate("stock, both") == Approx(0.2).epsilon(0.1));
    CHECK(rate("stock, both, without Russia") < 0.1);
}

TEST_CASE("faculty-load-relief: more posts, more visits, more room for English") {
    const Pair pair("faculty-load-relief");
    CHECK(pair.ratio("staff/staff", 2029, 2031, "KAZ") > 1.1);
    CHECK(pair.ratio("staff_flows/visits", 2028, 2031, "KAZ") > 1.2);
    CHECK(pair.change("staff_outcome/value", 2028, 2031, "KAZ", "english_free_share") > 0);
    CHECK(pair.change("staff_outcome/value", 2028, 2031, "KAZ", "contact_hours") < 0);
}

TEST_CASE("english-programmes: the offer grows, though far from the wish, and draws students") {
    const Pair pair("english-programmes");
    CHECK(pair.change("staff_outcome/value", 2029, 2031, "KAZ", "english_capable_share") > 0);
    CHECK(pair.change("institutions/english_share", 2028, 2031) > 0);
    CHECK(pair.change("flows/entrants", 2029, 2031, "", "KAZ") >= 0);  // few at this size
}

TEST_CASE("fees for foreigners keep them away and leave those who do not pay them") {
    struct Switch {
        const char* name;
        const char* host;
        Year first;
        double share_that_stays;  // an effect far from none, far from all
    };
    for (const Switch& fee :
         {Switch{"sweden-2011", "SWE", 2012, 0.6}, Switch{"denmark-2006", "DNK", 2007, 0.8},
          Switch{"baden-wuerttemberg-2017", "DE-BW", 2018, 0.9}}) {
        INFO(fee.name);
        LibraryRuns& runs = LibraryRuns::instance();
        const LibraryRun& charged = runs.of(fee.name);
        const LibraryRun& free = runs.of(std::string(fee.name) + "-free");
        const double ratio =
            non_eea(charged, fee.first, fee.host) / non_eea(free, fee.first, fee.host);
        CHECK(ratio < fee.share_that_stays);
        CHECK(ratio > 0.1);
    }
}

TEST_CASE("a country and its territory in one scenario are refused") {
    LibraryRuns& runs = LibraryRuns::instance();
    const Scratch folder;
    folder.write("both.toml",
                 "title = \"Both\"\nparent = \"baseline\"\n[regions.DE-BW]\nname = \"Part\"\n"
                 "countries = [\"DE-BW\"]\n");
    CHECK_NOTHROW(runs.build(runs.read("baden-wuerttemberg-2017")));
    CHECK_THROWS_WITH(runs.build(runs.read((folder / "both.toml").string())),
                      Catch::Contains("the country DEU and its territory DE-BW"));
}

TEST_CASE("azerbaijan: the added region has students abroad and takes them from no other") {
    const LibraryRun& apart = LibraryRuns::instance().of("azerbaijan");
    const LibraryRun& within = LibraryRuns::instance().of("baseline");
    CHECK(apart.sum("flows/stock", 2014, 2014, "AZE", "RUS") > 0);
    CHECK(apart.sum("flows/stock", 2014, 2014, "AZE", "EHEA") > 0);
    const double kazakh = within.sum("flows/stock", 2014, 2014, "KAZ");
    CHECK(apart.sum("flows/stock", 2014, 2014, "KAZ") == Approx(kazakh).epsilon(0.1));
}
