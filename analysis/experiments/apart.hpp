// SPDX-License-Identifier: MIT
#pragma once
#include <functional>

#include "sim/parallel.hpp"

namespace keruen {

/// f(i, one) for every i in [0, n) on `threads` threads, each of which works alone, with Workers of
/// one thread: for many small runs at a time. No i is begun once `stopped` says so. An exception
/// ends the loop and reaches the caller.
void each_apart(std::size_t n, int threads, const std::function<bool()>& stopped,
                const std::function<void(std::size_t, Workers&)>& f);

}  // namespace keruen
