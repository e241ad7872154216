// SPDX-License-Identifier: MIT
#pragma once
#include <algorithm>
#include <cstddef>
#include <memory>
#include <type_traits>
#include <vector>

namespace keruen {

/// The threads of a run. Loops hand out chunks in any order to any thread, so what a chunk computes
/// may depend on its bounds and on nothing else; an exception thrown by one ends the loop and
/// reaches the caller. Loops may nest. oneTBB does the work; only parallel.cpp knows.
class Workers {
public:
    /// Throws std::invalid_argument unless threads >= 1. More than the machine has is allowed. Of
    /// several Workers alive at once, the smallest limits all.
    explicit Workers(int threads);
    ~Workers();
    Workers(const Workers&) = delete;
    Workers& operator=(const Workers&) = delete;

    int threads() const { return threads_; }

    /// f(begin, end, chunk) for every chunk [begin, end) of [0, n): chunk i starts at i *
    /// chunk_size; all but the last have chunk_size >= 1 elements.
    template <class F>
    void for_chunks(std::size_t n, std::size_t chunk_size, const F& f) {
        for_each_index(chunk_count(n, chunk_size), [&](std::size_t chunk) {
            const std::size_t begin = chunk * chunk_size;
            f(begin, begin + std::min(chunk_size, n - begin), chunk);
        });
    }

    /// f(i) for every i in [0, n), each a task of its own: for work of microseconds and more.
    template <class F>
    void for_each_index(std::size_t n, const F& f) {
        run(
            n, [](const void* g, std::size_t i) { (*static_cast<const F*>(g))(i); }, &f);
    }

    /// f(i) for every i in [0, n) on the threads of the Workers whose loop the caller is in, or,
    /// out of any, on as many as the Workers alive allow.
    template <class F>
    static void for_each_index_here(std::size_t n, const F& f) {
        run_here(
            n, [](const void* g, std::size_t i) { (*static_cast<const F*>(g))(i); }, &f);
    }

    /// How many threads for_each_index_here would use.
    static int threads_here();

    static std::size_t chunk_count(std::size_t n, std::size_t chunk_size) {
        return n / chunk_size + (n % chunk_size != 0);
    }

private:
    using Call = void (*)(const void* f, std::size_t i);
    void run(std::size_t n, Call call, const void* f);
    static void run_here(std::size_t n, Call call, const void* f);

    struct Arena;
    int threads_;
    std::unique_ptr<Arena> arena_;
};

/// The parts one after another, copied in parallel.
template <class T>
std::vector<T> concat_in_order(Workers& workers, const std::vector<std::vector<T>>& parts) {
    static_assert(!std::is_same_v<T, bool>, "neighbouring bits are not separate objects");
    std::vector<std::size_t> start(parts.size() + 1, 0);
    for (std::size_t i = 0; i < parts.size(); ++i) start[i + 1] = start[i] + parts[i].size();
    std::vector<T> all(start.back());
    workers.for_each_index(parts.size(), [&](std::size_t i) {
        std::copy(parts[i].begin(), parts[i].end(),
                  all.begin() + static_cast<std::ptrdiff_t>(start[i]));
    });
    return all;
}

/// What f(begin, end, out) appends to `out` for every chunk of [0, n), in the order of the chunks:
/// the same vector for any chunk size and any number of threads if f goes through its elements in
/// order. Name T: concat_in_order<Event>(workers, n, 4096, f).
template <class T, class F>
std::vector<T> concat_in_order(Workers& workers, std::size_t n, std::size_t chunk_size,
                               const F& f) {
    std::vector<std::vector<T>> parts(Workers::chunk_count(n, chunk_size));
    workers.for_chunks(n, chunk_size, [&](std::size_t begin, std::size_t end, std::size_t chunk) {
        f(begin, end, parts[chunk]);
    });
    return concat_in_order(workers, parts);
}

}  // namespace keruen
