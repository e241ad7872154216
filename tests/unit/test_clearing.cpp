// SPDX-License-Identifier: MIT
#include <algorithm>
#include <catch2/catch.hpp>
#include <map>
#include <numeric>
#include <random>

#include "models/clearing/clearing.hpp"

using namespace keruen;

namespace {

using Random = std::mt19937_64;

Clearing clear(const Market& market) {
    Workers workers{2};
    return keruen::clear(market, workers);
}

std::uint64_t below(Random& random, std::uint64_t n) {
    return random() % n;
}

/// One option of one applicant, for markets written by hand.
struct Option {
    std::uint8_t capacity;
    std::uint64_t priority;
};

struct Person {
    std::uint32_t weight;
    std::vector<Option> options;
};

Market market_of(std::vector<std::int64_t> capacity, const std::vector<Person>& people) {
    Market market;
    market.capacity = std::move(capacity);
    market.first.push_back(0);
    for (const Person& person : people) {
        market.weight.push_back(person.weight);
        for (const Option& option : person.options) {
            market.choice.push_back(option.capacity);
            market.priority.push_back(option.priority);
        }
        market.first.push_back(static_cast<std::uint32_t>(market.choice.size()));
    }
    return market;
}

struct Shape {
    std::uint32_t heaviest = 1;
    bool repeats = false;    ///< an applicant may list one capacity several times
    bool unlimited = false;  ///< some capacities are not rationed
};

/// Up to 40 applicants and 6 capacities; scores of 4 levels, so that the low bits decide often.
Market random_market(Random& random, Shape shape) {
    const std::uint64_t applicants = below(random, 41);
    const std::uint64_t capacities = 1 + below(random, 6);
    Market market;
    for (std::uint64_t c = 0; c < capacities; ++c) {
        const std::uint64_t kind = below(random, 8);
        const std::uint64_t most = kind == 1 ? 60 * shape.heaviest : 12 * shape.heaviest;
        market.capacity.push_back(kind == 0 ? 0 : static_cast<std::int64_t>(below(random, most)));
        if (shape.unlimited && kind == 2) market.capacity.back() = kUnlimited;
    }
    market.first.push_back(0);
    std::vector<std::uint8_t> list{0, 1, 2, 3, 4, 5};
    list.resize(capacities);
    for (std::uint64_t i = 0; i < applicants; ++i) {
        market.weight.push_back(1 + static_cast<std::uint32_t>(below(random, shape.heaviest)));
        std::shuffle(list.begin(), list.end(), random);
        const std::uint64_t options = below(random, capacities + 1);
        for (std::uint64_t k = 0; k < options; ++k) {
            market.choice.push_back(shape.repeats ? list[below(random, capacities)] : list[k]);
            market.priority.push_back(below(random, 4) << 40 | below(random, 8) << 20 | i);
        }
        market.first.push_back(static_cast<std::uint32_t>(market.choice.size()));
    }
    return market;
}

std::size_t option_of(const Market& market, std::size_t applicant, std::uint8_t rank) {
    return market.first[applicant] + rank;
}

std::uint32_t options_of(const Market& market, std::size_t applicant) {
    return market.first[applicant + 1] - market.first[applicant];
}

/// Gale & Shapley (1962) as written there, for unit weights: one proposal at a time; a full college
/// drops its worst. The applicants come in random order.
std::vector<std::uint8_t> gale_shapley(const Market& market, Random& random) {
    std::vector<std::map<std::uint64_t, std::size_t>> college(market.capacity.size());
    std::vector<std::uint32_t> next(market.weight.size(), 0);
    std::vector<std::uint8_t> placed(market.weight.size(), kUnplaced);
    std::vector<std::size_t> free(market.weight.size());
    std::iota(free.begin(), free.end(), std::size_t{0});
    std::shuffle(free.begin(), free.end(), random);
    while (!free.empty()) {
        const std::size_t i = free.back();
        free.pop_back();
        if (next[i] == options_of(market, i)) continue;
        const auto rank = static_cast<std::uint8_t>(next[i]++);
        const std::size_t k = option_of(market, i, rank);
        auto& held = college[market.choice[k]];
        held.emplace(market.priority[k], i);
        placed[i] = rank;
        if (static_cast<std::int64_t>(held.size()) > market.capacity[market.choice[k]]) {
            placed[held.begin()->second] = kUnplaced;
            free.push_back(held.begin()->second);
            held.erase(held.begin());
        }
    }
    return placed;
}

/// The same for weights: a college drops everybody below its shortest sufficient prefix.
std::vector<std::uint8_t> weighted_acceptance(const Market& market, Random& random) {
    std::vector<std::map<std::uint64_t, std::size_t, std::greater<>>> college(
        market.capacity.size());
    std::vector<std::uint32_t> next(market.weight.size(), 0);
    std::vector<std::uint8_t> placed(market.weight.size(), kUnplaced);
    std::vector<std::size_t> free(market.weight.size());
    std::iota(free.begin(), free.end(), std::size_t{0});
    while (!free.empty()) {
        std::swap(free[below(random, free.size())], free.back());
        const std::size_t i = free.back();
        free.pop_back();
        if (next[i] == options_of(market, i)) continue;
        placed[i] = static_cast<std::uint8_t>(next[i]++);
        const std::size_t k = option_of(market, i, placed[i]);
        auto& held = college[market.choice[k]];
        held.emplace(market.priority[k], i);
        std::int64_t people = 0;
        auto last = held.begin();
        for (; last != held.end() && people < market.capacity[market.choice[k]]; ++last) {
            people += market.weight[last->second];
        }
        for (auto dropped = last; dropped != held.end(); ++dropped) {
            placed[dropped->second] = kUnplaced;
            free.push_back(dropped->second);
        }
        held.erase(last, held.end());
    }
    return placed;
}

/// Calls visit(capacity, priority, weight) for each placed applicant.
template <class Visit>
void for_each_placed(const Market& market, const Clearing& result, Visit visit) {
    for (std::size_t i = 0; i < market.weight.size(); ++i) {
        if (result.placed[i] == kUnplaced) continue;
        const std::size_t k = option_of(market, i, result.placed[i]);
        visit(market.choice[k], market.priority[k], market.weight[i]);
    }
}

/// Nobody was refused an option at which somebody of lower priority was admitted, or at which
/// places were left. Cutoffs are not used.
bool is_stable(const Market& market, const Clearing& result) {
    std::vector<std::uint64_t> worst(market.capacity.size(), kClosed);
    std::vector<std::int64_t> people(market.capacity.size(), 0);
    for_each_placed(market, result, [&](std::uint8_t c, std::uint64_t priority, std::uint32_t w) {
        worst[c] = std::min(worst[c], priority);
        people[c] += w;
    });
    for (std::size_t i = 0; i < market.weight.size(); ++i) {
        const std::uint32_t refused =
            std::min<std::uint32_t>(result.placed[i], options_of(market, i));
        for (std::uint32_t rank = 0; rank < refused; ++rank) {
            const std::size_t k = market.first[i] + rank;
            const std::uint8_t c = market.choice[k];
            if (people[c] < market.capacity[c]) return false;
            if (people[c] > 0 && market.priority[k] > worst[c]) return false;
        }
    }
    return true;
}

/// Without the applicant of lowest priority every capacity would have places left.
bool is_overfilled_by_less_than_one(const Market& market, const Clearing& result) {
    std::vector<std::pair<std::uint64_t, std::int64_t>> worst(market.capacity.size(), {kClosed, 0});
    std::vector<std::int64_t> people(market.capacity.size(), 0);
    for_each_placed(market, result, [&](std::uint8_t c, std::uint64_t priority, std::uint32_t w) {
        worst[c] = std::min(worst[c], {priority, w});
        people[c] += w;
    });
    for (std::size_t c = 0; c < people.size(); ++c) {
        if (people[c] > 0 && people[c] - worst[c].second >= market.capacity[c]) return false;
    }
    return people == result.people;
}

}  // namespace

