// SPDX-License-Identifier: MIT
#pragma once
#include "sim/kernels/kernels.hpp"

namespace keruen {

/// One value through the kernels, so that set-up gives the same bits on every CPU, as libm does
/// not. Domains as there. Loops over many values call the kernels themselves.
inline double fixed_log(double x) {
    double y = 0;
    kernels().log(1, &x, &y);
    return y;
}

inline double fixed_exp(double x) {
    double y = 0;
    kernels().exp(1, &x, &y);
    return y;
}

}  // namespace keruen
