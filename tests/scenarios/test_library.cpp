// SPDX-License-Identifier: MIT
// Every scenario of the library against its parent, same seed: nothing before its first date, and
// afterwards the direction that its page (docs/scenarios) argues for. Exact comparisons of coupled
// runs: no false alarms.
#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <catch2/catch.hpp>
#include <cmath>
#include <map>
#include <set>

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

/// A dataset by year with the labels of its other dimensions.
struct Labelled {
    std::size_t row = 1;                           ///< cells of a year
    std::vector<std::vector<std::string>> labels;  ///< [dimension but the year]
    std::vector<double> cells;

    Labelled(const ResultFile& file, const DatasetInfo& info) : cells(numbers(file, info)) {
        for (std::size_t d = 1; d < info.shape.size(); ++d) {
            labels.push_back(file.labels(group_of(info.path) + "/" + info.dimensions[d]));
            row *= labels.back().size();
        }
    }
    /// [cell of a year] the cell of another dataset's year with the same labels.
    std::vector<std::optional<std::size_t>> cells_in(const Labelled& other) const {
        std::vector<std::optional<std::size_t>> places{0};
        for (std::size_t d = 0; d < labels.size(); ++d) {
            const auto& known = other.labels.at(d);
            std::vector<std::optional<std::size_t>> wider;
            for (const auto& place : places) {
                for (const std::string& label : labels[d]) {
                    const auto at = std::find(known.begin(), known.end(), label);
                    const bool found = place && at != known.end();
                    wider.push_back(
                        found ? std::optional(*place * known.size() +
                                              static_cast<std::size_t>(at - known.begin()))
                              : std::nullopt);
                }
            }
            places = std::move(wider);
        }
        return places;
    }
};

/// The same to the bit, unknown numbers included.
bool same_bits(double x, double y) {
    return std::bit_cast<std::uint64_t>(x) == std::bit_cast<std::uint64_t>(y);
}

/// Whether a number stands for nothing: 0, unknown, or -1, the cutoff of places that admit nobody.
bool nothing(double x) {
    return x == 0 || x == -1 || std::isnan(x);
}

/// Whether every cell of `x` in the first `years` years is that of `y` with its labels, or nothing
/// where `y` has none.
bool repeated(const Labelled& x, const Labelled& y, std::size_t years) {
    if (x.labels == y.labels) {
        const auto end = x.cells.begin() + static_cast<std::ptrdiff_t>(years * x.row);
        return std::equal(x.cells.begin(), end, y.cells.begin(), same_bits);
    }
    const auto places = x.cells_in(y);
    for (std::size_t t = 0; t < years; ++t) {
        for (std::size_t k = 0; k < x.row; ++k) {
            const double own = x.cells[t * x.row + k];
            const bool same =
                places[k] ? same_bits(own, y.cells[t * y.row + *places[k]]) : nothing(own);
            if (!same) return false;
        }
    }
    return true;
}

/// The first dataset by year that only one run has, or whose first `years` years differ.
std::optional<std::string> first_differing(const LibraryRun& a, const LibraryRun& b,
                                           std::size_t years) {
    std::map<std::string, std::vector<std::pair<const LibraryRun*, const DatasetInfo*>>> by_path;
    for (const LibraryRun* run : {&a, &b}) {
        for (const DatasetInfo& info : run->datasets()) {
            const bool by_year = !info.dimensions.empty() && info.dimensions[0] == "year";
            if (by_year && !is_coordinate(info)) by_path[info.path].emplace_back(run, &info);
        }
    }
    CHECK(by_path.size() > 80);
    for (const auto& [path, both] : by_path) {
        if (both.size() < 2) return path;
        const Labelled x(both[0].first->file(), *both[0].second);
        const Labelled y(both[1].first->file(), *both[1].second);
        if (!repeated(x, y, years) || !repeated(y, x, years)) return path;
    }
    return std::nullopt;
}

/// Entrants from several origins at a host in four years.
double entrants(const LibraryRun& run, Year first, const std::string& host,
                const std::vector<std::string>& origins) {
    double sum = 0;
    for (const std::string& origin : origins) {
        sum += run.sum("flows/entrants", first, first + 3, origin, host);
    }
    return sum;
}

const std::vector<std::string> kNonEea{"KAZ", "RUS", "CHN", "TUR", "ANG", "CAS", "ROW"};

}  // namespace