TEST_CASE("with unit weights the clearing is the matching of Gale and Shapley") {
    Random random(1);
    for (int trial = 0; trial < 5000; ++trial) {
        const Market market = random_market(random, {.repeats = trial % 4 == 0});
        CAPTURE(trial);
        const Clearing result = clear(market);
        REQUIRE(result.placed == gale_shapley(market, random));
        for (std::size_t c = 0; c < market.capacity.size(); ++c) {
            REQUIRE(result.people[c] <= market.capacity[c]);
        }
    }
}

TEST_CASE("with weights the clearing is the deferred acceptance of shortest prefixes") {
    Random random(2);
    for (int trial = 0; trial < 5000; ++trial) {
        const Market market =
            random_market(random, {.heaviest = 9, .repeats = trial % 4 == 0, .unlimited = true});
        CAPTURE(trial);
        REQUIRE(clear(market).placed == weighted_acceptance(market, random));
    }
}

TEST_CASE("with weights the clearing is stable and overfilled by less than one applicant") {
    Random random(3);
    for (int trial = 0; trial < 5000; ++trial) {
        const std::uint32_t heaviest = trial % 2 == 0 ? 5 : 1000;
        const Market market = random_market(random, {.heaviest = heaviest, .unlimited = true});
        const Clearing result = clear(market);
        CAPTURE(trial);
        REQUIRE(is_stable(market, result));
        REQUIRE(is_overfilled_by_less_than_one(market, result));
    }
}

