// SPDX-License-Identifier: MIT
#include "analysis/experiments/apart.hpp"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

namespace keruen {

void each_apart(std::size_t n, int threads, const std::function<bool()>& stopped,
                const std::function<void(std::size_t, Workers&)>& f) {
    std::atomic<std::size_t> next{0};
    std::exception_ptr error;
    std::mutex mutex;
    {
        std::vector<std::jthread> team;
        for (std::size_t w = 0; w < std::min(static_cast<std::size_t>(threads), n); ++w) {
            team.emplace_back([&] {
                try {
                    Workers one(1);
                    for (std::size_t i = next++; i < n && !stopped(); i = next++) f(i, one);
                } catch (...) {
                    next = n;
                    const std::lock_guard lock(mutex);
                    error = std::current_exception();
                }
            });
        }
    }
    if (error) std::rethrow_exception(error);
}

}  // namespace keruen
