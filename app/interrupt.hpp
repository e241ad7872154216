// SPDX-License-Identifier: MIT
#pragma once
#include <atomic>

namespace keruen {

/// From here on the first Ctrl-C (or SIGTERM, which schedulers send) only sets the flag that is
/// returned; the second ends the process as if nobody had listened.
const std::atomic<bool>& listen_for_interrupt();

}  // namespace keruen
