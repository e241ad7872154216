// SPDX-License-Identifier: MIT
#pragma once
<<<<<<< HEAD
#include <tbb/blocked_range.h>
#include <tbb/global_control.h>
#include <tbb/parallel_for.h>
#include <tbb/task_arena.h>

#include <algorithm>
#include <cstddef>
#include <type_traits>
#include <vector>

namespace keruen {

/// The threads of a run. Loops hand out chunks in any order to any thread, so what a chunk computes
/// may depend on its bounds and on nothing else; an exception thrown by one ends the loop and
/// reaches the caller.
class Workers {
public:
    /// Throws std::invalid_argument unless threads >= 1. More than the machine has is allowed.
    explicit Workers(int threads);
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
        arena_.execute([&] {
            tbb::parallel_for(
                tbb::blocked_range<std::size_t>(0, n),
                [&](const tbb::blocked_range<std::size_t>& range) {
                    for (std::size_t i = range.begin(); i != range.end(); ++i) f(i);
                },
                tbb::simple_partitioner{});
        });
    }

    static std::size_t chunk_count(std::size_t n, std::size_t chunk_size) {
        return n / chunk_size + (n % chunk_size != 0);
    }

private:
    int threads_;
    tbb::global_control control_;
    tbb::task_arena arena_;
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
=======
#include <tbb/parallel_for.h>

#include <cstddef>

#ifdef __SANITIZE_THREAD__
#include <tbb/task_scheduler_observer.h>

extern "C" {
void AnnotateIgnoreReadsBegin(const char* file, int line);
void AnnotateIgnoreReadsEnd(const char* file, int line);
void AnnotateIgnoreWritesBegin(const char* file, int line);
void AnnotateIgnoreWritesEnd(const char* file, int line);
void __tsan_acquire(void* address);
void __tsan_release(void* address);
}
#endif

namespace keruen {

#ifdef __SANITIZE_THREAD__
/// Debian's TBB is not built for the thread sanitizer, which therefore sees neither its locks nor
/// that tasks follow the call that starts them. Instead of suppressing by name, which would hide
/// races of our own under any TBB frame, everything outside the tasks is left unwatched and the two
/// orders that TBB guarantees are stated: the caller before each task, each task before the return.
class WatchedTasks {
public:
    WatchedTasks() {
        [[maybe_unused]] static const Workers* const workers = new Workers;  // outlives TBB
        __tsan_release(&start_);
        unwatch();
    }
    ~WatchedTasks() {
        watch();
        __tsan_acquire(&end_);
    }
    WatchedTasks(const WatchedTasks&) = delete;
    WatchedTasks& operator=(const WatchedTasks&) = delete;

    template <class Task>
    void run(const Task& task) {
        const Watch guard(*this);
        task();
    }

private:
    static void watch() {
        AnnotateIgnoreWritesEnd(__FILE__, __LINE__);
        AnnotateIgnoreReadsEnd(__FILE__, __LINE__);
    }
    static void unwatch() {
        AnnotateIgnoreReadsBegin(__FILE__, __LINE__);
        AnnotateIgnoreWritesBegin(__FILE__, __LINE__);
    }
    struct Workers : tbb::task_scheduler_observer {
        Workers() { observe(true); }
        void on_scheduler_entry(bool worker) override {
            if (worker) unwatch();
        }
        void on_scheduler_exit(bool worker) override {
            if (worker) watch();
        }
    };
    struct Watch {
        explicit Watch(WatchedTasks& t) : tasks(t) {
            __tsan_acquire(&tasks.start_);
            watch();
        }
        ~Watch() {
            unwatch();
            __tsan_release(&tasks.end_);
        }
        WatchedTasks& tasks;
    };
    char start_ = 0;
    char end_ = 0;
};
#else
/// Under the thread sanitizer this tells what TBB does; otherwise it is nothing.
struct WatchedTasks {
    template <class Task>
    void run(const Task& task) {
        task();
    }
};
#endif

/// Calls body(i) once for each i in [0, count), on as many threads as TBB has, and returns when all
/// are done; an exception of a body cancels the rest and is thrown here. No two calls may touch the
/// same data unless both only read. Each call should be worth some microseconds: a block, not a
/// row.
template <class Body>
void parallel_for(std::size_t count, const Body& body) {
    WatchedTasks tasks;
    tbb::parallel_for(std::size_t{0}, count, [&](std::size_t i) { tasks.run([&] { body(i); }); });
>>>>>>> ci
}

}  // namespace keruen
