// SPDX-License-Identifier: MIT
#pragma once
#include "sim/kernels/kernels.hpp"

namespace keruen {

extern const Kernels baseline_kernels;  ///< any x86-64
extern const Kernels avx2_kernels;      ///< x86-64-v3
extern const Kernels avx512_kernels;    ///< x86-64-v4

}  // namespace keruen