TEST_CASE("the cutoffs alone give the outcome, and are the lowest priority admitted") {
    Random random(4);
    for (int trial = 0; trial < 3000; ++trial) {
        const Market market =
            random_market(random, {.heaviest = 7, .repeats = true, .unlimited = true});
        const Clearing result = clear(market);
        CAPTURE(trial);
        REQUIRE(place(market, result.cutoff) == result.placed);
        std::vector<std::uint64_t> lowest(market.capacity.size(), kClosed);
        for_each_placed(market, result, [&](std::uint8_t c, std::uint64_t priority, std::uint32_t) {
            lowest[c] = std::min(lowest[c], priority);
        });
        for (std::size_t c = 0; c < lowest.size(); ++c) {
            if (result.cutoff[c] != 0) REQUIRE(result.cutoff[c] == lowest[c]);
        }
    }
}

TEST_CASE("a market that starts at the cutoffs of another, with room for all, has its outcome") {
    Random random(11);
    Workers workers{2};
    for (int trial = 0; trial < 1000; ++trial) {
        Market market = random_market(random, {.heaviest = 7, .unlimited = true});
        const Clearing known = clear(market);
        for (std::int64_t& places : market.capacity) {
            if (places > 0) places = kUnlimited;
        }
        CAPTURE(trial);
        REQUIRE(keruen::clear(market, workers, known.cutoff).placed == known.placed);
    }
}

TEST_CASE("more places raise no cutoff anywhere and make no applicant worse off") {
    Random random(5);
    for (int trial = 0; trial < 3000; ++trial) {
        Market market =
            random_market(random, {.heaviest = 1 + static_cast<std::uint32_t>(trial % 9)});
        const Clearing before = clear(market);
        const std::size_t widened = below(random, market.capacity.size());
        market.capacity[widened] += static_cast<std::int64_t>(1 + below(random, 20));
        const Clearing after = clear(market);
        CAPTURE(trial);
        for (std::size_t c = 0; c < market.capacity.size(); ++c) {
            REQUIRE(after.cutoff[c] <= before.cutoff[c]);
        }
        for (std::size_t i = 0; i < market.weight.size(); ++i) {
            REQUIRE(after.placed[i] <= before.placed[i]);
        }
    }
}

TEST_CASE("the order of applicants and of capacities does not matter") {
    Random random(6);
    for (int trial = 0; trial < 1000; ++trial) {
        const Market market = random_market(random, {.heaviest = 5, .repeats = true});
        const Clearing result = clear(market);
        const auto last = static_cast<std::uint8_t>(market.capacity.size() - 1);
        Market reversed;
        reversed.capacity.assign(market.capacity.rbegin(), market.capacity.rend());
        reversed.first.push_back(0);
        for (std::size_t i = market.weight.size(); i-- > 0;) {
            reversed.weight.push_back(market.weight[i]);
            for (std::uint32_t k = market.first[i]; k < market.first[i + 1]; ++k) {
                reversed.choice.push_back(static_cast<std::uint8_t>(last - market.choice[k]));
                reversed.priority.push_back(market.priority[k]);
            }
            reversed.first.push_back(static_cast<std::uint32_t>(reversed.choice.size()));
        }
        const Clearing other = clear(reversed);
        CAPTURE(trial);
        REQUIRE(std::equal(result.placed.begin(), result.placed.end(), other.placed.rbegin()));
        REQUIRE(std::equal(result.cutoff.begin(), result.cutoff.end(), other.cutoff.rbegin()));
        REQUIRE(result.rounds == other.rounds);
    }
}

