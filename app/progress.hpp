// SPDX-License-Identifier: MIT
#pragma once
#include <chrono>
#include <string>

#include "analysis/experiments/run.hpp"

namespace keruen {

/// Tells a person on stderr how far a run is: one line that changes on a terminal, a plain line a
/// year elsewhere.
class ProgressLine {
public:
    ProgressLine();
    ProgressLine(const ProgressLine&) = delete;
    ProgressLine& operator=(const ProgressLine&) = delete;
    ~ProgressLine() { finish(); }

    /// What is being done, where no year can be counted.
    void say(const std::string& what);
    void operator()(const RunProgress& progress);
    /// Whether there is one line that changes, or else one a message.
    bool changes() const { return terminal_; }
    /// Clears the changing line.
    void finish();

private:
    void put(const std::string& line);

    bool terminal_;
    bool dirty_ = false;
};

/// "0.4 s", "12 s", "3 min 20 s", "2 h 5 min"
std::string duration_text(std::chrono::duration<double> duration);

}  // namespace keruen
