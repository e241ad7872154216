// SPDX-License-Identifier: MIT
#include "app/interrupt.hpp"

#include <signal.h>
#include <unistd.h>

#include <string_view>

namespace keruen {
namespace {

std::atomic<bool> interrupted{false};  // what a signal handler can reach is global by nature
static_assert(std::atomic<bool>::is_always_lock_free);

extern "C" void note_interrupt(int) {
    interrupted.store(true);
    constexpr std::string_view text = "\nfinishing this year; again to stop at once\n";
    static_cast<void>(!write(STDERR_FILENO, text.data(), text.size()));
}

}  // namespace

const std::atomic<bool>& listen_for_interrupt() {
    struct sigaction action {};
    action.sa_handler = note_interrupt;
    // Reset: the second signal acts as usual. Restart: a write in progress is not cut short.
    action.sa_flags = static_cast<int>(SA_RESETHAND) | SA_RESTART;
    sigaction(SIGINT, &action, nullptr);
    sigaction(SIGTERM, &action, nullptr);
    return interrupted;
}

}  // namespace keruen
