// SPDX-License-Identifier: MIT
#include <atomic>
#include <catch2/catch.hpp>
#include <stdexcept>
#include <string>
#include <vector>

#include "sim/parallel.hpp"

using namespace keruen;

TEST_CASE("Every index is visited once, in chunks of the size asked for", "[parallel]") {
    for (const int threads : {1, 2, 3, 8}) {
        Workers workers(threads);
        CHECK(workers.threads() == threads);
        for (const std::size_t n : {0, 1, 7, 1000})
            for (const std::size_t chunk_size : {1, 7, 64, 5000}) {
                std::vector<int> visits(n, 0);
                std::atomic<std::size_t> misfits = 0;
                workers.for_chunks(n, chunk_size, [&](auto begin, auto end, auto chunk) {
                    const bool last = end == n;
                    if (begin != chunk * chunk_size) ++misfits;
                    if (end - begin != chunk_size && !(last && end - begin < chunk_size)) ++misfits;
                    for (std::size_t i = begin; i < end; ++i) ++visits[i];
                });
                CHECK(misfits == 0);
                CHECK(visits == std::vector<int>(n, 1));
            }
        std::vector<int> visits(123, 0);
        workers.for_each_index(visits.size(), [&](std::size_t i) { ++visits[i]; });
        CHECK(visits == std::vector<int>(123, 1));
    }
}

TEST_CASE("What chunks append comes out in order whatever the chunks and threads", "[parallel]") {
    std::vector<std::size_t> expected;
    for (std::size_t i = 0; i < 10'000; ++i)
        if (i % 3 == 0) expected.push_back(i * i);
    for (const int threads : {1, 2, 8}) {
        Workers workers(threads);
        for (const std::size_t chunk_size : {1, 10, 999, 20'000}) {
            const auto got = concat_in_order<std::size_t>(
                workers, 10'000, chunk_size,
                [](std::size_t begin, std::size_t end, std::vector<std::size_t>& out) {
                    for (std::size_t i = begin; i < end; ++i)
                        if (i % 3 == 0) out.push_back(i * i);
                });
            CHECK(got == expected);
        }
    }
    Workers workers(2);
    CHECK(concat_in_order(workers, std::vector<std::vector<int>>{{1, 2}, {}, {3}}) ==
          std::vector<int>{1, 2, 3});
    CHECK(concat_in_order(workers, std::vector<std::vector<int>>{}).empty());
}

TEST_CASE("Loops nest", "[parallel]") {
    Workers workers(2);
    std::vector<std::vector<int>> visits(5, std::vector<int>(100, 0));
    workers.for_each_index(visits.size(), [&](std::size_t i) {
        workers.for_chunks(100, 9, [&](std::size_t begin, std::size_t end, std::size_t) {
            for (std::size_t j = begin; j < end; ++j) ++visits[i][j];
        });
    });
    CHECK(visits == std::vector<std::vector<int>>(5, std::vector<int>(100, 1)));
}

TEST_CASE("An exception in a chunk reaches the caller and the workers go on", "[parallel]") {
    Workers workers(3);
    const auto fail = [](std::size_t i) {
        if (i == 57) throw std::runtime_error("chunk 57");
    };
    CHECK_THROWS_WITH(workers.for_each_index(100, fail), "chunk 57");
    std::atomic<int> count = 0;
    workers.for_each_index(10, [&](std::size_t) { ++count; });
    CHECK(count == 10);
}

TEST_CASE("There is no such thing as no threads", "[parallel]") {
    CHECK_THROWS_WITH(Workers(0), Catch::Contains("at least 1"));
    CHECK_THROWS_WITH(Workers(-2), Catch::Contains("-2"));
}