TEST_CASE("a scenario of the library changes something, and nothing before its first date") {
    LibraryRuns& runs = LibraryRuns::instance();
    std::set<std::string> other_worlds;
    for (const std::string& name : runs.names()) {
        const ScenarioFile child = runs.read(name);
        if (child.chain.size() < 2) continue;
        const ScenarioFile parent = runs.read(child.chain[child.chain.size() - 2]);
        if (!same_world(parent, child)) {
            other_worlds.insert(name);
            continue;
        }
        INFO(name);
        const auto first = first_difference(parent, child);
        REQUIRE(first);
        const Pair pair(name);
        const auto before = static_cast<std::size_t>(*first - child.first);
        CHECK(first_differing(pair.parent, pair.child, before).value_or("nothing") == "nothing");
        const std::size_t all = pair.child.file().years_finished();
        CHECK(first_differing(pair.parent, pair.child, all));
    }
    CHECK(other_worlds == std::set<std::string>{"azerbaijan", "baden-wuerttemberg-2017",
                                                "denmark-2006", "full-population", "sweden-2011"});
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

TEST_CASE(
    "kazakhstan-hard: a price above cost keeps away foreigners, brings fees, costs spending") {
    const Pair pair("kazakhstan-hard");
    CHECK(pair.ratio("flows/entrants", 2027, 2031, "", "KAZ") < 0.7);
    CHECK(pair.ratio("flows/entrants", 2027, 2031, "CAS", "KAZ") < 0.7);
    const auto of_foreigners = [](const LibraryRun& run) {
        return run.sum("money/family_tuition", 2027, 2031, "", "KAZ") -
               run.sum("money/family_tuition", 2027, 2031, "KAZ", "KAZ");
    };
    CHECK(of_foreigners(pair.child) > 1.5 * of_foreigners(pair.parent));
    CHECK(pair.ratio("income/living", 2027, 2031, "KAZ") < 0.95);
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
    CHECK(pair.change("flows/entrants", 2027, 2031, "KAZ", "RUS") < 0);
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

TEST_CASE(
    "english-programmes: the offer grows, though far from the wish; few come, few stay for it") {
    const Pair pair("english-programmes");
    CHECK(pair.change("staff_outcome/value", 2029, 2031, "KAZ", "english_capable_share") > 0);
    CHECK(pair.change("institutions/english_share", 2028, 2031) > 0);
    CHECK(pair.change("staff_flows/visits", 2029, 2031, "KAZ") > 0);
    const Pair fine("english-programmes", Detail::inbound);  // a few dozen people among thousands
    CHECK(fine.change("flows/entrants", 2029, 2035, "", "KAZ") > 0);
    CHECK(fine.ratio("flows/entrants", 2029, 2035, "", "KAZ") < 1.02);
    CHECK(fine.change("flows/entrants", 2029, 2035, "KAZ") < 0);
    CHECK(fine.ratio("flows/entrants", 2029, 2035, "KAZ") > 0.99);
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
        const auto ratio = [&](const std::vector<std::string>& origins) {
            return entrants(charged, fee.first, fee.host, origins) /
                   entrants(free, fee.first, fee.host, origins);
        };
        const double payers = ratio(kNonEea);
        CHECK(payers < fee.share_that_stays);
        CHECK(payers > 0.1);
        // The United Kingdom was in the Union; some of the EHEA are outside it, and pay.
        CHECK(charged.sum("policy/fee", fee.first, fee.first, "GBR", fee.host) == 0);
        CHECK(ratio({"EHEA", "GBR"}) == Approx(1).epsilon(0.25));
        CHECK(ratio({"EHEA", "GBR"}) > 1.2 * payers);
    }
}

TEST_CASE("sweden-2011: hardly anybody goes to Norway instead, where nothing is charged") {
    const LibraryRun& charged = LibraryRuns::instance().of("sweden-2011");
    const LibraryRun& free = LibraryRuns::instance().of("sweden-2011-free");
    CHECK(charged.sum("policy/fee", 2012, 2015, "CHN", "NOR") ==
          free.sum("policy/fee", 2012, 2015, "CHN", "NOR"));
    const double kept_away =
        entrants(free, 2012, "SWE", kNonEea) - entrants(charged, 2012, "SWE", kNonEea);
    const double to_norway =
        entrants(charged, 2012, "NOR", kNonEea) - entrants(free, 2012, "NOR", kNonEea);
    CHECK(std::abs(to_norway) < 0.05 * kept_away);
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

TEST_CASE("azerbaijan: centralisation costs semesters abroad, and not one degree") {
    LibraryRuns& runs = LibraryRuns::instance();
    const Scratch folder;
    folder.write("azerbaijan-autonomous.toml",
                 "title = \"Autonomous, with few reports\"\nparent = \"azerbaijan\"\n[policy]\n"
                 "\"AZE.autonomy\" = 0.6\n\"AZE.reporting\" = 0.1\n");
    const LibraryRun& central = runs.of("azerbaijan");
    const LibraryRun& autonomous = runs.of((folder / "azerbaijan-autonomous.toml").string());
    const auto ratio = [&](const std::string& dataset) {
        return central.sum(dataset, 2015, 2031, "AZE") / autonomous.sum(dataset, 2015, 2031, "AZE");
    };
    CHECK(ratio("exchange/nominated") < 0.95);
    CHECK(ratio("flows/credit") < 0.98);
    CHECK(ratio("flows/stock") == 1);
}
