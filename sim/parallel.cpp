// SPDX-License-Identifier: MIT
#include "sim/parallel.hpp"

#include <fmt/core.h>
#include <tbb/global_control.h>
#include <tbb/parallel_for.h>
#include <tbb/task_arena.h>

#include <stdexcept>

#ifdef KERUEN_TSAN
#include <sanitizer/tsan_interface.h>

// What libtbb itself frees and compares; this names no frame of ours, so it hides no race of ours.
extern "C" const char* __tsan_default_suppressions() {
    return "called_from_lib:libtbb.so\n";
}
#endif

namespace keruen {
namespace {

int at_least_one(int threads) {
    if (threads < 1)
        throw std::invalid_argument(fmt::format("threads must be at least 1, not {}", threads));
    return threads;
}

#ifdef KERUEN_TSAN
// Debian's libtbb is not instrumented, so the thread sanitizer cannot see how it hands work over
// and would report every loop. This file is compiled without instrumentation (CMakeLists.txt) and
// states the order instead: what stood before the loop is seen by every task, what tasks did after
// it.
void hand_over(void* at) {
    __tsan_release(at);
}
void take_over(void* at) {
    __tsan_acquire(at);
}
#else
void hand_over(void*) {}
void take_over(void*) {}
#endif

/// Hands over where a scope ends, also when it ends by an exception.
struct HandOverAtEnd {
    void* at;
    explicit HandOverAtEnd(void* to) : at(to) {}
    ~HandOverAtEnd() { hand_over(at); }
    HandOverAtEnd(const HandOverAtEnd&) = delete;
    HandOverAtEnd& operator=(const HandOverAtEnd&) = delete;
};

}  // namespace

struct Workers::Arena {
    explicit Arena(int threads)
        : limit(tbb::global_control::max_allowed_parallelism, static_cast<std::size_t>(threads)),
          tasks(threads) {}
    tbb::global_control limit;
    tbb::task_arena tasks;
};

Workers::Workers(int threads)
    : threads_(at_least_one(threads)), arena_(std::make_unique<Arena>(threads)) {}

Workers::~Workers() = default;

int Workers::threads_here() {
    return tbb::this_task_arena::max_concurrency();
}

void Workers::run(std::size_t n, Call call, const void* f) {
    arena_->tasks.execute([&] { run_here(n, call, f); });
}

void Workers::run_here(std::size_t n, Call call, const void* f) {
    char start = 0;
    char end = 0;
    const auto task = [&](std::size_t i) {
        take_over(&start);
        const HandOverAtEnd handing(&end);
        call(f, i);
    };
    hand_over(&start);
    try {
        tbb::parallel_for(std::size_t{0}, n, task, tbb::simple_partitioner{});
    } catch (...) {
        take_over(&end);
        throw;
    }
    take_over(&end);
}

}  // namespace keruen
