// SPDX-License-Identifier: MIT
#include "app/progress.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <cmath>
#include <cstdio>

namespace keruen {
namespace {

constexpr const char* kClearLine = "\r\x1b[K";

}  // namespace

ProgressLine::ProgressLine() : terminal_(isatty(STDERR_FILENO) != 0) {}

void ProgressLine::put(const std::string& line) {
    if (terminal_) {
        fmt::print(stderr, "{}{}", kClearLine, line);
    } else {
        fmt::print(stderr, "{}\n", line);
    }
    std::fflush(stderr);
    dirty_ = terminal_;
}

void ProgressLine::say(const std::string& what) {
    put(what);
}

void ProgressLine::operator()(const RunProgress& progress) {
    put(fmt::format("{}: year {} of {}, {} elapsed, about {} left", progress.year, progress.done,
                    progress.of, duration_text(progress.elapsed),
                    duration_text(progress.remaining)));
}

void ProgressLine::finish() {
    if (dirty_) fmt::print(stderr, "{}", kClearLine);
    dirty_ = false;
}

std::string duration_text(std::chrono::duration<double> duration) {
    const double seconds = duration.count();
    const auto whole = static_cast<long long>(std::llround(seconds));
    if (seconds < 9.95) return fmt::format("{:.1f} s", seconds);
    if (whole < 60) return fmt::format("{} s", whole);
    if (whole < 3600) return fmt::format("{} min {} s", whole / 60, whole % 60);
    return fmt::format("{} h {} min", whole / 3600, whole % 3600 / 60);
}

}  // namespace keruen
