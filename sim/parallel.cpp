// SPDX-License-Identifier: MIT
#include "sim/parallel.hpp"

#include <fmt/core.h>

#include <stdexcept>

namespace keruen {
namespace {

int at_least_one(int threads) {
    if (threads < 1)
        throw std::invalid_argument(fmt::format("threads must be at least 1, not {}", threads));
    return threads;
}

}  // namespace

Workers::Workers(int threads)
    : threads_(at_least_one(threads)),
      control_(tbb::global_control::max_allowed_parallelism, static_cast<std::size_t>(threads_)),
      arena_(threads_) {}

}  // namespace keruen
