// SPDX-License-Identifier: MIT
#pragma once

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

}  // namespace keruen
