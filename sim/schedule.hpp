// SPDX-License-Identifier: MIT
#pragma once
#include <chrono>
#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace keruen {

/// Phases in the order they run, each with the time it has taken. The loop knows no phase: a model
/// adds one by adding a line to its list.
template <class Work>
class Schedule {
public:
    struct Phase {
        std::string name;
        std::function<void(Work&)> run;
        std::chrono::nanoseconds spent{0};
    };

    Schedule& add(std::string name, std::function<void(Work&)> run) {
        phases_.push_back({std::move(name), std::move(run)});
        return *this;
    }

    void run(Work& work) {
        for (Phase& phase : phases_) {
            const auto start = std::chrono::steady_clock::now();
            phase.run(work);
            phase.spent += std::chrono::steady_clock::now() - start;
        }
    }

    const std::vector<Phase>& phases() const { return phases_; }

private:
    std::vector<Phase> phases_;
};

}  // namespace keruen