TEST_CASE("large markets, in which rooms are trimmed by heap, are stable too") {
    Random random(7);
    for (const std::uint32_t heaviest : {1u, 50u}) {
        Market market;
        market.first.push_back(0);
        for (std::uint64_t i = 0; i < 60'000; ++i) {
            market.weight.push_back(1 + static_cast<std::uint32_t>(below(random, heaviest)));
            // A ring of overlapping lists makes chains of displacement long.
            const std::uint64_t start = below(random, 12) * below(random, 12) / 12;
            for (std::uint64_t k = 0; k < 8; ++k) {
                market.choice.push_back(static_cast<std::uint8_t>((start + k) % 12));
                market.priority.push_back(below(random, 1000) << 20 | i);
            }
            market.first.push_back(static_cast<std::uint32_t>(market.choice.size()));
        }
        const std::int64_t people = std::accumulate(market.weight.begin(), market.weight.end(), 0L);
        market.capacity.assign(12, people / 13);
        const Clearing result = clear(market);
        CHECK(result.rounds > 5);
        CHECK(is_stable(market, result));
        CHECK(is_overfilled_by_less_than_one(market, result));
        CHECK(place(market, result.cutoff) == result.placed);
    }
}

TEST_CASE("demand counts first choices in people, wherever they end up") {
    const Market market = market_of(
        {2, kUnlimited, 0},
        {{3, {{0, 10}, {1, 10}}}, {4, {{0, 20}, {1, 20}}}, {5, {{2, 30}, {1, 30}}}, {6, {}}});
    const Clearing result = clear(market);
    CHECK(result.demand == std::vector<std::int64_t>{7, 0, 5});
    CHECK(result.people == std::vector<std::int64_t>{4, 8, 0});
    CHECK(result.placed == std::vector<std::uint8_t>{1, 0, 1, kUnplaced});
    CHECK(result.cutoff == std::vector<std::uint64_t>{20, 0, kClosed});
}

TEST_CASE("a capacity that is exactly filled turns nobody away and keeps its cutoff at 0") {
    const Market market = market_of({5}, {{2, {{0, 1}}}, {3, {{0, 2}}}});
    const Clearing result = clear(market);
    CHECK(result.cutoff[0] == 0);
    CHECK(result.people[0] == 5);
    CHECK(result.rounds == 0);
}

TEST_CASE("the applicant at the margin is admitted whole") {
    const Market market = market_of({5}, {{4, {{0, 30}}}, {9, {{0, 20}}}, {1, {{0, 10}}}});
    const Clearing result = clear(market);
    CHECK(result.placed == std::vector<std::uint8_t>{0, 0, kUnplaced});
    CHECK(result.people[0] == 13);
    CHECK(result.cutoff[0] == 20);
}

TEST_CASE("a place that is freed goes to who was displaced, through a chain of rejections") {
    // 0 takes capacity 0 from 1, who takes capacity 1 from 2, who takes capacity 2.
    const Market market =
        market_of({1, 1, 1}, {{1, {{0, 31}}}, {1, {{0, 21}, {1, 22}}}, {1, {{1, 12}, {2, 13}}}});
    const Clearing result = clear(market);
    CHECK(result.placed == std::vector<std::uint8_t>{0, 1, 1});
    CHECK(result.rounds == 2);
}

TEST_CASE("an empty market clears") {
    CHECK(clear(market_of({3, 0}, {})).people == std::vector<std::int64_t>{0, 0});
    CHECK(clear(market_of({}, {{1, {}}})).placed == std::vector<std::uint8_t>{kUnplaced});
}

TEST_CASE("frozen cutoffs admit whoever would have been admitted then, without regard to places") {
    const Market market =
        market_of({1, kUnlimited}, {{1, {{0, 9}, {1, 9}}}, {1, {{0, 4}, {1, 4}}}});
    const std::vector<std::uint64_t> lower{4, 0};
    CHECK(place(market, clear(market).cutoff) == std::vector<std::uint8_t>{0, 1});
    CHECK(place(market, lower) == std::vector<std::uint8_t>{0, 0});
}
